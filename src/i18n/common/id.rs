//! Bahasa Indonesia.

use super::{Common, ErrorPage, ErrorPages, Keep, Offline, Onward};
use crate::i18n::grouped;

pub const COMMON: Common = Common {
    skip_link: "Langsung ke isi",
    demo_title: "Data contoh:",
    demo_text: "jangan isi data asli.",
    brand_label: "ASN Digital, beranda",
    language: "Bahasa",
    welcome_person: "Selamat datang,",
    nip_ending: |ending| format!("NIP berakhiran {ending}"),
    official_address: "Alamat resmi:",
    log_in: "Masuk",
    log_out: "Keluar",
    logging_in: "Sedang masuk…",
    logging_out: "Sedang keluar…",
    busy: "Sedang diproses…",
    footer: "Tautan bawah",
    home: "Beranda",
    how_to: "Cara masuk",
    help: "Bantuan",
    unofficial: "Katalog layanan disusun dari sumber publik dan tidak resmi.",
    account_menu: "Menu akun",
    error_prefix: "Galat: ",
    error_summary: "Ada yang perlu diperbaiki",
    too_long: |what, characters, limit| {
        let [characters, limit] = [characters, limit].map(|number| grouped(number, '.'));
        format!("{what} paling panjang {limit} karakter. Yang diketik {characters}.")
    },
    unreadable: |what| {
        format!(
            "{what} berisi tanda yang tidak terlihat, kini ditandai \u{fffd}. Hapus, lalu kirim lagi."
        )
    },
    number: |number| grouped(number, '.'),
    of_characters: |limit| format!(" dari {} karakter", grouped(limit, '.')),
    take_away: "; kurangi ",
    elsewhere: " (situs lain)",
    cancel: "Batal",
    weekdays: ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    months: [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    hour_separator: ".",
    manage: "Kelola",
};

pub const KEEP: Keep = Keep {
    copy: "Salin",
    copied: "Tersalin",
    copy_refused: "Peramban ini tidak mengizinkan penyalinan. Teksnya sudah dipilih: tekan lama lalu \
                   pilih Salin, atau tekan Ctrl+C.",
    share: "Bagikan",
    share_refused: "Tidak dapat dibagikan dari peramban ini. Kodenya sudah dipilih: tekan lama lalu \
                    pilih Salin.",
    print: "Cetak",
    download: "Unduh",
};

pub const ONWARD: Onward = Onward {
    opening: "Membuka",
    a_service: "layanan",
    logged_in: "Anda sudah masuk.",
    by_itself: "Layanan terbuka dengan sendirinya. Bila tidak, tekan tombol di bawah.",
    by_hand: "Tekan tombol di bawah untuk melanjutkan.",
};

pub const OFFLINE: Offline = Offline {
    title: "Tidak ada jaringan",
    page: "Halaman ini belum dapat dibuka karena perangkat ini tidak tersambung ke internet. Tidak ada yang hilang.",
    service: |name| {
        format!(
            "{name} belum dapat dibuka karena perangkat ini tidak tersambung ke internet. Tidak ada yang hilang."
        )
    },
    logout: "Tampilan terakhir sudah dihapus dari perangkat ini, tetapi Anda belum keluar. Setelah tersambung, buka lagi ASN Digital dan tekan Keluar.",
    check: "Periksa Wi-Fi atau data seluler, lalu coba lagi.",
    last_view: "Layanan dan pengumuman terakhir tetap dapat dilihat di Beranda.",
    help: "Perlu bantuan segera? Hubungi operator instansi Anda atau Helpdesk BKN.",
    back: "Ke beranda",
};

pub const ERROR: ErrorPages = ErrorPages {
    what_now: "Yang dapat Anda lakukan",
    reference: "Nomor rujukan:",
    reference_hint: "Sebutkan nomor ini bila Anda meminta bantuan.",
    bad_request: ErrorPage {
        title: "Permintaan ini tidak dapat dibaca",
        lead: "Isian yang sampai kepada kami tidak lengkap atau rusak di jalan. Tidak ada \
               yang berubah.",
        advice: ["Kembali ke halaman sebelumnya.", "Isi sekali lagi, lalu kirim."],
        action: "Ke beranda",
    },
    forbidden: ErrorPage {
        title: "Permintaan ini datang dari situs lain",
        lead: "Demi keamanan akun Anda, permintaan itu tidak kami jalankan. Tidak ada yang \
               berubah.",
        advice: [
            "Buka ASN Digital langsung dari alamatnya.",
            "Bila sebuah tautan membawa Anda ke sini, jangan pakai tautan itu.",
        ],
        action: "Ke beranda",
    },
    somebody_else: ErrorPage {
        title: "Halaman tadi milik akun lain",
        lead: "Sekarang akun lain yang masuk di peramban ini, jadi permintaan dari halaman lama \
               itu tidak kami jalankan. Tidak ada yang berubah.",
        advice: [
            "Buka beranda: di sana terlihat siapa yang sedang masuk. Tutup halaman yang lama.",
            "Bukan Anda? Tekan Keluar di sana, lalu masuk dengan NIP Anda sendiri.",
        ],
        action: "Buka beranda",
    },
    not_found: ErrorPage {
        title: "Halaman ini tidak ada",
        lead: "Mungkin alamatnya salah ketik atau halamannya sudah dipindahkan. Tidak ada \
               yang hilang.",
        advice: ["Periksa lagi alamatnya.", "Atau mulai dari beranda."],
        action: "Ke beranda",
    },
    too_large: ErrorPage {
        title: "Isian terlalu panjang",
        lead: "Yang dikirim lebih besar daripada yang dapat kami terima. Tidak ada yang \
               berubah.",
        advice: ["Kembali ke halaman sebelumnya.", "Isi dengan lebih singkat, lalu kirim."],
        action: "Ke beranda",
    },
    busy: ErrorPage {
        title: "Sedang ramai sekali",
        lead: "Banyak orang masuk pada saat yang sama. Permintaan Anda belum kami proses. \
               Tidak ada yang hilang, dan akun Anda tidak terkunci.",
        advice: [
            "Tunggu beberapa detik.",
            "Lalu coba sekali lagi; tidak perlu menekan berulang-ulang.",
        ],
        action: "Kembali ke halaman masuk",
    },
    cannot_save: ErrorPage {
        title: "Saat ini belum dapat disimpan",
        lead: "Server kami sedang tidak dapat menyimpan apa pun, jadi permintaan Anda tidak kami \
               jalankan. Ini bukan kesalahan Anda. Yang sudah tersimpan tidak ada yang hilang.",
        advice: [
            "Tunggu beberapa menit, lalu kirim sekali lagi.",
            "Bila terulang, sampaikan nomor rujukan di bawah kepada Helpdesk BKN.",
        ],
        action: "Ke beranda",
    },
    unavailable: ErrorPage {
        title: "Gangguan sebentar",
        lead: "Saat ini portal tidak dapat menjangkau datanya. Kami sedang menanganinya, \
               biasanya kurang dari satu menit. Akun dan data Anda aman.",
        advice: [
            "Tunggu sebentar, lalu coba sekali lagi.",
            "Bila Anda baru mengirim sesuatu, periksa dulu apakah sudah masuk.",
        ],
        action: "Ke beranda",
    },
    internal: ErrorPage {
        title: "Ada gangguan di pihak kami",
        lead: "Permintaan Anda tidak dapat kami selesaikan. Ini bukan kesalahan Anda. Tidak \
               ada data yang hilang.",
        advice: [
            "Coba lagi beberapa saat lagi.",
            "Bila terulang, sampaikan nomor rujukan di bawah kepada Helpdesk BKN.",
        ],
        action: "Ke beranda",
    },
};

/// A wait.
pub fn duration(seconds: u32) -> String {
    match seconds {
        0..=59 => format!("{} detik", seconds.max(1)),
        _ => format!("{} menit", seconds.div_ceil(60)),
    }
}

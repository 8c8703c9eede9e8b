//! Bahasa Indonesia.

use super::{HealthWords, RecordWords};

pub const RECORD: RecordWords = RecordWords {
    title: "Catatan",
    lead: "Apa yang terjadi dengan akun, oleh siapa, dan kapan. Yang terbaru lebih dulu.",
    number: "NIP",
    number_hint: "NIP utuh, 18 angka. Tindakan seorang operator ada di catatan NIP-nya sendiri. Orang yang \
                  dicari dapat melihat bahwa Anda mencarinya.",
    filters: "Persempit pencarian",
    event: "Peristiwa",
    any_event: "Semua peristiwa",
    agency: "Instansi",
    agency_hint: "Nama instansi yang utuh. Kosongkan untuk semua.",
    any_agency: "Semua instansi",
    from: "Dari tanggal",
    until: "Sampai tanggal",
    day_hint: "Menurut WIB",
    find: "Cari",
    reset_search: "Hapus pencarian",
    wrong_number: "NIP terdiri dari 18 angka. Periksa lagi",
    nobody: "Orang dengan NIP itu tidak ditemukan di instansi yang Anda urus",
    wrong_day: "Tulis tanggal seperti 2026-11-22",
    wrong_order: "Tanggal terakhir mendahului tanggal pertama",
    none: "Tidak ada catatan yang cocok.",
    none_here: "Belum ada yang cocok di bagian ini.",
    shown: |rows, is_more| {
        if is_more { format!("{rows} catatan, dan masih ada.") } else { format!("{rows} catatan.") }
    },
    searched_until: |moment| format!("Baru dicari sampai {moment}. Yang lebih lama belum."),
    go_on: "Lanjutkan mencari",
    older: "Yang lebih lama",
    first_page: "Kembali ke yang terbaru",
    unproved: "Tidak terbukti",
    unproved_hint: "Baris bertanda “Tidak terbukti” tidak dapat dibuktikan ditulis oleh portal: mungkin diubah \
                    atau ditambahkan orang. Laporkan kepada pengelola portal.",
    archived: |day| format!("Baris yang lebih lama ada di arsip, terakhir disegel {day}."),
    file: "Bawa sebagai berkas",
    file_hint: "Yang dicari di atas sebagai CSV, paling banyak 10.000 baris; baris terakhir mengatakannya bila \
                masih ada. Bahwa Anda mengunduhnya tercatat.",
    download: "Unduh CSV",
    file_ends: |moment| {
        format!(
            "Berkas ini berhenti di sini, pada {moment}. Persempit pencarian untuk yang lebih lama."
        )
    },
};

pub const HEALTH: HealthWords = HealthWords {
    title: "Kesehatan",
    lead: "Apa yang menunggu, apa yang gagal, dan apakah catatan portal utuh.",
    many: "1.000 atau lebih",
    look_after: "Perlu dilihat",
    record: "Catatan",
    never_verified: "Catatan belum pernah diperiksa. Portal memeriksanya sendiri sekali sehari.",
    verified: "Terakhir diperiksa",
    overdue: "Terlambat",
    outcome: "Hasil",
    whole: "Utuh",
    findings: |findings| format!("{findings} kejanggalan"),
    rows: "Baris",
    rows_and_archived: |rows, archived| {
        if archived == 0 { rows.to_string() } else { format!("{rows}, dan {archived} di arsip") }
    },
    found: "Yang janggal",
    found_hint: "Seperti yang dikatakan audit verify di baris perintah server. Anggap ada yang mengubah basis \
                 data tanpa melalui portal.",
    waiting: "Yang menunggu",
    letters: "Surat di antrean",
    letters_since: |letters, oldest| format!("{letters}, yang tertua sejak {oldest}"),
    refused_mailboxes: "Kotak surel yang menolak surat, 7 hari terakhir",
    logouts_waiting: "Layanan yang belum diberi tahu bahwa orang keluar",
    logouts_failed: "Layanan yang tidak dapat diberi tahu",
    approvals: "Menunggu orang kedua",
    resets: "Atur ulang yang terbuka",
    jobs: "Tugas bersama",
    jobs_hint: "Masing-masing dikerjakan satu simpul untuk semua simpul.",
    node: "Simpul",
    this_node: "yang menampilkan halaman ini",
    held_until: |until| format!("Simpul lain menggantikannya bila sampai {until} tidak ada kabar."),
    nobody: "Tidak ada simpul yang mengerjakan",
    clean_up: "Membersihkan yang kedaluwarsa",
    end_sessions: "Mengakhiri sesi yang habis waktunya",
    complete_resets: "Menyelesaikan atur ulang",
    prepare_names: "Menyiapkan nama untuk dicari",
    verify_record: "Memeriksa catatan",
    bulk_acts: "Tindakan untuk banyak orang",
    versions: "Versi",
    program: "Program",
    schema: "Skema basis data",
    newer_schema: "Lebih baru daripada program ini",
};

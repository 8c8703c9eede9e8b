//! Bahasa Indonesia.

use super::RecordWords;

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

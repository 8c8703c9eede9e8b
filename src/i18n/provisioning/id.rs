//! Bahasa Indonesia.

use super::ProvisioningWords;

pub const PROVISIONING: ProvisioningWords = ProvisioningWords {
    title: "Sistem kepegawaian",
    lead: "Sistem milik instansi (SIMPEG) yang mendaftarkan dan menonaktifkan pegawainya sendiri di sini, \
           lewat SCIM 2.0. Setiap sistem memakai satu token, hanya untuk pegawai instansi itu dan unit di \
           bawahnya, tanpa hak istimewa apa pun.",
    address: "Alamat:",
    tokens: "Token",
    none: "Belum ada token.",
    good: "Berlaku",
    over: "Berakhir",
    made: "Dibuat",
    until: "berlaku sampai",
    ended: "berakhir",
    used: "Terakhir dipakai",
    never_used: "Belum pernah dipakai",
    end: "Akhiri",
    end_hint: "Sistem yang memakainya langsung tidak dapat masuk. Token ini tidak dapat diberlakukan lagi; yang \
               menggantikannya dibuat baru.",
    end_now: "Akhiri sekarang",
    more: "Token berikutnya",
    from_start: "Dari awal",
    was_ended: "Token diakhiri. Sistem yang memakainya tidak dapat masuk lagi.",
    add: "Token baru",
    agency: "Instansi",
    agency_hint: "Kode atau nama lengkapnya, misalnya Pemerintah Kota Ambon.",
    name: "Nama sistem",
    name_hint: "Supaya token ini dikenali di catatan, misalnya SIMPEG Ambon. Paling panjang 60 huruf.",
    days: "Berlaku berapa hari",
    days_hint: "1 sampai 1095 hari.",
    make: "Buat token",
    new_token: "Token yang baru dibuat",
    the_token: "token",
    new_token_once: "Token ini hanya ditampilkan sekali. Salin sekarang ke pengaturan sistem instansi; jangan dikirim \
                     lewat surel atau percakapan.",
    no_agency: "Instansi ini tidak ada. Tulis kode atau namanya seperti di daftar instansi.",
    wrong_name: "Tulis nama sistem dengan 1 sampai 60 huruf Latin, angka, atau tanda baca.",
    wrong_days: "Tulis jumlah hari dari 1 sampai 1095.",
    held: "Penonaktifan yang ditahan",
    held_lead: "Sistem instansi ini sudah menonaktifkan pegawai sebanyak yang boleh dalam satu jam. Selebihnya \
                ditolak dulu, tanpa ada yang berubah, karena bisa saja sistemnya rusak. Periksa ke instansinya. \
                Bila memang benar, ajukan agar boleh dilanjutkan: administrator lain memutuskan.",
    of_agency: "Instansi yang ditahan",
    reason_hint: "Siapa di instansi itu yang membenarkannya, dan bagaimana. Tersimpan dalam catatan.",
    propose: "Ajukan",
    asked: "Sudah diajukan, menunggu administrator lain.",
    not_held: "Tidak ada lagi yang ditahan dari instansi ini.",
    waits: "Sudah diajukan. Administrator lain memutuskan di Persetujuan.",
    disabled: |people| format!("{people} orang dalam satu jam terakhir."),
};

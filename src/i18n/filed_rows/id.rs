//! Bahasa Indonesia.

use super::FiledRowWords;

pub const FILED_ROWS: FiledRowWords = FiledRowWords {
    open_quote: "Ada tanda kutip yang dibuka di baris ini dan tidak ditutup. Hapus, atau tulis dua kali \
                 di dalam tanda kutip. Satu sel hanya boleh satu baris.",
    too_long: "Baris ini lebih panjang dari 64 KiB.",
    nameless: "Ada isi di bawah kolom yang tidak bernama. Beri nama kolomnya, atau kosongkan.",
    no_nip: "Kolom nip kosong.",
    nip_not_digits: "Kolom nip berisi sesuatu yang bukan angka.",
    nip_structure: "NIP ini tidak mungkin benar: tanggal lahir, pengangkatan, jenis, kelamin, atau nomor \
                    urutnya tidak cocok.",
    nip_rounded: "NIP ini rusak karena lembar sebar menganggapnya bilangan (1,98609E+17, atau 000 di \
                  ujungnya): tiga angka terakhirnya hilang. Ubah kolomnya menjadi teks, lalu isi lagi \
                  dari sumbernya.",
    mailbox: "Surel ini tidak mungkin benar. Tulis satu alamat, misalnya sri.wahyuni@ambon.go.id.",
    several_mailboxes: "Kolom surel berisi lebih dari satu alamat. Satu orang satu alamat.",
    role: "Tidak ada peran seperti itu. Yang ada: employee, operator, dan administrator.",
    former_number: "NIP ini sudah diganti dengan nomor lain, yang sekarang dipakai orangnya.",
    not_yours: "Anda tidak berwenang mengubah orang ini, atau menambahkan orang ke instansi itu.",
    too_many: |found, expected| {
        format!(
            "Baris ini {found} sel, padahal baris pertama {expected} kolom. Sel yang memuat tanda pemisah, misalnya \
             \"Budi, S.Kom.\", perlu tanda kutip."
        )
    },
    too_few: |found, expected| {
        format!(
            "Baris ini {found} sel, padahal baris pertama {expected} kolom. Terpotong, atau pemisahnya lain?"
        )
    },
    formula: |column, shown| {
        format!("Kolom {column} berisi {shown}: rumusnya gagal dihitung lembar sebar.")
    },
    nip_length: |digits| format!("NIP ini {digits} angka, seharusnya 18."),
    empty: |column| format!("Kolom {column} kosong."),
    long: |column| format!("Kolom {column} lebih dari 200 huruf."),
    unreadable: |column| {
        format!(
            "Kolom {column} berisi huruf yang tidak terlihat atau tidak mungkin benar. Ketik ulang."
        )
    },
    mangled: |column| {
        format!(
            "Kolom {column} rusak karena dibuka dengan sandi huruf yang salah (seperti RenÃ©). Simpan lagi dari \
             sumbernya sebagai CSV UTF-8."
        )
    },
    no_letter: |column| format!("Kolom {column} tidak berisi huruf. Apakah ini isi kolom lain?"),
    newcomer: |column| format!("Belum ada yang punya NIP ini, dan akun baru perlu kolom {column}."),
    privileged: |nip| {
        format!("{nip} punya hak istimewa. Orang dengan hak istimewa diubah satu per satu.")
    },
    privileges: |nip| {
        format!(
            "Hak istimewa {nip} akan berubah. Itu tidak dilakukan lewat berkas ini, jadi orang ini tetap."
        )
    },
};

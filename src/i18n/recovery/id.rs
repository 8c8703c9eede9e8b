//! Bahasa Indonesia.

use super::{Forgotten, LostPhone, NewMailbox, NewPassword};

pub const NEW_PASSWORD: NewPassword = NewPassword {
    fair: "Cukup. Sudah dapat dipakai; satu kata lagi membuatnya lebih kuat.",
    good: "Baik. Kata sandi ini sulit ditebak.",
    strong: "Kuat. Kata sandi ini sangat sulit ditebak.",
    empty: "Isi kata sandi baru",
    too_short: |typed| {
        format!(
            "Kata sandi baru terlalu pendek: {typed} dari paling sedikit 12 karakter. \
             Tambahkan beberapa kata."
        )
    },
    too_long: "Kata sandi baru terlalu panjang: paling banyak 1.024 karakter. Hapus sebagian.",
    holds_nip: "Kata sandi baru memuat NIP atau tanggal lahir Anda, yang mudah diketahui orang \
                lain. Ganti bagian itu dengan beberapa kata.",
    holds_name: "Kata sandi baru memuat nama Anda, yang diketahui orang lain. Ganti nama itu \
                 dengan beberapa kata.",
    common: "Kata sandi baru mudah ditebak: kata, urutan, atau angka seperti ini dipakai \
             banyak orang. Pilih empat kata yang tidak saling berhubungan.",
};

pub const LOST_PHONE: LostPhone = LostPhone {
    title: "HP hilang atau ganti",
    lead: "Ikuti urutan ini. Data kepegawaian Anda aman; yang diganti hanya cara masuknya.",
    first_title: "Punya kode pemulihan atau perangkat lain?",
    first_text: "Itu yang tercepat: kembali ke langkah kedua dan pilih “Coba cara lain”.",
    first_link: "Kembali ke langkah kedua",
    second_title: "Atur ulang sendiri lewat surel",
    second_text: |mailbox, hours| {
        format!(
            "Kami kirim kode ke {mailbox}. Setelah kode \
                                    diketik, semua autentikator dihapus dalam {hours} jam; \
                                    sampai saat itu Anda dapat membatalkannya."
        )
    },
    no_mailbox: "Tidak ada alamat surel terdaftar untuk akun ini. Lanjut ke langkah 3.",
    send_code: "Kirim kode",
    code_sent: "Kode sudah dikirim dan berlaku 10 menit. Periksa juga folder spam.",
    code: "Kode dari surel",
    code_hint: "8 huruf dan angka, misalnya K7QF-M2ZP.",
    start: "Mulai pengaturan ulang",
    third_title: "Minta bantuan operator instansi",
    third_text: "Datangi bagian kepegawaian (operator instansi) dengan kartu identitas. \
                 Dengan persetujuan dua petugas, autentikator diatur ulang saat itu juga, \
                 dan Anda mendapat kode untuk menyiapkan yang baru.",
    waiting: |since, until| {
        format!(
            "Pengaturan ulang sudah dimulai pada {since} dan berlaku pada {until}. Sesudah itu, \
             masuk dengan NIP dan kata sandi saja, lalu siapkan autentikator baru."
        )
    },
    requested: |since| {
        format!(
            "Operator instansi meminta pengaturan ulang pada {since}. Pengaturan ulang berlaku \
             begitu petugas kedua menyetujuinya."
        )
    },
    how_to_cancel: "Tidak ada lagi yang perlu Anda kirim. Bukan Anda yang memintanya, atau HP \
                    sudah ditemukan? Batalkan dengan tautan di surel yang kami kirim, atau dari \
                    perangkat yang masih masuk: tombol “Bukan saya, batalkan” di berandanya.",
    wrong_code: "Kode salah atau sudah lewat 10 menit. Periksa lagi, atau kirim kode baru.",
    mailbox_alone: "Kata sandi Anda baru saja dibuat lewat surel, jadi surel saja tidak \
                    cukup sebagai bukti selama 7 hari. Minta bantuan operator instansi \
                    (langkah 3).",
    mailbox_rests: "Alamat surel Anda baru diganti operator, jadi 24 jam lamanya tidak dapat dipakai untuk mengatur \
                    ulang. Minta bantuan operator instansi (langkah 3).",
    already_open: "Pengaturan ulang untuk akun ini sudah berjalan.",
    cancel_title: "Batalkan pengaturan ulang",
    cancel_lead: "Jika bukan Anda yang meminta pengaturan ulang autentikator, batalkan \
                  sekarang. Autentikator Anda tetap seperti semula.",
    cancel_submit: "Batalkan pengaturan ulang",
    cancel_no_link: "Tautan ini tidak lengkap atau berubah di jalan. Buka sekali lagi dari surel, atau \
                     salin seluruhnya; atau masuk lalu tekan “Bukan saya, batalkan”.",
};

pub const FORGOTTEN: Forgotten = Forgotten {
    title: "Lupa kata sandi",
    lead: "Ketik NIP atau NI PPPK. Kami kirim tautan ke surel yang terdaftar. Belum pernah \
           punya kata sandi? Mulai juga di sini.",
    submit: "Kirim tautan",
    sent_title: "Periksa surel Anda",
    sent: "Jika nomor ini terdaftar dan punya alamat surel, tautan sedang dikirim. Tautan \
           berlaku 30 menit. Periksa juga folder spam.",
    no_mail: "Tidak menerima surel, atau alamatnya sudah mati? Operator instansi dapat \
              memperbarui alamat surel Anda.",
    new_title: "Buat kata sandi baru",
    new_lead: "Untuk akun dengan nomor",
    new_submit: "Simpan kata sandi",
    set: "Kata sandi baru sudah disimpan. Masuk dengan kata sandi itu.",
    link_over: "Tautan ini sudah dipakai atau lewat 30 menit. Minta tautan baru di bawah.",
    link_damaged: "Tautan ini tidak lengkap atau berubah di jalan. Buka sekali lagi dari surel, atau \
                   salin seluruhnya. Atau minta tautan baru di bawah.",
};

pub const NEW_MAILBOX: NewMailbox = NewMailbox {
    title: "Konfirmasi alamat surel",
    lead: "Untuk akun dengan nomor",
    text: "Operator instansi menulis bahwa ini alamat surel Anda. Setelah Anda mengonfirmasi, semua surat dikirim ke sini. \
           Selama 24 jam sesudahnya alamat ini belum dapat dipakai untuk mengatur ulang kata sandi atau autentikator.",
    confirm: "Ya, ini alamat surel saya",
    not_yours: "Bukan akun Anda? Tutup halaman ini; tidak ada yang berubah.",
    confirmed: "Alamat surel sudah diganti.",
    link_over: "Tautan itu sudah dipakai, tidak lengkap, atau lewat 24 jam. Minta operator instansi mengirim yang baru.",
};

//! Bahasa Indonesia.

use super::{Login, Mfa, RecoveryCodes, SecondFactor};
use crate::i18n::{Step, common::id::duration};

pub const LOGIN: Login = Login {
    back: "Kembali ke halaman masuk",
    public_device: "Ini bukan komputer saya",
    forgotten: "Lupa kata sandi?",
    title: "Masuk",
    nip: "NIP atau NI PPPK",
    nip_hint: "18 angka; spasi dan titik boleh",
    password: "Kata sandi",
    show: "Tampilkan",
    show_password: "Tampilkan kata sandi",
    hide: "Sembunyikan",
    hide_password: "Sembunyikan kata sandi",
    code: "Kode OTP (6 angka)",
    code_hint: "Belum punya kode? Kosongkan saja. Kode 8 angka juga diterima.",
    submit: "Masuk",
    help: "Bantuan masuk",
    folds: [
        Step {
            title: "Baru pertama kali masuk?",
            text: "Isi NIP dan kata sandi saja, kosongkan kode OTP. Sesudah itu kami pandu \
                   mengaktifkan MFA di HP Anda.",
        },
        Step {
            title: "Lupa atau belum punya kata sandi?",
            text: "Buka “Lupa kata sandi?” di bawah formulir. PPPK baru yang belum punya kata \
                   sandi juga mulai dari sana.",
        },
        Step {
            title: "Ganti HP atau HP hilang?",
            text: "Masuk dengan NIP dan kata sandi, kosongkan kode OTP. Di langkah kedua ada \
                   cara lain: kode pemulihan, atau bantuan bila HP hilang.",
        },
    ],
    genuine: "Benarkah ini ASN Digital?",
    genuine_hint: "Cocokkan dengan alamat di peramban, huruf demi huruf. Kami tidak pernah \
                   meminta kata sandi atau kode OTP lewat telepon, WhatsApp, atau surel.",
    nip_empty: "Isi NIP atau NI PPPK",
    nip_not_digits: "NIP hanya berisi angka. Hapus huruf atau tanda lain.",
    nip_length: |digits| format!("NIP harus 18 angka. Yang diketik {digits} angka."),
    nip_structure: "NIP ini tidak mungkin benar. Periksa lagi tanggal lahir di depannya dan \
                    angka-angka sesudahnya.",
    password_empty: "Isi kata sandi",
    password_too_long: "Kata sandi terlalu panjang: paling banyak 1.024 huruf",
    code_problem: "Kode OTP harus 6 angka, atau 8 di aplikasi tertentu",
    credentials: "NIP atau kata sandi salah",
    number_changed: "NIP ini sudah diganti dan tidak dipakai lagi. Masuklah dengan NIP baru Anda; kata sandi dan \
         aplikasi kode tetap sama.",
    wait: |seconds| {
        format!(
            "Terlalu banyak percobaan. Akun tidak diblokir: tunggu {}, lalu coba sekali lagi.",
            duration(seconds)
        )
    },
    mfa_activated: "MFA sudah aktif. Masuk sekali lagi dengan kode OTP terbaru dari aplikasi.",
    logged_out: "Anda sudah keluar.",
    logout_uncertain: "Peramban ini mengirim tanda masuk yang tidak dapat dibaca, jadi tidak ada \
                       sesi yang dapat diakhiri. Tanda itu sudah dihapus dari peramban ini. Kalau \
                       tadi Anda masuk di sini, masuklah lagi dan keluarkan sesi itu di halaman \
                       Akun; tanpa kegiatan, sesi itu juga berakhir sendiri.",
    session_ended: "Sesi Anda sudah berakhir. Silakan masuk lagi.",
    enrolment_expired: "Penyiapan MFA sudah tidak berjalan. Tidak ada yang hilang: masuk lagi.",
    enrolment_cancelled: "Penyiapan MFA dibatalkan. Anda dapat memulainya lagi kapan saja.",
    offer_title: "Satu langkah lagi: aktifkan MFA",
    offer_text: "Kata sandi Anda benar. Supaya akun tetap aman walau kata sandi bocor, mulai \
                 sekarang masuk juga memakai kode OTP: 6 angka dari HP Anda. Ini disebut MFA, \
                 dan wajib bagi semua ASN.",
    offer_needs: "Yang Anda perlukan",
    offer_list: [
        "HP Anda sendiri; satu HP sudah cukup",
        "aplikasi Google Authenticator, gratis",
        "waktu sekitar tiga menit, dan hanya sekali",
    ],
    offer_accept: "Aktifkan MFA",
};

pub const SECOND_FACTOR: SecondFactor = SecondFactor {
    title: "Langkah kedua",
    lead: "Kata sandi Anda benar. Buktikan sekali lagi bahwa ini Anda.",
    proof_title: "Buktikan bahwa ini Anda",
    proof_lead: "Demi keamanan, langkah ini perlu bukti baru. Bukti berlaku lima menit, dan yang \
                 sudah Anda ketik tidak hilang.",
    code: "Kode OTP (6 angka)",
    code_hint: "Kode terbaru di aplikasi autentikator Anda",
    long_code: "Kode OTP (8 angka)",
    long_code_hint: "Kode terbaru di aplikasi autentikator Anda; kalau tampil 6 angka, ketik 6 itu",
    submit: "Lanjut",
    other_ways: "Coba cara lain",
    passkey: "Pakai passkey",
    passkey_hint: "Sidik jari, wajah, atau kunci layar.",
    passkey_cancelled: "Passkey dibatalkan atau tidak ditemukan di perangkat ini. Tidak ada \
                        yang berubah; coba lagi atau pakai cara lain.",
    passkey_known: "Perangkat ini sudah terdaftar sebagai passkey Anda.",
    passkey_failed: "Passkey ini tidak dapat dipakai. Tidak ada yang berubah; coba lagi atau \
                     pakai cara lain.",
    recovery: "Pakai kode pemulihan",
    recovery_hint: "Satu dari sepuluh kode yang Anda simpan waktu mengaktifkan MFA, misalnya \
                    K7QFM-2ZP9X. Setiap kode berlaku sekali.",
    recovery_label: "Kode pemulihan",
    recovery_submit: "Pakai kode ini",
    lost: "HP hilang dan tidak punya kode pemulihan?",
    code_empty: "Ketik kode OTP: 6 angka dari aplikasi autentikator.",
    code_not_six: "Kode OTP harus 6 angka, atau 8 di aplikasi tertentu. Lihat lagi kode di \
                   aplikasi autentikator.",
    wrong_code: "Kode OTP tidak valid. Tunggu kode berikutnya di aplikasi, lalu ketik kode itu.",
    used_code: "Kode OTP ini sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik kode \
                itu.",
    clock_next: "Ketik kode berikutnya yang muncul di aplikasi: dua kode berturut-turut \
                 membuktikan selisih jam HP Anda, dan Anda bisa masuk.",
    clock_slow: "Di browser yang belum pernah Anda pakai masuk, kode yang terlambat tidak berlaku. \
                 Betulkan jam HP, lalu ketik kode yang baru.",
    wrong_recovery: "Kode pemulihan salah atau sudah dipakai. Periksa lagi, atau pakai kode \
                     yang lain.",
};

pub const MFA: Mfa = Mfa {
    title: "Aktifkan MFA",
    lead: "Tiga langkah, sekali saja. Anda boleh pindah ke aplikasi lain lalu kembali: halaman \
           ini tetap di sini selama 15 menit.",
    install_title: "Pasang Google Authenticator di HP",
    install_text: "Gratis, dari Play Store (Android) atau App Store (iPhone). Sudah ada? \
                   Lanjut ke langkah 2.",
    connect_title: "Hubungkan dengan akun Anda",
    connect_text: "Pilih satu cara: pindai kode QR, atau lanjutkan di HP ini.",
    scan_title: "Halaman ini di komputer",
    scan_text: "Buka Google Authenticator, ketuk +, lalu Pindai kode QR.",
    qr_label: "Kode QR untuk aplikasi autentikator",
    same_phone_title: "Halaman ini di HP yang sama",
    same_phone_text: "Tidak bisa memindai? Tombol ini membuka aplikasinya langsung.",
    open_app: "Buka di aplikasi autentikator",
    key_label: "Atau ketik kunci ini di aplikasi, jenis Berdasarkan waktu:",
    the_key: "kunci",
    prove_title: "Ketik kode OTP dari aplikasi",
    code: "Kode OTP (6 angka)",
    code_hint: "6 angka yang tampil di bawah “ASN Digital”; berganti tiap 30 detik",
    code_empty: "Isi kode OTP dari aplikasi",
    code_not_six: "Kode OTP harus 6 angka",
    wrong_code: "Kode OTP tidak valid. Ketik kode yang sedang tampil di bawah “ASN Digital”.",
    clock_code: "Kode OTP tidak valid. Betulkan jam HP, lalu pakai kode yang baru.",
    clock_off: |minutes| {
        let direction = if minutes < 0 { "lambat" } else { "cepat" };
        format!("Jam HP Anda sekitar {} menit terlalu {direction}", minutes.unsigned_abs())
    },
    clock_why: "Karena itu kodenya belum cocok. Betulkan jamnya, lalu ketik kode yang baru di \
                langkah 3.",
    clock_android: ["Buka Setelan, lalu Tanggal & waktu", "Nyalakan Setel waktu otomatis"],
    clock_iphone: ["Buka Pengaturan, Umum, Tanggal & Waktu", "Nyalakan Atur Otomatis"],
    clock_zone: "Zona waktu tidak perlu diubah: WIB, WITA, dan WIT sama saja.",
    reset_title: "Kode setelah atur ulang",
    reset_mailed: |mailbox| {
        format!(
            "Autentikator Anda sudah diatur ulang. Supaya hanya Anda yang bisa menyiapkan yang \
             baru, kami kirim kode ke {mailbox}. Ketik kodenya di sini, lalu ikuti tiga langkah \
             di bawah."
        )
    },
    reset_from_operator: "Autentikator Anda sudah diatur ulang. Supaya hanya Anda yang bisa \
                          menyiapkan yang baru, minta kodenya langsung kepada petugas yang \
                          meminta pengaturan ulang. Ketik kodenya di sini, lalu ikuti tiga \
                          langkah di bawah.",
    reset_send: "Kirim kode",
    reset_sent: "Kode sudah dikirim dan berlaku 24 jam. Periksa juga folder spam.",
    reset_code_mailed: "Kode dari surel",
    reset_code_shown: "Kode dari petugas",
    reset_code_hint: "10 huruf dan angka, misalnya K7QFM-2ZP9X.",
    reset_code_empty: "Isi kode dari surel atau petugas",
    reset_code_wrong: "Kode dari surel atau petugas salah, sudah diganti yang lebih baru, atau \
                       lewat 24 jam. Periksa lagi, atau minta kode baru.",
    reset_no_mailbox: "Kode untuk menyiapkan autentikator tidak dapat dikirim: tidak ada alamat \
                       surel terdaftar. Datangi operator instansi dengan kartu identitas.",
    reset_mailbox_rests: "Alamat surel Anda baru diganti operator, jadi 24 jam lamanya tidak dapat dipakai untuk ini. Datangi \
                          operator instansi dengan kartu identitas.",
    reset_mailbox_alone: "Kata sandi Anda baru saja dibuat lewat surel, jadi surel saja tidak \
                          cukup sebagai bukti selama 7 hari. Datangi operator instansi dengan \
                          kartu identitas.",
    device_name: "Nama perangkat",
    device_name_hint: "HP tempat aplikasi itu terpasang. Boleh diganti.",
    device_name_empty: "Isi nama perangkat, misalnya HP Samsung saya",
    my_phone: "HP saya",
    my_phone_by: |maker| format!("HP {maker} saya"),
    my_device: |name| format!("{name} saya"),
    my_computer: "Komputer saya",
};

pub const RECOVERY_CODES: RecoveryCodes = RecoveryCodes {
    title: "Simpan kode pemulihan",
    lead: "Tulis kesepuluh kode ini di kertas, lalu simpan bersama surat-surat penting Anda. Jika HP \
           hilang, satu kode membuka akun Anda.",
    once: "Kode hanya ditampilkan sekali ini.",
    list: "Sepuluh kode pemulihan",
    no_paper: "Tidak ada kertas? Kirim ke tempat yang hanya Anda buka, tidak di HP ini saja.",
    made: |when| format!("Dibuat {when}"),
    next: "Sudah saya simpan, lanjut",
    gone_title: "Kode sudah pernah ditampilkan",
    gone: "Kode pemulihan hanya ditampilkan sekali. Jika belum sempat disimpan, masuk lalu \
           buat kode baru di “Keamanan akun”.",
};

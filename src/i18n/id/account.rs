//! Bahasa Indonesia: account safety.

use super::super::messages::*;

pub const NEW_PASSWORD: NewPassword = NewPassword {
    strengths: [
        "Cukup. Sudah dapat dipakai; satu kata lagi membuatnya lebih kuat.",
        "Baik. Kata sandi ini sulit ditebak.",
        "Kuat. Kata sandi ini sangat sulit ditebak.",
    ],
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

pub const SECOND_FACTOR: SecondFactor = SecondFactor {
    title: "Langkah kedua",
    lead: "Kata sandi Anda benar. Buktikan sekali lagi bahwa ini Anda.",
    proof_title: "Buktikan bahwa ini Anda",
    proof_lead: "Demi keamanan, langkah ini perlu bukti baru. Bukti berlaku lima menit, dan yang \
                 sudah Anda ketik tidak hilang.",
    code: "Kode OTP (6 angka)",
    code_hint: "Kode terbaru di aplikasi autentikator Anda",
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
    code_not_six: "Kode OTP harus 6 angka. Lihat lagi kode di aplikasi autentikator.",
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

pub const ACCOUNT: Account = Account {
    title: "Keamanan akun",
    link: "Keamanan akun",
    back: "Kembali ke Keamanan akun",
    safe: "Akun aman",
    safe_text: "Kata sandi, autentikator, dan kode pemulihan Anda lengkap, dan tidak ada percobaan masuk \
                yang mencurigakan.",
    to_do: "Yang perlu Anda lakukan",
    strange_attempts: |times| {
        format!(
            "Kata sandi Anda diketik dengan benar {times} kali dari jaringan yang belum pernah Anda pakai, \
             tanpa berhasil masuk. Bukan Anda? Ganti kata sandi sekarang."
        )
    },
    no_mailbox: "Belum ada alamat surel, jadi kata sandi yang lupa tidak dapat dibuat ulang sendiri. Minta \
                 operator instansi mencatat alamat Anda.",
    whom_to_ask: "Siapa yang dapat ditanya",
    identity: "Data Anda",
    identity_hint: "Ada yang salah? Operator instansi Anda yang dapat membetulkannya.",
    name: "Nama",
    agency: "Instansi",
    mailbox: "Surel",
    mailbox_hint: "Ke sini kami kirim kode, tautan, dan pemberitahuan. Alamat sudah tidak dipakai? Minta \
                   operator instansi menggantinya; bawa kartu identitas.",
    mailbox_missing: "Belum ada",
    authenticators: "Autentikator",
    authenticators_hint: "Sebaiknya punya lebih dari satu, supaya Anda tetap bisa masuk jika \
                          HP hilang.",
    app: "Aplikasi autentikator",
    passkey: "Passkey",
    added: "Ditambahkan",
    last_used: "Terakhir dipakai",
    clock_off: |minutes| {
        format!(
            "Jam HP ini {} menit terlalu {}; kodenya tetap diterima.",
            minutes.unsigned_abs(),
            if minutes > 0 { "cepat" } else { "lambat" }
        )
    },
    rename: "Ganti nama",
    new_name: "Nama baru",
    save: "Simpan",
    remove: "Hapus",
    add_app: "Tambah aplikasi autentikator",
    add_passkey: "Tambah passkey",
    passkey_name: "Nama perangkat untuk passkey",
    passkey_no_script: "Menambah passkey perlu JavaScript di peramban ini.",
    recovery_codes: "Kode pemulihan",
    short: "Akun",
    attention: "Perhatikan",
    codes_left: |left| format!("Sisa {left} dari 10 kode."),
    no_codes: "Belum ada kode pemulihan. Buat sekarang, supaya Anda tetap bisa masuk jika HP \
               hilang.",
    make_codes: "Buat sepuluh kode baru",
    make_codes_hint: "Begitu Anda membuat sepuluh kode baru, kode yang sekarang tidak berlaku \
                      lagi.",
    password: "Kata sandi",
    password_changed: |when| format!("Terakhir diganti {when}."),
    change_password: "Ganti kata sandi",
    sessions: "Perangkat yang sedang masuk",
    this_device: "Perangkat ini",
    public_device: "Bukan komputer sendiri",
    since: "Masuk sejak",
    end_session: "Keluarkan",
    end_others: "Keluarkan semua yang lain",
    no_others: "Tidak ada perangkat lain yang masuk.",
    same_network: "Jaringan yang sama dengan Anda sekarang",
    other_network: |address| format!("Jaringan lain ({address})"),
    this_machine: "Server portal ini sendiri",
    events: "Catatan keamanan",
    all_events: "Lihat semua catatan",
    no_events: "Belum ada catatan.",
    disown_title: "Ada yang bukan Anda lakukan?",
    disown_text: "Semua perangkat dikeluarkan, lalu Anda membuat kata sandi dan autentikator \
                  baru di peramban ini.",
    disown: "Ini bukan saya",
    waiting_reset: |at| {
        format!(
            "Semua autentikator Anda akan dihapus pada {at}, karena \
                                 pengaturan ulang diminta dengan kata sandi dan surel Anda."
        )
    },
    requested_reset: "Operator instansi meminta pengaturan ulang semua autentikator Anda. \
                      Petugas kedua masih harus menyetujuinya.",
    cancel_reset: "Bukan saya, batalkan",
    few_codes: |left| match left {
        0 => "Anda tidak punya kode pemulihan lagi.".into(),
        left => format!("Sisa {left} kode pemulihan."),
    },
    few_codes_link: "Buat kode baru",
    change_title: "Ganti kata sandi",
    forced: "Kata sandi Anda perlu diganti sebelum melanjutkan. Anda tetap masuk, dan setelah \
             ini langsung ke tujuan Anda.",
    disowned: "Semua perangkat lain sudah dikeluarkan. Sekarang buat kata sandi baru; sesudah \
               itu autentikator baru.",
    current: "Kata sandi sekarang",
    new: "Kata sandi baru",
    new_hint: "Paling sedikit 12 karakter. Beberapa kata yang mudah Anda ingat sudah kuat, \
               misalnya dengan spasi di antaranya.",
    change_submit: "Simpan kata sandi baru",
    wrong_current: "Kata sandi sekarang salah. Kata sandi Anda belum berubah; coba lagi.",
    same_password: "Kata sandi baru sama dengan yang sekarang. Pilih yang lain.",
    add_title: "Tambah aplikasi autentikator",
    add_submit: "Tambahkan aplikasi ini",
    replace_title: "Siapkan autentikator baru",
    replace_submit: "Ganti autentikator",
    replace_lead: "Autentikator baru ini menggantikan semua autentikator dan kode pemulihan \
                   yang lama.",
    notice_added: "Autentikator ditambahkan.",
    notice_renamed: "Nama diganti.",
    notice_removed: "Autentikator dihapus.",
    notice_gone: "Autentikator itu sudah tidak ada.",
    notice_last: "Autentikator terakhir tidak dapat dihapus, supaya Anda tidak terkunci. \
                  Tambahkan yang lain dulu.",
    notice_too_many: "Anda sudah punya sepuluh. Hapus satu dulu.",
    notice_too_many_codes: "Kode pemulihan baru sudah beberapa kali dibuat. Tunggu lima menit, lalu \
                            coba lagi.",
    notice_password: "Kata sandi diganti. Perangkat lain sudah dikeluarkan.",
    notice_sessions: "Perangkat sudah dikeluarkan.",
    notice_session_gone: "Perangkat itu sudah keluar sebelumnya.",
    notice_reset_cancelled: "Pengaturan ulang dibatalkan. Autentikator Anda tetap seperti \
                             semula. Jika bukan Anda yang memintanya, ganti kata sandi.",
    notice_reset_over: "Tidak ada pengaturan ulang yang bisa dibatalkan: sudah dibatalkan \
                        atau sudah selesai.",
    notice_cancel_link_over: "Tidak ada pengaturan ulang yang bisa dibatalkan dengan tautan ini: \
                              tautannya rusak, atau yang dimaksud sudah dibatalkan atau selesai. Bila \
                              ada pengaturan ulang lain, pakai tautan di surel yang terbaru, atau masuk \
                              lalu tekan “Bukan saya, batalkan”.",
    idle_title: "Masih di sana?",
    idle_text: "Demi keamanan, Anda akan dikeluarkan sebentar lagi. Yang sudah disimpan tidak hilang.",
    idle_left: "Sisa waktu",
    idle_announce: "Sisa {} detik.",
    idle_stay: "Tetap masuk",
};

pub const EVENTS: Events = Events {
    logged_in: "Masuk",
    passkey_logged_in: "Masuk dengan passkey",
    recovery_code_used: "Kode pemulihan dipakai",
    login_refused: "Percobaan masuk gagal: kata sandi salah",
    password_proved: "Kata sandi benar, langkah kedua belum",
    code_refused: "Kata sandi benar, kode OTP salah",
    used_code_refused: "Kata sandi benar, kode OTP sudah dipakai",
    recovery_code_refused: "Kata sandi benar, kode pemulihan salah",
    passkey_refused: "Passkey ditolak",
    mailed_code_refused: "Kata sandi benar, kode dari surel salah",
    proved_again: "Dibuktikan lagi bahwa ini Anda",
    right_refused: "Diminta tanpa hak akses",
    origin_refused: "Formulir dari situs lain ditolak",
    login_throttled: "Terlalu banyak percobaan; percobaan berikutnya harus menunggu",
    mfa_offered: "Kata sandi benar, MFA belum aktif",
    mfa_activated: "MFA diaktifkan",
    authenticator_added: "Autentikator ditambahkan",
    authenticator_renamed: "Autentikator diganti namanya",
    authenticator_removed: "Autentikator dihapus",
    clock_synchronised: "Selisih jam HP dibuktikan dan disimpan",
    recovery_codes_made: "Kode pemulihan baru dibuat",
    logged_out: "Keluar",
    session_ended: "Perangkat lain dikeluarkan",
    password_set: "Kata sandi ditetapkan oleh pengelola portal",
    password_changed: "Kata sandi diganti",
    password_link_sent: "Tautan kata sandi baru diminta",
    password_reset: "Kata sandi dibuat lewat tautan surel",
    reset_code_sent: "Kode pengaturan ulang dikirim ke surel",
    reset_started: "Pengaturan ulang autentikator dimulai",
    reset_requested: "Operator meminta pengaturan ulang autentikator",
    reset_approved: "Pengaturan ulang disetujui",
    reset_refused: "Pengaturan ulang ditolak",
    reset_cancelled: "Pengaturan ulang dibatalkan",
    reset_expired: "Permintaan pengaturan ulang kedaluwarsa",
    reset_done: "Semua autentikator dihapus oleh pengaturan ulang",
    enrolment_code_sent: "Kode untuk autentikator baru dikirim ke surel",
    enrolment_code_shown: "Kode untuk autentikator baru ditampilkan kepada petugas",
    enrolment_code_refused: "Kata sandi benar, kode setelah atur ulang salah",
    disowned: "“Ini bukan saya”: semua perangkat dikeluarkan",
    account_disabled: "Akun dinonaktifkan oleh pengelola portal",
    account_enabled: "Akun diaktifkan kembali oleh pengelola portal",
    roles_changed: "Hak akses diubah oleh pengelola data",
    mailbox_changed: "Alamat surel diubah oleh pengelola data",
    letter_refused: "Surat ditolak oleh kotak surel; minta operator instansi membetulkan alamatnya",
    all_sessions_ended: "Semua perangkat semua orang dikeluarkan oleh pengelola portal",
    strangers_refused: "Percobaan dengan nomor yang tidak terdaftar",
    record_archived: "Catatan lama diarsipkan oleh pengelola portal",
    keys_rotated: "Kunci portal diganti",
    announcement_published: "Pengumuman diterbitkan",
    announcement_ended: "Pengumuman diakhiri",
    service_changed: "Layanan diubah",
    about: |what, object| format!("{what}: {object}"),
    employee: "pegawai",
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

pub const RESETS: Resets = Resets {
    title: "Atur ulang autentikator",
    lead: "Untuk pegawai yang kehilangan semua cara masuknya dan datang langsung kepada Anda.",
    steps: [
        "Periksa identitasnya, lalu minta pengaturan ulang di halaman ini.",
        "Petugas lain di instansi Anda menyetujuinya.",
        "Tampilkan kode di sini dan berikan kepada pegawainya, untuk menyiapkan autentikator baru.",
    ],
    nip: "NIP atau NI PPPK pegawai",
    reason: "Alasan dan cara Anda memeriksa identitas",
    reason_hint: "Misalnya: HP hilang, datang dengan KTP dan kartu pegawai.",
    submit: "Minta pengaturan ulang",
    short_reason: "Tulis alasannya, paling sedikit 10 karakter.",
    not_yours: "Nomor ini tidak ditemukan di instansi Anda, atau bukan wewenang Anda.",
    already_open: "Untuk pegawai ini sudah ada permintaan yang belum selesai.",
    list: "Permintaan",
    none: "Belum ada permintaan.",
    person: "Pegawai",
    requested_by: "Diminta oleh",
    decided_by: "Diputuskan oleh",
    when: "Waktu",
    state: "Keadaan",
    states: ["Menunggu persetujuan", "Selesai", "Dibatalkan", "Ditolak", "Kedaluwarsa"],
    approve: "Setujui",
    refuse: "Tolak",
    second_person: "Menunggu petugas lain",
    requested: "Permintaan dicatat. Petugas lain harus menyetujuinya.",
    approved: "Autentikator pegawai itu sudah diatur ulang. Petugas yang memintanya kini dapat \
               menampilkan kode untuk pegawainya.",
    refused: "Permintaan ditolak.",
    over: "Permintaan itu sudah diputuskan atau dibatalkan, atau bukan wewenang Anda.",
    expired: "Permintaan itu sudah lewat 72 jam. Jika masih perlu, minta lagi bersama pegawainya.",
    show_code: "Tampilkan kode",
    show_code_hint: "Pegawai perlu kode ini untuk menyiapkan autentikator baru. Kode yang \
                     ditampilkan sebelumnya tidak berlaku lagi.",
    code_for: "Kode untuk",
    code_once: "Berikan langsung kepada pegawainya. Kode hanya ditampilkan sekali ini dan berlaku 24 \
                jam, bersama kata sandinya.",
    code_over: "Tidak ada kode yang dapat ditampilkan: pegawainya sudah menyiapkan autentikator, ada \
                pengaturan ulang yang lebih baru, atau bukan Anda yang memintanya.",
};

//! Bahasa Indonesia.

use super::{AccountWords, Events};

pub const ACCOUNT: AccountWords = AccountWords {
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
    password_link_held: "Tautan kata sandi tidak dikirim: alamat surel baru saja diganti",
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
    signed_out: "Dikeluarkan dari semua perangkat oleh operator",
    person_changed: "Mengubah akun seseorang",
    roles_changed: "Hak akses diubah oleh pengelola data",
    mailbox_changed: "Alamat surel diganti",
    mailbox_proposed: "Alamat surel baru diajukan oleh operator",
    letter_refused: "Surat ditolak oleh kotak surel; minta operator instansi membetulkan alamatnya",
    all_sessions_ended: "Semua perangkat semua orang dikeluarkan oleh pengelola portal",
    strangers_refused: "Percobaan dengan nomor yang tidak terdaftar",
    record_archived: "Catatan lama diarsipkan oleh pengelola portal",
    keys_rotated: "Kunci portal diganti",
    announcement_published: "Pengumuman diterbitkan",
    announcement_ended: "Pengumuman diakhiri",
    service_changed: "Layanan diubah",
    agency_changed: "Instansi ditambah atau diubah",
    agency_text_decided: "Nama instansi ditetapkan",
    role_granted: "Peran diberikan",
    role_ended: "Peran diakhiri",
    approval_requested: "Menunggu orang kedua",
    approval_given: "Disetujui orang kedua",
    approval_refused: "Ditolak orang kedua",
    approval_withdrawn: "Permintaan ditarik kembali",
    person_moved: "Pindah instansi",
    number_changed: "NIP diganti",
    name_changed: "Nama diganti",
    client_changed: "Pendaftaran layanan diubah",
    consent_given: "Data dibagikan ke layanan",
    consent_withdrawn: "Izin untuk layanan dicabut",
    grant_revoked: "Tanda masuk ke layanan dipakai dua kali, jadi dibatalkan",
    account_provisioned: "Akun dibuat oleh sistem kepegawaian instansi",
    account_corrected: "Data akun diubah oleh sistem kepegawaian instansi",
    account_released: "Akun dilepas oleh sistem kepegawaian instansi",
    provisioning_held: "Penonaktifan oleh sistem instansi ditahan karena terlalu banyak",
    provisioning_token_changed: "Token sistem kepegawaian instansi dibuat atau diakhiri",
    record_exported: "Catatan portal diunduh sebagai berkas",
    about: |what, object| format!("{what}: {object}"),
    employee: "pegawai",
};

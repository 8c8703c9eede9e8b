//! Bahasa Indonesia.

use super::messages::*;

pub static MESSAGES: Messages = Messages {
    common: Common {
        skip_link: "Langsung ke isi",
        demo_title: "Data contoh:",
        demo_text: "jangan isi data asli.",
        brand_label: "ASN Digital, beranda",
        language: "Bahasa",
        welcome: "Selamat datang di",
        welcome_person: "Selamat datang,",
        nip_ending: |ending| format!("NIP berakhiran {ending}"),
        official_address: "Alamat resmi:",
        log_in: "Masuk",
        log_out: "Keluar",
        footer: "Tautan bawah",
        home: "Beranda",
        how_to: "Cara masuk",
        help: "Bantuan",
        unofficial: "Katalog layanan disusun dari sumber publik dan tidak resmi.",
        error_prefix: "Galat: ",
        error_summary: "Ada yang perlu diperbaiki",
        elsewhere: " (situs lain)",
        cancel: "Batal",
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
    },
    home: Home {
        title: "Satu pintu untuk semua layanan ASN",
        lead: "Masuk satu kali dengan NIP atau NI PPPK, lalu buka e-Kinerja, MyASN, SIASN, dan \
               layanan kepegawaian lainnya.",
        first_time: "Cara masuk pertama kali",
        how_to: "Cara masuk",
        steps: [
            Step {
                title: "Masuk dengan kata sandi",
                text: "Ketik NIP atau NI PPPK dan kata sandi. Kode OTP dikosongkan dulu.",
            },
            Step {
                title: "Aktifkan MFA, sekali saja",
                text: "Hubungkan aplikasi autentikator di HP Anda. Cukup satu HP, sekitar tiga \
                       menit.",
            },
            Step {
                title: "Buka semua layanan",
                text: "Masuk lagi dengan kode dari aplikasi. Semua layanan ada di satu halaman.",
            },
        ],
        public_services: "Layanan publik",
        public_hint: "Dapat dibuka siapa saja, tanpa masuk.",
        help: "Butuh bantuan? Mulai dari yang terdekat",
        ladder: [
            Step {
                title: "Operator instansi Anda",
                text: "BKPSDM, BKD, atau bagian kepegawaian di kantor Anda. Paling cepat untuk \
                       lupa kata sandi atau ganti HP.",
            },
            Step {
                title: "Kantor regional BKN",
                text: "Bila operator instansi tidak dapat menyelesaikannya.",
            },
            Step { title: "Helpdesk BKN", text: "Bila masalah tetap ada:" },
        ],
        help_desk: "kirim pertanyaan ke Helpdesk BKN",
    },
    login: Login {
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
        code_hint: "Pakai kode terbaru di aplikasi autentikator. Kosongkan bila baru pertama kali \
                    masuk atau MFA belum aktif.",
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
        code_problem: "Kode OTP harus 6 angka",
        credentials: "NIP atau kata sandi salah",
        wait: |seconds| {
            format!(
                "Terlalu banyak percobaan. Akun tidak diblokir: tunggu {}, lalu coba sekali lagi.",
                duration(seconds)
            )
        },
        mfa_activated: "MFA sudah aktif. Masuk sekali lagi dengan kode terbaru dari aplikasi.",
        logged_out: "Anda sudah keluar.",
        session_ended: "Sesi Anda sudah berakhir. Silakan masuk lagi.",
        enrolment_expired: "Waktu penyiapan MFA sudah habis atau belum dimulai. Tidak ada yang \
                            hilang: masuk lagi untuk memulainya.",
        enrolment_cancelled: "Penyiapan MFA dibatalkan. Anda dapat memulainya lagi kapan saja.",
        offer_title: "Satu langkah lagi: aktifkan MFA",
        offer_text: "Kata sandi Anda benar. Supaya akun tetap aman walau kata sandi bocor, mulai \
                     sekarang masuk juga memakai kode 6 angka dari HP Anda. Ini disebut MFA, dan \
                     wajib bagi semua ASN.",
        offer_needs: "Yang Anda perlukan",
        offer_list: [
            "HP Anda sendiri; satu HP sudah cukup",
            "aplikasi Google Authenticator, gratis",
            "waktu sekitar tiga menit, dan hanya sekali",
        ],
        offer_accept: "Aktifkan MFA",
    },
    mfa: Mfa {
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
        copy: "Salin",
        copy_key: "Salin kunci",
        copied: "Tersalin",
        prove_title: "Buktikan dengan kode dari aplikasi",
        code: "Kode sekali pakai",
        code_hint: "6 angka yang tampil di bawah “ASN Digital”; berganti tiap 30 detik",
        code_empty: "Isi kode dari aplikasi",
        code_not_six: "Kode harus 6 angka",
        wrong_code: "Kode autentikator tidak valid. Ketik kode yang sedang tampil di bawah “ASN \
                     Digital”.",
        clock_code: "Kode autentikator tidak valid. Betulkan jam HP, lalu pakai kode yang baru.",
        clock_off: |minutes| {
            let direction = if minutes < 0 { "lambat" } else { "cepat" };
            format!("Jam HP Anda sekitar {} menit terlalu {direction}", minutes.unsigned_abs())
        },
        clock_why: "Karena itu kodenya belum cocok. Betulkan jamnya, lalu ketik kode yang baru di \
                    langkah 3.",
        clock_android: ["Buka Setelan, lalu Tanggal & waktu", "Nyalakan Setel waktu otomatis"],
        clock_iphone: ["Buka Pengaturan, Umum, Tanggal & Waktu", "Nyalakan Atur Otomatis"],
        clock_zone: "Zona waktu tidak perlu diubah: WIB, WITA, dan WIT sama saja.",
        device_name: "Nama perangkat",
        device_name_hint: "misalnya HP Samsung saya",
        device_name_empty: "Isi nama perangkat, misalnya HP Samsung saya",
        device_name_too_long: "Nama perangkat paling panjang 60 huruf",
        device_name_unreadable: "Nama perangkat berisi tanda yang tidak terlihat. Ketik ulang \
                                 namanya.",
        submit: "Kirim",
    },
    new_password: NewPassword {
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
    },
    mail: Mail {
        greeting: |name| format!("Yth. {name},"),
        closing: |origin| {
            format!(
                "Kami tidak pernah meminta kata sandi atau kode lewat telepon, WhatsApp, atau balasan \
             surel. Alamat resmi: {origin}\nASN Digital"
            )
        },
        browser: |browser, system| format!("{browser} di {system}"),
        unknown_browser: "peramban yang tidak dikenal",
        new_browser: Letter {
            subject: "Masuk dari perangkat baru",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Akun ASN Digital Anda dibuka dari perangkat baru: {browser}, {when}.\n\nJika ini \
                 Anda, tidak ada yang perlu dilakukan. Jika bukan, masuk dan buka “Keamanan \
                 akun”, lalu pilih “Ini bukan saya”.",
                    browser = facts.browser,
                    when = facts.when
                )
            },
        },
        authenticator_added: Letter {
            subject: "Autentikator baru ditambahkan",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Autentikator “{what}” ditambahkan ke akun ASN Digital Anda pada {when} dari \
                 {browser}.\n\nJika bukan Anda, masuk dan pilih “Ini bukan saya” di “Keamanan \
                 akun”, atau hubungi operator instansi.",
                    browser = facts.browser,
                    when = facts.when,
                    what = facts.what
                )
            },
        },
        authenticator_removed: Letter {
            subject: "Autentikator dihapus",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Autentikator “{what}” dihapus dari akun ASN Digital Anda pada {when} dari \
                 {browser}.\n\nJika bukan Anda, masuk dan pilih “Ini bukan saya” di “Keamanan \
                 akun”.",
                    browser = facts.browser,
                    when = facts.when,
                    what = facts.what
                )
            },
        },
        recovery_code_used: Letter {
            subject: "Kode pemulihan dipakai",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Satu kode pemulihan akun ASN Digital Anda dipakai pada {when} dari {browser}. \
                 Sisa: {count}.\n\nJika bukan Anda, masuk dan pilih “Ini bukan saya” di “Keamanan \
                 akun”.",
                    browser = facts.browser,
                    when = facts.when,
                    count = facts.count
                )
            },
        },
        recovery_codes_made: Letter {
            subject: "Kode pemulihan baru dibuat",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Kode pemulihan baru dibuat untuk akun ASN Digital Anda pada {when} dari \
                 {browser}. Kode yang lama tidak berlaku lagi.\n\nJika bukan Anda, masuk dan \
                 pilih “Ini bukan saya” di “Keamanan akun”.",
                    browser = facts.browser,
                    when = facts.when
                )
            },
        },
        password_link: Letter {
            subject: "Tautan untuk membuat kata sandi baru",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Buka tautan ini untuk membuat kata sandi ASN Digital. Tautan berlaku 30 menit \
                 dan hanya sekali:\n\n{what}\n\nJika Anda tidak memintanya, abaikan surat ini; \
                 kata sandi Anda tidak berubah.",
                    what = facts.what
                )
            },
        },
        password_changed: Letter {
            subject: "Kata sandi diganti",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Kata sandi akun ASN Digital Anda diganti pada {when} dari {browser}. Semua \
                 perangkat lain sudah dikeluarkan.\n\nJika bukan Anda, minta tautan kata sandi \
                 baru di halaman “Lupa kata sandi”, lalu hubungi operator instansi.",
                    browser = facts.browser,
                    when = facts.when
                )
            },
        },
        reset_code: Letter {
            subject: "Kode untuk mengatur ulang autentikator",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Kode Anda: {what}\n\nKetik kode ini di halaman tempat Anda memintanya. Kode \
                 berlaku 10 menit. Jangan berikan kepada siapa pun.\n\nJika Anda tidak \
                 memintanya, seseorang mengetahui kata sandi Anda: segera ganti kata sandi.",
                    what = facts.what
                )
            },
        },
        reset_started: Letter {
            subject: "Pengaturan ulang autentikator dimulai",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Pengaturan ulang semua autentikator akun ASN Digital Anda diminta pada {when} \
                 dari {browser}. Pengaturan ulang berlaku pada {effect}.\n\nBUKAN ANDA? Batalkan \
                 dengan satu klik:\n\n{what}\n\nJika ini Anda, tunggu sampai waktu itu, lalu \
                 masuk dengan kata sandi dan siapkan autentikator baru.",
                    browser = facts.browser,
                    when = facts.when,
                    what = facts.what,
                    effect = facts.effect
                )
            },
        },
        reset_requested: Letter {
            subject: "Operator meminta pengaturan ulang autentikator Anda",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Operator instansi Anda meminta pengaturan ulang semua autentikator akun ASN \
                 Digital Anda pada {when}. Petugas kedua masih harus menyetujuinya.\n\nAnda tidak \
                 memintanya? Batalkan dengan satu klik:\n\n{what}",
                    when = facts.when,
                    what = facts.what
                )
            },
        },
        reset_cancelled: Letter {
            subject: "Pengaturan ulang dibatalkan",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Pengaturan ulang autentikator akun ASN Digital Anda dibatalkan pada {when}. \
                 Semuanya tetap seperti semula.\n\nJika Anda tidak memintanya, seseorang mungkin \
                 mengetahui kata sandi Anda: ganti kata sandi.",
                    when = facts.when
                )
            },
        },
        reset_done: Letter {
            subject: "Autentikator sudah diatur ulang",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Semua autentikator dan kode pemulihan akun ASN Digital Anda dihapus pada {when}, \
                 dan semua perangkat dikeluarkan.\n\nMasuk dengan NIP dan kata sandi untuk \
                 menyiapkan autentikator baru.",
                    when = facts.when
                )
            },
        },
        disowned: Letter {
            subject: "Semua perangkat dikeluarkan",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Anda memilih “Ini bukan saya” pada {when} dari {browser}. Semua perangkat \
                 dikeluarkan. Lanjutkan di peramban itu dengan kata sandi baru dan autentikator \
                 baru.",
                    browser = facts.browser,
                    when = facts.when
                )
            },
        },
    },
    second_factor: SecondFactor {
        title: "Langkah kedua",
        lead: "Kata sandi Anda benar. Buktikan sekali lagi bahwa ini Anda.",
        proof_title: "Buktikan bahwa ini Anda",
        proof_lead: "Demi keamanan, mengubah autentikator perlu bukti baru. Bukti berlaku lima \
                     menit.",
        code: "Kode OTP (6 angka)",
        code_hint: "Kode terbaru di aplikasi autentikator Anda.",
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
        code_empty: "Ketik 6 angka dari aplikasi autentikator.",
        code_not_six: "Kode harus 6 angka. Lihat lagi kode di aplikasi autentikator.",
        wrong_code: "Kode autentikator tidak valid. Tunggu kode berikutnya di aplikasi, lalu \
                     ketik kode itu.",
        used_code: "Kode ini sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik kode \
                    itu.",
        clock_next: "Ketik kode berikutnya yang muncul di aplikasi: dua kode berturut-turut \
                     membuktikan selisih jam HP Anda, dan Anda bisa masuk.",
        wrong_recovery: "Kode pemulihan salah atau sudah dipakai. Periksa lagi, atau pakai kode \
                         yang lain.",
    },
    recovery_codes: RecoveryCodes {
        title: "Simpan kode pemulihan",
        lead: "Jika HP hilang, satu kode ini membuka akun Anda. Simpan di tempat yang aman, tidak \
               di HP yang sama.",
        once: "Kode hanya ditampilkan sekali ini.",
        list: "Sepuluh kode pemulihan",
        print: "Cetak",
        copy: "Salin",
        copied: "Tersalin",
        download: "Unduh",
        made: |when| format!("Dibuat {when}"),
        next: "Sudah saya simpan, lanjut",
        gone_title: "Kode sudah pernah ditampilkan",
        gone: "Kode pemulihan hanya ditampilkan sekali. Jika belum sempat disimpan, masuk lalu \
               buat kode baru di “Keamanan akun”.",
    },
    account: Account {
        title: "Keamanan akun",
        link: "Keamanan akun",
        back: "Kembali ke Keamanan akun",
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
        make_codes_hint: "Kode yang lama tidak berlaku lagi.",
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
        this_machine: "Komputer server ini",
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
        replace_title: "Siapkan autentikator baru",
        replace_lead: "Autentikator baru ini menggantikan semua autentikator dan kode pemulihan \
                       yang lama.",
        notice_added: "Autentikator ditambahkan.",
        notice_renamed: "Nama diganti.",
        notice_removed: "Autentikator dihapus.",
        notice_gone: "Autentikator itu sudah tidak ada.",
        notice_last: "Autentikator terakhir tidak dapat dihapus, supaya Anda tidak terkunci. \
                      Tambahkan yang lain dulu.",
        notice_too_many: "Anda sudah punya sepuluh. Hapus satu dulu.",
        notice_password: "Kata sandi diganti. Perangkat lain sudah dikeluarkan.",
        notice_sessions: "Perangkat sudah dikeluarkan.",
        notice_session_gone: "Perangkat itu sudah keluar sebelumnya.",
        notice_bad_name: "Nama tidak diganti: isi 1 sampai 60 karakter yang terlihat.",
        notice_reset_cancelled: "Pengaturan ulang dibatalkan. Autentikator Anda tetap seperti \
                                 semula. Jika bukan Anda yang memintanya, ganti kata sandi.",
        notice_reset_over: "Tidak ada pengaturan ulang yang bisa dibatalkan: sudah dibatalkan \
                            atau sudah selesai.",
        idle_title: "Masih di sana?",
        idle_text: "Demi keamanan, Anda akan dikeluarkan sebentar lagi. Yang sudah disimpan tidak hilang.",
        idle_left: "Sisa waktu",
        idle_announce: "Sisa {} detik.",
        idle_stay: "Tetap masuk",
    },
    events: Events {
        logged_in: "Masuk",
        passkey_logged_in: "Masuk dengan passkey",
        recovery_code_used: "Kode pemulihan dipakai",
        login_refused: "Percobaan masuk gagal: kata sandi salah",
        password_proved: "Kata sandi benar, langkah kedua belum",
        code_refused: "Kata sandi benar, kode OTP salah",
        used_code_refused: "Kata sandi benar, kode OTP sudah dipakai",
        recovery_code_refused: "Kata sandi benar, kode pemulihan salah",
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
        reset_done: "Semua autentikator dihapus oleh pengaturan ulang",
        disowned: "“Ini bukan saya”: semua perangkat dikeluarkan",
        announcement_published: "Pengumuman diterbitkan",
        announcement_ended: "Pengumuman diakhiri",
        service_changed: "Layanan diubah",
        about: |what, object| format!("{what}: {object}"),
    },
    lost_phone: LostPhone {
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
                     Dengan persetujuan dua petugas, autentikator diatur ulang saat itu juga.",
        waiting: |at| {
            format!(
                "Pengaturan ulang sudah dimulai dan berlaku pada {at}. Sesudah itu, \
                               masuk dengan NIP dan kata sandi saja, lalu siapkan autentikator \
                               baru."
            )
        },
        wrong_code: "Kode salah atau sudah lewat 10 menit. Periksa lagi, atau kirim kode baru.",
        mailbox_alone: "Kata sandi Anda baru saja dibuat lewat surel, jadi surel saja tidak \
                        cukup sebagai bukti selama 7 hari. Minta bantuan operator instansi \
                        (langkah 3).",
        already_open: "Pengaturan ulang untuk akun ini sudah berjalan.",
        cancel_title: "Batalkan pengaturan ulang",
        cancel_lead: "Jika bukan Anda yang meminta pengaturan ulang autentikator, batalkan \
                      sekarang. Autentikator Anda tetap seperti semula.",
        cancel_submit: "Batalkan pengaturan ulang",
    },
    forgotten: Forgotten {
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
        new_lead: |nip| format!("Untuk akun dengan nomor {nip}."),
        new_submit: "Simpan kata sandi",
        set: "Kata sandi baru sudah disimpan. Masuk dengan kata sandi itu.",
        link_over: "Tautan ini sudah dipakai atau lewat 30 menit. Minta tautan baru di bawah.",
    },
    resets: Resets {
        title: "Atur ulang autentikator",
        lead: "Untuk pegawai yang kehilangan semua cara masuknya dan datang langsung kepada Anda. \
               Periksa identitasnya. Petugas kedua harus menyetujui.",
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
        states: ["Menunggu persetujuan", "Selesai", "Dibatalkan", "Ditolak"],
        approve: "Setujui",
        refuse: "Tolak",
        second_person: "Menunggu petugas lain",
        requested: "Permintaan dicatat. Petugas lain harus menyetujuinya.",
        approved: "Autentikator pegawai itu sudah diatur ulang.",
        refused: "Permintaan ditolak.",
        over: "Permintaan itu sudah diputuskan atau dibatalkan, atau bukan wewenang Anda.",
    },
    launcher: Launcher {
        title: "Layanan Anda",
        search_label: "Cari layanan",
        search_placeholder: "Cari layanan, misalnya skp",
        search: "Cari",
        groups_label: "Kelompok layanan",
        groups: [
            "Perencanaan",
            "Pengadaan",
            "Kinerja",
            "Talenta & karier",
            "Pemberhentian & pensiun",
            "Pendukung",
        ],
        nothing: |query| format!("Tidak ada layanan yang cocok dengan “{query}”"),
        nothing_typed: "Tidak ada layanan yang cocok",
        try_words: "Coba kata lain, misalnya",
        or_ask: "atau tanyakan",
        show_all: "Tampilkan semua layanan",
        found: "Layanan ditemukan:",
        results: "Hasil pencarian",
        density: "Tampilan",
        densities: ["Petak", "Daftar"],
        offline: "Tidak ada jaringan. Ini tampilan terakhir, disimpan",
        offline_advice: ". Layanan dapat dibuka lagi setelah tersambung.",
        update: "Versi baru ASN Digital tersedia.",
        reload: "Muat ulang",
        install: "Pasang ASN Digital di layar utama, tanpa toko aplikasi.",
        install_button: "Pasang aplikasi",
        not_now: "Lain kali",
        favourites: "Favorit",
        suggested: "Ini saran untuk peran Anda. Tekan bintang pada layanan untuk memilih sendiri.",
        no_favourites: "Belum ada favorit. Tekan bintang pada layanan yang sering Anda pakai.",
        arrange: "Atur urutan favorit",
        earlier: |name| format!("Naikkan {name}"),
        later: |name| format!("Turunkan {name}"),
        pin: |name| format!("Sematkan {name} ke favorit"),
        unpin: |name| format!("Lepas {name} dari favorit"),
        about: |name| format!("Tentang {name}"),
        recents: "Terakhir dibuka",
        states: ["Tersedia", "Pemeliharaan", "Gangguan", "Diblokir"],
        until: "sampai",
        favourites_changed: "Favorit Anda sudah diperbarui.",
        acknowledged: "Terima kasih. Pengumuman itu tetap dapat dibaca di halaman Pengumuman.",
    },
    service: ServicePage {
        all: "Semua layanan",
        open: |name| format!("Buka {name}"),
        group: "Kelompok",
        who: "Siapa yang memakai",
        everyone: "siapa saja",
        employees: "semua pegawai ASN",
        operators: "operator instansi",
        how: "Cara membuka",
        how_known: "Langsung dari portal ini.",
        how_unknown: "Alamat layanan ini belum tercatat di portal. Tanyakan kepada operator \
                      instansi Anda, atau kirim pertanyaan ke",
        ask_help_desk: "Helpdesk BKN",
        address: "Alamat",
        state: "Keadaan",
        pin: "Sematkan ke favorit",
        unpin: "Lepas dari favorit",
    },
    announcements: Announcements {
        title: "Pengumuman",
        none: "Saat ini tidak ada pengumuman untuk Anda.",
        all: "Semua pengumuman",
        severities: ["Informasi", "Perlu diperhatikan", "Penting"],
        until: "sampai",
        acknowledge: "Saya mengerti",
    },
    manage: Manage {
        resets: "Atur ulang",
        title: "Kelola",
        announcements: "Pengumuman",
        services: "Layanan",
        new: "Tulis pengumuman",
        none: "Belum ada pengumuman.",
        column_title: "Judul",
        column_agency: "Instansi",
        column_stage: "Keadaan",
        column_ends: "Berakhir",
        column_service: "Layanan",
        column_address: "Alamat",
        stages: ["Draf", "Dijadwalkan", "Tampil", "Berakhir"],
        untitled: "(tanpa judul)",
        edit_announcement: "Pengumuman",
        severity: "Tingkat",
        severity_hint: "Yang penting tampil sampai pembaca menekan “Saya mengerti”.",
        audience: "Untuk siapa",
        audiences: ["semua pegawai", "operator semua instansi", "pegawai instansi saya"],
        own_agency_only: "Pengumuman Anda tampil untuk pegawai instansi Anda.",
        title_id: "Judul (Bahasa Indonesia)",
        title_en: "Judul (Bahasa Inggris)",
        body_id: "Isi (Bahasa Indonesia)",
        body_en: "Isi (Bahasa Inggris)",
        body_hint: "Paling banyak 2.000 huruf. Boleh memakai **tebal**, *miring*, daftar dengan -                     di awal baris, dan [tautan](https://…).",
        starts: "Tampil mulai",
        ends: "Tampil sampai",
        time_hint: "Waktu Indonesia Barat (WIB)",
        save: "Simpan draf",
        save_hint: "Draf disimpan walau belum lengkap. Belum ada yang dapat membacanya.",
        preview: "Pratinjau",
        publish: "Terbitkan",
        publish_hint: "Setelah terbit, isinya tidak dapat diubah; pengumuman dapat diakhiri.",
        end: "Akhiri sekarang",
        end_hint: "Pengumuman ini langsung tidak tampil lagi.",
        missing: "Sebelum dapat diterbitkan",
        title_id_missing: "Isi judul dalam Bahasa Indonesia",
        title_en_missing: "Isi judul dalam Bahasa Inggris",
        body_id_missing: "Isi pengumuman dalam Bahasa Indonesia",
        body_en_missing: "Isi pengumuman dalam Bahasa Inggris",
        starts_missing: "Isi tanggal dan jam mulai",
        ends_missing: "Isi tanggal dan jam berakhir",
        ends_past: "Waktu berakhir sudah lewat. Pilih waktu yang akan datang.",
        ends_before: "Waktu berakhir harus sesudah waktu mulai",
        draft_saved: "Draf tersimpan.",
        published: "Pengumuman diterbitkan.",
        ended: "Pengumuman diakhiri.",
        address: "Alamat layanan",
        address_hint: "Diawali https://. Kosongkan untuk memakai alamat dari katalog.",
        address_in_file: |address| format!("Alamat dari katalog: {address}"),
        state: "Keadaan",
        until: "Sampai kapan",
        until_hint: "Waktu Indonesia Barat (WIB). Wajib untuk pemeliharaan; sesudahnya layanan \
                     kembali tersedia dengan sendirinya.",
        note_id: "Sebab dan siapa yang dapat ditanya (Bahasa Indonesia)",
        note_en: "Sebab dan siapa yang dapat ditanya (Bahasa Inggris)",
        note_hint: "Paling banyak 300 huruf. Wajib untuk gangguan dan blokir.",
        address_wrong: "Alamat harus diawali https:// dan nama situs",
        until_wrong: "Tulis waktu seperti 2026-11-30T17:00",
        until_missing: "Isi waktu selesai pemeliharaan; waktunya harus akan datang",
        note_missing: "Isi sebabnya dan siapa yang dapat ditanya, dalam kedua bahasa",
        save_service: "Simpan",
        service_saved: "Layanan diperbarui. Semua orang melihatnya dalam beberapa detik.",
        unofficial: "Katalog ini disusun dari sumber publik dan tidak resmi. Periksa alamat \
                     sebelum mengubahnya.",
    },
    offline: Offline {
        title: "Tidak ada jaringan",
        page: "Halaman ini belum dapat dibuka karena perangkat ini tidak tersambung ke internet. Tidak ada yang hilang.",
        service: |name| {
            format!(
                "{name} belum dapat dibuka karena perangkat ini tidak tersambung ke internet. Tidak ada yang hilang."
            )
        },
        logout: "Tampilan terakhir sudah dihapus dari perangkat ini, tetapi Anda belum keluar. Setelah tersambung, buka lagi ASN Digital dan tekan Keluar.",
        advice: [
            "Periksa Wi-Fi atau data seluler, lalu coba lagi.",
            "Layanan dan pengumuman terakhir tetap dapat dilihat di Beranda.",
            "Perlu bantuan segera? Hubungi operator instansi Anda atau Helpdesk BKN.",
        ],
        back: "Ke beranda",
    },
    error: ErrorPages {
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
    },
};

fn duration(seconds: u32) -> String {
    match seconds {
        0..=59 => format!("{} detik", seconds.max(1)),
        _ => format!("{} menit", seconds.div_ceil(60)),
    }
}

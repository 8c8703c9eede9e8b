//! Bahasa Indonesia.

mod account;
mod mail;

use super::{grouped, messages::*};

pub static MESSAGES: Messages = Messages {
    common: Common {
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
    },
    home: Home {
        title: "Satu pintu untuk semua layanan ASN",
        lead: "Masuk satu kali dengan NIP atau NI PPPK, lalu buka e-Kinerja, MyASN, SIASN, dan \
               layanan kepegawaian lainnya.",
        first_time: "Cara masuk pertama kali",
        go_on: "Buka layanan Anda",
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
                text: "Masuk lagi dengan kode OTP dari aplikasi. Semua layanan ada di satu halaman.",
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
        code_hint: "Belum punya kode? Kosongkan saja.",
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
    },
    keep: Keep {
        copy: "Salin",
        copied: "Tersalin",
        copy_refused: "Peramban ini tidak mengizinkan penyalinan. Teksnya sudah dipilih: tekan lama lalu \
                       pilih Salin, atau tekan Ctrl+C.",
        share: "Bagikan",
        share_refused: "Tidak dapat dibagikan dari peramban ini. Kodenya sudah dipilih: tekan lama lalu \
                        pilih Salin.",
        print: "Cetak",
        download: "Unduh",
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
    },
    new_password: account::NEW_PASSWORD,
    mail: mail::MAIL,
    second_factor: account::SECOND_FACTOR,
    recovery_codes: account::RECOVERY_CODES,
    account: account::ACCOUNT,
    events: account::EVENTS,
    lost_phone: account::LOST_PHONE,
    forgotten: account::FORGOTTEN,
    resets: account::RESETS,
    launcher: Launcher {
        title: "Layanan Anda",
        search_label: "Cari layanan",
        search_placeholder: "Cari, misalnya skp",
        search: "Cari",
        groups_label: "Kelompok layanan",
        groups: [
            "Kinerja",
            "Pendukung",
            "Talenta & karier",
            "Pemberhentian & pensiun",
            "Perencanaan",
            "Pengadaan",
        ],
        nothing: |query| format!("Tidak ada layanan yang cocok dengan “{query}”"),
        nothing_typed: "Tidak ada layanan yang cocok",
        try_words: "Coba kata lain, misalnya",
        or_ask: "atau tanyakan",
        show_all: "Tampilkan semua layanan",
        found: "Layanan ditemukan:",
        results: "Hasil pencarian",
        search_is_part: "Yang dicari hanya 100 karakter pertama dari ketikan Anda.",
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
        no_favourites: "Belum ada favorit: tekan bintangnya.",
        arrange: "Atur urutan favorit",
        earlier: |name| format!("Naikkan {name}"),
        later: |name| format!("Turunkan {name}"),
        pin: |name| format!("Sematkan {name} ke favorit"),
        unpin: |name| format!("Lepas {name} dari favorit"),
        recents: "Terakhir dibuka",
        states: ["Tersedia", "Pemeliharaan", "Gangguan", "Diblokir"],
        until: "sampai",
        undo: "Urungkan",
        pinned: |name| format!("{name} ada di favorit."),
        unpinned: |name| format!("{name} dilepas dari favorit."),
        moved: "Urutan favorit sudah diubah.",
        acknowledged: "Terima kasih. Pengumuman itu tetap dapat dibaca di halaman Pengumuman.",
        through_agency: "lewat instansi",
        handled: "Diurus operator instansi Anda",
        handled_hint: "Operator yang mengerjakannya untuk Anda. Syarat tiap instansi dapat berbeda.",
        for_employees: "Untuk pegawai ASN: dibuka dengan akun pegawai.",
        ask: "Tanyakan kepada",
        bring: "Biasanya disiapkan",
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
        how_through_agency: "Lewat instansi Anda; portal belum mencatat alamatnya.",
        through_agency: "Layanan ini dibuka lewat instansi Anda",
        not_solved: "Belum selesai juga? Kirim pertanyaan ke",
        ask_help_desk: "Helpdesk BKN",
        address: "Alamat",
        state: "Keadaan",
        pin: "Sematkan ke favorit",
        unpin: "Lepas dari favorit",
    },
    announcements: Announcements {
        title: "Pengumuman",
        none: "Saat ini tidak ada pengumuman untuk Anda.",
        count: |count| format!("{count} pengumuman"),
        read: "Baca selengkapnya",
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
        body_hint: "Boleh memakai **tebal**, *miring*, daftar dengan - di awal baris, dan \
                    [tautan](https://…). Yang lain tampil seperti diketik.",
        english_hint: "Tidak wajib. Bila kosong, pembaca berbahasa Inggris melihat teks Indonesia.",
        zone: "Zona waktu",
        zone_hint: "Untuk kedua waktu di bawah, dan yang tampil bagi pembaca.",
        zones: [
            "WIB: Sumatra, Jawa, Kalimantan bagian barat dan tengah",
            "WITA: Bali, Nusa Tenggara, Sulawesi, Kalimantan lainnya",
            "WIT: Maluku dan Papua",
        ],
        starts: "Tampil mulai",
        ends: "Tampil sampai",
        save: "Simpan draf",
        save_hint: "Draf disimpan walau belum lengkap. Belum ada yang dapat membacanya.",
        preview: "Pratinjau",
        read_in: |language| format!("Dibaca dalam {language}"),
        publish: "Terbitkan",
        publish_hint: "Setelah terbit, isinya tidak dapat diubah; pengumuman dapat diakhiri.",
        end: "Akhiri sekarang",
        end_hint: "Pengumuman ini langsung tidak tampil lagi.",
        missing: "Sebelum dapat diterbitkan",
        title_id_missing: "Isi judul dalam Bahasa Indonesia",
        title_en_missing: "Isi juga judul dalam Bahasa Inggris, atau kosongkan isinya",
        body_id_missing: "Isi pengumuman dalam Bahasa Indonesia",
        body_en_missing: "Isi juga pengumuman dalam Bahasa Inggris, atau kosongkan judulnya",
        starts_missing: "Isi tanggal dan jam mulai",
        ends_missing: "Isi tanggal dan jam berakhir",
        ends_past: "Waktu berakhir sudah lewat. Pilih waktu yang akan datang.",
        ends_before: "Waktu berakhir harus sesudah waktu mulai",
        draft_changed: "Belum terbit: draf ini berubah setelah Anda menekan Terbitkan. Periksa isinya, lalu tekan lagi.",
        draft_saved: "Draf tersimpan.",
        draft_incomplete: "Draf tersimpan, tetapi belum diterbitkan karena belum lengkap.",
        not_saved: "Belum disimpan. Yang Anda ketik masih ada di bawah; perbaiki, lalu simpan lagi.",
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
        note_hint: "Wajib untuk gangguan dan blokir.",
        address_wrong: "Alamat harus diawali https:// dan nama situs, paling panjang 500 karakter",
        until_wrong: "Tulis waktu seperti 2026-11-30T17:00",
        until_missing: "Isi waktu selesai pemeliharaan; waktunya harus akan datang",
        note_missing: "Isi sebabnya dan siapa yang dapat ditanya, dalam Bahasa Indonesia",
        all_available: "Semua layanan tersedia.",
        in_trouble: |number| format!("{number} layanan sedang tidak tersedia; tampil paling atas."),
        save_service: "Simpan",
        service_saved: "Layanan diperbarui. Semua orang melihatnya dalam beberapa detik.",
        unofficial: "Katalog ini disusun dari sumber publik dan tidak resmi. Periksa alamat \
                     sebelum mengubahnya.",
    },
    onward: Onward {
        opening: "Membuka",
        a_service: "layanan",
        logged_in: "Anda sudah masuk.",
        by_itself: "Layanan terbuka dengan sendirinya. Bila tidak, tekan tombol di bawah.",
        by_hand: "Tekan tombol di bawah untuk melanjutkan.",
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
    },
};

fn duration(seconds: u32) -> String {
    match seconds {
        0..=59 => format!("{} detik", seconds.max(1)),
        _ => format!("{} menit", seconds.div_ceil(60)),
    }
}

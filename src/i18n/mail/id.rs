//! Bahasa Indonesia.

use super::{LetterWords, Mail};

pub const MAIL: Mail = Mail {
    greeting: |name| format!("Yth. {name},"),
    closing: |origin| {
        // A command does not know it.
        let address =
            if origin.is_empty() { String::new() } else { format!(" Alamat resmi: {origin}") };
        format!(
            "Kami tidak pernah meminta kata sandi atau kode lewat telepon, WhatsApp, atau balasan \
         surel.{address}\nASN Digital"
        )
    },
    browser: |browser, system| format!("{browser} di {system}"),
    unknown_browser: "peramban yang tidak dikenal",
    command_line: "program di baris perintah",
    new_browser: LetterWords {
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
    authenticator_added: LetterWords {
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
    authenticator_removed: LetterWords {
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
    recovery_code_used: LetterWords {
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
    recovery_codes_made: LetterWords {
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
    password_link: LetterWords {
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
    password_changed: LetterWords {
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
    reset_code: LetterWords {
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
    reset_started: LetterWords {
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
    reset_requested: LetterWords {
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
    reset_cancelled: LetterWords {
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
    reset_expired: LetterWords {
        subject: "Permintaan pengaturan ulang kedaluwarsa",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Permintaan operator untuk mengatur ulang autentikator akun ASN Digital Anda tidak \
             diputuskan dalam 72 jam, dan berakhir pada {when}. Semuanya tetap seperti semula. Jika \
             masih perlu, datangi lagi operator instansi.",
                when = facts.when
            )
        },
    },
    reset_done: LetterWords {
        subject: "Autentikator sudah diatur ulang",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Semua autentikator dan kode pemulihan akun ASN Digital Anda dihapus pada {when}, \
             dan semua perangkat dikeluarkan.\n\nMasuk dengan NIP dan kata sandi, lalu pilih “Kirim \
             kode” di halaman “Aktifkan MFA”: kode yang dikirim ke alamat surel ini diperlukan untuk \
             menyiapkan autentikator baru.",
                when = facts.when
            )
        },
    },
    assisted_reset_done: LetterWords {
        subject: "Autentikator sudah diatur ulang",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Semua autentikator dan kode pemulihan akun ASN Digital Anda dihapus pada {when}, \
             dan semua perangkat dikeluarkan.\n\nMinta kode kepada petugas yang meminta pengaturan \
             ulang, langsung dari orangnya. Lalu masuk dengan NIP dan kata sandi: kode itu diperlukan \
             untuk menyiapkan autentikator baru.",
                when = facts.when
            )
        },
    },
    enrolment_code: LetterWords {
        subject: "Kode untuk menyiapkan autentikator baru",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Kode Anda: {what}\n\nKetik kode ini di halaman “Aktifkan MFA”. Kode berlaku 24 jam, \
             dan kode yang lebih lama tidak berlaku lagi. Jangan berikan kepada siapa pun.\n\nJika \
             Anda tidak memintanya, seseorang mengetahui kata sandi Anda: segera siapkan \
             autentikator dengan kode ini, lalu ganti kata sandi.",
                what = facts.what
            )
        },
    },
    enrolment_code_shown: LetterWords {
        subject: "Kode untuk autentikator baru ditampilkan kepada petugas",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Kode untuk menyiapkan autentikator baru di akun ASN Digital Anda ditampilkan pada \
             {when} kepada petugas yang meminta pengaturan ulang. Ia memberikannya langsung kepada \
             Anda. Kode berlaku 24 jam, bersama kata sandi Anda.\n\nAnda tidak sedang dibantu \
             petugas? Ganti kata sandi lewat “Lupa kata sandi”, lalu hubungi atasan operator \
             instansi.",
                when = facts.when
            )
        },
    },
    disowned: LetterWords {
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
    mailbox_moved: LetterWords {
        subject: "Alamat surel akun Anda diganti",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Alamat surel akun ASN Digital Anda diganti oleh pengelola data pada {when}. Mulai \
             sekarang surat dikirim ke {what}; ini surat terakhir ke alamat lama, dan tautan serta kode \
             yang pernah dikirim ke sini tidak berlaku lagi.\n\nBukan alamat Anda? Segera hubungi \
             operator instansi.",
                when = facts.when,
                what = facts.what
            )
        },
    },
    mailbox_removed: LetterWords {
        subject: "Alamat surel akun Anda dihapus",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Alamat surel akun ASN Digital Anda dihapus oleh pengelola data pada {when}. Ini surat \
             terakhir ke alamat ini, dan tautan serta kode yang pernah dikirim ke sini tidak berlaku \
             lagi.\n\nIni keliru? Segera hubungi operator instansi: tanpa alamat surel Anda tidak dapat \
             meminta kata sandi baru sendiri.",
                when = facts.when
            )
        },
    },
    mailbox_proposed: LetterWords {
        subject: "Operator mengajukan alamat surel baru untuk akun Anda",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Pada {when} operator instansi mengajukan {what} sebagai alamat surel akun ASN Digital Anda. Sampai \
             dikonfirmasi dari sana, alamat ini tetap berlaku.\n\nBukan alamat Anda? Segera hubungi operator instansi, atau \
             atasannya: setelah dikonfirmasi, alamat itu 24 jam lamanya tidak dapat mengatur ulang apa pun. Siapa yang \
             mengajukannya dan alasannya dapat Anda baca di halaman “Siapa melihat saya”.",
                when = facts.when,
                what = facts.what,
            )
        },
    },
    mailbox_to_confirm: LetterWords {
        subject: "Konfirmasi alamat surel ini untuk ASN Digital",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Operator instansi menulis bahwa ini alamat surel Anda. Buka tautan ini untuk mengonfirmasinya. Tautan berlaku \
             24 jam dan hanya sekali:\n\n{what}\n\nBukan akun Anda? Abaikan surat ini; tidak ada yang berubah.",
                what = facts.what,
            )
        },
    },
    mailbox_rests: LetterWords {
        subject: "Tautan kata sandi belum dapat dikirim",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Pada {when} ada yang meminta tautan kata sandi untuk akun ASN Digital Anda. Alamat surel ini baru diganti oleh \
             operator, jadi tautan baru dikirim lagi setelah {effect}.\n\nPerlu sekarang? Datangi operator instansi dengan \
             kartu identitas: dua petugas bersama dapat membantu. Bukan Anda yang memintanya? Kata sandi Anda tidak berubah.",
                when = facts.when,
                effect = facts.effect,
            )
        },
    },
    role_granted: LetterWords {
        subject: "Anda mendapat peran baru di ASN Digital",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Pada {when} Anda diberi peran {what} di ASN Digital, atas usul satu orang dan persetujuan \
             orang lain.\n\nAnda tidak mengharapkannya? Hubungi pengelola portal: peran itu bisa dicabut kapan saja.",
                when = facts.when,
                what = facts.what
            )
        },
    },
    role_ended: LetterWords {
        subject: "Peran Anda di ASN Digital diakhiri",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Pada {when} peran {what} Anda di ASN Digital diakhiri. Akun Anda sendiri tetap seperti \
             semula.\n\nMenurut Anda ini keliru? Hubungi pengelola portal.",
                when = facts.when,
                what = facts.what
            )
        },
    },
    person_moved: LetterWords {
        subject: "Instansi Anda di ASN Digital sudah diganti",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Sejak {when} Anda tercatat di {what}. Instansi asal mengusulkannya dan instansi baru \
             menerimanya. NIP, kata sandi, dan aplikasi kode Anda tetap sama; peran yang Anda pegang di \
             instansi lama berakhir.\n\nAnda tidak pindah? Segera hubungi operator instansi.",
                when = facts.when,
                what = facts.what
            )
        },
    },
    number_changed: LetterWords {
        subject: "NIP Anda di ASN Digital diganti",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Sejak {when} Anda masuk ke ASN Digital dengan NIP {what}. Kata sandi dan aplikasi kode Anda \
             tetap sama, begitu juga semua layanan Anda. NIP lama tidak akan diberikan kepada orang \
             lain.\n\nNIP Anda tidak berubah? Segera hubungi operator instansi.",
                when = facts.when,
                what = facts.what
            )
        },
    },
};

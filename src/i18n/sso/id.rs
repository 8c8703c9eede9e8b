use super::{Confirm, Leaving, ScopeWords, SignInRefused, UsedServices};
use crate::i18n::ErrorPage;

const TELL: &str = "Beri tahu pengelola layanan itu, dan sebutkan nomor di bawah.";
const NOTHING_LOST: &str = "Akun dan data Anda tidak berubah.";

pub const SIGN_IN_REFUSED: SignInRefused = SignInRefused {
    too_long: ErrorPage {
        title: "Permintaan dari layanan terlalu panjang",
        lead: "Layanan yang Anda buka mengirim permintaan masuk yang tidak dapat dibaca.",
        advice: [NOTHING_LOST, TELL],
        action: "Ke beranda",
    },
    too_many: ErrorPage {
        title: "Permintaan dari layanan berisi terlalu banyak isian",
        lead: "Layanan yang Anda buka mengirim lebih dari 100 isian. Permintaan seperti itu tidak dibaca.",
        advice: [NOTHING_LOST, TELL],
        action: "Ke beranda",
    },
    no_client: ErrorPage {
        title: "Layanan tidak menyebut namanya",
        lead: "Alamat ini membawa Anda masuk ke sebuah layanan, tetapi tidak menyebut layanan mana.",
        advice: ["Buka layanan dari beranda, bukan dari alamat yang disalin.", TELL],
        action: "Ke beranda",
    },
    unknown_client: ErrorPage {
        title: "Layanan ini tidak terdaftar",
        lead: "Layanan yang meminta Anda masuk tidak terdaftar di sini, atau sedang dihentikan. Demi keamanan, Anda tidak dibawa ke sana.",
        advice: ["Pastikan alamat layanan itu benar.", TELL],
        action: "Ke beranda",
    },
    no_redirect: ErrorPage {
        title: "Layanan tidak menyebut alamat kembali",
        lead: "Setelah masuk, Anda tidak dapat dibawa kembali ke layanan itu karena alamatnya tidak disebut.",
        advice: [NOTHING_LOST, TELL],
        action: "Ke beranda",
    },
    unknown_redirect: ErrorPage {
        title: "Alamat kembali tidak terdaftar",
        lead: "Layanan itu meminta Anda dibawa ke alamat yang tidak terdaftar. Demi keamanan, Anda tidak dibawa ke sana.",
        advice: [
            NOTHING_LOST,
            "Beri tahu pengelola layanan itu; sebutkan alamat dan nomor di bawah.",
        ],
        action: "Ke beranda",
    },
    stale: ErrorPage {
        title: "Permintaan masuk ini sudah lewat",
        lead: "Permintaan dari layanan itu terlalu lama menunggu, atau alamatnya terpotong.",
        advice: [NOTHING_LOST, "Buka lagi layanan itu; Anda langsung masuk."],
        action: "Ke beranda",
    },
    not_for_them: ErrorPage {
        title: "Layanan ini bukan untuk peran Anda",
        lead: "Anda sudah masuk, tetapi layanan ini hanya untuk orang dengan peran atau instansi tertentu.",
        advice: [
            "Jika Anda seharusnya boleh masuk, hubungi pengelola kepegawaian di instansi Anda.",
            "Layanan lain tetap dapat Anda buka.",
        ],
        action: "Ke beranda",
    },
    closed: ErrorPage {
        title: "Layanan ini sedang tidak dapat dibuka",
        lead: "Layanan ini sedang dipelihara, terganggu, atau ditutup untuk sementara.",
        advice: [NOTHING_LOST, "Coba lagi nanti; halaman layanan memuat kabar terbaru."],
        action: "Ke beranda",
    },
    needs_passkey: ErrorPage {
        title: "Layanan ini meminta passkey",
        lead: "Layanan ini hanya dapat dimasuki dengan passkey, yaitu sidik jari, wajah, atau PIN perangkat Anda.",
        advice: [
            "Tambahkan passkey di halaman akun, lalu buka lagi layanan ini.",
            "Sudah punya passkey? Keluar, lalu masuk dengan passkey.",
        ],
        action: "Ke beranda",
    },
    sent: "Alamat yang dikirim:",
    client: "Layanan:",
    about: "Tentang layanan ini",
    start: "Mulai lagi di layanan",
    add_passkey: "Tambah passkey",
};

pub const CONFIRM: Confirm = Confirm {
    title: |service| format!("Masuk ke {service}"),
    lead: |service| format!("{service} meminta Anda masuk dengan ASN Digital."),
    signed_in_as: "Anda masuk sebagai",
    learns: "Layanan ini akan mengetahui:",
    scopes: ScopeWords {
        openid: "bahwa ini Anda, setiap kali Anda masuk",
        profile: "nama, NIP, dan instansi Anda",
        email: "alamat surel Anda",
        phone: "nomor telepon Anda, jika tercatat",
        address: "alamat Anda, jika tercatat",
        roles: "peran Anda di ASN Digital",
    },
    third_party: "Layanan ini bukan milik pemerintah pusat. Kata sandi dan kode Anda tidak pernah diberikan.",
    later: "Izin ini dapat dicabut kapan saja di halaman akun.",
    allow: "Izinkan dan masuk",
    go_on: "Lanjutkan",
    deny: "Jangan masuk",
    somebody_else: "Bukan Anda? Keluar dan masuk sebagai orang lain",
};

pub const LEAVING: Leaving = Leaving {
    title: "Keluar dari ASN Digital?",
    lead: "Sebuah layanan meminta Anda keluar. Jika Anda keluar, semua layanan yang Anda masuki lewat ASN Digital diberi tahu.",
    stay: "Tetap masuk",
    done: "Anda sudah keluar",
    done_lead: "Sesi Anda di ASN Digital sudah berakhir.",
    told: "Layanan yang diberi tahu bahwa Anda keluar:",
    reached: "sudah tahu",
    due: "sedang diberi tahu",
    failed: "tidak menjawab",
    failed_hint: "Layanan yang tidak menjawab mungkin masih menganggap Anda masuk. Di komputer bersama, tutup peramban.",
    log_in_again: "Masuk lagi",
    back: |service| format!("Kembali ke {service}"),
};

pub const USED_SERVICES: UsedServices = UsedServices {
    title: "Layanan",
    hint: "Layanan yang Anda masuki lewat ASN Digital. Saat Anda keluar, semuanya diberi tahu.",
    nothing: "Anda belum masuk ke layanan mana pun.",
    since: "Masuk sejak",
    not_signed_in: "Sedang tidak masuk",
    knows: "Boleh mengetahui:",
    withdraw: "Cabut izin",
    withdrawn: "Izin dicabut. Layanan itu diberi tahu.",
};

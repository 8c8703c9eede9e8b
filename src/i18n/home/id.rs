//! Bahasa Indonesia.

use super::Home;
use crate::i18n::Step;

pub const HOME: Home = Home {
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
    ladder_agency: Step {
        title: "Operator instansi Anda",
        text: "BKPSDM, BKD, atau bagian kepegawaian di kantor Anda. Paling cepat untuk \
               lupa kata sandi atau ganti HP.",
    },
    ladder_region: Step {
        title: "Kantor regional BKN",
        text: "Bila operator instansi tidak dapat menyelesaikannya.",
    },
    ladder_help_desk: Step { title: "Helpdesk BKN", text: "Bila masalah tetap ada:" },
    help_desk: "kirim pertanyaan ke Helpdesk BKN",
};

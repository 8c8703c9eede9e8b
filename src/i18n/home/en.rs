//! English.

use super::Home;
use crate::i18n::Step;

pub const HOME: Home = Home {
    title: "One door to every civil service portal",
    lead: "Log in once with your NIP or NI PPPK, then open e-Kinerja, MyASN, SIASN and the \
           other staff services.",
    first_time: "Logging in for the first time",
    go_on: "Open your services",
    how_to: "How to log in",
    steps: [
        Step {
            title: "Log in with your password",
            text: "Type your NIP or NI PPPK and your password. Leave the OTP code empty for \
                   now.",
        },
        Step {
            title: "Activate MFA, just once",
            text: "Connect the authenticator app on your phone. One phone is enough; it takes \
                   about three minutes.",
        },
        Step {
            title: "Open every service",
            text: "Log in again with the OTP code from the app. All services are on one page.",
        },
    ],
    public_services: "Public services",
    public_hint: "Open to everyone, without logging in.",
    help: "Need help? Start close by",
    ladder_agency: Step {
        title: "Your agency's operator",
        text: "BKPSDM, BKD or the staffing unit at your office. Fastest for a forgotten \
               password or a new phone.",
    },
    ladder_region: Step {
        title: "BKN regional office",
        text: "When your agency's operator cannot solve it.",
    },
    ladder_help_desk: Step { title: "BKN help desk", text: "When the problem remains:" },
    help_desk: "ask the BKN help desk",
};

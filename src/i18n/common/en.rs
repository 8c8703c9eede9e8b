//! English.

use super::{Common, ErrorPage, ErrorPages, Keep, Offline, Onward};
use crate::i18n::grouped;

pub const COMMON: Common = Common {
    skip_link: "Skip to content",
    demo_title: "Demo data:",
    demo_text: "do not enter real data.",
    brand_label: "ASN Digital, home",
    language: "Language",
    welcome_person: "Welcome,",
    nip_ending: |ending| format!("NIP ending in {ending}"),
    official_address: "Official address:",
    log_in: "Log in",
    log_out: "Log out",
    logging_in: "Logging in…",
    logging_out: "Logging out…",
    busy: "Just a moment…",
    footer: "Footer links",
    home: "Home",
    how_to: "How to log in",
    help: "Help",
    unofficial: "The catalogue of services is compiled from public sources and is unofficial.",
    account_menu: "Account menu",
    error_prefix: "Error: ",
    too_long: |what, characters, limit| {
        let [characters, limit] = [characters, limit].map(|number| grouped(number, ','));
        format!("{what}: at most {limit} characters. You typed {characters}.")
    },
    unreadable: |what| {
        format!(
            "{what}: there are invisible signs, now marked \u{fffd}. Delete them and send it again."
        )
    },
    number: |number| grouped(number, ','),
    of_characters: |limit| format!(" of {} characters", grouped(limit, ',')),
    take_away: "; remove ",
    error_summary: "Something needs correcting",
    elsewhere: " (another site)",
    cancel: "Cancel",
    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    hour_separator: ":",
    manage: "Manage",
};

pub const KEEP: Keep = Keep {
    copy: "Copy",
    copied: "Copied",
    copy_refused: "This browser does not allow copying. The text is selected now: press it long and \
                   choose Copy, or press Ctrl+C.",
    share: "Share",
    share_refused: "This browser could not share them. The codes are selected now: press them long \
                    and choose Copy.",
    print: "Print",
    download: "Download",
};

pub const ONWARD: Onward = Onward {
    opening: "Opening",
    a_service: "the service",
    logged_in: "You are logged in.",
    by_itself: "The service opens by itself. If it does not, press the button below.",
    by_hand: "Press the button below to go on.",
};

pub const OFFLINE: Offline = Offline {
    title: "No network",
    page: "This page cannot be opened, because this device is not connected to the internet. Nothing is lost.",
    service: |name| {
        format!(
            "{name} cannot be opened, because this device is not connected to the internet. Nothing is lost."
        )
    },
    logout: "The last view was removed from this device, but you are not logged out yet. Once you are connected, open ASN Digital again and press Log out.",
    check: "Check Wi-Fi or mobile data, then try again.",
    last_view: "Your services and the last announcements can still be seen on the home page.",
    help: "Need help at once? Ask your agency's operator or the BKN help desk.",
    back: "To the home page",
};

pub const ERROR: ErrorPages = ErrorPages {
    what_now: "What you can do",
    reference: "Reference number:",
    reference_hint: "Quote this number when you ask for help.",
    bad_request: ErrorPage {
        title: "This request cannot be read",
        lead: "What reached us was incomplete or damaged on the way. Nothing has changed.",
        advice: ["Go back to the previous page.", "Fill it in once more and send it."],
        action: "To the home page",
    },
    forbidden: ErrorPage {
        title: "This request came from another site",
        lead: "To keep your account safe we did not carry it out. Nothing has changed.",
        advice: [
            "Open ASN Digital directly by its address.",
            "If a link brought you here, do not use that link.",
        ],
        action: "To the home page",
    },
    somebody_else: ErrorPage {
        title: "That page belonged to another account",
        lead: "Another account is logged in in this browser now, so what you asked for on that \
               old page was not carried out. Nothing has changed.",
        advice: [
            "Open the home page: it shows who is logged in. Close the old page.",
            "Not you? Press Log out there, and log in with your own NIP.",
        ],
        action: "Open the home page",
    },
    not_found: ErrorPage {
        title: "This page does not exist",
        lead: "Perhaps the address was mistyped or the page has moved. Nothing is lost.",
        advice: ["Check the address.", "Or start from the home page."],
        action: "To the home page",
    },
    too_large: ErrorPage {
        title: "That is too long",
        lead: "What was sent is larger than we can accept. Nothing has changed.",
        advice: ["Go back to the previous page.", "Make it shorter and send it again."],
        action: "To the home page",
    },
    busy: ErrorPage {
        title: "Very busy right now",
        lead: "Many people are logging in at the same time. We have not processed your \
               request. Nothing is lost, and your account is not locked.",
        advice: ["Wait a few seconds.", "Then try once more; there is no need to keep pressing."],
        action: "Back to the login page",
    },
    cannot_save: ErrorPage {
        title: "Nothing can be saved right now",
        lead: "Our server cannot save anything at the moment, so we did not carry out your \
               request. It is not your fault. What was saved before is all still there.",
        advice: [
            "Wait a few minutes, then send it once more.",
            "If it happens again, give the reference number below to the BKN help desk.",
        ],
        action: "To the home page",
    },
    unavailable: ErrorPage {
        title: "A short interruption",
        lead: "The portal cannot reach its data at the moment. We are on it, and it usually \
               takes less than a minute. Your account and your data are safe.",
        advice: [
            "Wait a moment, then try once more.",
            "If you sent something, look first whether it has arrived.",
        ],
        action: "To the home page",
    },
    internal: ErrorPage {
        title: "Something went wrong on our side",
        lead: "We could not complete your request. It is not your fault. No data is lost.",
        advice: [
            "Try again in a little while.",
            "If it happens again, give the reference number below to the BKN help desk.",
        ],
        action: "To the home page",
    },
};

/// A wait.
pub fn duration(seconds: u32) -> String {
    match seconds {
        0..=1 => "1 second".to_owned(),
        2..=59 => format!("{seconds} seconds"),
        60 => "1 minute".to_owned(),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

//! English.

mod account;
mod mail;

use super::{grouped, messages::*};

pub static MESSAGES: Messages = Messages {
    common: Common {
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
    },
    home: Home {
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
        ladder: [
            Step {
                title: "Your agency's operator",
                text: "BKPSDM, BKD or the staffing unit at your office. Fastest for a forgotten \
                       password or a new phone.",
            },
            Step {
                title: "BKN regional office",
                text: "When your agency's operator cannot solve it.",
            },
            Step { title: "BKN help desk", text: "When the problem remains:" },
        ],
        help_desk: "ask the BKN help desk",
    },
    login: Login {
        back: "Back to the login page",
        public_device: "This is not my computer",
        forgotten: "Forgotten password?",
        title: "Log in",
        nip: "NIP or NI PPPK",
        nip_hint: "18 digits; spaces and dots are fine",
        password: "Password",
        show: "Show",
        show_password: "Show password",
        hide: "Hide",
        hide_password: "Hide password",
        code: "OTP code (6 digits)",
        code_hint: "No code yet? Just leave it empty.",
        submit: "Log in",
        help: "Help with logging in",
        folds: [
            Step {
                title: "First time here?",
                text: "Fill in only your NIP and password and leave the OTP code empty. We will \
                       then guide you through activating MFA on your phone.",
            },
            Step {
                title: "Forgotten, or no password yet?",
                text: "Open “Forgotten password?” below the form. New PPPK who have no password \
                       yet start there, too.",
            },
            Step {
                title: "New or lost phone?",
                text: "Log in with your NIP and password and leave the code empty. The second step \
                       offers other ways: recovery codes, or help for a lost phone.",
            },
        ],
        genuine: "Is this really ASN Digital?",
        genuine_hint: "Compare with the address in your browser, letter by letter. We never ask \
                       for your password or an OTP code by phone, WhatsApp or e-mail.",
        nip_empty: "Enter your NIP or NI PPPK",
        nip_not_digits: "A NIP has digits only. Remove letters and other signs.",
        nip_length: |digits| format!("A NIP has 18 digits. You typed {digits}."),
        nip_structure: "This NIP cannot be right. Check the birth date at its start and the \
                        digits after it.",
        password_empty: "Enter your password",
        password_too_long: "The password is too long: at most 1,024 characters",
        code_problem: "The OTP code has 6 digits",
        credentials: "NIP or password is wrong",
        wait: |seconds| {
            format!(
                "Too many attempts. The account is not blocked: wait {}, then try once more.",
                duration(seconds)
            )
        },
        mfa_activated: "MFA is active. Log in once more with the newest OTP code from the app.",
        logged_out: "You have logged out.",
        logout_uncertain: "This browser sent a login that cannot be read, so there was no session to \
                           end. It is removed from this browser now. If you were logged in here, log in \
                           again and end that session on the account page; without activity it also \
                           ends by itself.",
        session_ended: "Your session has ended. Please log in again.",
        enrolment_expired: "MFA setup is not under way any more. Nothing is lost: log in again.",
        enrolment_cancelled: "MFA setup was cancelled. You can begin again at any time.",
        offer_title: "One more step: activate MFA",
        offer_text: "Your password is right. To keep your account safe even if the password \
                     leaks, from now on you also log in with an OTP code: 6 digits from your phone. \
                     This is called MFA, and every civil servant must use it.",
        offer_needs: "What you need",
        offer_list: [
            "your own phone; one phone is enough",
            "the Google Authenticator app, free of charge",
            "about three minutes, and only once",
        ],
        offer_accept: "Activate MFA",
    },
    keep: Keep {
        copy: "Copy",
        copied: "Copied",
        copy_refused: "This browser does not allow copying. The text is selected now: press it long and \
                       choose Copy, or press Ctrl+C.",
        share: "Share",
        share_refused: "This browser could not share them. The codes are selected now: press them long \
                        and choose Copy.",
        print: "Print",
        download: "Download",
    },
    mfa: Mfa {
        title: "Activate MFA",
        lead: "Three steps, just once. You may switch to another app and come back: this page \
               stays here for 15 minutes.",
        install_title: "Install Google Authenticator on your phone",
        install_text: "Free, from the Play Store (Android) or the App Store (iPhone). Got it \
                       already? Go on to step 2.",
        connect_title: "Connect it with your account",
        connect_text: "Choose one way: scan the QR code, or go on with this phone.",
        scan_title: "This page is on a computer",
        scan_text: "Open Google Authenticator, tap +, then Scan a QR code.",
        qr_label: "QR code for the authenticator app",
        same_phone_title: "This page is on the same phone",
        same_phone_text: "Cannot scan? This button opens the app directly.",
        open_app: "Open in the authenticator app",
        key_label: "Or type this key into the app, type Time based:",
        the_key: "the key",
        prove_title: "Type the OTP code from the app",
        code: "OTP code (6 digits)",
        code_hint: "The 6 digits shown under “ASN Digital”; they change every 30 seconds",
        code_empty: "Enter the OTP code from the app",
        code_not_six: "The OTP code has 6 digits",
        wrong_code: "The OTP code is not valid. Type the code now shown under “ASN Digital”.",
        clock_code: "The OTP code is not valid. Correct the phone's clock, then use the new code.",
        clock_off: |minutes| {
            let direction = if minutes < 0 { "slow" } else { "fast" };
            let unit = if minutes.unsigned_abs() == 1 { "minute" } else { "minutes" };
            format!("Your phone's clock is about {} {unit} {direction}", minutes.unsigned_abs())
        },
        clock_why: "That is why the code does not fit. Correct the clock, then type the new code \
                    in step 3.",
        clock_android: ["Open Settings, then Date & time", "Turn on Set time automatically"],
        clock_iphone: ["Open Settings, General, Date & Time", "Turn on Set Automatically"],
        clock_zone: "The time zone need not change: WIB, WITA and WIT are all fine.",
        reset_title: "Code after the reset",
        reset_mailed: |mailbox| {
            format!(
                "Your authenticators were reset. So that only you can set up the new one, we send a \
                 code to {mailbox}. Type it here, then follow the three steps below."
            )
        },
        reset_from_operator: "Your authenticators were reset. So that only you can set up the new \
                              one, ask the officer who asked for the reset for the code, in person. \
                              Type it here, then follow the three steps below.",
        reset_send: "Send the code",
        reset_sent: "The code was sent and works for 24 hours. Look into your spam folder, too.",
        reset_code_mailed: "Code from the e-mail",
        reset_code_shown: "Code from the officer",
        reset_code_hint: "10 letters and digits, such as K7QFM-2ZP9X.",
        reset_code_empty: "Enter the code from the e-mail or the officer",
        reset_code_wrong: "The code from the e-mail or the officer is wrong, was replaced by a newer \
                           one, or is older than 24 hours. Check it, or ask for a new one.",
        reset_no_mailbox: "The code to set up your authenticator cannot be sent: no e-mail address \
                           is registered. Go to your agency operator with an identity card.",
        reset_mailbox_alone: "Your password was set by e-mail a short while ago, so the mailbox \
                              alone is not proof enough for 7 days. Go to your agency operator with \
                              an identity card.",
        device_name: "Device name",
        device_name_hint: "The phone that the app is on. You may change it.",
        device_name_empty: "Enter a device name, for example My Samsung phone",
        my_phone: "My phone",
        my_phone_by: |maker| format!("My {maker} phone"),
        my_device: |name| format!("My {name}"),
        my_computer: "My computer",
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
        title: "Your services",
        search_label: "Search services",
        search_placeholder: "Search, e.g. skp",
        search: "Search",
        groups_label: "Service groups",
        groups: [
            "Performance",
            "Support",
            "Talent & career",
            "Leaving & pension",
            "Planning",
            "Recruitment",
        ],
        nothing: |query| format!("No service matches “{query}”"),
        nothing_typed: "No service matches",
        try_words: "Try another word, for example",
        or_ask: "or ask the",
        show_all: "Show all services",
        found: "Services found:",
        results: "Search results",
        search_is_part: "Only the first 100 characters of what you typed are searched for.",
        density: "View",
        densities: ["Grid", "List"],
        offline: "No network. This is the last view, kept",
        offline_advice: ". Services open again once you are connected.",
        update: "A new version of ASN Digital is here.",
        reload: "Reload",
        install: "Put ASN Digital on your home screen, without an app store.",
        install_button: "Install app",
        not_now: "Not now",
        favourites: "Favourites",
        suggested: "Suggestions for your role. Press the star of a service to choose your own.",
        no_favourites: "No favourites yet: press a star.",
        arrange: "Arrange favourites",
        earlier: |name| format!("Move {name} up"),
        later: |name| format!("Move {name} down"),
        pin: |name| format!("Add {name} to favourites"),
        unpin: |name| format!("Remove {name} from favourites"),
        recents: "Last opened",
        states: ["Available", "Maintenance", "Disruption", "Blocked"],
        until: "until",
        undo: "Undo",
        pinned: |name| format!("{name} is among your favourites."),
        unpinned: |name| format!("{name} was removed from your favourites."),
        moved: "Your favourites have a new order.",
        acknowledged: "Thank you. You can still read it on the Announcements page.",
        through_agency: "through your agency",
        handled: "Done by your agency's operator",
        handled_hint: "The operator does this for you. Each agency may ask for something else.",
        for_employees: "For civil servants: opened with an employee's account.",
        ask: "Ask",
        bring: "Usually needed",
    },
    service: ServicePage {
        all: "All services",
        open: |name| format!("Open {name}"),
        group: "Group",
        who: "Who uses it",
        everyone: "everyone",
        employees: "all civil servants",
        operators: "agency operators",
        how: "How to open it",
        how_known: "Directly from this portal.",
        how_through_agency: "Through your agency; the portal does not know its address yet.",
        through_agency: "This service is opened through your agency",
        not_solved: "Still not solved? Send a question to the",
        ask_help_desk: "BKN help desk",
        address: "Address",
        state: "State",
        pin: "Add to favourites",
        unpin: "Remove from favourites",
    },
    announcements: Announcements {
        title: "Announcements",
        none: "There is no announcement for you at the moment.",
        count: |count| match count {
            1 => "1 announcement".to_owned(),
            _ => format!("{count} announcements"),
        },
        read: "Read all of it",
        severities: ["Information", "Please note", "Important"],
        until: "until",
        acknowledge: "I understand",
    },
    manage: Manage {
        resets: "Resets",
        title: "Manage",
        announcements: "Announcements",
        services: "Services",
        new: "Write an announcement",
        none: "There is no announcement yet.",
        column_title: "Title",
        column_agency: "Agency",
        column_stage: "State",
        column_ends: "Ends",
        column_service: "Service",
        column_address: "Address",
        stages: ["Draft", "Planned", "Showing", "Over"],
        untitled: "(no title)",
        edit_announcement: "Announcement",
        severity: "Severity",
        severity_hint: "An important one stays until the reader presses “I understand”.",
        audience: "For whom",
        audiences: ["all civil servants", "operators of all agencies", "people of my agency"],
        own_agency_only: "Your announcements are shown to the people of your agency.",
        title_id: "Title (Indonesian)",
        title_en: "Title (English)",
        body_id: "Text (Indonesian)",
        body_en: "Text (English)",
        body_hint: "You may use **bold**, *italics*, lists with - at the start of a line, and \
                    [links](https://…). Everything else is shown as you type it.",
        english_hint: "Not needed. Without it readers of English see the Indonesian text.",
        zone: "Time zone",
        zone_hint: "Of both times below, and shown to readers.",
        zones: [
            "WIB: Sumatra, Java, western and central Kalimantan",
            "WITA: Bali, Nusa Tenggara, Sulawesi, the rest of Kalimantan",
            "WIT: Maluku and Papua",
        ],
        starts: "Show from",
        ends: "Show until",
        save: "Save draft",
        save_hint: "A draft is kept even while it is incomplete. Nobody can read it yet.",
        preview: "Preview",
        read_in: |language| format!("Read in {language}"),
        publish: "Publish",
        publish_hint: "Once published, its text cannot be changed; it can be ended.",
        end: "End now",
        end_hint: "The announcement disappears at once.",
        missing: "Before it can be published",
        title_id_missing: "Write the title in Indonesian",
        title_en_missing: "Write the title in English, too, or leave its text empty",
        body_id_missing: "Write the text in Indonesian",
        body_en_missing: "Write the text in English, too, or leave its title empty",
        starts_missing: "Choose the day and time it starts",
        ends_missing: "Choose the day and time it ends",
        ends_past: "The end has passed. Choose a time to come.",
        ends_before: "The end has to be after the start",
        draft_changed: "Not published yet: this draft was changed after you pressed Publish. Check it, then press again.",
        draft_saved: "Draft saved.",
        draft_incomplete: "Draft saved, but not published, because it is not complete.",
        not_saved: "Not saved yet. What you typed is still below; correct it and save it again.",
        published: "Announcement published.",
        ended: "Announcement ended.",
        address: "Address of the service",
        address_hint: "Begins with https://. Leave it empty to use the address in the catalogue.",
        address_in_file: |address| format!("Address in the catalogue: {address}"),
        state: "State",
        until: "Until when",
        until_hint: "Western Indonesian Time (WIB). Required for maintenance; afterwards the \
                     service is available again by itself.",
        note_id: "Why, and whom to ask (Indonesian)",
        note_en: "Why, and whom to ask (English)",
        note_hint: "Required for a disruption or a block.",
        address_wrong: "The address has to begin with https:// and the name of a site, and have at most \
                        500 characters",
        until_wrong: "Write the time like 2026-11-30T17:00",
        until_missing: "Say when the maintenance ends; it has to be a time to come",
        note_missing: "Say why and whom to ask, in Indonesian",
        all_available: "Every service is available.",
        in_trouble: |number| match number {
            1 => "1 service is not available; it comes first.".to_owned(),
            _ => format!("{number} services are not available; they come first."),
        },
        save_service: "Save",
        service_saved: "Service updated. Everybody sees it within a few seconds.",
        unofficial: "This catalogue is compiled from public sources and unofficial. Check an \
                     address before you change it.",
    },
    onward: Onward {
        opening: "Opening",
        a_service: "the service",
        logged_in: "You are logged in.",
        by_itself: "The service opens by itself. If it does not, press the button below.",
        by_hand: "Press the button below to go on.",
    },
    offline: Offline {
        title: "No network",
        page: "This page cannot be opened, because this device is not connected to the internet. Nothing is lost.",
        service: |name| {
            format!(
                "{name} cannot be opened, because this device is not connected to the internet. Nothing is lost."
            )
        },
        logout: "The last view was removed from this device, but you are not logged out yet. Once you are connected, open ASN Digital again and press Log out.",
        advice: [
            "Check Wi-Fi or mobile data, then try again.",
            "Your services and the last announcements can still be seen on the home page.",
            "Need help at once? Ask your agency's operator or the BKN help desk.",
        ],
        back: "To the home page",
    },
    error: ErrorPages {
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
            advice: [
                "Wait a few seconds.",
                "Then try once more; there is no need to keep pressing.",
            ],
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
    },
};

fn duration(seconds: u32) -> String {
    match seconds {
        0..=1 => "1 second".to_owned(),
        2..=59 => format!("{seconds} seconds"),
        60 => "1 minute".to_owned(),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

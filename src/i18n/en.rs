//! English.

use super::messages::*;

pub static MESSAGES: Messages = Messages {
    common: Common {
        skip_link: "Skip to content",
        demo_title: "Demo data:",
        demo_text: "do not enter real data.",
        brand_label: "ASN Digital, home",
        language: "Language",
        welcome: "Welcome to",
        welcome_person: "Welcome,",
        nip_ending: |ending| format!("NIP ending in {ending}"),
        official_address: "Official address:",
        log_in: "Log in",
        log_out: "Log out",
        footer: "Footer links",
        home: "Home",
        how_to: "How to log in",
        help: "Help",
        unofficial: "The catalogue of services is compiled from public sources and is unofficial.",
        error_prefix: "Error: ",
        error_summary: "Something needs correcting",
        elsewhere: " (another site)",
        cancel: "Cancel",
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
                text: "Log in again with the code from the app. All services are on one page.",
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
        code_hint: "Use the newest code in your authenticator app. Leave it empty the first time, \
                    or while MFA is not active.",
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
        mfa_activated: "MFA is active. Log in once more with the newest code from the app.",
        logged_out: "You have logged out.",
        session_ended: "Your session has ended. Please log in again.",
        enrolment_expired: "The time to set up MFA is over, or it was not begun. Nothing is lost: \
                            log in again to begin.",
        enrolment_cancelled: "MFA setup was cancelled. You can begin again at any time.",
        offer_title: "One more step: activate MFA",
        offer_text: "Your password is right. To keep your account safe even if the password \
                     leaks, from now on you also log in with a 6-digit code from your phone. This \
                     is called MFA, and every civil servant must use it.",
        offer_needs: "What you need",
        offer_list: [
            "your own phone; one phone is enough",
            "the Google Authenticator app, free of charge",
            "about three minutes, and only once",
        ],
        offer_accept: "Activate MFA",
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
        copy: "Copy",
        copy_key: "Copy key",
        copied: "Copied",
        prove_title: "Prove it with a code from the app",
        code: "One-time code",
        code_hint: "The 6 digits shown under “ASN Digital”; they change every 30 seconds",
        code_empty: "Enter the code from the app",
        code_not_six: "The code has 6 digits",
        wrong_code: "The authenticator code is not valid. Type the code now shown under “ASN \
                     Digital”.",
        clock_code: "The authenticator code is not valid. Correct the phone's clock, then use the \
                     new code.",
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
        device_name: "Device name",
        device_name_hint: "for example My Samsung phone",
        device_name_empty: "Enter a device name, for example My Samsung phone",
        device_name_too_long: "A device name has at most 60 characters",
        device_name_unreadable: "The device name holds invisible signs. Type it again.",
        submit: "Submit",
    },
    new_password: NewPassword {
        strengths: [
            "Fair. It can be used; one more word makes it stronger.",
            "Good. This password is hard to guess.",
            "Strong. This password is very hard to guess.",
        ],
        empty: "Enter a new password",
        too_short: |typed| {
            format!(
                "The new password is too short: {typed} of at least 12 characters. Add a few words."
            )
        },
        too_long: "The new password is too long: at most 1,024 characters. Remove some of it.",
        holds_nip: "The new password has your NIP or birth date in it, which others can easily \
                    learn. Put a few words in its place.",
        holds_name: "The new password has your name in it, which others know. Put a few words in \
                     its place.",
        common: "The new password is easy to guess: many people use words, sequences or numbers \
                 like these. Choose four words that have nothing to do with each other.",
    },
    mail: Mail {
        greeting: |name| format!("Dear {name},"),
        closing: |origin| {
            format!(
                "We never ask for passwords or codes by phone, WhatsApp, or reply to an e-mail. Official \
             address: {origin}\nASN Digital"
            )
        },
        browser: |browser, system| format!("{browser} on {system}"),
        unknown_browser: "an unknown browser",
        new_browser: Letter {
            subject: "New device logged in",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Your ASN Digital account was opened from a new device: {browser}, {when}.\n\nIf \
                 this was you, there is nothing to do. If not, log in, open “Account security”, \
                 and choose “This was not me”.",
                    browser = facts.browser,
                    when = facts.when
                )
            },
        },
        authenticator_added: Letter {
            subject: "New authenticator added",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "The authenticator “{what}” was added to your ASN Digital account on {when} from \
                 {browser}.\n\nIf this was not you, log in and choose “This was not me” under \
                 “Account security”, or contact your agency operator.",
                    browser = facts.browser,
                    when = facts.when,
                    what = facts.what
                )
            },
        },
        authenticator_removed: Letter {
            subject: "Authenticator removed",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "The authenticator “{what}” was removed from your ASN Digital account on {when} \
                 from {browser}.\n\nIf this was not you, log in and choose “This was not me” \
                 under “Account security”.",
                    browser = facts.browser,
                    when = facts.when,
                    what = facts.what
                )
            },
        },
        recovery_code_used: Letter {
            subject: "Recovery code used",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "A recovery code of your ASN Digital account was used on {when} from {browser}. \
                 Left: {count}.\n\nIf this was not you, log in and choose “This was not me” under \
                 “Account security”.",
                    browser = facts.browser,
                    when = facts.when,
                    count = facts.count
                )
            },
        },
        recovery_codes_made: Letter {
            subject: "New recovery codes made",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "New recovery codes were made for your ASN Digital account on {when} from \
                 {browser}. The old ones no longer work.\n\nIf this was not you, log in and \
                 choose “This was not me” under “Account security”.",
                    browser = facts.browser,
                    when = facts.when
                )
            },
        },
        password_link: Letter {
            subject: "Link for a new password",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Open this link to choose an ASN Digital password. It works for 30 minutes, \
                 once:\n\n{what}\n\nIf you did not ask for it, ignore this letter; your password \
                 has not changed.",
                    what = facts.what
                )
            },
        },
        password_changed: Letter {
            subject: "Password changed",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "The password of your ASN Digital account was changed on {when} from {browser}. \
                 Every other device was logged out.\n\nIf this was not you, ask for a new link at \
                 “Forgotten password”, then contact your agency operator.",
                    browser = facts.browser,
                    when = facts.when
                )
            },
        },
        reset_code: Letter {
            subject: "Code to reset your authenticators",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Your code: {what}\n\nType it on the page where you asked for it. It works for 10 \
                 minutes. Do not give it to anybody.\n\nIf you did not ask for it, somebody knows \
                 your password: change it at once.",
                    what = facts.what
                )
            },
        },
        reset_started: Letter {
            subject: "A reset of your authenticators has begun",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "A reset of all authenticators of your ASN Digital account was asked for on \
                 {when} from {browser}. It takes effect on {effect}.\n\nNOT YOU? Cancel it with \
                 one click:\n\n{what}\n\nIf it was you, wait until then, log in with your \
                 password, and set up a new authenticator.",
                    browser = facts.browser,
                    when = facts.when,
                    what = facts.what,
                    effect = facts.effect
                )
            },
        },
        reset_requested: Letter {
            subject: "An operator asked for a reset of your authenticators",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "Your agency operator asked for a reset of all authenticators of your ASN Digital \
                 account on {when}. A second officer still has to approve it.\n\nYou did not ask \
                 for it? Cancel it with one click:\n\n{what}",
                    when = facts.when,
                    what = facts.what
                )
            },
        },
        reset_cancelled: Letter {
            subject: "Reset cancelled",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "The reset of the authenticators of your ASN Digital account was cancelled on \
                 {when}. Everything is as it was.\n\nIf you had not asked for it, somebody may \
                 know your password: change it.",
                    when = facts.when
                )
            },
        },
        reset_done: Letter {
            subject: "Authenticators were reset",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "All authenticators and recovery codes of your ASN Digital account were removed \
                 on {when}, and every device was logged out.\n\nLog in with your NIP and password \
                 to set up a new authenticator.",
                    when = facts.when
                )
            },
        },
        disowned: Letter {
            subject: "Every device was logged out",
            #[cfg(feature = "ssr")]
            text: |facts| {
                format!(
                    "You chose “This was not me” on {when} from {browser}. Every device was logged \
                 out. Go on in that browser with a new password and a new authenticator.",
                    browser = facts.browser,
                    when = facts.when
                )
            },
        },
    },
    second_factor: SecondFactor {
        title: "Second step",
        lead: "Your password is right. Prove once more that it is you.",
        proof_title: "Prove that it is you",
        proof_lead: "For your safety, changing authenticators needs a fresh proof. It counts for \
                     five minutes.",
        code: "One-time code (6 digits)",
        code_hint: "The newest code in your authenticator app.",
        submit: "Go on",
        other_ways: "Try another way",
        passkey: "Use a passkey",
        passkey_hint: "Fingerprint, face or screen lock.",
        passkey_cancelled: "The passkey was cancelled or is not on this device. Nothing has \
                            changed; try again or use another way.",
        passkey_known: "This device is registered as your passkey already.",
        passkey_failed: "This passkey cannot be used. Nothing has changed; try again or use \
                         another way.",
        recovery: "Use a recovery code",
        recovery_hint: "One of the ten codes you kept when you activated MFA, such as \
                        K7QFM-2ZP9X. Each works once.",
        recovery_label: "Recovery code",
        recovery_submit: "Use this code",
        lost: "Lost your phone and have no recovery code?",
        code_empty: "Type the 6 digits from your authenticator app.",
        code_not_six: "The code has 6 digits. Look at your authenticator app again.",
        wrong_code: "The authenticator code is not valid. Wait for the next code in the app, then \
                     type that one.",
        used_code: "This code has been used. Wait for the next code in the app, then type that \
                    one.",
        clock_next: "Type the next code that appears in the app: two codes in a row prove by how \
                     much your phone is off, and let you in.",
        wrong_recovery: "The recovery code is wrong or was used. Check it, or use another one.",
    },
    recovery_codes: RecoveryCodes {
        title: "Keep your recovery codes",
        lead: "If your phone is lost, one of these codes opens your account. Keep them in a safe \
               place, not on the same phone.",
        once: "The codes are shown only this once.",
        list: "Ten recovery codes",
        print: "Print",
        copy: "Copy",
        copied: "Copied",
        download: "Download",
        made: |when| format!("Made {when}"),
        next: "I have kept them, go on",
        gone_title: "The codes were shown already",
        gone: "Recovery codes are shown only once. If you could not keep them, log in and make \
               new ones under “Account security”.",
    },
    account: Account {
        title: "Account security",
        link: "Account security",
        back: "Back to Account security",
        authenticators: "Authenticators",
        authenticators_hint: "Better have more than one, so that you can still log in if your \
                              phone is lost.",
        app: "Authenticator app",
        passkey: "Passkey",
        added: "Added",
        last_used: "Last used",
        clock_off: |minutes| {
            format!(
                "This phone\'s clock is {} minutes {}; its codes are accepted all the same.",
                minutes.unsigned_abs(),
                if minutes > 0 { "fast" } else { "slow" }
            )
        },
        rename: "Rename",
        new_name: "New name",
        save: "Save",
        remove: "Remove",
        add_app: "Add an authenticator app",
        add_passkey: "Add a passkey",
        passkey_name: "Name of the device for the passkey",
        passkey_no_script: "Adding a passkey needs JavaScript in this browser.",
        recovery_codes: "Recovery codes",
        short: "Account",
        attention: "Look here",
        codes_left: |left| format!("{left} of 10 codes left."),
        no_codes: "There are no recovery codes yet. Make them now, so that you can still log in \
                   if your phone is lost.",
        make_codes: "Make ten new codes",
        make_codes_hint: "The old codes stop working.",
        password: "Password",
        password_changed: |when| format!("Last changed {when}."),
        change_password: "Change password",
        sessions: "Devices that are logged in",
        this_device: "This device",
        public_device: "Not your own computer",
        since: "Logged in since",
        end_session: "Log out",
        end_others: "Log out all others",
        no_others: "No other device is logged in.",
        same_network: "The network you are on now",
        other_network: |address| format!("Another network ({address})"),
        this_machine: "This server itself",
        events: "Security log",
        all_events: "See the whole log",
        no_events: "Nothing has happened yet.",
        disown_title: "Something you did not do?",
        disown_text: "Every device is logged out, then you choose a new password and a new \
                      authenticator in this browser.",
        disown: "This was not me",
        waiting_reset: |at| {
            format!(
                "All your authenticators will be removed on {at}, because a \
                                     reset was asked for with your password and mailbox."
            )
        },
        requested_reset: "Your agency operator asked for a reset of all your authenticators. A \
                          second officer still has to approve it.",
        cancel_reset: "Not me, cancel it",
        few_codes: |left| match left {
            0 => "You have no recovery codes left.".into(),
            left => format!("{left} recovery codes left."),
        },
        few_codes_link: "Make new codes",
        change_title: "Change your password",
        forced: "Your password has to be changed before you go on. You stay logged in, and go \
                 straight to where you wanted.",
        disowned: "Every other device was logged out. Now choose a new password; after that, a \
                   new authenticator.",
        current: "Current password",
        new: "New password",
        new_hint: "At least 12 characters. A few words that you remember easily are strong, with \
                   spaces between them.",
        change_submit: "Save the new password",
        wrong_current: "The current password is wrong. Your password has not changed; try again.",
        same_password: "The new password is the current one. Choose another.",
        add_title: "Add an authenticator app",
        replace_title: "Set up a new authenticator",
        replace_lead: "This new authenticator takes the place of all authenticators and recovery \
                       codes there were.",
        notice_added: "Authenticator added.",
        notice_renamed: "Name changed.",
        notice_removed: "Authenticator removed.",
        notice_gone: "That authenticator is not there any more.",
        notice_last: "The last authenticator cannot be removed, so that you are not locked out. \
                      Add another one first.",
        notice_too_many: "You have ten already. Remove one first.",
        notice_password: "Password changed. Other devices were logged out.",
        notice_sessions: "Logged out.",
        notice_session_gone: "That device had logged out before.",
        notice_bad_name: "The name was not changed: use 1 to 60 visible characters.",
        notice_reset_cancelled: "The reset was cancelled. Your authenticators are as they were. \
                                 If you did not ask for it, change your password.",
        notice_reset_over: "There is no reset to cancel: it was cancelled or is done.",
        idle_title: "Are you still there?",
        idle_text: "For your safety, you will be logged out soon. What is saved is not lost.",
        idle_left: "Time left",
        idle_announce: "{} seconds left.",
        idle_stay: "Stay logged in",
    },
    events: Events {
        logged_in: "Logged in",
        passkey_logged_in: "Logged in with a passkey",
        recovery_code_used: "A recovery code was used",
        login_refused: "Failed login: wrong password",
        password_proved: "Right password, second step not yet",
        code_refused: "Right password, wrong one-time code",
        used_code_refused: "Right password, one-time code used before",
        recovery_code_refused: "Right password, wrong recovery code",
        login_throttled: "Too many attempts; the next one had to wait",
        mfa_offered: "Right password, MFA not active yet",
        mfa_activated: "MFA activated",
        authenticator_added: "Authenticator added",
        authenticator_renamed: "Authenticator renamed",
        authenticator_removed: "Authenticator removed",
        clock_synchronised: "The offset of a phone's clock was proved and kept",
        recovery_codes_made: "New recovery codes made",
        logged_out: "Logged out",
        session_ended: "Another device was logged out",
        password_set: "Password set by the portal's operator",
        password_changed: "Password changed",
        password_link_sent: "A link for a new password was asked for",
        password_reset: "Password chosen with a mailed link",
        reset_code_sent: "A reset code was mailed",
        reset_started: "A reset of the authenticators began",
        reset_requested: "An operator asked for a reset of the authenticators",
        reset_approved: "A reset was approved",
        reset_refused: "A reset was refused",
        reset_cancelled: "A reset was cancelled",
        reset_done: "All authenticators were removed by a reset",
        disowned: "“This was not me”: every device was logged out",
        announcement_published: "Announcement published",
        announcement_ended: "Announcement ended",
        service_changed: "Service changed",
        about: |what, object| format!("{what}: {object}"),
    },
    lost_phone: LostPhone {
        title: "Lost or changed phone",
        lead: "Follow these steps in order. Your records are safe; only the way in changes.",
        first_title: "Do you have a recovery code or another device?",
        first_text: "That is the fastest: go back to the second step and choose “Try another \
                     way”.",
        first_link: "Back to the second step",
        second_title: "Reset it yourself by e-mail",
        second_text: |mailbox, hours| {
            format!(
                "We send a code to {mailbox}. Once you have typed \
                                        it, all authenticators are removed after {hours} hours; \
                                        until then you can cancel."
            )
        },
        no_mailbox: "No e-mail address is registered for this account. Go on to step 3.",
        send_code: "Send the code",
        code_sent: "The code was sent and works for 10 minutes. Look into your spam folder, too.",
        code: "Code from the e-mail",
        code_hint: "8 letters and digits, such as K7QF-M2ZP.",
        start: "Begin the reset",
        third_title: "Ask your agency operator",
        third_text: "Go to your staffing unit (agency operator) with an identity card. With the \
                     approval of two officers, your authenticators are reset at once.",
        waiting: |at| {
            format!(
                "The reset has begun and takes effect on {at}. After that, log in \
                               with NIP and password only, and set up a new authenticator."
            )
        },
        wrong_code: "The code is wrong or older than 10 minutes. Check it, or send a new one.",
        mailbox_alone: "Your password was set by e-mail a short while ago, so the mailbox alone \
                        is not proof enough for 7 days. Ask your agency operator (step 3).",
        already_open: "A reset for this account is under way already.",
        cancel_title: "Cancel the reset",
        cancel_lead: "If you did not ask for the reset of your authenticators, cancel it now. \
                      Your authenticators stay as they are.",
        cancel_submit: "Cancel the reset",
    },
    forgotten: Forgotten {
        title: "Forgotten password",
        lead: "Type your NIP or NI PPPK. We send a link to the registered e-mail address. Never \
               had a password? Start here, too.",
        submit: "Send the link",
        sent_title: "Check your e-mail",
        sent: "If this number is registered and has an e-mail address, a link is on its way. It \
               works for 30 minutes. Look into your spam folder, too.",
        no_mail: "No e-mail, or is the address dead? Your agency operator can update your e-mail \
                  address.",
        new_title: "Choose a new password",
        new_lead: |nip| format!("For the account with the number {nip}."),
        new_submit: "Save the password",
        set: "The new password was saved. Log in with it.",
        link_over: "This link was used or is older than 30 minutes. Ask for a new one below.",
    },
    resets: Resets {
        title: "Reset authenticators",
        lead: "For people who have lost every way in and have come to you in person. Check their \
               identity. A second officer has to approve.",
        nip: "The person's NIP or NI PPPK",
        reason: "Reason, and how you checked the identity",
        reason_hint: "For instance: phone lost, came with identity card and staff card.",
        submit: "Ask for the reset",
        short_reason: "Write the reason, at least 10 characters.",
        not_yours: "This number was not found in your agency, or is beyond your scope.",
        already_open: "There is an open request for this person already.",
        list: "Requests",
        none: "No requests yet.",
        person: "Person",
        requested_by: "Asked for by",
        decided_by: "Decided by",
        when: "When",
        state: "State",
        states: ["Waits for approval", "Done", "Cancelled", "Refused"],
        approve: "Approve",
        refuse: "Refuse",
        second_person: "Waits for another officer",
        requested: "The request was noted. Another officer has to approve it.",
        approved: "The person's authenticators were reset.",
        refused: "The request was refused.",
        over: "That request was decided or cancelled already, or is beyond your scope.",
    },
    launcher: Launcher {
        title: "Your services",
        search_label: "Search services",
        search_placeholder: "Search services, for example skp",
        search: "Search",
        groups_label: "Service groups",
        groups: [
            "Planning",
            "Recruitment",
            "Performance",
            "Talent & career",
            "Leaving & pension",
            "Support",
        ],
        nothing: |query| format!("No service matches “{query}”"),
        nothing_typed: "No service matches",
        try_words: "Try another word, for example",
        or_ask: "or ask the",
        show_all: "Show all services",
        found: "Services found:",
        results: "Search results",
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
        no_favourites: "No favourites yet. Press the star of a service you use often.",
        arrange: "Arrange favourites",
        earlier: |name| format!("Move {name} up"),
        later: |name| format!("Move {name} down"),
        pin: |name| format!("Add {name} to favourites"),
        unpin: |name| format!("Remove {name} from favourites"),
        about: |name| format!("About {name}"),
        recents: "Last opened",
        states: ["Available", "Maintenance", "Disruption", "Blocked"],
        until: "until",
        favourites_changed: "Your favourites are up to date.",
        acknowledged: "Thank you. You can still read it on the Announcements page.",
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
        how_unknown: "The portal does not know this service's address yet. Ask your agency's \
                      operator, or send a question to the",
        ask_help_desk: "BKN help desk",
        address: "Address",
        state: "State",
        pin: "Add to favourites",
        unpin: "Remove from favourites",
    },
    announcements: Announcements {
        title: "Announcements",
        none: "There is no announcement for you at the moment.",
        all: "All announcements",
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
        body_hint: "At most 2,000 characters. You may use **bold**, *italics*, lists with - at \
                    the start of a line, and [links](https://…).",
        starts: "Show from",
        ends: "Show until",
        time_hint: "Western Indonesian Time (WIB)",
        save: "Save draft",
        save_hint: "A draft is kept even while it is incomplete. Nobody can read it yet.",
        preview: "Preview",
        publish: "Publish",
        publish_hint: "Once published, its text cannot be changed; it can be ended.",
        end: "End now",
        end_hint: "The announcement disappears at once.",
        missing: "Before it can be published",
        title_id_missing: "Write the title in Indonesian",
        title_en_missing: "Write the title in English",
        body_id_missing: "Write the text in Indonesian",
        body_en_missing: "Write the text in English",
        starts_missing: "Choose the day and time it starts",
        ends_missing: "Choose the day and time it ends",
        ends_past: "The end has passed. Choose a time to come.",
        ends_before: "The end has to be after the start",
        draft_saved: "Draft saved.",
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
        note_hint: "At most 300 characters. Required for a disruption or a block.",
        address_wrong: "The address has to begin with https:// and the name of a site",
        until_wrong: "Write the time like 2026-11-30T17:00",
        until_missing: "Say when the maintenance ends; it has to be a time to come",
        note_missing: "Say why and whom to ask, in both languages",
        save_service: "Save",
        service_saved: "Service updated. Everybody sees it within a few seconds.",
        unofficial: "This catalogue is compiled from public sources and unofficial. Check an \
                     address before you change it.",
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

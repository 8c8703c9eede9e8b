//! English.

use super::{LetterWords, Mail};

pub const MAIL: Mail = Mail {
    greeting: |name| format!("Dear {name},"),
    closing: |origin| {
        // A command does not know it.
        let address =
            if origin.is_empty() { String::new() } else { format!(" Official address: {origin}") };
        format!(
            "We never ask for passwords or codes by phone, WhatsApp, or reply to an e-mail.{address}\n\
         ASN Digital"
        )
    },
    browser: |browser, system| format!("{browser} on {system}"),
    unknown_browser: "an unknown browser",
    command_line: "a program at the command line",
    new_browser: LetterWords {
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
    authenticator_added: LetterWords {
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
    authenticator_removed: LetterWords {
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
    recovery_code_used: LetterWords {
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
    recovery_codes_made: LetterWords {
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
    password_link: LetterWords {
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
    password_changed: LetterWords {
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
    reset_code: LetterWords {
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
    reset_started: LetterWords {
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
    reset_requested: LetterWords {
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
    reset_cancelled: LetterWords {
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
    reset_expired: LetterWords {
        subject: "A request for a reset has expired",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "The operator's request to reset the authenticators of your ASN Digital account was \
             not decided on within 72 hours, and ended on {when}. Everything is as it was. If it \
             is still needed, go to your agency operator again.",
                when = facts.when
            )
        },
    },
    reset_done: LetterWords {
        subject: "Authenticators were reset",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "All authenticators and recovery codes of your ASN Digital account were removed \
             on {when}, and every device was logged out.\n\nLog in with your NIP and password, then \
             choose “Send the code” on the page “Activate MFA”: the code that is sent to this \
             mailbox is needed to set up a new authenticator.",
                when = facts.when
            )
        },
    },
    assisted_reset_done: LetterWords {
        subject: "Authenticators were reset",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "All authenticators and recovery codes of your ASN Digital account were removed \
             on {when}, and every device was logged out.\n\nAsk the officer who asked for the reset \
             for a code, in person. Then log in with your NIP and password: the code is needed to \
             set up a new authenticator.",
                when = facts.when
            )
        },
    },
    enrolment_code: LetterWords {
        subject: "Code to set up a new authenticator",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Your code: {what}\n\nType it on the page “Activate MFA”. It works for 24 hours, and \
             older codes no longer work. Do not give it to anybody.\n\nIf you did not ask for it, \
             somebody knows your password: set up your authenticator with this code at once, then \
             change the password.",
                what = facts.what
            )
        },
    },
    enrolment_code_shown: LetterWords {
        subject: "The code for a new authenticator was shown to an officer",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "The code to set up a new authenticator for your ASN Digital account was shown on \
             {when} to the officer who asked for the reset, who gives it to you in person. It works \
             for 24 hours, together with your password.\n\nIs no officer helping you? Choose a new \
             password at “Forgotten password”, then contact the operator's superior.",
                when = facts.when
            )
        },
    },
    disowned: LetterWords {
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
    mailbox_moved: LetterWords {
        subject: "The mailbox of your account was changed",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "The mailbox of your ASN Digital account was changed by the keepers of your data on \
             {when}. From now on letters go to {what}; this is the last one to the old address, and \
             links and codes that were sent here no longer work.\n\nNot yours? Contact your agency \
             operator at once.",
                when = facts.when,
                what = facts.what
            )
        },
    },
    mailbox_removed: LetterWords {
        subject: "The mailbox of your account was removed",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "The mailbox of your ASN Digital account was removed by the keepers of your data on \
             {when}. This is the last letter to it, and links and codes that were sent here no longer \
             work.\n\nIs that wrong? Contact your agency operator at once: without a mailbox you \
             cannot ask for a new password yourself.",
                when = facts.when
            )
        },
    },
    mailbox_proposed: LetterWords {
        subject: "An operator entered another e-mail address for your account",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "On {when} the operator of your agency entered {what} as the e-mail address of your ASN Digital account. Until \
             it is confirmed from there, this address holds.\n\nNot your address? Tell the operator of your agency, or whoever \
             they report to, at once: for 24 hours after it is confirmed it resets nothing. Who entered it, and why, stands \
             on the page “Who saw me”.",
                when = facts.when,
                what = facts.what,
            )
        },
    },
    mailbox_to_confirm: LetterWords {
        subject: "Confirm this e-mail address for ASN Digital",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "The operator of your agency says that this is your e-mail address. Open this link to confirm it. It is good \
             for 24 hours, and once:\n\n{what}\n\nNot your account? Ignore this letter; nothing changes.",
                what = facts.what,
            )
        },
    },
    mailbox_rests: LetterWords {
        subject: "No password link can be sent yet",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "On {when} somebody asked for a password link for your ASN Digital account. This e-mail address was changed by an \
             operator a short while ago, so links are sent again after {effect}.\n\nNeeded now? Go to the operator of your \
             agency with an identity card: two of them together can help. It was not you? Your password has not changed.",
                when = facts.when,
                effect = facts.effect,
            )
        },
    },
    role_granted: LetterWords {
        subject: "You have a new role in ASN Digital",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "On {when} you were given the role {what} in ASN Digital. One person proposed it and another \
             one agreed.\n\nYou did not expect it? Contact those who run the portal: it can be taken back at any time.",
                when = facts.when,
                what = facts.what
            )
        },
    },
    role_ended: LetterWords {
        subject: "Your role in ASN Digital has ended",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "On {when} your role {what} in ASN Digital was ended. Your own account is as it was.\n\nYou \
             think that is wrong? Contact those who run the portal.",
                when = facts.when,
                what = facts.what
            )
        },
    },
    person_moved: LetterWords {
        subject: "Your agency in ASN Digital has changed",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Since {when} you belong to {what}. Your former agency proposed it and the new one accepted. \
             Your NIP, password and authenticator stay the same; roles that you held at the former agency \
             have ended.\n\nYou have not moved? Contact your agency operator at once.",
                when = facts.when,
                what = facts.what
            )
        },
    },
    number_changed: LetterWords {
        subject: "Your NIP in ASN Digital has changed",
        #[cfg(feature = "ssr")]
        text: |facts| {
            format!(
                "Since {when} you log in to ASN Digital with the NIP {what}. Your password and authenticator \
             stay the same, and so do all your services. The old NIP is never given to anybody \
             else.\n\nYour NIP has not changed? Contact your agency operator at once.",
                when = facts.when,
                what = facts.what
            )
        },
    },
};

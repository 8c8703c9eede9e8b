//! English: account safety.

use super::super::messages::*;

pub const NEW_PASSWORD: NewPassword = NewPassword {
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
};

pub const SECOND_FACTOR: SecondFactor = SecondFactor {
    title: "Second step",
    lead: "Your password is right. Prove once more that it is you.",
    proof_title: "Prove that it is you",
    proof_lead: "For your safety, this step needs a new proof. It counts for five minutes, and what \
                 you have typed is not lost.",
    code: "OTP code (6 digits)",
    code_hint: "The newest code in your authenticator app",
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
    code_empty: "Type the OTP code: 6 digits from your authenticator app.",
    code_not_six: "The OTP code has 6 digits. Look at your authenticator app again.",
    wrong_code: "The OTP code is not valid. Wait for the next code in the app, then type that one.",
    used_code: "This OTP code has been used. Wait for the next code in the app, then type that one.",
    clock_next: "Type the next code that appears in the app: two codes in a row prove by how \
                 much your phone is off, and let you in.",
    clock_slow: "In a browser where you have not logged in before, codes that are late open nothing. \
                 Correct the clock, then type the new code.",
    wrong_recovery: "The recovery code is wrong or was used. Check it, or use another one.",
};

pub const RECOVERY_CODES: RecoveryCodes = RecoveryCodes {
    title: "Keep your recovery codes",
    lead: "Write these ten codes down on paper, and keep it with your important documents. If your \
           phone is lost, one code opens your account.",
    once: "The codes are shown only this once.",
    list: "Ten recovery codes",
    no_paper: "No paper? Send them to a place that only you open, not just on this phone.",
    made: |when| format!("Made {when}"),
    next: "I have kept them, go on",
    gone_title: "The codes were shown already",
    gone: "Recovery codes are shown only once. If you could not keep them, log in and make \
           new ones under “Account security”.",
};

pub const ACCOUNT: Account = Account {
    title: "Account security",
    link: "Account security",
    back: "Back to Account security",
    safe: "Your account is safe",
    safe_text: "Your password, authenticator and recovery codes are complete, and nobody tried to get in \
                in a way that should worry you.",
    to_do: "What you should do",
    strange_attempts: |times| {
        let times = if times == 1 { "once".to_owned() } else { format!("{times} times") };
        format!(
            "Your right password was typed {times} from a network where you never logged in, and nobody \
             got in. Was that not you? Change your password now."
        )
    },
    no_mailbox: "No e-mail address is registered, so you cannot replace a forgotten password yourself. \
                 Ask your agency operator to register your address.",
    whom_to_ask: "Whom to ask",
    identity: "Your details",
    identity_hint: "Is something wrong? Your agency operator can correct it.",
    name: "Name",
    agency: "Agency",
    mailbox: "E-mail",
    mailbox_hint: "Codes, links and notices go there. Do you no longer use it? Ask your agency operator to \
                   change it; bring an identity card.",
    mailbox_missing: "None yet",
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
    make_codes_hint: "Once you make ten new codes, the present ones stop working.",
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
    this_machine: "The portal's own server",
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
    add_submit: "Add this app",
    replace_title: "Set up a new authenticator",
    replace_submit: "Replace the authenticator",
    replace_lead: "This new authenticator takes the place of all authenticators and recovery \
                   codes there were.",
    notice_added: "Authenticator added.",
    notice_renamed: "Name changed.",
    notice_removed: "Authenticator removed.",
    notice_gone: "That authenticator is not there any more.",
    notice_last: "The last authenticator cannot be removed, so that you are not locked out. \
                  Add another one first.",
    notice_too_many: "You have ten already. Remove one first.",
    notice_too_many_codes: "New recovery codes were made several times already. Wait five \
                            minutes, then try again.",
    notice_password: "Password changed. Other devices were logged out.",
    notice_sessions: "Logged out.",
    notice_session_gone: "That device had logged out before.",
    notice_reset_cancelled: "The reset was cancelled. Your authenticators are as they were. \
                             If you did not ask for it, change your password.",
    notice_reset_over: "There is no reset to cancel: it was cancelled or is done.",
    notice_cancel_link_over: "There is no reset to cancel with this link: the link is damaged, or \
                              its reset was cancelled or is done. If there is another reset, use the \
                              link in the newest letter, or log in and press “Not me, cancel it”.",
    idle_title: "Are you still there?",
    idle_text: "For your safety, you will be logged out soon. What is saved is not lost.",
    idle_left: "Time left",
    idle_announce: "{} seconds left.",
    idle_stay: "Stay logged in",
};

pub const EVENTS: Events = Events {
    logged_in: "Logged in",
    passkey_logged_in: "Logged in with a passkey",
    recovery_code_used: "A recovery code was used",
    login_refused: "Failed login: wrong password",
    password_proved: "Right password, second step not yet",
    code_refused: "Right password, wrong OTP code",
    used_code_refused: "Right password, OTP code used before",
    recovery_code_refused: "Right password, wrong recovery code",
    passkey_refused: "A passkey was refused",
    mailed_code_refused: "Right password, wrong code from the mailbox",
    proved_again: "Proved again that it is you",
    right_refused: "Asked for without the right to it",
    origin_refused: "A form from another site was refused",
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
    reset_expired: "A request for a reset expired",
    reset_done: "All authenticators were removed by a reset",
    enrolment_code_sent: "A code for a new authenticator was mailed",
    enrolment_code_shown: "A code for a new authenticator was shown to an officer",
    enrolment_code_refused: "Right password, wrong code after the reset",
    disowned: "“This was not me”: every device was logged out",
    account_disabled: "Account disabled by the portal's keepers",
    account_enabled: "Account enabled again by the portal's keepers",
    roles_changed: "Rights changed by the keepers of the data",
    mailbox_changed: "Mailbox changed by the keepers of the data",
    letter_refused: "A letter was refused by the mailbox; ask your agency operator to put the address right",
    all_sessions_ended: "Every device of everybody logged out by the portal's keepers",
    strangers_refused: "Attempts with numbers that nobody has",
    record_archived: "Old records archived by the portal's keepers",
    keys_rotated: "Key of the portal replaced",
    announcement_published: "Announcement published",
    announcement_ended: "Announcement ended",
    service_changed: "Service changed",
    about: |what, object| format!("{what}: {object}"),
    employee: "employee",
};

pub const LOST_PHONE: LostPhone = LostPhone {
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
                 approval of two officers, your authenticators are reset at once, and \
                 you get a code to set up the new one.",
    waiting: |since, until| {
        format!(
            "The reset was begun on {since} and takes effect on {until}. After that, log in with \
             NIP and password only, and set up a new authenticator."
        )
    },
    requested: |since| {
        format!(
            "Your agency operator asked for a reset on {since}. It takes effect as soon as a \
             second officer approves it."
        )
    },
    how_to_cancel: "There is nothing more for you to send. Was it not you who asked, or have you \
                    found the phone? Cancel it with the link in the e-mail we sent, or from a \
                    device that is still logged in: the button “Not me, cancel it” on its home \
                    page.",
    wrong_code: "The code is wrong or older than 10 minutes. Check it, or send a new one.",
    mailbox_alone: "Your password was set by e-mail a short while ago, so the mailbox alone \
                    is not proof enough for 7 days. Ask your agency operator (step 3).",
    already_open: "A reset for this account is under way already.",
    cancel_title: "Cancel the reset",
    cancel_lead: "If you did not ask for the reset of your authenticators, cancel it now. \
                  Your authenticators stay as they are.",
    cancel_submit: "Cancel the reset",
    cancel_no_link: "This link is incomplete or was changed on its way. Open it from the letter once \
                     more, or copy all of it; or log in and press “Not me, cancel it”.",
};

pub const FORGOTTEN: Forgotten = Forgotten {
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
    new_lead: "For the account with the number",
    new_submit: "Save the password",
    set: "The new password was saved. Log in with it.",
    link_over: "This link was used or is older than 30 minutes. Ask for a new one below.",
    link_damaged: "This link is incomplete or was changed on its way. Open it from the letter once \
                   more, or copy all of it. Or ask for a new one below.",
};

pub const RESETS: Resets = Resets {
    title: "Reset authenticators",
    lead: "For people who have lost every way in and have come to you in person.",
    steps: [
        "Check their identity, then ask for the reset on this page.",
        "Another officer of your agency approves it.",
        "Show the code here and give it to the person, who needs it to set up a new authenticator.",
    ],
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
    states: ["Waits for approval", "Done", "Cancelled", "Refused", "Expired"],
    approve: "Approve",
    refuse: "Refuse",
    second_person: "Waits for another officer",
    requested: "The request was noted. Another officer has to approve it.",
    approved: "The person's authenticators were reset. The officer who asked for it can now show a \
               code for the person.",
    refused: "The request was refused.",
    over: "That request was decided or cancelled already, or is beyond your scope.",
    expired: "That request is older than 72 hours. If it is still needed, ask again together with \
              the person.",
    show_code: "Show the code",
    show_code_hint: "The person needs this code to set up a new authenticator. A code that was shown \
                     before stops working.",
    code_for: "Code for",
    code_once: "Give it to the person directly. It is shown only this once and works for 24 hours, \
                together with their password.",
    code_over: "There is no code to show: the person has set up an authenticator, there is a newer \
                reset, or it was not you who asked for it.",
};

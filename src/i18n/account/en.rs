//! English.

use super::{AccountWords, Events};

pub const ACCOUNT: AccountWords = AccountWords {
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
    signed_out: "Signed out on every device by an operator",
    person_changed: "Changed somebody’s account",
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
    agency_changed: "Agency added or changed",
    agency_text_decided: "Name of an agency decided",
    role_granted: "Role granted",
    role_ended: "Role ended",
    approval_requested: "Waits for a second person",
    approval_given: "Approved by a second person",
    approval_refused: "Refused by a second person",
    approval_withdrawn: "Request taken back",
    person_moved: "Moved to another agency",
    number_changed: "Number (NIP) changed",
    name_changed: "Name changed",
    client_changed: "Registration of a service changed",
    consent_given: "Data shared with a service",
    consent_withdrawn: "Permission for a service taken back",
    grant_revoked: "A sign-in to a service was used twice, so it was cancelled",
    about: |what, object| format!("{what}: {object}"),
    employee: "employee",
};

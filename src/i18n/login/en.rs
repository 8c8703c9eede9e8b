//! English.

use super::{Login, Mfa, RecoveryCodes, SecondFactor};
use crate::i18n::{Step, common::en::duration};

pub const LOGIN: Login = Login {
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
    code_hint: "No code yet? Just leave it empty. Codes of 8 digits are fine, too.",
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
    code_problem: "The OTP code has 6 digits, or 8 in some apps",
    credentials: "NIP or password is wrong",
    number_changed: "This NIP was replaced and is no longer used. Log in with your new NIP; your password and \
         authenticator stay the same.",
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
};

pub const SECOND_FACTOR: SecondFactor = SecondFactor {
    title: "Second step",
    lead: "Your password is right. Prove once more that it is you.",
    proof_title: "Prove that it is you",
    proof_lead: "For your safety, this step needs a new proof. It counts for five minutes, and what \
                 you have typed is not lost.",
    code: "OTP code (6 digits)",
    code_hint: "The newest code in your authenticator app",
    long_code: "OTP code (8 digits)",
    long_code_hint: "The newest code in your authenticator app; where it shows 6 digits, type those",
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
    code_not_six: "The OTP code has 6 digits, or 8 in some apps. Look at your authenticator app again.",
    wrong_code: "The OTP code is not valid. Wait for the next code in the app, then type that one.",
    used_code: "This OTP code has been used. Wait for the next code in the app, then type that one.",
    clock_next: "Type the next code that appears in the app: two codes in a row prove by how \
                 much your phone is off, and let you in.",
    clock_slow: "In a browser where you have not logged in before, codes that are late open nothing. \
                 Correct the clock, then type the new code.",
    wrong_recovery: "The recovery code is wrong or was used. Check it, or use another one.",
};

pub const MFA: Mfa = Mfa {
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
    reset_mailbox_rests: "Your e-mail address was changed by an operator a short while ago, so for 24 hours it cannot be used \
                          for this. Go to the operator of your agency with an identity card.",
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

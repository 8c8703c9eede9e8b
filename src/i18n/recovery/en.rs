//! English.

use super::{Forgotten, LostPhone, NewMailbox, NewPassword};

pub const NEW_PASSWORD: NewPassword = NewPassword {
    fair: "Fair. It can be used; one more word makes it stronger.",
    good: "Good. This password is hard to guess.",
    strong: "Strong. This password is very hard to guess.",
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
    mailbox_rests: "Your e-mail address was changed by an operator a short while ago, so for 24 hours it resets nothing. Ask \
                    the operator of your agency (step 3).",
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

pub const NEW_MAILBOX: NewMailbox = NewMailbox {
    title: "Confirm your e-mail address",
    lead: "For the account with the number",
    text: "The operator of your agency says that this is your address. Once you confirm it, all letters go there. For 24 hours \
           after that it resets neither password nor authenticators.",
    confirm: "Yes, this is my address",
    not_yours: "Not your account? Close this page; nothing changes.",
    confirmed: "The e-mail address is changed.",
    link_over: "That link was used, is not whole, or is older than 24 hours. Ask the operator of your agency for another one.",
};

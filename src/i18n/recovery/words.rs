//! Getting in again, and new passwords.

use crate::i18n::Text;

/// What is said of a password being chosen.
pub struct NewPassword {
    pub fair: Text,
    pub good: Text,
    pub strong: Text,
    pub empty: Text,
    pub too_short: fn(u16) -> String,
    pub too_long: Text,
    pub holds_nip: Text,
    pub holds_name: Text,
    pub common: Text,
}

/// `/masuk/hp-hilang` and `/batalkan-atur-ulang`.
pub struct LostPhone {
    pub title: Text,
    pub lead: Text,
    pub first_title: Text,
    pub first_text: Text,
    pub first_link: Text,
    pub second_title: Text,
    pub second_text: fn(&str, i64) -> String,
    pub no_mailbox: Text,
    pub send_code: Text,
    pub code_sent: Text,
    pub code: Text,
    pub code_hint: Text,
    pub start: Text,
    pub third_title: Text,
    pub third_text: Text,
    /// Since when, until when.
    pub waiting: fn(&str, &str) -> String,
    /// Since when.
    pub requested: fn(&str) -> String,
    pub how_to_cancel: Text,
    pub wrong_code: Text,
    pub mailbox_alone: Text,
    pub mailbox_rests: Text,
    pub already_open: Text,
    pub cancel_title: Text,
    pub cancel_lead: Text,
    pub cancel_submit: Text,
    pub cancel_no_link: Text,
}

/// `/surel-baru`.
pub struct NewMailbox {
    pub title: Text,
    /// Before the number.
    pub lead: Text,
    pub text: Text,
    pub confirm: Text,
    pub not_yours: Text,
    pub confirmed: Text,
    pub link_over: Text,
}

/// `/lupa-kata-sandi` and `/kata-sandi-baru`.
pub struct Forgotten {
    pub title: Text,
    pub lead: Text,
    pub submit: Text,
    pub sent_title: Text,
    pub sent: Text,
    pub no_mail: Text,
    pub new_title: Text,
    /// Before the number.
    pub new_lead: Text,
    pub new_submit: Text,
    pub set: Text,
    pub link_over: Text,
    pub link_damaged: Text,
}

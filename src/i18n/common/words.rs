//! What every page says.

use crate::i18n::Text;

/// What happened, and what to do now.
pub struct ErrorPage {
    pub title: Text,
    pub lead: Text,
    pub advice: [Text; 2],
    pub action: Text,
}

pub struct Common {
    pub skip_link: Text,
    pub demo_title: Text,
    pub demo_text: Text,
    pub brand_label: Text,
    pub language: Text,
    pub welcome_person: Text,
    pub nip_ending: fn(&str) -> String,
    pub official_address: Text,
    pub log_in: Text,
    pub log_out: Text,
    /// While the form is under way.
    pub logging_in: Text,
    pub logging_out: Text,
    pub busy: Text,
    pub footer: Text,
    pub home: Text,
    pub how_to: Text,
    pub help: Text,
    pub unofficial: Text,
    /// What the button that opens the menu is called, before the person's name.
    pub account_menu: Text,
    /// Spoken before an error and put before the page's title.
    pub error_prefix: Text,
    pub error_summary: Text,
    /// Of a text, by the name of its field: how many characters it has, and how many it may have.
    pub too_long: fn(&str, usize, usize) -> String,
    pub unreadable: fn(&str) -> String,
    /// As people read it: with thousands apart.
    pub number: fn(usize) -> String,
    /// After how many characters a text has: how many it may have.
    pub of_characters: fn(usize) -> String,
    /// Before how many of them are too many.
    pub take_away: Text,
    pub elsewhere: Text,
    pub cancel: Text,
    /// By number, from Monday.
    pub weekdays: [Text; 7],
    /// By number, from January.
    pub months: [Text; 12],
    /// Between hours and minutes.
    pub hour_separator: Text,
    pub manage: Text,
}

/// Ways to keep what is shown.
pub struct Keep {
    pub copy: Text,
    pub copied: Text,
    pub copy_refused: Text,
    pub share: Text,
    pub share_refused: Text,
    pub print: Text,
    pub download: Text,
}

/// On the way from a form to a service.
pub struct Onward {
    /// Before the service's name.
    pub opening: Text,
    /// One whose name the reader may not know.
    pub a_service: Text,
    pub logged_in: Text,
    pub by_itself: Text,
    pub by_hand: Text,
}

/// What the browser shows when there is no network.
pub struct Offline {
    pub title: Text,
    /// Any page but a service's.
    pub page: Text,
    pub service: fn(&str) -> String,
    /// Logging out did not reach the server.
    pub logout: Text,
    pub check: Text,
    /// Where the last view was kept.
    pub last_view: Text,
    pub help: Text,
    pub back: Text,
}

pub struct ErrorPages {
    pub what_now: Text,
    pub reference: Text,
    pub reference_hint: Text,
    pub bad_request: ErrorPage,
    pub forbidden: ErrorPage,
    pub somebody_else: ErrorPage,
    pub not_found: ErrorPage,
    pub too_large: ErrorPage,
    pub busy: ErrorPage,
    pub cannot_save: ErrorPage,
    pub unavailable: ErrorPage,
    pub internal: ErrorPage,
}

//! What there is to say, page by page.

mod account;
mod mail;

pub use account::*;
pub use mail::*;

pub struct Messages {
    pub common: Common,
    pub home: Home,
    pub login: Login,
    pub keep: Keep,
    pub mfa: Mfa,
    pub new_password: NewPassword,
    pub mail: Mail,
    pub second_factor: SecondFactor,
    pub recovery_codes: RecoveryCodes,
    pub account: Account,
    pub events: Events,
    pub lost_phone: LostPhone,
    pub forgotten: Forgotten,
    pub resets: Resets,
    pub launcher: Launcher,
    pub service: ServicePage,
    pub announcements: Announcements,
    pub manage: Manage,
    pub offline: Offline,
    pub onward: Onward,
    pub error: ErrorPages,
}

pub(super) type Text = &'static str;

/// A heading and the sentence under it.
pub struct Step {
    pub title: Text,
    pub text: Text,
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
    /// From Monday.
    pub weekdays: [Text; 7],
    pub months: [Text; 12],
    /// Between hours and minutes.
    pub hour_separator: Text,
    pub manage: Text,
}

pub struct Home {
    pub title: Text,
    pub lead: Text,
    pub first_time: Text,
    /// For whoever is logged in.
    pub go_on: Text,
    pub how_to: Text,
    pub steps: [Step; 3],
    pub public_services: Text,
    pub public_hint: Text,
    pub help: Text,
    pub ladder: [Step; 3],
    pub help_desk: Text,
}

pub struct Login {
    pub back: Text,
    pub public_device: Text,
    pub forgotten: Text,
    pub title: Text,
    pub nip: Text,
    pub nip_hint: Text,
    pub password: Text,
    pub show: Text,
    pub show_password: Text,
    pub hide: Text,
    pub hide_password: Text,
    pub code: Text,
    pub code_hint: Text,
    pub submit: Text,
    pub help: Text,
    pub folds: [Step; 3],
    pub genuine: Text,
    pub genuine_hint: Text,
    pub nip_empty: Text,
    pub nip_not_digits: Text,
    pub nip_length: fn(u16) -> String,
    pub nip_structure: Text,
    pub password_empty: Text,
    pub password_too_long: Text,
    pub code_problem: Text,
    pub credentials: Text,
    pub wait: fn(u32) -> String,
    pub mfa_activated: Text,
    pub logged_out: Text,
    pub logout_uncertain: Text,
    pub session_ended: Text,
    pub enrolment_expired: Text,
    pub enrolment_cancelled: Text,
    pub offer_title: Text,
    pub offer_text: Text,
    pub offer_needs: Text,
    pub offer_list: [Text; 3],
    pub offer_accept: Text,
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

pub struct Mfa {
    pub title: Text,
    pub lead: Text,
    pub install_title: Text,
    pub install_text: Text,
    pub connect_title: Text,
    pub connect_text: Text,
    pub scan_title: Text,
    pub scan_text: Text,
    pub qr_label: Text,
    pub same_phone_title: Text,
    pub same_phone_text: Text,
    pub open_app: Text,
    pub key_label: Text,
    /// After "copy", for whoever hears the button.
    pub the_key: Text,
    pub prove_title: Text,
    pub code: Text,
    pub code_hint: Text,
    pub code_empty: Text,
    pub code_not_six: Text,
    pub wrong_code: Text,
    pub clock_code: Text,
    pub clock_off: fn(i8) -> String,
    pub clock_why: Text,
    pub clock_android: [Text; 2],
    pub clock_iphone: [Text; 2],
    pub clock_zone: Text,
    pub reset_title: Text,
    /// To which mailbox.
    pub reset_mailed: fn(&str) -> String,
    pub reset_from_operator: Text,
    pub reset_send: Text,
    pub reset_sent: Text,
    pub reset_code_mailed: Text,
    pub reset_code_shown: Text,
    pub reset_code_hint: Text,
    pub reset_code_empty: Text,
    pub reset_code_wrong: Text,
    pub reset_no_mailbox: Text,
    pub reset_mailbox_alone: Text,
    pub device_name: Text,
    pub device_name_hint: Text,
    pub device_name_empty: Text,
    /// Names for devices to begin with.
    pub my_phone: Text,
    /// By its maker.
    pub my_phone_by: fn(&str) -> String,
    pub my_device: fn(&str) -> String,
    pub my_computer: Text,
}

pub struct Launcher {
    pub title: Text,
    pub search_label: Text,
    pub search_placeholder: Text,
    pub search: Text,
    pub groups_label: Text,
    /// In the order of [`crate::wire::launcher::Group::ALL`].
    pub groups: [Text; 6],
    pub nothing: fn(&str) -> String,
    pub nothing_typed: Text,
    pub try_words: Text,
    pub or_ask: Text,
    pub show_all: Text,
    /// Before the number of services found.
    pub found: Text,
    pub results: Text,
    pub search_is_part: Text,
    pub density: Text,
    /// In the order of [`crate::wire::launcher::Density::ALL`].
    pub densities: [Text; 2],
    pub offline: Text,
    /// After the moment at which the page was kept.
    pub offline_advice: Text,
    pub update: Text,
    pub reload: Text,
    pub install: Text,
    pub install_button: Text,
    pub not_now: Text,
    pub favourites: Text,
    pub suggested: Text,
    pub no_favourites: Text,
    pub arrange: Text,
    pub earlier: fn(&str) -> String,
    pub later: fn(&str) -> String,
    pub pin: fn(&str) -> String,
    pub unpin: fn(&str) -> String,
    pub recents: Text,
    pub states: [Text; 4],
    pub until: Text,
    /// Takes back a removal.
    pub undo: Text,
    pub pinned: fn(&str) -> String,
    pub unpinned: fn(&str) -> String,
    pub moved: Text,
    pub acknowledged: Text,
    /// On the tile of a service that the portal has no address of.
    pub through_agency: Text,
    /// Above services that are not for this person to open.
    pub handled: Text,
    pub handled_hint: Text,
    /// The same for those of employees.
    pub for_employees: Text,
    pub ask: Text,
    pub bring: Text,
}

/// Announcements, on the launcher and on their own page.
pub struct Announcements {
    pub title: Text,
    pub none: Text,
    pub count: fn(u32) -> String,
    pub read: Text,
    /// In the order of [`crate::wire::launcher::Severity::ALL`].
    pub severities: [Text; 3],
    pub until: Text,
    pub acknowledge: Text,
}

/// Pages for operators and administrators.
pub struct Manage {
    pub resets: Text,
    pub title: Text,
    pub announcements: Text,
    pub services: Text,
    pub new: Text,
    pub none: Text,
    pub column_title: Text,
    pub column_agency: Text,
    pub column_stage: Text,
    pub column_ends: Text,
    pub column_service: Text,
    pub column_address: Text,
    /// In the order of [`crate::wire::manage::AnnouncementStage`].
    pub stages: [Text; 4],
    pub untitled: Text,
    pub edit_announcement: Text,
    pub severity: Text,
    pub severity_hint: Text,
    pub audience: Text,
    /// In the order of [`crate::wire::manage::AnnouncementAudience::ALL`].
    pub audiences: [Text; 3],
    pub own_agency_only: Text,
    pub title_id: Text,
    pub title_en: Text,
    pub body_id: Text,
    pub body_en: Text,
    pub body_hint: Text,
    pub english_hint: Text,
    pub zone: Text,
    pub zone_hint: Text,
    /// In the order of [`crate::wire::zone::Zone::ALL`].
    pub zones: [Text; 3],
    pub starts: Text,
    pub ends: Text,
    pub save: Text,
    pub save_hint: Text,
    pub preview: Text,
    pub read_in: fn(&str) -> String,
    pub publish: Text,
    pub publish_hint: Text,
    pub end: Text,
    pub end_hint: Text,
    pub missing: Text,
    pub title_id_missing: Text,
    pub title_en_missing: Text,
    pub body_id_missing: Text,
    pub body_en_missing: Text,
    pub starts_missing: Text,
    pub ends_missing: Text,
    pub ends_past: Text,
    pub ends_before: Text,
    pub draft_saved: Text,
    pub draft_incomplete: Text,
    pub draft_changed: Text,
    pub not_saved: Text,
    pub published: Text,
    pub ended: Text,
    pub address: Text,
    pub address_hint: Text,
    pub address_in_file: fn(&str) -> String,
    pub state: Text,
    pub until: Text,
    pub until_hint: Text,
    pub note_id: Text,
    pub note_en: Text,
    pub note_hint: Text,
    pub address_wrong: Text,
    pub until_wrong: Text,
    pub until_missing: Text,
    pub note_missing: Text,
    pub all_available: Text,
    pub in_trouble: fn(usize) -> String,
    pub save_service: Text,
    pub service_saved: Text,
    pub unofficial: Text,
}

/// What the browser shows when there is no network.
pub struct Offline {
    pub title: Text,
    /// Any page but a service's.
    pub page: Text,
    pub service: fn(&str) -> String,
    /// Logging out did not reach the server.
    pub logout: Text,
    pub advice: [Text; 3],
    pub back: Text,
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

pub struct ServicePage {
    pub all: Text,
    pub open: fn(&str) -> String,
    pub group: Text,
    pub who: Text,
    pub everyone: Text,
    pub employees: Text,
    pub operators: Text,
    pub how: Text,
    pub how_known: Text,
    pub how_through_agency: Text,
    /// What to do where the portal does not open it.
    pub through_agency: Text,
    pub not_solved: Text,
    pub ask_help_desk: Text,
    pub address: Text,
    pub state: Text,
    pub pin: Text,
    pub unpin: Text,
}

/// What happened, and what to do now.
pub struct ErrorPage {
    pub title: Text,
    pub lead: Text,
    pub advice: [Text; 2],
    pub action: Text,
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

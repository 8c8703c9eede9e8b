//! What there is to say, page by page.

pub struct Messages {
    pub common: Common,
    pub home: Home,
    pub login: Login,
    pub mfa: Mfa,
    pub launcher: Launcher,
    pub service: ServicePage,
    pub error: ErrorPages,
}

type Text = &'static str;

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
    pub welcome: Text,
    pub welcome_person: Text,
    pub nip_ending: fn(&str) -> String,
    pub official_address: Text,
    pub log_in: Text,
    pub log_out: Text,
    pub footer: Text,
    pub home: Text,
    pub how_to: Text,
    pub help: Text,
    pub unofficial: Text,
    /// Spoken before an error and put before the page's title.
    pub error_prefix: Text,
    pub error_summary: Text,
    pub elsewhere: Text,
    pub cancel: Text,
}

pub struct Home {
    pub title: Text,
    pub lead: Text,
    pub first_time: Text,
    pub how_to: Text,
    pub steps: [Step; 3],
    pub public_services: Text,
    pub public_hint: Text,
    pub help: Text,
    pub ladder: [Step; 3],
    pub help_desk: Text,
}

pub struct Login {
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
    pub credentials_or_no_code: Text,
    pub wrong_code: Text,
    pub used_code: Text,
    pub wait: fn(u32) -> String,
    pub mfa_activated: Text,
    pub logged_out: Text,
    pub session_ended: Text,
    pub enrolment_expired: Text,
    pub enrolment_cancelled: Text,
    pub offer_title: Text,
    pub offer_text: Text,
    pub offer_needs: Text,
    pub offer_list: [Text; 3],
    pub offer_accept: Text,
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
    pub copy: Text,
    pub copy_key: Text,
    pub copied: Text,
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
    pub device_name: Text,
    pub device_name_hint: Text,
    pub device_name_empty: Text,
    pub device_name_too_long: Text,
    pub device_name_unreadable: Text,
    pub submit: Text,
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
    pub how_unknown: Text,
    pub ask_help_desk: Text,
    pub address: Text,
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
    pub not_found: ErrorPage,
    pub too_large: ErrorPage,
    pub busy: ErrorPage,
    pub internal: ErrorPage,
}

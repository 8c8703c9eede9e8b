//! The words on the screen: Indonesian first, English complete.
//!
//! Every message is a field of a struct, so a missing translation does not compile. Sentences with
//! a number or a name in them are functions. No HTML in messages.

mod account;
mod agencies;
mod bulk;
mod clients;
mod common;
mod console;
mod filed_rows;
mod home;
mod launcher;
mod login;
mod mail;
mod people;
mod provisioning;
mod record;
mod recovery;
mod sso;

pub use account::*;
pub use agencies::*;
pub use bulk::*;
pub use clients::*;
pub use common::*;
pub use console::*;
pub use filed_rows::*;
pub use home::*;
pub use launcher::*;
pub use login::*;
pub use mail::*;
pub use people::*;
pub use provisioning::*;
pub use record::*;
pub use recovery::*;
use serde::{Deserialize, Serialize};
pub use sso::*;

type Text = &'static str;

/// A heading and the sentence under it.
pub struct Step {
    pub title: Text,
    pub text: Text,
}

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
    pub account: AccountWords,
    pub events: Events,
    pub lost_phone: LostPhone,
    pub forgotten: Forgotten,
    pub new_mailbox: NewMailbox,
    pub resets: Resets,
    pub launcher: Launcher,
    pub service: ServicePage,
    pub announcements: Announcements,
    pub manage: Manage,
    pub people: PeopleWords,
    pub accesses: AccessWords,
    pub person_forms: PersonFormWords,
    pub proposals: ProposalWords,
    pub offline: Offline,
    pub onward: Onward,
    pub error: ErrorPages,
    pub sign_in_refused: SignInRefused,
    pub confirm: Confirm,
    pub leaving: Leaving,
    pub used_services: UsedServices,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    #[default]
    Indonesian,
    English,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::Indonesian, Self::English];

    /// The BCP 47 tag, for `lang` attributes, the cookie and the switch.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::English => "en",
        }
    }

    /// Its own name for itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Indonesian => "Bahasa Indonesia",
            Self::English => "English",
        }
    }

    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    #[must_use]
    pub fn messages(self) -> &'static Messages {
        match self {
            Self::Indonesian => &INDONESIAN,
            Self::English => &ENGLISH,
        }
    }
}

static INDONESIAN: Messages = Messages {
    common: common::id::COMMON,
    keep: common::id::KEEP,
    onward: common::id::ONWARD,
    offline: common::id::OFFLINE,
    error: common::id::ERROR,
    home: home::id::HOME,
    login: login::id::LOGIN,
    second_factor: login::id::SECOND_FACTOR,
    mfa: login::id::MFA,
    recovery_codes: login::id::RECOVERY_CODES,
    new_password: recovery::id::NEW_PASSWORD,
    lost_phone: recovery::id::LOST_PHONE,
    forgotten: recovery::id::FORGOTTEN,
    new_mailbox: recovery::id::NEW_MAILBOX,
    account: account::id::ACCOUNT,
    events: account::id::EVENTS,
    launcher: launcher::id::LAUNCHER,
    service: launcher::id::SERVICE,
    announcements: launcher::id::ANNOUNCEMENTS,
    manage: console::id::MANAGE,
    people: people::id::PEOPLE,
    accesses: people::id::ACCESSES,
    person_forms: people::id::PERSON_FORMS,
    proposals: people::id::PROPOSALS,
    resets: console::id::RESETS,
    mail: mail::id::MAIL,
    sign_in_refused: sso::id::SIGN_IN_REFUSED,
    confirm: sso::id::CONFIRM,
    leaving: sso::id::LEAVING,
    used_services: sso::id::USED_SERVICES,
};

static ENGLISH: Messages = Messages {
    common: common::en::COMMON,
    keep: common::en::KEEP,
    onward: common::en::ONWARD,
    offline: common::en::OFFLINE,
    error: common::en::ERROR,
    home: home::en::HOME,
    login: login::en::LOGIN,
    second_factor: login::en::SECOND_FACTOR,
    mfa: login::en::MFA,
    recovery_codes: login::en::RECOVERY_CODES,
    new_password: recovery::en::NEW_PASSWORD,
    lost_phone: recovery::en::LOST_PHONE,
    forgotten: recovery::en::FORGOTTEN,
    new_mailbox: recovery::en::NEW_MAILBOX,
    account: account::en::ACCOUNT,
    events: account::en::EVENTS,
    launcher: launcher::en::LAUNCHER,
    service: launcher::en::SERVICE,
    announcements: launcher::en::ANNOUNCEMENTS,
    manage: console::en::MANAGE,
    people: people::en::PEOPLE,
    accesses: people::en::ACCESSES,
    person_forms: people::en::PERSON_FORMS,
    proposals: people::en::PROPOSALS,
    resets: console::en::RESETS,
    mail: mail::en::MAIL,
    sign_in_refused: sso::en::SIGN_IN_REFUSED,
    confirm: sso::en::CONFIRM,
    leaving: sso::en::LEAVING,
    used_services: sso::en::USED_SERVICES,
};

/// A number as people read it: 2.000 or 2,000.
fn grouped(number: usize, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// The language of the page being rendered. People choose it with the switch; until they do, it is
/// Indonesian, whatever language an office PC was installed with.
#[must_use]
pub fn language() -> Language {
    leptos::prelude::use_context().unwrap_or_default()
}

/// The words of the page being rendered.
#[must_use]
pub fn t() -> &'static Messages {
    language().messages()
}

/// The words of the tree of agencies.
#[must_use]
pub fn agency_words() -> &'static AgencyWords {
    match language() {
        Language::Indonesian => &agencies::id::AGENCIES,
        Language::English => &agencies::en::AGENCIES,
    }
}

/// The words of the systems of agencies that bring people in.
#[must_use]
pub fn provisioning_words() -> &'static ProvisioningWords {
    match language() {
        Language::Indonesian => &provisioning::id::PROVISIONING,
        Language::English => &provisioning::en::PROVISIONING,
    }
}

/// The words of what is wrong with a line of a clerk's file.
#[must_use]
pub fn filed_row_words_in(language: Language) -> &'static FiledRowWords {
    match language {
        Language::Indonesian => &filed_rows::id::FILED_ROWS,
        Language::English => &filed_rows::en::FILED_ROWS,
    }
}

/// The words of the record.
#[must_use]
pub fn record_words() -> &'static RecordWords {
    record_words_of(language())
}

/// The same in a language.
#[must_use]
pub fn record_words_of(language: Language) -> &'static RecordWords {
    match language {
        Language::Indonesian => &record::id::RECORD,
        Language::English => &record::en::RECORD,
    }
}

/// The words of how the portal fares.
#[must_use]
pub fn health_words() -> &'static HealthWords {
    health_words_of(language())
}

/// The same in a language.
#[must_use]
pub fn health_words_of(language: Language) -> &'static HealthWords {
    match language {
        Language::Indonesian => &record::id::HEALTH,
        Language::English => &record::en::HEALTH,
    }
}

/// The words of acts on many people.
#[must_use]
pub fn bulk_words() -> &'static BulkWords {
    bulk_words_in(language())
}

/// The same in a language.
#[must_use]
pub fn bulk_words_in(language: Language) -> &'static BulkWords {
    match language {
        Language::Indonesian => &bulk::id::BULK,
        Language::English => &bulk::en::BULK,
    }
}

/// The words of the pages for services that people sign in to.
#[must_use]
pub fn client_words() -> &'static ClientWords {
    match language() {
        Language::Indonesian => &clients::id::CLIENT_WORDS,
        Language::English => &clients::en::CLIENT_WORDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_grouped_by_thousands() {
        for (number, text) in [(0, "0"), (999, "999"), (2000, "2.000"), (1_234_567, "1.234.567")] {
            assert_eq!(grouped(number, '.'), text);
        }
    }
}

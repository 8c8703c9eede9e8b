//! Services, and what is announced beside them.

use crate::i18n::Text;

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

//! Services, and what is announced beside them.

use crate::i18n::Text;

pub struct Launcher {
    pub title: Text,
    pub search_label: Text,
    pub search_placeholder: Text,
    pub search: Text,
    pub groups_label: Text,
    pub group_kinerja: Text,
    pub group_pendukung: Text,
    pub group_karier: Text,
    pub group_pensiun: Text,
    pub group_perencanaan: Text,
    pub group_pengadaan: Text,
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
    pub density_comfortable: Text,
    pub density_dense: Text,
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
    pub available: Text,
    pub maintenance: Text,
    pub disruption: Text,
    pub blocked: Text,
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
    pub information: Text,
    pub warning: Text,
    pub important: Text,
    pub until: Text,
    pub acknowledge: Text,
}

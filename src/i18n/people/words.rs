//! Looking after people.

use crate::i18n::Text;

/// `/kelola/orang`.
pub struct PeopleWords {
    pub state_disabled: Text,
    pub state_reset_open: Text,
    pub state_never_came: Text,
    pub state_waiting_for_mfa: Text,
    pub state_active: Text,
}

//! English.

use super::PeopleWords;

pub const PEOPLE: PeopleWords = PeopleWords {
    state_disabled: "Disabled",
    state_reset_open: "Reset under way",
    state_never_came: "Never logged in",
    state_waiting_for_mfa: "Waiting for MFA",
    state_active: "Active",
};

//! Bahasa Indonesia.

use super::PeopleWords;

pub const PEOPLE: PeopleWords = PeopleWords {
    state_disabled: "Dinonaktifkan",
    state_reset_open: "Atur ulang berjalan",
    state_never_came: "Belum pernah masuk",
    state_waiting_for_mfa: "Menunggu MFA",
    state_active: "Aktif",
};

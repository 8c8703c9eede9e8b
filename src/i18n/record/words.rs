//! The record as the console searches it.

use crate::i18n::Text;

/// `/kelola/catatan`.
pub struct RecordWords {
    pub title: Text,
    pub lead: Text,
    pub number: Text,
    pub number_hint: Text,
    pub filters: Text,
    pub event: Text,
    pub any_event: Text,
    pub agency: Text,
    pub agency_hint: Text,
    pub any_agency: Text,
    pub from: Text,
    pub until: Text,
    pub day_hint: Text,
    pub find: Text,
    pub reset_search: Text,
    pub wrong_number: Text,
    pub nobody: Text,
    pub wrong_day: Text,
    pub wrong_order: Text,
    pub none: Text,
    pub none_here: Text,
    pub shown: fn(usize, bool) -> String,
    pub searched_until: fn(&str) -> String,
    pub go_on: Text,
    pub older: Text,
    pub first_page: Text,
    /// Of a row.
    pub unproved: Text,
    pub unproved_hint: Text,
    pub archived: fn(&str) -> String,
    pub file: Text,
    pub file_hint: Text,
    pub download: Text,
    /// The last line of a file that does not hold everything.
    pub file_ends: fn(&str) -> String,
}

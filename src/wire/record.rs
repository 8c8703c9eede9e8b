//! The record as the console searches it.

use super::person::Person;
use serde::{Deserialize, Serialize};

/// What is asked for, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordFields {
    /// Of a person.
    pub number: String,
    /// By its name.
    pub event: String,
    pub agency: String,
    /// The first and the last day.
    pub from: String,
    pub until: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordProblem {
    /// It is none.
    Number,
    /// There is no such person, or they are not theirs: the same to them.
    Nobody,
    From,
    Until,
    /// The last day is before the first one.
    Order,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedRecord {
    /// In words; those of one day stand together.
    pub day: String,
    /// With its zone.
    pub time: String,
    /// With what it was about.
    pub what: String,
    /// Masked, or what stands in its place.
    pub number: String,
    /// The id of the person's page, where one may see it.
    pub person: Option<String>,
    /// On which device and from which address.
    pub source: String,
    /// Whether it is as the portal wrote it.
    pub is_genuine: bool,
}

/// `/kelola/catatan`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordView {
    pub person: Person,
    pub fields: RecordFields,
    pub problems: Vec<RecordProblem>,
    /// Where there are several to choose among, and few enough.
    pub agencies: Vec<String>,
    /// Whether one can be typed.
    pub types_agency: bool,
    /// Names and words.
    pub events: Vec<(String, String)>,
    pub rows: Vec<ListedRecord>,
    /// Where older ones begin.
    pub next: Option<String>,
    pub is_first: bool,
    /// How far the search came before it had looked at as many rows as it may.
    pub searched_until: Option<String>,
    /// When rows were last taken into an archive.
    pub archived: Option<String>,
}

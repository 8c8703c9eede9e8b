//! What kinds of agencies there are.

use super::{notice::Notice, person::Person, zone::Zone};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum AgencyKind {
    Ministry,
    /// An institution beside the ministries, such as one that supervises.
    Institution,
    Province,
    Regency,
    City,
    /// Part of another one.
    Unit,
}

impl AgencyKind {
    pub const ALL: [Self; 6] =
        [Self::Ministry, Self::Institution, Self::Province, Self::Regency, Self::City, Self::Unit];

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Why an agency does not fit into the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AgencyProblem {
    NoName,
    Name,
    Code,
    CodeTaken,
    NameTaken,
    Parent,
    Circle,
    TooDeep,
    Gone,
    Decided,
}

/// The form of an agency, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyFields {
    /// Empty: a new one.
    pub id: String,
    pub name: String,
    pub code: String,
    pub kind: String,
    /// Code or name of the one above it.
    pub parent: String,
    pub zone: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedAgency {
    pub id: String,
    pub name: String,
    pub kind: AgencyKind,
    pub zone: Zone,
    /// How many are part of it.
    pub below: usize,
}

/// One place of the tree: what is above it, itself, what is part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyPlaceView {
    pub person: Person,
    pub notice: Option<Notice>,
    /// Id and name, the top first; the last one is the place itself. Empty at the top.
    pub lineage: Vec<(String, String)>,
    pub children: Vec<ListedAgency>,
    /// The form that was asked for: that of the place itself, or of one that becomes part of it.
    pub form: Option<AgencyFields>,
    pub refused: Option<AgencyProblem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedText {
    pub text: String,
    /// As far as was counted.
    pub people: i64,
    /// What the agency is called that is spelled nearly so.
    pub suggested: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndecidedTextsView {
    pub person: Person,
    pub notice: Option<Notice>,
    pub rows: Vec<ListedText>,
    /// After which text the next page begins.
    pub more: Option<String>,
    /// A text, and what was typed for it and not taken.
    pub typed: Option<(String, String)>,
    pub refused: Option<AgencyProblem>,
}

//! How the portal fares.

use super::person::Person;
use serde::{Deserialize, Serialize};

/// So many, and more, are said to be many.
pub const MANY: i64 = 1000;

/// What one node does for all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedJob {
    pub what: String,
    /// Which node, and until when without a word from it. `None`: no node does it.
    pub held: Option<(String, String)>,
    /// Whether it is the node that shows this.
    pub is_here: bool,
}

/// What came of verifying the record last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordHealth {
    pub at: String,
    pub is_overdue: bool,
    pub rows: u64,
    pub archived: u64,
    pub findings: usize,
    /// The first of them, as the command line says them.
    pub found: Vec<String>,
}

/// `/kelola/kesehatan`. Numbers that are counted up to [`MANY`] are `i64`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthView {
    pub person: Person,
    pub record: Option<RecordHealth>,
    /// That wait, and since when the oldest does.
    pub letters: i64,
    pub oldest_letter: Option<String>,
    /// Mailboxes that took no letter in the last seven days.
    pub refused_mailboxes: i64,
    pub logouts_waiting: i64,
    pub logouts_failed: i64,
    pub approvals: i64,
    pub resets: i64,
    pub jobs: Vec<ListedJob>,
    pub version: String,
    pub commit: Option<String>,
    pub schema: i64,
    /// A newer program was here.
    pub is_newer_schema: bool,
}

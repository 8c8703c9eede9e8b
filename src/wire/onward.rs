//! `/teruskan`: on to another site, by a navigation of its own.

use super::person::Person;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnwardView {
    pub person: Option<Person>,
    /// The name of the service that is opened, where this person may see it.
    pub service: Option<String>,
    /// An address of ours that passes on.
    pub next: String,
    /// Without waiting for the person.
    pub by_itself: bool,
}

//! Small components that pages are made of. They render on the server and need no script.

pub mod announcement;
pub mod back;
pub mod badge;
pub mod clock_off;
pub mod counter;
pub mod field;
pub mod forget;
pub mod form;
pub mod handled;
pub mod icon;
pub mod idle;
pub mod keep;
pub mod layout;
pub mod memo;
pub mod new_password;
pub mod notice;
pub mod passkey;
pub mod safety;
pub mod script;
pub mod tile;

use crate::wire::person::Person;
use serde::{Deserialize, Serialize};

/// What every page knows of the installation it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// The public address, as it stands in the browser: `asn.example.go.id`.
    pub address: String,
    /// Whether demo data is there.
    pub demo: bool,
    /// The number of this request, as in the operator's log.
    pub reference: String,
    /// Path and query of the page being shown, to come back to it.
    pub here: String,
    /// The mark of whose page it is; empty where nobody is known.
    pub owner: String,
    /// Who is logged in.
    pub person: Option<Person>,
}

/// The installation that renders this page.
#[must_use]
pub fn site() -> Site {
    leptos::prelude::use_context().unwrap_or_else(|| Site {
        address: String::new(),
        demo: false,
        reference: String::new(),
        here: crate::paths::HOME.to_owned(),
        owner: String::new(),
        person: None,
    })
}

//! The page before a login.

use crate::i18n::{Step, Text};

pub struct Home {
    pub title: Text,
    pub lead: Text,
    pub first_time: Text,
    /// For whoever is logged in.
    pub go_on: Text,
    pub how_to: Text,
    pub steps: [Step; 3],
    pub public_services: Text,
    pub public_hint: Text,
    pub help: Text,
    pub ladder_agency: Step,
    pub ladder_region: Step,
    pub ladder_help_desk: Step,
    pub help_desk: Text,
}

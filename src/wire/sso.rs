//! Signing in to services: pages of ours on the way there, and on the way out.

use super::person::Person;
use serde::{Deserialize, Serialize};

/// Why a person was not sent on to a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignInProblem {
    TooLong,
    /// Too many fields.
    TooMany,
    NoClient,
    UnknownClient,
    NoRedirect,
    UnknownRedirect,
    /// What was sealed in the address is over, or none of ours.
    Stale,
    /// Their roles or agency do not let them in.
    NotForThem,
    /// The service cannot be used now.
    Closed,
    NeedsPasskey,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInRefusal {
    pub problem: SignInProblem,
    /// The service's identifier, where it is registered, and its name for people.
    pub client: Option<String>,
    pub name: Option<String>,
    /// Its slug in the catalogue.
    pub service: Option<String>,
    /// Where it begins.
    pub start: Option<String>,
    /// The address that it sent, as far as it is shown.
    pub sent: Option<String>,
}

/// What a service may learn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Learns {
    Openid,
    Profile,
    Email,
    Phone,
    Address,
    Roles,
}

/// Who asks for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmView {
    pub person: Person,
    /// The service's name.
    pub name: String,
    pub first_party: bool,
    pub learns: Vec<Learns>,
    /// The request, sealed.
    pub request: String,
}

/// How far telling a service has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    Due,
    Reached,
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LoggedOutView {
    /// Each service's name.
    pub told: Vec<(String, Told)>,
    pub onward: Option<LeadsBack>,
}

/// Whoever sent somebody here to log out expects them back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadsBack {
    /// The service's name.
    pub name: String,
    pub address: String,
    /// Without waiting for the person.
    pub by_itself: bool,
}

/// A service on the account page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedService {
    pub client: String,
    pub name: String,
    /// In words.
    pub since: Option<String>,
    /// What it may know, where its person was asked.
    pub learns: Option<Vec<Learns>>,
}

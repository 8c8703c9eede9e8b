//! Columns of text that mean something: a row comes out of the store with what its text means, or not at
//! all. This is the one place where what the database holds can be strange.

use super::{authenticators::CodeAlgorithm, sso::DeliveryState};
use crate::{
    domain::{
        people::role::{Role, Roles},
        values::{methods::Methods, nip::Nip, renewal::Renewal},
    },
    wire::{
        agency::AgencyKind,
        bulk::{BulkAct, BulkState},
        launcher::{Group, ServiceState, Severity, Viewer},
        manage::Addressees,
        zone::Zone,
    },
};
use strum::{EnumString, IntoStaticStr};

/// A text that means nothing, and in what kind of column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no {what} is called \"{text}\"")]
pub struct Unknown {
    what: &'static str,
    text: String,
}

fn read<T: std::str::FromStr>(what: &'static str, text: String) -> Result<T, Unknown> {
    text.parse().map_err(|_| Unknown { what, text })
}

macro_rules! columns {
    ($($type:ty: $what:literal,)*) => {$(
        impl TryFrom<String> for $type {
            type Error = Unknown;

            fn try_from(text: String) -> Result<Self, Unknown> {
                read($what, text)
            }
        }
    )*};
}

columns! {
    Severity: "severity",
    Addressees: "addressees of an announcement",
    Zone: "time zone",
    AgencyKind: "kind of agency",
    Role: "role",
    ServiceState: "state of a service",
    Group: "group of services",
    ResetPhase: "phase of a reset",
    ApprovalState: "state of an approval",
    Roles: "roles",
    Nip: "number",
    Renewal: "renewal",
    SessionStage: "stage of a session",
    Methods: "way to prove who one is",
    DeliveryState: "state of a delivery",
    CodeAlgorithm: "algorithm of codes",
    BulkAct: "act on many",
    BulkState: "state of an act on many",
    BulkPersonState: "state of somebody in an act on many",
}

/// Viewers, with spaces between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Viewers(pub Vec<Viewer>);

impl TryFrom<String> for Viewers {
    type Error = Unknown;

    fn try_from(text: String) -> Result<Self, Unknown> {
        let words = text.split_whitespace().map(str::to_owned);
        words.map(|word| read("viewer", word)).collect::<Result<_, _>>().map(Self)
    }
}

impl std::fmt::Display for Viewers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.0.iter().map(|viewer| viewer.name()).collect();
        f.write_str(&names.join(" "))
    }
}

/// How far a session is. What happens between them is drawn in [`crate::domain::session`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum SessionStage {
    Enrolling,
    Enrolled,
    PasswordProved,
    Authenticated,
}

impl SessionStage {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What became of a request that a second person decides on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum ApprovalState {
    Open,
    Approved,
    Refused,
    /// By whoever asked.
    Withdrawn,
}

impl ApprovalState {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// How far an act on many is with one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum BulkPersonState {
    Waiting,
    /// When the selection was made.
    Refused,
    Done,
    /// When it was their turn.
    Failed,
}

impl BulkPersonState {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// How far a reset is. What happens between them is drawn in [`crate::domain::recovery::reset`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum ResetPhase {
    Waiting,
    Requested,
    Done,
    Cancelled,
    Refused,
}

impl ResetPhase {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_nothing_else() {
        for severity in Severity::ALL {
            assert_eq!(Severity::try_from(severity.name().to_owned()), Ok(severity));
        }
        for zone in Zone::ALL {
            assert_eq!(Zone::try_from(zone.name().to_owned()), Ok(zone));
        }
        for group in Group::ALL {
            assert_eq!(Group::try_from(group.slug().to_owned()), Ok(group));
        }
        let both = Viewers(vec![Viewer::Employee, Viewer::Public]);
        assert_eq!(Viewers::try_from(both.to_string()), Ok(both));
        assert_eq!(ResetPhase::try_from("waiting".to_owned()), Ok(ResetPhase::Waiting));
        let strange = ["wib", "Waiting", "", "everybody"].map(str::to_owned);
        for text in strange {
            assert!(Zone::try_from(text.clone()).is_err(), "{text}");
            assert!(ResetPhase::try_from(text.clone()).is_err(), "{text}");
            assert!(Addressees::try_from(text.clone()).is_err(), "{text}");
        }
        let error = Viewers::try_from("employee root".to_owned()).unwrap_err();
        assert_eq!(error.to_string(), "no viewer is called \"root\"");
    }
}

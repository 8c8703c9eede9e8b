//! What one person proposes of another, and what can be wrong with it.

use super::{notice::Notice, person::Person};
use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

/// What is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum ProposalKind {
    GrantRole,
    Move,
    Client,
    ServiceAddress,
    LiftHold,
    Bulk,
}

impl ProposalKind {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Why a role is not granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RoleGrantProblem {
    Role,
    /// It is not in the tree, or this role is not held over everybody.
    Agency,
    Decree,
    /// It is past, too far away, or missing beside a decree.
    End,
}

/// Why somebody is not moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MoveProblem {
    /// Whoever administers the portal is first an administrator no longer.
    Administrator,
    /// It is not in the tree.
    Agency,
    /// They work there already.
    Same,
}

/// Why somebody keeps their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NumberProblem {
    /// There is no such person, or they are not theirs: the same to them.
    Gone,
    NotFresh,
    /// Somebody has it, or somebody else had it.
    Taken,
    /// A reason has 10 to 500 readable characters.
    Reason,
}

/// Why something is not laid before a second person, or not decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ApprovalProblem {
    /// It is not there, or not theirs: the same to them.
    Gone,
    /// A fresh proof is needed first.
    NotFresh,
    /// A reason has 10 to 500 readable characters.
    Reason,
    /// The same waits already.
    Waits,
    /// It was asked for too long ago.
    Expired,
    /// Whoever asked for it could not do so any more.
    Stale,
    /// It fits what is there no longer.
    Outdated,
    Role(RoleGrantProblem),
    Move(MoveProblem),
}

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum ProposalState {
    Open,
    Approved,
    Refused,
    /// By whoever made it.
    Withdrawn,
    /// Nobody decided on it in time.
    Expired,
}

impl ProposalState {
    pub const ALL: [Self; 5] =
        [Self::Open, Self::Approved, Self::Refused, Self::Withdrawn, Self::Expired];

    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What is to be done, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProposedAct {
    Role {
        role: String,
        /// `None`: over everybody.
        agency: Option<String>,
        decree: Option<String>,
        until: Option<String>,
    },
    Move {
        to: String,
    },
    /// Many people at once. `job`: its id; `to`: where they are moved.
    Bulk {
        job: String,
        people: i64,
        to: Option<String>,
    },
    /// What a client is to be; everything that changes.
    Client {
        is_new: bool,
        changes: Vec<ProposedChange>,
    },
    /// That an agency's systems may disable as many people once more.
    LiftHold,
    /// Where a service is to be; `None`: nowhere.
    ServiceAddress {
        from: Option<String>,
        to: Option<String>,
    },
}

/// By the name that a file of clients has for it; empty: it is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedChange {
    pub field: String,
    pub before: String,
    pub after: String,
}

/// Moments in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedProposal {
    pub id: String,
    /// Of the person or service it is about.
    pub name: String,
    /// The number of a person, the identifier of a service.
    pub number: String,
    /// Where a person works now.
    pub agency: Option<String>,
    pub act: ProposedAct,
    pub reason: String,
    pub requester: String,
    pub requested: String,
    pub expires: String,
    pub decider: Option<String>,
    pub decided: Option<String>,
    pub may_decide: bool,
    pub may_withdraw: bool,
}

/// `/kelola/persetujuan`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalsView {
    pub person: Person,
    pub notice: Option<Notice>,
    pub state: ProposalState,
    pub proposals: Vec<ListedProposal>,
    /// Where older ones begin.
    pub older: Option<String>,
    pub is_first: bool,
}

//! What one person proposes of another, and what can be wrong with it.

use serde::{Deserialize, Serialize};

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
    /// It fits what is there no longer.
    Outdated,
    Role(RoleGrantProblem),
    Move(MoveProblem),
}

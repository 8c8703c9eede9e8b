//! What becomes of one person: a new account, one that was here before, or nothing. Pure.
//!
//! An account that was here before keeps what it has; what it has not, nobody has used it yet, it gets. Who
//! was taken over is left alone for good: the file is older than whatever they have done here since.

use super::{
    super::account_import::{
        RowProblem,
        change::{self, RowChange},
    },
    not_taken::NotTaken,
    person::{MovedPerson, MovingTerms},
};
use crate::store::KnownPerson;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakeOverDecision {
    /// The account has the id that services know its person by, where that can be one.
    New(Box<RowChange>),
    /// Password and authenticators come to an account that nobody has used.
    Proofs(Uuid),
    /// Only what services know its person by is noted.
    SubjectAlone(Uuid),
    /// It came before.
    Nothing,
}

/// What the portal has of others that a person might be taken for.
#[derive(Debug, Clone, Copy, Default)]
pub struct PriorClaims<'a> {
    /// As whom the number came already, with these very files.
    pub number_came_as: Option<&'a str>,
    /// An account has the subject as its id, or was taken over with it.
    pub subject_is: Option<Uuid>,
    /// Somebody had the number, and has another one by now.
    pub number_was_replaced: bool,
}

/// `new_id`: of an account whose person's subject cannot be one.
///
/// # Errors
/// Why nothing is taken of them.
pub fn decide(
    person: &MovedPerson,
    known: Option<&KnownPerson>,
    claims: PriorClaims<'_>,
    terms: &MovingTerms,
    new_id: Uuid,
) -> Result<TakeOverDecision, NotTaken> {
    if let Some(came_as) = claims.number_came_as {
        let is_theirs = came_as == person.subject;
        return if is_theirs { Ok(TakeOverDecision::Nothing) } else { Err(NotTaken::SameNumber) };
    }
    let Some(known) = known else {
        if claims.subject_is.is_some() {
            return Err(NotTaken::IdOfAnother);
        }
        if claims.number_was_replaced {
            return Err(RowProblem::FormerNumber.into());
        }
        let id = person.id.unwrap_or(new_id);
        let change = change::of_row(&person.row, None, id, terms.privileges)?;
        return Ok(TakeOverDecision::New(Box::new(change)));
    };
    let id = known.account.id;
    if known.taken_over_at.is_some() {
        let is_theirs = claims.subject_is == Some(id);
        return if is_theirs { Ok(TakeOverDecision::Nothing) } else { Err(NotTaken::SameNumber) };
    }
    if claims.subject_is.is_some_and(|owner| owner != id) {
        return Err(NotTaken::IdOfAnother);
    }
    if person.is_disabled && known.disabled_at.is_none() {
        return Err(NotTaken::DisabledThere);
    }
    let is_unused = known.password_hash.is_none() && known.authenticators == 0;
    Ok(if is_unused { TakeOverDecision::Proofs(id) } else { TakeOverDecision::SubjectAlone(id) })
}

#[cfg(test)]
mod tests;

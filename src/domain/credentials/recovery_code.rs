//! Recovery codes: ten, shown once, each good for one login in place of the second factor.
//!
//! 50 random bits each, stored as Argon2id hashes (ASVS 5.0 §6.5.2: look-up secrets of less than 112
//! bits). The ten share one salt, so that checking one costs one hash, whichever it is.
//! Those of an activation follow from the token of its session, which the browser alone has, and the
//! session's id, which is gone with it: a form that arrives twice is answered with the same ten.

use super::password::{Busy, HashingSlot};
use crate::{
    domain::{
        Fault, Portal,
        guard::attempts::{Attempt, Counted},
        values::{paper_code::PaperCode, reference_token::ReferenceToken},
    },
    store::{RecoveryCodeRow, Unit},
};
use secrecy::SecretString;
use time::Duration;
use uuid::Uuid;

pub const COUNT: usize = 10;
const LENGTH: usize = 10;
/// So few left are worth a reminder.
pub const FEW: i64 = 2;

pub type RecoveryCode = PaperCode<LENGTH>;

/// New codes: what the person sees, and what the database keeps.
#[derive(Debug)]
pub struct NewCodes {
    pub codes: Vec<RecoveryCode>,
    rows: Vec<RecoveryCodeRow>,
}

/// A place for ten hashes, which take as long as ten logins: one form of an account at a time, and each
/// counted before anything is hashed. Or how long to wait.
///
/// # Errors
/// [`super::password::HashingError::Busy`] when the hashing queue is full.
pub async fn admit(
    portal: &Portal,
    account: Uuid,
) -> Result<Result<HashingSlot<'_>, Duration>, GenerateError> {
    let place = portal.passwords.admit_for(account).await?;
    Ok(count(portal, account).await?.map_or(Ok(place), Err))
}

/// Counts what ten hashes cost. How long to wait, where that was too often.
///
/// # Errors
/// When the database fails; then nothing is to be hashed.
pub async fn count(portal: &Portal, account: Uuid) -> Result<Option<Duration>, Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    let mut attempt = Attempt::new_codes(portal, account);
    if let Counted::Wait(wait) = attempt.count(portal, &mut unit).await? {
        return Ok(Some(wait));
    }
    unit.commit().await?;
    Ok(None)
}

/// Makes ten.
///
/// # Errors
/// When hashing fails.
pub async fn generate(portal: &Portal, place: &HashingSlot<'_>) -> Result<NewCodes, Fault> {
    let codes = (0..COUNT).map(|_| RecoveryCode::generate(portal.random())).collect();
    hash(portal, place, codes).await
}

/// The ten of an activation in the session with this token.
///
/// # Errors
/// None that can happen.
pub fn of_session(token: &ReferenceToken, session: Uuid) -> Result<Vec<RecoveryCode>, Fault> {
    let bytes: [u8; COUNT * LENGTH] = token.derive(session.as_bytes(), b"recovery codes")?;
    let (each, _) = bytes.as_chunks::<LENGTH>();
    Ok(each.iter().map(RecoveryCode::from_random_bytes).collect())
}

/// # Errors
/// When hashing fails.
pub async fn hash(
    portal: &Portal,
    place: &HashingSlot<'_>,
    codes: Vec<RecoveryCode>,
) -> Result<NewCodes, Fault> {
    let secrets: Vec<_> = codes.iter().map(|code| SecretString::from(code.as_str())).collect();
    let hashes = place.hash_set(secrets, portal.random()).await?;
    let row = |code_hash| RecoveryCodeRow { id: portal.new_id(), code_hash };
    Ok(NewCodes { codes, rows: hashes.into_iter().map(row).collect() })
}

#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl NewCodes {
    /// Puts them in place of the account's earlier codes.
    pub(in crate::domain) async fn store(
        &self,
        portal: &Portal,
        unit: &mut Unit,
        account: Uuid,
    ) -> Result<(), Fault> {
        unit.replace_recovery_codes(account, &self.rows, portal.now()).await?;
        Ok(())
    }

    /// As the person sees them.
    #[must_use]
    pub fn to_texts(&self) -> Vec<String> {
        to_texts(&self.codes)
    }
}

/// As a person sees them.
#[must_use]
pub fn to_texts(codes: &[RecoveryCode]) -> Vec<String> {
    codes.iter().map(PaperCode::to_text).collect()
}

/// Which of the unused codes this is. It costs the same whether there are any.
pub(in crate::domain) async fn find(
    place: &HashingSlot<'_>,
    unused: &[RecoveryCodeRow],
    code: &RecoveryCode,
) -> Result<Option<Uuid>, Fault> {
    let hashes = unused.iter().map(|row| row.code_hash.clone()).collect();
    let at = place.find_in_set(&SecretString::from(code.as_str()), hashes).await?;
    Ok(at.and_then(|at| unused.get(at)).map(|row| row.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        guard::throttle::ThrottlePolicy,
        random::SeededRandom,
        testing::{ANOTHER_NIP, NIP, TestPortal},
    };
    use std::collections::HashSet;

    /// Ten new codes of an account.
    async fn made(portal: &Portal, account: Uuid) -> Vec<RecoveryCode> {
        let new = generate(portal, &portal.passwords.admit().unwrap()).await.unwrap();
        let mut unit = portal.store.write().await.unwrap();
        new.store(portal, &mut unit, account).await.unwrap();
        unit.commit().await.unwrap();
        new.codes
    }

    async fn found(portal: &Portal, account: Uuid, code: &RecoveryCode) -> Option<Uuid> {
        let mut unit = portal.store.read().await.unwrap();
        let unused = unit.unused_recovery_codes_of(account).await.unwrap();
        find(&portal.passwords.admit().unwrap(), &unused, code).await.unwrap()
    }

    #[tokio::test]
    async fn each_of_the_ten_is_found_until_it_is_used_and_by_its_owner_alone() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await.id;
        let other = portal.account(ANOTHER_NIP, "employee").await.id;
        let codes = made(&portal, account).await;
        assert_eq!(codes.iter().map(PaperCode::as_str).collect::<HashSet<_>>().len(), COUNT);
        let mut ids = HashSet::new();
        for code in &codes {
            ids.insert(found(&portal, account, code).await.unwrap());
            assert_eq!(found(&portal, other, code).await, None, "who has none at all");
        }
        assert_eq!(ids.len(), COUNT);
        let third = found(&portal, account, &codes[2]).await.unwrap();
        let mut unit = portal.store.write().await.unwrap();
        assert!(unit.use_recovery_code(third, portal.now()).await.unwrap());
        assert!(!unit.use_recovery_code(third, portal.now()).await.unwrap());
        unit.commit().await.unwrap();
        assert_eq!(found(&portal, account, &codes[2]).await, None);
        assert!(found(&portal, account, &codes[3]).await.is_some());
    }

    #[tokio::test]
    async fn new_codes_take_the_place_of_all_that_there_were() {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, "employee").await.id;
        let old = made(&portal, account).await;
        let new = made(&portal, account).await;
        assert_eq!(found(&portal, account, &old[0]).await, None);
        assert!(found(&portal, account, &new[0]).await.is_some());
        let mut unit = portal.store.read().await.unwrap();
        assert_eq!(unit.unused_recovery_codes_of(account).await.unwrap().len(), COUNT);
    }

    #[test]
    fn those_of_an_activation_follow_from_its_token_and_its_session() {
        let random = SeededRandom::new(1);
        let (token, another) =
            (ReferenceToken::generate(&random), ReferenceToken::generate(&random));
        let (session, later) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let codes = of_session(&token, session).unwrap();
        assert_eq!(of_session(&token, session).unwrap(), codes);
        let others = [of_session(&token, later).unwrap(), of_session(&another, session).unwrap()];
        let all = others.iter().chain([&codes]).flatten();
        assert_eq!(all.map(PaperCode::as_str).collect::<HashSet<_>>().len(), 3 * COUNT);
    }

    #[tokio::test]
    async fn ten_hashes_are_counted_for_each_account_before_they_are_made() {
        let portal = TestPortal::new().await;
        let (account, other) = (portal.new_id(), portal.new_id());
        let policy = ThrottlePolicy::NEW_CODES;
        for _ in 0..policy.free {
            assert!(admit(&portal, account).await.unwrap().is_ok());
        }
        assert_eq!(admit(&portal, account).await.unwrap().err(), Some(policy.first_wait));
        assert_eq!(count(&portal, account).await.unwrap(), Some(policy.first_wait));
        assert_eq!(count(&portal, other).await.unwrap(), None);
        portal.clock.advance(policy.first_wait.whole_seconds() - 1);
        assert_eq!(count(&portal, account).await.unwrap(), Some(Duration::SECOND));
        portal.clock.advance(1);
        assert_eq!(count(&portal, account).await.unwrap(), None);
    }
}

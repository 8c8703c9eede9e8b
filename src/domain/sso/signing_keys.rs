//! Which key signs, which are published, and when the next one takes over. A key is published a day before it
//! signs, so that whoever keeps a copy of the set has it by then, and afterwards as long as anything that it
//! signed may be shown (`docs/adr/0038-tokens-are-signed-by-openssl.md`).

use super::{
    jws::{Algorithm, SigningKey},
    key_ring::{KnownKey, PUBLISHED_AFTER},
};
use crate::{
    domain::{Fault, Portal, seal::Purpose},
    store::{SigningKeyRow, Unit},
};
use std::sync::Arc;
use strum::VariantArray;
use time::{Duration, OffsetDateTime};

/// A key is published for so long before it signs.
const ANNOUNCED: Duration = Duration::hours(24);
/// Where it is needed at once, each node still has to read it first.
const AT_ONCE: Duration = Duration::seconds(12);
/// A key signs for so long.
const SIGNS: Duration = Duration::days(90);
/// Its row stays for so long after that: a logout may bring a token that was over long ago.
const KEPT: Duration = Duration::days(90);

/// Whether another key of this algorithm has to be announced. `signs_from`: of the latest one.
fn is_due(signs_from: Option<OffsetDateTime>, now: OffsetDateTime) -> bool {
    signs_from.is_none_or(|from| now >= from + SIGNS - ANNOUNCED)
}

/// When a key is announced to sign from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// A day later, as services expect it.
    Announced,
    /// As soon as every node has it: the key before is not to be used any more.
    AtOnce,
}

impl Portal {
    /// Reads the keys again.
    ///
    /// # Errors
    /// When the database fails; then the old ones stay. A key that does not open is left out.
    pub async fn refresh_signing_keys(&self) -> Result<(), Fault> {
        let rows = self.store.read().await?.signing_keys().await?;
        let key = |row: &SigningKeyRow| {
            let key = match self.sso.keys.any(&row.id) {
                Some(known) => known,
                None => Arc::new(
                    open(self, row)
                        .inspect_err(|error| {
                            tracing::error!(key = row.id, %error, "a key that signs tokens is left out");
                        })
                        .ok()?,
                ),
            };
            Some(KnownKey { key, signs_from: row.signs_from })
        };
        self.sso.keys.replace(rows.iter().filter_map(key).collect());
        Ok(())
    }
}

fn open(portal: &Portal, row: &SigningKeyRow) -> Result<SigningKey, Fault> {
    let algorithm =
        row.algorithm.parse().map_err(|_| Fault::Corrupt("a signing key of no known algorithm"))?;
    let key =
        SigningKey::read(algorithm, &portal.sealer.open(Purpose::SigningKey, &row.sealed_key)?)?;
    // Whoever writes in the database cannot make one key stand for another.
    if key.id == row.id {
        Ok(key)
    } else {
        Err(Fault::Corrupt("a signing key under another's name"))
    }
}

/// The key of this algorithm that signs now: the database says which, so that all nodes agree.
///
/// # Errors
/// When there is none, or it does not open.
pub async fn due(
    portal: &Portal,
    unit: &mut Unit,
    algorithm: Algorithm,
) -> Result<Arc<SigningKey>, Fault> {
    let none = Fault::Corrupt("no key to sign with");
    let Some(id) = unit.due_signing_key(algorithm.name(), portal.now()).await? else {
        return Err(none);
    };
    if let Some(key) = portal.sso.keys.any(&id) {
        return Ok(key);
    }
    // Another node has made it just now.
    let rows = unit.signing_keys().await?;
    let row = rows.iter().find(|row| row.id == id).ok_or(none)?;
    Ok(Arc::new(open(portal, row)?))
}

/// Makes the keys of a new installation, announces the next ones in time, and forgets old ones. Safe to run
/// anywhere, any number of times.
///
/// # Errors
/// When the database fails; then nothing has changed.
pub async fn look_after(portal: &Portal) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    unit.lock_signing_keys().await?;
    let rows = unit.signing_keys().await?;
    let now = portal.now();
    for algorithm in Algorithm::VARIANTS {
        let ours = rows.iter().filter(|row| row.algorithm == algorithm.name());
        let moments: Vec<_> = ours.clone().map(|row| row.signs_from).collect();
        let latest = moments.iter().max().copied();
        if is_due(latest, now) {
            let signs_from = if latest.is_some() { now + ANNOUNCED } else { now };
            add(portal, &mut unit, *algorithm, signs_from).await?;
        }
        for row in ours {
            let next = moments.iter().filter(|from| **from > row.signs_from).min();
            if next.is_some_and(|next| now > *next + PUBLISHED_AFTER + KEPT) {
                unit.remove_signing_key(&row.id).await?;
            }
        }
    }
    unit.commit().await?;
    portal.refresh_signing_keys().await
}

/// Another key of each algorithm; from when on they sign.
///
/// # Errors
/// When the database fails; then there is none.
pub async fn rotate(portal: &Portal, turn: Turn) -> Result<OffsetDateTime, Fault> {
    let after = match turn {
        Turn::Announced => ANNOUNCED,
        Turn::AtOnce => AT_ONCE,
    };
    let signs_from = portal.now() + after;
    let mut unit = portal.store.write().await?;
    unit.lock_signing_keys().await?;
    for algorithm in Algorithm::VARIANTS {
        add(portal, &mut unit, *algorithm, signs_from).await?;
    }
    unit.commit().await?;
    portal.refresh_signing_keys().await?;
    Ok(signs_from)
}

async fn add(
    portal: &Portal,
    unit: &mut Unit,
    algorithm: Algorithm,
    signs_from: OffsetDateTime,
) -> Result<(), Fault> {
    let key = SigningKey::generate(algorithm)?;
    let row = SigningKeyRow {
        sealed_key: portal.sealer.seal(Purpose::SigningKey, &key.to_pkcs8()?, portal.random())?,
        public_jwk: serde_json::to_string(&key.jwk).map_err(|_| Fault::Seal)?,
        id: key.id,
        algorithm: algorithm.name().to_owned(),
        created_at: portal.now(),
        signs_from,
    };
    unit.add_signing_key(&row).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::TestPortal;

    async fn signs_now(portal: &TestPortal) -> String {
        let mut unit = portal.store.read().await.unwrap();
        due(portal, &mut unit, Algorithm::Es256).await.unwrap().id.clone()
    }

    fn published(portal: &TestPortal) -> Vec<String> {
        let keys = portal.sso.keys.published(portal.now()).keys.into_iter();
        keys.filter(|key| key.kty == "EC").filter_map(|key| key.kid).collect()
    }

    #[tokio::test]
    async fn the_next_key_is_published_a_day_before_it_signs_and_the_last_one_a_day_after() {
        let portal = TestPortal::new().await;
        look_after(&portal).await.unwrap();
        let first = signs_now(&portal).await;
        assert_eq!(published(&portal), std::slice::from_ref(&first));
        portal.clock.advance((SIGNS - ANNOUNCED).whole_seconds() - 1);
        look_after(&portal).await.unwrap();
        assert_eq!(published(&portal).len(), 1);
        portal.clock.advance(1);
        look_after(&portal).await.unwrap();
        look_after(&portal).await.unwrap();
        let [next, before] = published(&portal).try_into().unwrap();
        assert_eq!((&before, signs_now(&portal).await), (&first, first.clone()));
        portal.clock.advance(ANNOUNCED.whole_seconds() - 1);
        assert_eq!(signs_now(&portal).await, first);
        portal.clock.advance(1);
        assert_eq!(signs_now(&portal).await, next);
        portal.clock.advance(PUBLISHED_AFTER.whole_seconds() - 1);
        assert_eq!(published(&portal), [next.clone(), first.clone()]);
        portal.clock.advance(1);
        assert_eq!(published(&portal), [next]);
        assert!(portal.sso.keys.any(&first).is_some(), "a logout may still bring what it signed");
        portal.clock.advance(KEPT.whole_seconds() + 1);
        look_after(&portal).await.unwrap();
        assert!(portal.sso.keys.any(&first).is_none());
    }

    #[tokio::test]
    async fn where_it_is_needed_at_once_every_node_has_it_before_it_signs() {
        let portal = TestPortal::new().await;
        look_after(&portal).await.unwrap();
        let first = signs_now(&portal).await;
        let from = rotate(&portal, Turn::AtOnce).await.unwrap();
        assert_eq!(from - portal.now(), AT_ONCE);
        assert_eq!((published(&portal).len(), signs_now(&portal).await), (2, first.clone()));
        portal.clock.advance(AT_ONCE.whole_seconds());
        assert_ne!(signs_now(&portal).await, first);
        let from = rotate(&portal, Turn::Announced).await.unwrap();
        assert_eq!(from - portal.now(), Duration::days(1));
    }

    #[tokio::test]
    async fn a_row_that_was_changed_by_hand_signs_nothing() {
        let portal = TestPortal::new().await;
        look_after(&portal).await.unwrap();
        let mut unit = portal.store.write().await.unwrap();
        let rows = unit.signing_keys().await.unwrap();
        let row = rows.iter().find(|row| row.algorithm == "ES256").unwrap();
        let forged = SigningKeyRow { id: "forged".into(), signs_from: portal.now(), ..row.clone() };
        unit.add_signing_key(&forged).await.unwrap();
        assert!(matches!(open(&portal, &forged), Err(Fault::Corrupt(_))));
        unit.commit().await.unwrap();
        portal.refresh_signing_keys().await.unwrap();
        assert!(portal.sso.keys.any("forged").is_none());
    }
}

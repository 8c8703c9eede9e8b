//! That somebody has left is told to every service that they were signed in to (OpenID Connect Back-Channel
//! Logout 1.0). What is to be told is a row, written with the end of the session; it outlives session, account,
//! client and restart, and is tried again while that is of use. The token is made when it is sent.

use super::{
    claims::{self, Claims},
    client::ClientSettings,
    issuer::Issuer,
    jws::Algorithm,
    signing_keys,
};
use crate::{
    domain::{Fault, Portal, random},
    store::{DeliveryRow, DeliveryState, Unit},
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::json;
use time::Duration;
use uuid::Uuid;

/// What is told (§2.4).
pub const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// A token is good for so long.
const GOOD: Duration = Duration::minutes(2);
/// Nobody else tries the same within so long.
const CLAIMED: Duration = Duration::seconds(60);
/// At once, so many.
pub const MOST: usize = 32;
/// After so long nobody tries any more: the service's own sessions are over, too.
pub const LASTS: Duration = Duration::hours(24);
/// What was told is kept for so long, for the person's page and the operator's.
pub const KEPT: Duration = Duration::days(7);

/// The pause after so many attempts; one that failed is tried less and less often.
fn pause(attempts: i64) -> Duration {
    match attempts {
        ..=1 => Duration::seconds(10),
        2 => Duration::minutes(1),
        3 => Duration::minutes(5),
        4 => Duration::minutes(15),
        _ => Duration::hours(1),
    }
}

/// How a service answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Reached,
    /// It may be otherwise another time.
    TryAgain(String),
    /// It will not.
    Refused(String),
}

/// In which issuer's name a service is told, and how that is signed: kept with each delivery.
#[must_use]
pub fn issued_as(settings: &ClientSettings) -> String {
    format!("{} {}", <&str>::from(settings.issuer), settings.signing_algorithm().name())
}

fn read_issued_as(text: &str) -> (Issuer, Algorithm) {
    let (issuer, algorithm) = text.split_once(' ').unwrap_or_default();
    (issuer.parse().unwrap_or_default(), algorithm.parse().unwrap_or_default())
}

/// Ends what sign-ins in a session gave, and notes whom to tell; in the unit that ends the session.
pub(in crate::domain) async fn session_ended(
    portal: &Portal,
    unit: &mut Unit,
    session: Uuid,
) -> Result<(), Fault> {
    let now = portal.now();
    unit.end_grants_of_session(session, now).await?;
    // The job looks for it a moment later: the unit is not over yet.
    portal.sso.deliveries.notify_one();
    Ok(())
}

/// The same where every session ended.
pub(in crate::domain) async fn every_session_ended(
    portal: &Portal,
    unit: &mut Unit,
) -> Result<(), Fault> {
    Ok(unit.end_grants_without_session(portal.now()).await?)
}

/// One that is to be sent now.
#[derive(Debug)]
pub struct Delivery {
    pub row: DeliveryRow,
    /// The logout token.
    pub token: String,
}

/// Takes what is due, of acts on many people or of others, so that no other node does.
///
/// # Errors
/// When the database fails; what was taken is tried again later.
pub async fn claim(portal: &Portal, is_of_many: bool) -> Result<Vec<Delivery>, Fault> {
    let now = portal.now();
    let mut unit = portal.store.write_forgettable().await?;
    let rows = unit.claim_deliveries(is_of_many, now, now + CLAIMED, MOST).await?;
    unit.commit().await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut unit = portal.store.read().await?;
    let mut deliveries = Vec::with_capacity(rows.len());
    for row in rows {
        let token = logout_token(portal, &mut unit, &row).await?;
        deliveries.push(Delivery { row, token });
    }
    Ok(deliveries)
}

/// Back-Channel Logout 1.0 §2.4. It names a session, so that it cannot end one that began later.
async fn logout_token(
    portal: &Portal,
    unit: &mut Unit,
    row: &DeliveryRow,
) -> Result<String, Fault> {
    let (issuer, algorithm) = read_issued_as(&row.issued_as);
    let key = signing_keys::due(portal, unit, algorithm).await?;
    let unique: [u8; 16] = random::bytes(portal.random());
    let now = portal.now();
    let mut token = Claims::new();
    claims::extend(
        &mut token,
        &json!({
            "iss": portal.sso.identifier(issuer, &portal.origin),
            "sub": row.subject,
            "aud": row.client_id,
            "iat": now.unix_timestamp(),
            "exp": (now + GOOD).unix_timestamp(),
            "jti": BASE64URL_NOPAD.encode(&unique),
            "events": { EVENT: {} },
            "sid": row.sid,
        }),
    );
    key.sign("logout+jwt", &token)
}

/// Notes how it went.
///
/// # Errors
/// When the database fails; then it is tried again.
pub async fn note(portal: &Portal, row: &DeliveryRow, outcome: &Outcome) -> Result<(), Fault> {
    let now = portal.now();
    let (state, due_at, problem) = match outcome {
        Outcome::Reached => (DeliveryState::Reached, now, None),
        Outcome::Refused(problem) => (DeliveryState::Failed, now, Some(problem)),
        Outcome::TryAgain(problem) if now + pause(row.attempts) > row.created_at + LASTS => {
            (DeliveryState::Failed, now, Some(problem))
        }
        Outcome::TryAgain(problem) => {
            (DeliveryState::Due, now + pause(row.attempts), Some(problem))
        }
    };
    let mut unit = portal.store.write_forgettable().await?;
    unit.note_delivery(row, state, due_at, problem.map(String::as_str)).await?;
    unit.commit().await?;
    if let Some(problem) = problem {
        tracing::warn!(
            client = row.client_id,
            problem,
            attempts = row.attempts,
            given_up = state == DeliveryState::Failed,
            "a service was not told of a logout"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_fails_is_tried_less_and_less_often() {
        let pauses: Vec<_> = (1..8).map(pause).collect();
        assert!(pauses.is_sorted());
        assert_eq!(pauses[0], Duration::seconds(10));
        assert_eq!(pauses[6], Duration::hours(1));
    }

    #[test]
    fn in_whose_name_a_service_is_told_outlives_the_service() {
        for (issuer, algorithm) in
            [(Issuer::Portal, Algorithm::Es256), (Issuer::Keycloak, Algorithm::Rs256)]
        {
            let text = format!("{} {}", <&str>::from(issuer), algorithm.name());
            assert_eq!(read_issued_as(&text), (issuer, algorithm));
        }
    }
}

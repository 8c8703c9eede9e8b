//! One's own data as a file (UU 27/2022 art. 6, 13): all that the portal keeps of somebody, and no secret: no
//! hash, no key, no token, of itself or of others.

use super::access::Before;
use crate::{
    domain::{Fault, Portal, session::LiveSession, sso::consent},
    store::{AccessRow, AuditEvent, Session},
};
use serde_json::{Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Lines of what happened, and of who looked, the latest first.
const LINES: i64 = 10_000;

/// # Errors
/// When the database fails.
pub async fn of(portal: &Portal, session: &LiveSession) -> Result<Value, Fault> {
    let mut unit = portal.store.read().await?;
    let account = session.its_account_in(&mut unit).await?;
    let id = account.id;
    let apps = unit.authenticators_of(id).await?;
    let apps = apps.iter().map(|one| (&one.name, "app", one.created_at, one.last_used_at));
    let apps: Vec<_> = apps.map(authenticator).collect();
    let passkeys = unit.passkeys_of(id).await?;
    let passkeys =
        passkeys.iter().map(|one| (&one.name, "passkey", one.created_at, one.last_used_at));
    let passkeys: Vec<_> = passkeys.map(authenticator).collect();
    let authenticators = [apps, passkeys].concat();
    let recovery_codes = unit.unused_recovery_codes_of(id).await?.len();
    let sessions: Vec<_> = unit.sessions_of(id).await?.iter().map(one_session).collect();
    let events: Vec<_> = unit.audit_events_of(id, LINES).await?.iter().map(event).collect();
    let Before(at, last) = Before::END;
    let accesses = unit.accesses_to(id, (at, last), LINES).await?;
    let accesses: Vec<_> = accesses.iter().map(access).collect();
    let unconfirmed = unit.unconfirmed_mailbox_of(id, portal.now()).await?;
    drop(unit);
    let services = consent::services_of(portal, id).await?;
    let services: Vec<_> = services
        .into_iter()
        .map(|one| json!({ "service": one.name, "since": one.since.and_then(moment) }))
        .collect();
    Ok(json!({
        "made": moment(portal.now()),
        "account": {
            "id": id,
            "nip": account.nip.as_str(),
            "name": account.name,
            "email": account.email,
            "unconfirmed_email": unconfirmed,
            "agency": account.agency,
            "roles": account.roles.to_string(),
            "password_changed": account.password_changed_at.and_then(moment),
        },
        "authenticators": authenticators,
        "recovery_codes_left": recovery_codes,
        "sessions": sessions,
        "services": services,
        "events": events,
        "seen_by": accesses,
    }))
}

fn authenticator(
    (name, kind, added, last_used): (&String, &str, OffsetDateTime, OffsetDateTime),
) -> Value {
    json!({ "name": name, "kind": kind, "added": moment(added), "last_used": moment(last_used) })
}

fn one_session(one: &Session) -> Value {
    json!({
        "browser": one.user_agent,
        "address": one.address,
        "since": moment(one.created_at),
        "last_used": moment(one.age.last_seen_at),
    })
}

fn event(one: &AuditEvent) -> Value {
    json!({
        "at": moment(one.at),
        "event": one.event,
        "about": one.object,
        "address": one.address,
        "browser": one.user_agent,
    })
}

fn access(one: &AccessRow) -> Value {
    json!({
        "at": moment(one.at),
        "who": one.operator_name,
        "agency": one.agency,
        "act": one.act,
        "reason": one.reason,
    })
}

fn moment(at: OffsetDateTime) -> Option<String> {
    at.format(&Rfc3339).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        session::Stage,
        testing::{NIP, TestPortal},
    };

    #[tokio::test]
    async fn what_is_kept_of_somebody_is_in_it_and_no_secret() {
        let portal = TestPortal::new().await;
        let person = portal.account(NIP, "employee").await;
        portal.authenticator(&person).await;
        portal.recovery_codes(&person).await;
        let (_, session) = portal.session(&person, Stage::Authenticated).await;
        let data = of(&portal, &session).await.unwrap();
        assert_eq!(data["account"]["nip"], NIP);
        assert_eq!(data["account"]["email"], format!("{NIP}@example.go.id"));
        assert_eq!(data["recovery_codes_left"], 10);
        assert_eq!(data["authenticators"][0]["name"], "HP");
        assert_eq!(data["sessions"].as_array().unwrap().len(), 1);
        let text = data.to_string();
        for secret in ["hash", "$argon2", "secret", "token"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
    }
}

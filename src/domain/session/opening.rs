//! How a session begins, and how it goes on under another token.

use super::{Computer, LiveSession, Stage};
use crate::{
    domain::{Fault, Portal, guard::visitor::Visitor, values::reference_token::ReferenceToken},
    store::{NewSession, Unit},
};
use time::OffsetDateTime;
use uuid::Uuid;

/// A session that begins.
pub(in crate::domain) struct Opening {
    pub id: Uuid,
    pub account: Uuid,
    pub stage: Stage,
    pub computer: Computer,
}

/// Starts a session; the token is for the browser alone.
pub(in crate::domain) async fn start(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    new: &Opening,
) -> Result<ReferenceToken, Fault> {
    let token = ReferenceToken::generate(portal.random());
    let now = portal.now();
    let sealed_secret = match &new.stage {
        Stage::Enrolling { sealed_secret } => Some(sealed_secret.as_slice()),
        _ => None,
    };
    let new = NewSession {
        id: new.id,
        token_hash: &token.hash(),
        account_id: new.account,
        stage: new.stage.column(),
        sealed_secret,
        granted_step: new.stage.granted_step(),
        public_device: new.computer == Computer::Public,
        address: &visitor.address.to_string(),
        user_agent: &visitor.user_agent,
        expires_at: now + new.stage.lifetime(portal.limits.of(new.computer)),
    };
    unit.add_session(&new, now).await?;
    Ok(token)
}

/// Gives this browser's session another token, since its person has just proved to be there
/// (ASVS 5.0 §7.2.4).
pub(in crate::domain) async fn renew(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
) -> Result<ReferenceToken, Fault> {
    renew_since(portal, unit, session, portal.now()).await
}

/// The same, but when they proved it stays as it was.
pub(in crate::domain) async fn renew_unproved(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
) -> Result<ReferenceToken, Fault> {
    renew_since(portal, unit, session, session.proved_at).await
}

async fn renew_since(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
    proved_at: OffsetDateTime,
) -> Result<ReferenceToken, Fault> {
    let token = ReferenceToken::generate(portal.random());
    let renewed = unit.renew_session(session.id, &token.hash(), proved_at, portal.now()).await?;
    if renewed { Ok(token) } else { Err(Fault::SessionOver) }
}

//! Who is behind a browser's token, while their session is neither idle nor over.

use super::{
    Computer, FRESH, Stage,
    ending::end_unused,
    limits::{TOUCH_EVERY, ends_at, over},
};
use crate::{
    domain::{
        Fault, Portal,
        audit::Holder,
        clock,
        guard::visitor::Visitor,
        limits::Limits,
        people::{
            authority::{self, Authority},
            role::Roles,
        },
        values::{methods::Methods, nip::Nip, reference_token::ReferenceToken, renewal::Renewal},
    },
    store::{
        Account, RoleGrantRow, Session, SessionAge, SessionOfAccount, SessionStage, StoreError,
        Unit,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// Bytes of the mark of somebody's pages.
const OWNER: usize = 12;

/// A session that is neither idle nor over, and whose it is.
#[derive(Debug, Clone)]
pub struct LiveSession {
    pub id: Uuid,
    /// Of the token that its browser showed.
    token_hash: Vec<u8>,
    pub account: Uuid,
    pub stage: Stage,
    pub nip: Nip,
    pub name: String,
    /// What stands with the account; what it is called today: [`Authority::tree`].
    pub agency: String,
    /// Those that were granted and count now among them.
    pub roles: Roles,
    pub(super) authority: Authority,
    pub renewal: Renewal,
    pub computer: Computer,
    /// How long it lasts without a request.
    pub idle: Duration,
    pub proved_at: OffsetDateTime,
    pub methods: Methods,
    pub expires_at: OffsetDateTime,
    /// Of an authenticator that is being added while logged in; sealed.
    pub pending_secret: Option<Vec<u8>>,
}

impl LiveSession {
    /// The mark of this person's pages, the same in all of their sessions. It is no secret and opens
    /// nothing; the account's id, of which it is a digest, cannot be read from it.
    #[must_use]
    pub fn owner(&self) -> String {
        let account = Sha256::new().chain_update(b"asn-digital page owner");
        let digest = account.chain_update(self.account.as_bytes()).finalize();
        URL_SAFE_NO_PAD.encode(digest.get(..OWNER).unwrap_or_default())
    }

    /// How long it lasts after a request at least: not every request is written down.
    #[must_use]
    pub fn least_idle(&self) -> Duration {
        self.idle - TOUCH_EVERY
    }

    /// Whether its person proved to be there a short while ago.
    #[must_use]
    pub fn is_fresh(&self, now: OffsetDateTime) -> bool {
        clock::is_within(self.proved_at, FRESH, now)
    }

    /// The account that it belongs to.
    ///
    /// # Errors
    /// When it is gone, or the database fails.
    pub async fn its_account(&self, portal: &Portal) -> Result<Account, Fault> {
        self.its_account_in(&mut portal.store.read().await?).await
    }

    pub(in crate::domain) async fn its_account_in(
        &self,
        unit: &mut Unit,
    ) -> Result<Account, Fault> {
        unit.account(self.account).await?.ok_or(Fault::Corrupt("a session without its account"))
    }

    #[must_use]
    pub fn holder(&self) -> Holder {
        Holder { account: Some(self.account), masked_nip: self.nip.masked() }
    }
}

/// The live session with this token, if there is one; also keeps it from falling idle.
pub async fn current(
    portal: &Portal,
    token: Option<&ReferenceToken>,
) -> Result<Option<LiveSession>, Fault> {
    let Some(token) = token else {
        return Ok(None);
    };
    let token_hash = token.hash();
    match portal.store.session(&token_hash).await? {
        Some(row) => used(portal, token_hash, row).await,
        None => Ok(None),
    }
}

/// The session that was found, while it lasts; its use is written down now and then.
pub(in crate::domain) async fn used(
    portal: &Portal,
    token_hash: Vec<u8>,
    row: SessionOfAccount,
) -> Result<Option<LiveSession>, Fault> {
    let age = &row.session.age;
    let now = portal.now();
    if let Some(reason) = over(&portal.limits, age, portal.now()) {
        // One that a clock that was ahead has noted must not come to life when that moment comes.
        if age.last_seen_at > now
            && let Err(error) = end_unused(portal, age, reason).await
        {
            tracing::warn!(%error, "a session from the future was not removed");
        }
        return Ok(None);
    }
    if (now - age.last_seen_at).abs() >= TOUCH_EVERY
        && let Err(error) = touch(portal, age.id, now).await
    {
        // Whoever only reads goes on while nothing can be written; the session is idle the sooner.
        tracing::warn!(%error, "the use of a session was not written down");
    }
    let granted = if row.role_grant_count > 0 {
        portal.store.read().await?.role_grants_of(row.session.account_id).await?
    } else {
        Vec::new()
    };
    live(portal, token_hash, row, &granted).map(Some)
}

/// How long the session with this token still lasts if nobody uses it, zero when there is none. Asking
/// does not keep it from falling idle.
pub async fn left(portal: &Portal, token: Option<&ReferenceToken>) -> Result<Duration, Fault> {
    let Some(token) = token else {
        return Ok(Duration::ZERO);
    };
    let row = portal.store.session(&token.hash()).await?.map(|row| row.session);
    let is_open = |row: &Session| {
        row.stage == SessionStage::Authenticated
            && over(&portal.limits, &row.age, portal.now()).is_none()
    };
    let row = row.filter(is_open);
    let left = row.map(|row| ends_at(&portal.limits, &row.age) - portal.now());
    Ok(left.unwrap_or_default().max(Duration::ZERO))
}

async fn touch(portal: &Portal, id: Uuid, now: OffsetDateTime) -> Result<(), StoreError> {
    let mut unit = portal.store.write_forgettable().await?;
    unit.touch_session(id, now).await?;
    unit.commit().await
}

/// Whether a session of this age is neither idle nor over.
pub(in crate::domain) fn lasts(limits: &Limits, age: &SessionAge, now: OffsetDateTime) -> bool {
    over(limits, age, now).is_none()
}

/// Keeps a session from falling idle, in a unit that does more.
pub(in crate::domain) async fn touch_in(
    unit: &mut Unit,
    age: &SessionAge,
    now: OffsetDateTime,
) -> Result<(), Fault> {
    if (now - age.last_seen_at).abs() >= TOUCH_EVERY {
        unit.touch_session(age.id, now).await?;
    }
    Ok(())
}

/// The same, inside a unit of work.
pub(in crate::domain) async fn current_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
) -> Result<Option<LiveSession>, Fault> {
    let Some(token) = &visitor.session else {
        return Ok(None);
    };
    let token_hash = token.hash();
    let row = unit.session(&token_hash).await?;
    let row = row.filter(|row| over(&portal.limits, &row.session.age, portal.now()).is_none());
    let Some(row) = row else {
        return Ok(None);
    };
    let granted = granted_in(unit, &row).await?;
    live(portal, token_hash, row, &granted).map(Some)
}

/// What was granted to whoever a session belongs to; of nearly everybody nothing has to be asked.
async fn granted_in(
    unit: &mut Unit,
    row: &SessionOfAccount,
) -> Result<Vec<RoleGrantRow>, StoreError> {
    if row.role_grant_count == 0 {
        return Ok(Vec::new());
    }
    unit.role_grants_of(row.session.account_id).await
}

/// The door to every change that somebody makes who is logged in. Locks their account and looks at
/// the session again: whatever ends it, or gives it another token, comes wholly before this unit or
/// after it. What comes back is true until the unit ends; what was read before it may not be.
///
/// # Errors
/// [`Fault::SessionOver`] when it is over by now; then nothing may be changed.
pub(in crate::domain) async fn hold(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
) -> Result<LiveSession, Fault> {
    unit.lock_account(session.account).await?;
    let row = unit.hold_session(&session.token_hash).await?;
    let row = row.filter(|row| over(&portal.limits, &row.session.age, portal.now()).is_none());
    let row = row.ok_or(Fault::SessionOver)?;
    let granted = granted_in(unit, &row).await?;
    let now = live(portal, session.token_hash.clone(), row, &granted)?;
    if now.stage == Stage::Authenticated { Ok(now) } else { Err(Fault::SessionOver) }
}

/// The same for whoever changes what belongs to somebody else, whose account is locked, too. Always in
/// one order, so that two who do so to each other do not wait in a circle.
///
/// # Errors
/// As [`hold`].
pub(in crate::domain) async fn hold_with(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
    other: Uuid,
) -> Result<LiveSession, Fault> {
    for account in [session.account.min(other), session.account.max(other)] {
        unit.lock_account(account).await?;
    }
    hold(portal, unit, session).await
}

/// Sessions of somebody that are open now, the last used first.
pub async fn open_sessions(portal: &Portal, account: Uuid) -> Result<Vec<Session>, Fault> {
    let mut sessions = portal.store.read().await?.sessions_of(account).await?;
    sessions.retain(|row| {
        row.stage == SessionStage::Authenticated
            && over(&portal.limits, &row.age, portal.now()).is_none()
    });
    Ok(sessions)
}

fn live(
    portal: &Portal,
    token_hash: Vec<u8>,
    row: SessionOfAccount,
    granted: &[RoleGrantRow],
) -> Result<LiveSession, Fault> {
    let session = row.session;
    let computer = Computer::of(&session.age);
    let pending_secret =
        session.sealed_secret.clone().filter(|_| session.stage == SessionStage::Authenticated);
    let stage = match (session.stage, session.sealed_secret, session.granted_step) {
        (SessionStage::Enrolling, Some(sealed_secret), None) => Stage::Enrolling { sealed_secret },
        (SessionStage::Enrolled, None, Some(step)) => Stage::Enrolled { step },
        (SessionStage::PasswordProved, None, step) => Stage::PasswordProved { step },
        (SessionStage::Authenticated, _, None) => Stage::Authenticated,
        _ => return Err(Fault::Corrupt("a session of no known stage")),
    };
    let tree = Arc::clone(&portal.commons.get().agencies);
    let authority = Authority::of(tree, &row.roles, &row.agency, granted, portal.now());
    Ok(LiveSession {
        id: session.age.id,
        token_hash,
        account: session.account_id,
        stage,
        nip: row.nip,
        name: row.name,
        agency: row.agency,
        roles: authority::roles_with(&row.roles, granted, portal.now()),
        authority,
        renewal: row.renewal,
        computer,
        idle: portal.limits.of(computer).idle,
        proved_at: session.proved_at,
        methods: session.methods,
        expires_at: session.age.expires_at,
        pending_secret,
    })
}

#[cfg(test)]
mod tests;

//! Sessions: what a browser may do between requests.
//!
//! ```text
//!            right password,                 right code             right password and code
//!   (none) ── no authenticator ─▶ Enrolling ─────────────▶ Enrolled ──────────────┐
//!      └──────────────────── right password and code ────────────────────────▶ Authenticated
//! ```
//!
//! An enrolling session can do nothing but finish or give up the enrolment; an enrolled one can do
//! nothing but let the code that proved the enrolment open one login. Every login gets a new token,
//! and the browser's old session ends with it (ASVS 5.0 §7.2.4). Idle and absolute limits follow
//! NIST SP 800-63B §2.2.3 (AAL2).

use super::{
    Fault, Portal,
    audit::{self, Event, Subject},
    client::Client,
    nip::Nip,
    role::Roles,
    shelf::Shelf,
    token::Token,
};
use crate::store::{NewSession, SessionOfAccount, Unit};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

pub const IDLE: Duration = Duration::minutes(30);
pub const ABSOLUTE: Duration = Duration::hours(12);
/// How long an enrolment may take, reloads and a killed tab included.
pub const ENROLMENT: Duration = Duration::minutes(15);
/// A session's last use is written down at most this often.
const TOUCH_EVERY: Duration = Duration::minutes(1);

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Holds the sealed secret of the authenticator being set up.
    Enrolling {
        sealed_secret: Vec<u8>,
    },
    /// Holds the time step of the code that proved the enrolment.
    Enrolled {
        step: i64,
    },
    Authenticated,
}

impl Stage {
    fn name(&self) -> &'static str {
        match self {
            Self::Enrolling { .. } => "enrolling",
            Self::Enrolled { .. } => "enrolled",
            Self::Authenticated => "authenticated",
        }
    }

    fn lifetime(&self) -> Duration {
        match self {
            Self::Enrolling { .. } | Self::Enrolled { .. } => ENROLMENT,
            Self::Authenticated => ABSOLUTE,
        }
    }
}

/// A session that is neither idle nor over, and whose it is.
#[derive(Debug, Clone)]
pub struct LiveSession {
    pub id: Uuid,
    pub account: Uuid,
    pub stage: Stage,
    pub nip: Nip,
    pub name: String,
    pub agency: String,
    pub roles: Roles,
    pub expires_at: OffsetDateTime,
    pub shelf: Shelf,
}

impl LiveSession {
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject { account: Some(self.account), masked_nip: self.nip.masked() }
    }
}

/// The live session of this browser, if it has one; also keeps it from falling idle.
///
/// # Errors
/// When the database fails.
pub async fn current(portal: &Portal, client: &Client) -> Result<Option<LiveSession>, Fault> {
    let Some(token) = &client.session else {
        return Ok(None);
    };
    let row = portal.store.read().await?.session(&token.hash()).await?;
    let now = portal.now();
    let Some(row) = row.filter(|row| is_live(row, now)) else {
        return Ok(None);
    };
    if now - row.session.last_seen_at >= TOUCH_EVERY {
        let mut unit = portal.store.write_forgettable().await?;
        unit.touch_session(row.session.id, now).await?;
        unit.commit().await?;
    }
    live(row).map(Some)
}

/// The same, inside a unit of work.
pub(super) async fn current_in(
    unit: &mut Unit,
    client: &Client,
    now: OffsetDateTime,
) -> Result<Option<LiveSession>, Fault> {
    let Some(token) = &client.session else {
        return Ok(None);
    };
    let row = unit.session(&token.hash()).await?;
    row.filter(|row| is_live(row, now)).map(live).transpose()
}

/// Starts a session; the token is for the browser alone.
pub(super) async fn start(
    portal: &Portal,
    unit: &mut Unit,
    id: Uuid,
    account: Uuid,
    stage: &Stage,
) -> Result<Token, Fault> {
    let token = Token::generate(portal.random());
    let now = portal.now();
    let (sealed_secret, granted_step) = match stage {
        Stage::Enrolling { sealed_secret } => (Some(sealed_secret.as_slice()), None),
        Stage::Enrolled { step } => (None, Some(*step)),
        Stage::Authenticated => (None, None),
    };
    let new = NewSession {
        id,
        token_hash: &token.hash(),
        account_id: account,
        stage: stage.name(),
        sealed_secret,
        granted_step,
        expires_at: now + stage.lifetime(),
    };
    unit.add_session(&new, now).await?;
    Ok(token)
}

/// Ends this browser's session, whatever its stage.
///
/// # Errors
/// When the database fails; then the session is still there.
pub async fn end(portal: &Portal, client: &Client) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    if let Some(session) = current_in(&mut unit, client, portal.now()).await? {
        unit.end_session(session.id).await?;
        if session.stage == Stage::Authenticated {
            audit::record(portal, &mut unit, Event::LoggedOut, &session.subject(), client).await?;
        }
    }
    unit.commit().await?;
    Ok(())
}

fn is_live(row: &SessionOfAccount, now: OffsetDateTime) -> bool {
    now < row.session.expires_at && now < row.session.last_seen_at + IDLE
}

fn live(row: SessionOfAccount) -> Result<LiveSession, Fault> {
    let session = row.session;
    let stage = match (session.stage.as_str(), session.sealed_secret, session.granted_step) {
        ("enrolling", Some(sealed_secret), None) => Stage::Enrolling { sealed_secret },
        ("enrolled", None, Some(step)) => Stage::Enrolled { step },
        ("authenticated", None, None) => Stage::Authenticated,
        _ => return Err(Fault::Corrupt("a session of no known stage")),
    };
    Ok(LiveSession {
        id: session.id,
        account: session.account_id,
        stage,
        nip: Nip::parse(&row.nip).map_err(|_| Fault::Corrupt("a number that is no NIP"))?,
        name: row.name,
        agency: row.agency,
        roles: Roles::parse(&row.roles).map_err(|_| Fault::Corrupt("an unknown role"))?,
        expires_at: session.expires_at,
        shelf: Shelf::read(&row.shelf),
    })
}

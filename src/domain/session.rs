//! Sessions: what a browser may do between requests.
//!
//! ```text
//!            right password,                 right code             right password and code
//!   (none) ── no authenticator ─▶ Enrolling ─────────────▶ Enrolled ──────────────┐
//!      ├── right password only ─▶ PasswordProved ── a second factor ──────────────┤
//!      └──────────── right password and code, or a passkey ──────────────────▶ Authenticated
//! ```
//!
//! An enrolling session can do nothing but finish or give up the enrolment; an enrolled one nothing
//! but let the code that proved the enrolment open one login; one that proved the password nothing
//! but bring a second factor or ask for a reset. Every login gets a new token, and the browser's old
//! session ends with it (ASVS 5.0 §7.2.4). Idle and absolute limits follow NIST SP 800-63B §2.2.3
//! (AAL2); on somebody else's computer they are shorter.

use super::{
    Fault, Portal,
    audit::{self, Event, Subject},
    client::Client,
    clock,
    nip::Nip,
    renewal::Renewal,
    role::Roles,
    shelf::Shelf,
    token::Token,
};
use crate::store::{NewSession, Session, SessionOfAccount, StoreError, Unit};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub idle: Duration,
    pub absolute: Duration,
}

impl Limits {
    /// On a computer of one's own, or of one's office.
    pub const OWN: Self = Self { idle: Duration::minutes(30), absolute: Duration::hours(12) };
    /// On somebody else's.
    pub const PUBLIC: Self = Self { idle: Duration::minutes(10), absolute: Duration::hours(1) };
}

/// Whose computer a person logs in from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Computer {
    Own,
    /// Somebody else's: the session is short and leaves nothing behind.
    Public,
}

/// How long an enrolment may take, reloads and a killed tab included.
pub const ENROLMENT: Duration = Duration::minutes(15);
/// How long a fresh proof counts for changing what proves it (step-up, ASVS 5.0 §7.5.1).
pub const FRESH: Duration = Duration::minutes(5);
/// Bytes of the mark of somebody's pages.
const OWNER: usize = 12;
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
    /// Waits for the second factor. Holds the step of an enrolment's code that is still good.
    PasswordProved {
        step: Option<i64>,
    },
    Authenticated,
}

impl Stage {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Enrolling { .. } => "enrolling",
            Self::Enrolled { .. } => "enrolled",
            Self::PasswordProved { .. } => "password-proved",
            Self::Authenticated => "authenticated",
        }
    }

    /// The step of the code that proved an enrolment in this browser, while it is good.
    #[must_use]
    pub fn granted_step(&self) -> Option<i64> {
        match self {
            Self::Enrolled { step } => Some(*step),
            Self::PasswordProved { step } => *step,
            _ => None,
        }
    }

    fn lifetime(&self, limits: Limits) -> Duration {
        match self {
            Self::Authenticated => limits.absolute,
            _ => ENROLMENT,
        }
    }
}

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
    pub agency: String,
    pub roles: Roles,
    pub renewal: Renewal,
    pub computer: Computer,
    /// How long it lasts without a request.
    pub idle: Duration,
    pub proved_at: OffsetDateTime,
    pub expires_at: OffsetDateTime,
    /// Of an authenticator that is being added while logged in; sealed.
    pub pending_secret: Option<Vec<u8>>,
    pub recovery_codes_left: i64,
    /// Whether there is a reset that may still be cancelled.
    pub has_open_reset: bool,
    pub shelf: Shelf,
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

    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject { account: Some(self.account), masked_nip: self.nip.masked() }
    }
}

/// The live session with this token, if there is one; also keeps it from falling idle.
///
/// # Errors
/// When the database fails.
pub async fn current(portal: &Portal, token: Option<&Token>) -> Result<Option<LiveSession>, Fault> {
    let Some(token) = token else {
        return Ok(None);
    };
    let token_hash = token.hash();
    let row = portal.store.session(&token_hash).await?;
    let now = portal.now();
    let Some(row) = row else {
        return Ok(None);
    };
    if !is_live(portal, &row.session, now) {
        // One that a clock that was ahead has noted must not come to life when that moment comes.
        if row.session.last_seen_at > now
            && let Err(error) = remove(portal, row.session.id).await
        {
            tracing::warn!(%error, "a session from the future was not removed");
        }
        return Ok(None);
    }
    if (now - row.session.last_seen_at).abs() >= TOUCH_EVERY
        && let Err(error) = touch(portal, row.session.id, now).await
    {
        // Whoever only reads goes on while nothing can be written; the session is idle the sooner.
        tracing::warn!(%error, "the use of a session was not written down");
    }
    live(portal, token_hash, row).map(Some)
}

/// How long the session with this token still lasts if nobody uses it, zero when there is none. Asking
/// does not keep it from falling idle.
///
/// # Errors
/// When the database fails.
pub async fn left(portal: &Portal, token: Option<&Token>) -> Result<Duration, Fault> {
    let Some(token) = token else {
        return Ok(Duration::ZERO);
    };
    let row = portal.store.session(&token.hash()).await?.map(|row| row.session);
    let is_open = |row: &Session| {
        row.stage == Stage::Authenticated.name() && is_live(portal, row, portal.now())
    };
    let row = row.filter(is_open);
    let left = row.map(|row| ends_at(portal, &row) - portal.now());
    Ok(left.unwrap_or_default().max(Duration::ZERO))
}

async fn touch(portal: &Portal, id: Uuid, now: OffsetDateTime) -> Result<(), StoreError> {
    let mut unit = portal.store.write_forgettable().await?;
    unit.touch_session(id, now).await?;
    unit.commit().await
}

async fn remove(portal: &Portal, id: Uuid) -> Result<(), StoreError> {
    let mut unit = portal.store.write_forgettable().await?;
    unit.end_session(id).await?;
    unit.commit().await
}

/// The same, inside a unit of work.
pub(super) async fn current_in(
    portal: &Portal,
    unit: &mut Unit,
    client: &Client,
) -> Result<Option<LiveSession>, Fault> {
    let Some(token) = &client.session else {
        return Ok(None);
    };
    let token_hash = token.hash();
    let row = unit.session(&token_hash).await?;
    row.filter(|row| is_live(portal, &row.session, portal.now()))
        .map(|row| live(portal, token_hash, row))
        .transpose()
}

/// The door to every change that somebody makes who is logged in. Locks their account and looks at
/// the session again: whatever ends it, or gives it another token, comes wholly before this unit or
/// after it. What comes back is true until the unit ends; what was read before it may not be.
///
/// # Errors
/// [`Fault::SessionOver`] when it is over by now; then nothing may be changed.
pub(super) async fn hold(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
) -> Result<LiveSession, Fault> {
    unit.lock_account(session.account).await?;
    let row = unit.hold_session(&session.token_hash).await?;
    let row = row.filter(|row| is_live(portal, &row.session, portal.now()));
    let now = live(portal, session.token_hash.clone(), row.ok_or(Fault::SessionOver)?)?;
    if now.stage == Stage::Authenticated { Ok(now) } else { Err(Fault::SessionOver) }
}

/// The same for whoever changes what belongs to somebody else, whose account is locked, too. Always in
/// one order, so that two who do so to each other do not wait in a circle.
///
/// # Errors
/// As [`hold`].
pub(super) async fn hold_with(
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

/// A session that begins.
pub(super) struct Opening {
    pub id: Uuid,
    pub account: Uuid,
    pub stage: Stage,
    pub computer: Computer,
}

/// Starts a session; the token is for the browser alone.
pub(super) async fn start(
    portal: &Portal,
    unit: &mut Unit,
    client: &Client,
    new: &Opening,
) -> Result<Token, Fault> {
    let token = Token::generate(portal.random());
    let now = portal.now();
    let sealed_secret = match &new.stage {
        Stage::Enrolling { sealed_secret } => Some(sealed_secret.as_slice()),
        _ => None,
    };
    let new = NewSession {
        id: new.id,
        token_hash: &token.hash(),
        account_id: new.account,
        stage: new.stage.name(),
        sealed_secret,
        granted_step: new.stage.granted_step(),
        public_device: new.computer == Computer::Public,
        address: &client.address.to_string(),
        user_agent: &client.user_agent,
        expires_at: now + new.stage.lifetime(portal.limits.of(new.computer)),
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
    if let Some(session) = current_in(portal, &mut unit, client).await? {
        unit.end_session(session.id).await?;
        if session.stage == Stage::Authenticated {
            audit::record(portal, &mut unit, Event::LoggedOut, &session.subject(), client).await?;
        }
    }
    unit.commit().await?;
    Ok(())
}

/// Gives this browser's session another token, since its person has just proved to be there
/// (ASVS 5.0 §7.2.4).
pub(super) async fn renew(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
) -> Result<Token, Fault> {
    renew_since(portal, unit, session, portal.now()).await
}

/// The same, but when they proved it stays as it was.
pub(super) async fn renew_unproved(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
) -> Result<Token, Fault> {
    renew_since(portal, unit, session, session.proved_at).await
}

async fn renew_since(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
    proved_at: OffsetDateTime,
) -> Result<Token, Fault> {
    let token = Token::generate(portal.random());
    let renewed = unit.renew_session(session.id, &token.hash(), proved_at, portal.now()).await?;
    if renewed { Ok(token) } else { Err(Fault::SessionOver) }
}

/// Sessions of somebody that are open now, the last used first.
///
/// # Errors
/// When the database fails.
pub async fn open_sessions(portal: &Portal, account: Uuid) -> Result<Vec<Session>, Fault> {
    let mut sessions = portal.store.read().await?.sessions_of(account).await?;
    let now = portal.now();
    sessions.retain(|row| row.stage == Stage::Authenticated.name() && is_live(portal, row, now));
    Ok(sessions)
}

/// Ends one session of one's own, or with `None` all but this one. Whether there was one.
///
/// # Errors
/// When the database fails; then nothing has ended.
pub async fn end_other(
    portal: &Portal,
    client: &Client,
    session: &LiveSession,
    other: Option<Uuid>,
) -> Result<bool, Fault> {
    let mut unit = portal.store.write().await?;
    let session = &hold(portal, &mut unit, session).await?;
    let ended = match other {
        None => unit.end_sessions_of(session.account, Some(session.id)).await? > 0,
        Some(id) => {
            let theirs = unit.sessions_of(session.account).await?;
            theirs.iter().any(|one| one.id == id) && unit.end_session(id).await?
        }
    };
    if ended {
        audit::record(portal, &mut unit, Event::SessionEnded, &session.subject(), client).await?;
    }
    unit.commit().await?;
    Ok(ended)
}

/// Ends every session of everybody, on every node; how many there were.
///
/// # Errors
/// When the database fails; then nothing has ended.
pub async fn end_all(portal: &Portal, client: &Client) -> Result<u64, Fault> {
    let mut unit = portal.store.write().await?;
    let ended = unit.end_all_sessions().await?;
    let everybody = Subject { account: None, masked_nip: "*".to_owned() };
    let (event, object) = (Event::AllSessionsEnded, ended.to_string());
    audit::record_about(portal, &mut unit, event, &everybody, client, &object).await?;
    unit.commit().await?;
    Ok(ended)
}

fn is_live(portal: &Portal, row: &Session, now: OffsetDateTime) -> bool {
    let limits = portal.limits.of(computer(row));
    clock::is_before(row.expires_at, limits.absolute.max(ENROLMENT), now)
        && clock::is_within(row.last_seen_at, limits.idle, now)
}

/// When it ends if nobody uses it.
fn ends_at(portal: &Portal, row: &Session) -> OffsetDateTime {
    row.expires_at.min(row.last_seen_at + portal.limits.of(computer(row)).idle)
}

/// When the last of the sessions that there are is over.
#[must_use]
pub fn latest_end(portal: &Portal) -> OffsetDateTime {
    let limits = &portal.limits;
    let longest = limits.own.absolute.max(limits.public.absolute).max(ENROLMENT);
    clock::latest_end(longest, portal.now())
}

fn computer(row: &Session) -> Computer {
    if row.public_device { Computer::Public } else { Computer::Own }
}

fn live(portal: &Portal, token_hash: Vec<u8>, row: SessionOfAccount) -> Result<LiveSession, Fault> {
    let session = row.session;
    let computer = computer(&session);
    let pending_secret =
        session.sealed_secret.clone().filter(|_| session.stage == Stage::Authenticated.name());
    let stage = match (session.stage.as_str(), session.sealed_secret, session.granted_step) {
        ("enrolling", Some(sealed_secret), None) => Stage::Enrolling { sealed_secret },
        ("enrolled", None, Some(step)) => Stage::Enrolled { step },
        ("password-proved", None, step) => Stage::PasswordProved { step },
        ("authenticated", _, None) => Stage::Authenticated,
        _ => return Err(Fault::Corrupt("a session of no known stage")),
    };
    Ok(LiveSession {
        id: session.id,
        token_hash,
        account: session.account_id,
        stage,
        nip: Nip::parse(&row.nip).map_err(|_| Fault::Corrupt("a number that is no NIP"))?,
        name: row.name,
        agency: row.agency,
        roles: Roles::parse(&row.roles).map_err(|_| Fault::Corrupt("an unknown role"))?,
        renewal: Renewal::from_name(&row.renewal).ok_or(Fault::Corrupt("an unknown renewal"))?,
        computer,
        idle: portal.limits.of(computer).idle,
        proved_at: session.proved_at,
        expires_at: session.expires_at,
        pending_secret,
        recovery_codes_left: row.recovery_codes_left,
        has_open_reset: row.open_resets > 0,
        shelf: Shelf::read(&row.shelf),
    })
}

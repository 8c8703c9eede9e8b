//! What is written down: who, what, from where, when. In the same unit of work as what it records,
//! so that neither stands without the other. It comes last in the unit: a chain is locked until
//! the unit ends.
//!
//! Each row carries a code over itself and the row before it, made with the installation's key:
//! whoever alters or removes a row in the database cannot make the codes fit (ASVS 5.0 §16.4.2).

use super::{Fault, Portal, client::Client, seal::Sealer};
use crate::{
    metrics::SECURITY_EVENTS,
    paths,
    store::{AuditChain, AuditEvent, Unit},
};
use ::metrics::Counter;
use std::sync::LazyLock;
use uuid::Uuid;

/// As many as the migrations made.
const CHAINS: u32 = 16;
/// Rows read at a time.
const BATCH: i64 = 1000;

/// What is written down, and its name in the record.
macro_rules! events {
    ($($(#[doc = $doc:literal])* $event:ident = $name:literal,)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Event {
            $($(#[doc = $doc])* $event,)*
        }

        impl Event {
            pub const ALL: &[Self] = &[$(Self::$event),*];

            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$event => $name,)*
                }
            }
        }
    };
}

events! {
    LoggedIn = "logged-in",
    /// By a passkey, without password or code.
    PasskeyLoggedIn = "passkey-logged-in",
    /// A recovery code was the second factor.
    RecoveryCodeUsed = "recovery-code-used",
    /// Unknown number or wrong password: what a stranger is told, and no more.
    LoginRefused = "login-refused",
    /// The password was right; the second factor is awaited.
    PasswordProved = "password-proved",
    /// The password was right, the code was not.
    CodeRefused = "code-refused",
    /// The password was right, the code had been used.
    UsedCodeRefused = "used-code-refused",
    /// The password was right, the recovery code was not.
    RecoveryCodeRefused = "recovery-code-refused",
    /// This attempt used up a budget: the next one has to wait.
    LoginThrottled = "login-throttled",
    /// The password was right and there is no authenticator yet.
    MfaOffered = "mfa-offered",
    MfaActivated = "mfa-activated",
    AuthenticatorAdded = "authenticator-added",
    AuthenticatorRenamed = "authenticator-renamed",
    AuthenticatorRemoved = "authenticator-removed",
    /// Two codes in a row proved how far off the phone's clock is.
    ClockSynchronised = "clock-synchronised",
    RecoveryCodesMade = "recovery-codes-made",
    LoggedOut = "logged-out",
    /// By its owner, from another session.
    SessionEnded = "session-ended",
    /// By an operator, at the command line.
    PasswordSet = "password-set",
    PasswordChanged = "password-changed",
    PasswordLinkSent = "password-link-sent",
    /// By a link that was mailed.
    PasswordReset = "password-reset",
    ResetCodeSent = "reset-code-sent",
    /// By the person, after password and mailbox; it waits.
    ResetStarted = "reset-started",
    /// By an operator; another one decides.
    ResetRequested = "reset-requested",
    ResetApproved = "reset-approved",
    ResetRefused = "reset-refused",
    ResetCancelled = "reset-cancelled",
    /// Nobody decided on it in time.
    ResetExpired = "reset-expired",
    /// Every authenticator was removed.
    ResetDone = "reset-done",
    /// To the mailbox of whoever enrols after a reset.
    EnrolmentCodeSent = "enrolment-code-sent",
    /// To the operator who asked for the reset.
    EnrolmentCodeShown = "enrolment-code-shown",
    /// The password was right, the code after a reset was not.
    EnrolmentCodeRefused = "enrolment-code-refused",
    /// "This was not me": every session ended.
    Disowned = "disowned",
    /// By an operator, at the command line: nobody logs in to it.
    AccountDisabled = "account-disabled",
    AccountEnabled = "account-enabled",
    /// Everybody's, by an operator, at the command line.
    AllSessionsEnded = "all-sessions-ended",
    AnnouncementPublished = "announcement-published",
    AnnouncementEnded = "announcement-ended",
    ServiceChanged = "service-changed",
}

impl Event {
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|event| event.name() == name)
    }
}

/// Whom an event is about.
#[derive(Debug, Clone)]
pub struct Subject {
    pub account: Option<Uuid>,
    pub masked_nip: String,
}

/// # Errors
/// When the database refuses; then the caller's whole unit must not be committed.
pub async fn record(
    portal: &Portal,
    unit: &mut Unit,
    event: Event,
    subject: &Subject,
    client: &Client,
) -> Result<(), Fault> {
    add(portal, unit, event, subject, client, None).await
}

/// The same for an event about something: `object` is a service's slug, an announcement's id.
///
/// # Errors
/// As [`record`].
pub async fn record_about(
    portal: &Portal,
    unit: &mut Unit,
    event: Event,
    subject: &Subject,
    client: &Client,
    object: &str,
) -> Result<(), Fault> {
    add(portal, unit, event, subject, client, Some(object)).await
}

async fn add(
    portal: &Portal,
    unit: &mut Unit,
    event: Event,
    subject: &Subject,
    client: &Client,
    object: Option<&str>,
) -> Result<(), Fault> {
    let address = client.address.to_string();
    let mut end = unit.lock_audit_chain(chain_of(&address)).await?;
    let mut row = AuditEvent {
        id: portal.new_id(),
        at: portal.now(),
        event: event.name().to_owned(),
        account_id: subject.account,
        subject: subject.masked_nip.clone(),
        address,
        user_agent: client.user_agent.clone(),
        object: object.map(str::to_owned),
        chain: None,
        position: None,
        mac: None,
    };
    append(&portal.sealer, &mut end, &mut row)?;
    unit.append_audit_event(&row).await?;
    count(event);
    Ok(())
}

/// Before the unit's end: the rare unit that fails afterwards is counted, too.
fn count(event: Event) {
    static COUNTERS: LazyLock<Vec<Counter>> = LazyLock::new(|| {
        let counter = |event: &Event| SECURITY_EVENTS.counter([("event", event.name())]);
        Event::ALL.iter().map(counter).collect()
    });
    if let Some(counter) = COUNTERS.get(event as usize) {
        counter.increment(1);
    }
}

/// One unit of work serves one client, so it holds one chain and never waits for another.
pub(super) fn chain_of(address: &str) -> i64 {
    i64::from(paths::fnv1a(address.as_bytes()) % CHAINS)
}

/// Gives a row its place at the end of a chain, which it is from then on.
pub(super) fn append(
    sealer: &Sealer,
    end: &mut AuditChain,
    row: &mut AuditEvent,
) -> Result<(), Fault> {
    (row.chain, row.position) = (Some(end.chain), Some(end.length + 1));
    let mac = with_parts(row, &end.mac, |parts| sealer.authenticate(parts))?;
    (end.length, end.mac) = (end.length + 1, mac.clone());
    row.mac = Some(mac);
    Ok(())
}

/// Everything a row says, and the code of the row before it.
fn with_parts<T>(row: &AuditEvent, before: &[u8], job: impl FnOnce(&[&[u8]]) -> T) -> T {
    let number = |number: Option<i64>| number.unwrap_or_default().to_be_bytes();
    job(&[
        before,
        &number(row.chain),
        &number(row.position),
        row.id.as_bytes(),
        &row.at.unix_timestamp().to_be_bytes(),
        row.event.as_bytes(),
        row.account_id.unwrap_or_default().as_bytes(),
        row.subject.as_bytes(),
        row.address.as_bytes(),
        row.user_agent.as_bytes(),
        row.object.as_deref().unwrap_or_default().as_bytes(),
    ])
}

/// What is wrong with the record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Tampering {
    #[error("chain {chain}: row {position} is missing")]
    Missing { chain: i64, position: i64 },
    #[error("chain {chain}: row {position} ({id}) was altered, or the one before it")]
    Altered { chain: i64, position: i64, id: Uuid },
    #[error("chain {chain}: row {position} names a key that is not on the ring")]
    UnknownKey { chain: i64, position: i64 },
    #[error("chain {chain}: it ends with row {found}, but {noted} were written")]
    Shortened { chain: i64, found: i64, noted: i64 },
}

/// What a check of the whole record found.
#[derive(Debug, Default)]
pub struct Verified {
    pub rows: u64,
    /// Written before rows were chained.
    pub unchained: i64,
    /// The first of each chain.
    pub tampering: Vec<Tampering>,
}

/// Checks every chain from its first row to its last.
///
/// # Errors
/// When the database fails.
pub async fn verify(portal: &Portal) -> Result<Verified, Fault> {
    let mut verified = Verified::default();
    let mut unit = portal.store.read().await?;
    verified.unchained = unit.count_unchained_audit_events().await?;
    for end in unit.audit_chains().await? {
        let mut last = AuditChain { chain: end.chain, length: 0, mac: Vec::new() };
        let tampering = loop {
            let rows = unit.audit_events_of_chain(end.chain, last.length, BATCH).await?;
            let is_end = rows.is_empty();
            let wrong = rows.iter().find_map(|row| follow(&portal.sealer, &mut last, row).err());
            if wrong.is_some() || is_end {
                break wrong;
            }
        };
        verified.rows += u64::try_from(last.length).unwrap_or_default();
        // Rows that were added since the end was read are no tampering.
        let shortened = last.length < end.length || (last.length == end.length && last != end);
        let shortened = shortened.then_some(Tampering::Shortened {
            chain: end.chain,
            found: last.length,
            noted: end.length,
        });
        verified.tampering.extend(tampering.or(shortened));
    }
    Ok(verified)
}

/// Whether `row` follows `last`; then it is the last.
fn follow(sealer: &Sealer, last: &mut AuditChain, row: &AuditEvent) -> Result<(), Tampering> {
    let (chain, position) = (last.chain, last.length + 1);
    if row.position != Some(position) {
        return Err(Tampering::Missing { chain, position });
    }
    let mac = row.mac.clone().unwrap_or_default();
    match with_parts(row, &last.mac, |parts| sealer.is_authentic(parts, &mac)) {
        Ok(true) => {
            *last = AuditChain { chain, length: position, mac };
            Ok(())
        }
        Ok(false) => Err(Tampering::Altered { chain, position, id: row.id }),
        Err(_) => Err(Tampering::UnknownKey { chain, position }),
    }
}

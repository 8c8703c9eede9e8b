//! What is written down: who, what, from where, when. In the same unit of work as what it records,
//! so that neither stands without the other. It comes last in the unit: a chain is locked until
//! the unit ends.
//!
//! Each row carries a code over itself and the row before it ([`chain`]): whoever alters or removes a row
//! in the database cannot make the codes fit ([`verify`]; ASVS 5.0 §16.4.2), and is found within a day ([`watch`]). Old rows can be archived
//! under a seal and removed ([`segment`]). What strangers try with numbers that nobody has is counted by
//! network and hour, and written down as a sum ([`strangers`]); of what somebody logged in is refused, a
//! budget says how much is ([`refusals`]).

pub mod chain;
pub mod refusals;
pub mod segment;
pub mod strangers;
pub mod tampering;
pub mod verify;
pub mod watch;

use super::{Fault, Portal, guard::visitor::Visitor};
use crate::{
    metrics::SECURITY_EVENTS,
    paths,
    store::{Account, AuditEvent, Unit},
};
use ::metrics::Counter;
use std::sync::LazyLock;
use strum::{EnumString, IntoStaticStr, VariantArray};
use uuid::Uuid;

/// As many as the migrations made.
pub const CHAINS: u32 = 16;
/// Rows read at a time.
const BATCH: i64 = 1000;

/// What is written down, by its name in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Event {
    LoggedIn,
    /// By a passkey, without password or code.
    PasskeyLoggedIn,
    /// A recovery code was the second factor.
    RecoveryCodeUsed,
    /// Unknown number or wrong password: what a stranger is told, and no more.
    LoginRefused,
    /// The password was right; the second factor is awaited.
    PasswordProved,
    /// The password was right, the code was not.
    CodeRefused,
    /// The password was right, the code had been used.
    UsedCodeRefused,
    /// The password was right, the recovery code was not.
    RecoveryCodeRefused,
    /// A passkey proved nothing, or another person. In the log of whoever it belongs to, if anybody.
    PasskeyRefused,
    /// The password was right, the code from the mailbox was not.
    MailedCodeRefused,
    /// Somebody logged in proved once more to be there, by a one-time code or a passkey.
    ProvedAgain,
    /// Somebody logged in asked for what their roles do not allow.
    RightRefused,
    /// A form came from another site.
    OriginRefused,
    /// This attempt used up a budget: the next one has to wait.
    LoginThrottled,
    /// The password was right and there is no authenticator yet.
    MfaOffered,
    MfaActivated,
    AuthenticatorAdded,
    AuthenticatorRenamed,
    AuthenticatorRemoved,
    /// Two codes in a row proved how far off the phone's clock is.
    ClockSynchronised,
    RecoveryCodesMade,
    LoggedOut,
    /// By its owner, from another session.
    SessionEnded,
    /// By an operator, at the command line.
    PasswordSet,
    PasswordChanged,
    PasswordLinkSent,
    /// None was sent: the mailbox was corrected within a day.
    PasswordLinkHeld,
    /// By a link that was mailed.
    PasswordReset,
    ResetCodeSent,
    /// By the person, after password and mailbox; it waits.
    ResetStarted,
    /// By an operator; another one decides.
    ResetRequested,
    ResetApproved,
    ResetRefused,
    ResetCancelled,
    /// Nobody decided on it in time.
    ResetExpired,
    /// Every authenticator was removed.
    ResetDone,
    /// To the mailbox of whoever enrols after a reset.
    EnrolmentCodeSent,
    /// To the operator who asked for the reset.
    EnrolmentCodeShown,
    /// The password was right, the code after a reset was not.
    EnrolmentCodeRefused,
    /// "This was not me": every session ended.
    Disowned,
    /// By an operator, at the command line: nobody logs in to it.
    AccountDisabled,
    AccountEnabled,
    /// By an operator: on every device.
    SignedOut,
    /// In the log of the operator who did something with somebody's account.
    PersonChanged,
    /// By a file that was imported: what somebody may do, before and after.
    RolesChanged,
    /// By a file that was imported, or by an operator and then confirmed; the old mailbox was told.
    MailboxChanged,
    /// By an operator: another one has to be confirmed.
    MailboxProposed,
    /// The mailbox takes no letters: the mail server refused one for good.
    LetterRefused,
    /// Everybody's, by an operator, at the command line.
    AllSessionsEnded,
    /// Attempts with numbers that nobody has, from one network in one hour.
    StrangersRefused,
    /// Rows of the record that are in an archive were removed, at the command line.
    RecordArchived,
    /// Stands in every chain: older keys sign nothing from there on.
    KeysRotated,
    AnnouncementPublished,
    AnnouncementEnded,
    ServiceChanged,
    /// An agency was added to the tree, or changed.
    AgencyChanged,
    /// It was said which agency a text stands for.
    AgencyTextDecided,
    RoleGranted,
    /// A role that was granted, before its time or because of a move.
    RoleEnded,
    /// Something that a second person has to decide on.
    ApprovalRequested,
    ApprovalGiven,
    ApprovalRefused,
    ApprovalWithdrawn,
    /// An act on many people was let run, or laid before a second person.
    BulkSent,
    BulkCancelled,
    /// A clerk's file came by a browser.
    FileUploaded,
    /// By an operator, to another agency that accepted.
    PersonMoved,
    /// By an operator.
    NumberChanged,
    /// By an operator.
    NameChanged,
    /// A service that people sign in to was described, disabled or given another secret.
    ClientChanged,
    /// A person allowed a service to know something of them.
    ConsentGiven,
    ConsentWithdrawn,
    /// A code or a refresh token was brought again: what it gave is over.
    GrantRevoked,
    /// By the systems of the person's agency: made, or brought back.
    AccountProvisioned,
    /// By them.
    AccountCorrected,
    /// By them: deleted, which disables it.
    AccountReleased,
    /// They wanted to disable too many at once.
    ProvisioningHeld,
    /// Two administrators let them go on.
    ProvisioningHoldLifted,
    /// A token for them was made or ended.
    ProvisioningTokenChanged,
    /// In the log of whoever took rows of the record along as a file.
    RecordExported,
}

impl Event {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// Whose account an event is about.
#[derive(Debug, Clone)]
pub struct Holder {
    pub account: Option<Uuid>,
    pub masked_nip: String,
}

impl Holder {
    #[must_use]
    pub fn of(account: &Account) -> Self {
        Self { account: Some(account.id), masked_nip: account.nip.masked() }
    }
}

/// # Errors
/// When the database refuses; then the caller's whole unit must not be committed.
pub async fn record(
    portal: &Portal,
    unit: &mut Unit,
    event: Event,
    holder: &Holder,
    visitor: &Visitor,
) -> Result<(), Fault> {
    add(portal, unit, event, holder, visitor, None).await
}

/// The same for an event about something: `object` is a service's slug, an announcement's id.
///
/// # Errors
/// As [`record`].
pub async fn record_about(
    portal: &Portal,
    unit: &mut Unit,
    event: Event,
    holder: &Holder,
    visitor: &Visitor,
    object: &str,
) -> Result<(), Fault> {
    add(portal, unit, event, holder, visitor, Some(object)).await
}

async fn add(
    portal: &Portal,
    unit: &mut Unit,
    event: Event,
    holder: &Holder,
    visitor: &Visitor,
    object: Option<&str>,
) -> Result<(), Fault> {
    let chain = chain_of(&visitor.address.to_string());
    add_to(portal, unit, chain, event, holder, visitor, object).await
}

/// The same for many events at once, each about something.
///
/// # Errors
/// As [`record`].
pub async fn record_all(
    portal: &Portal,
    unit: &mut Unit,
    events: &[(Event, Holder, String)],
    visitor: &Visitor,
) -> Result<(), Fault> {
    if events.is_empty() {
        return Ok(());
    }
    let address = visitor.address.to_string();
    let mut end = unit.lock_audit_chain(chain_of(&address)).await?;
    let mut rows = Vec::with_capacity(events.len());
    for (event, holder, object) in events {
        let mut row = row_of(portal, *event, holder, visitor, Some(object));
        chain::append(&portal.sealer, &mut end, &mut row)?;
        rows.push(row);
    }
    unit.add_audit_events(&rows).await?;
    unit.set_audit_chain(&end).await?;
    for (event, _, _) in events {
        count(*event);
    }
    Ok(())
}

/// Writes down, in every chain, that another key signs from here on. Whoever has got hold of an older one
/// can add no row behind it.
///
/// # Errors
/// When the database fails; then it is written down nowhere.
pub async fn record_rotation(portal: &Portal) -> Result<(), Fault> {
    let everything = Holder { account: None, masked_nip: "*".to_owned() };
    let operator = Visitor::command_line();
    let mut unit = portal.store.write().await?;
    for end in unit.audit_chains().await? {
        let event = Event::KeysRotated;
        let key = portal.sealer.key_id();
        add_to(portal, &mut unit, end.chain, event, &everything, &operator, Some(&key)).await?;
    }
    Ok(unit.commit().await?)
}

async fn add_to(
    portal: &Portal,
    unit: &mut Unit,
    chain: i64,
    event: Event,
    holder: &Holder,
    visitor: &Visitor,
    object: Option<&str>,
) -> Result<(), Fault> {
    let mut end = unit.lock_audit_chain(chain).await?;
    let mut row = row_of(portal, event, holder, visitor, object);
    chain::append(&portal.sealer, &mut end, &mut row)?;
    unit.append_audit_event(&row).await?;
    count(event);
    Ok(())
}

/// A row that has yet to get its place.
fn row_of(
    portal: &Portal,
    event: Event,
    holder: &Holder,
    visitor: &Visitor,
    object: Option<&str>,
) -> AuditEvent {
    AuditEvent {
        id: portal.new_id(),
        at: portal.now(),
        event: event.name().to_owned(),
        account_id: holder.account,
        masked_nip: holder.masked_nip.clone(),
        address: visitor.address.to_string(),
        user_agent: visitor.user_agent.clone(),
        object: object.map(str::to_owned),
        chain: None,
        position: None,
        mac: None,
    }
}

/// Before the unit's end: the rare unit that fails afterwards is counted, too.
fn count(event: Event) {
    static COUNTERS: LazyLock<Vec<Counter>> = LazyLock::new(|| {
        let counter = |event: &Event| SECURITY_EVENTS.counter([("event", event.name())]);
        Event::VARIANTS.iter().map(counter).collect()
    });
    if let Some(counter) = COUNTERS.get(event as usize) {
        counter.increment(1);
    }
}

/// One unit of work serves one visitor, so it holds one chain and never waits for another.
pub(crate) fn chain_of(address: &str) -> i64 {
    i64::from(paths::fnv1a(address.as_bytes()) % CHAINS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{NIP, TestPortal, browser_at};

    const ADDRESS: &str = "192.0.2.1";

    /// Places, names and objects of the rows of the chain of [`ADDRESS`].
    async fn written(portal: &TestPortal) -> Vec<(i64, String, Option<String>)> {
        let mut unit = portal.store.read().await.unwrap();
        let rows = unit.audit_events_of_chain(chain_of(ADDRESS), 0, 100).await.unwrap();
        rows.into_iter().map(|row| (row.position.unwrap(), row.event, row.object)).collect()
    }

    /// How many rows all chains have.
    async fn length(portal: &TestPortal) -> i64 {
        let ends = portal.store.read().await.unwrap().audit_chains().await.unwrap();
        ends.iter().map(|end| end.length).sum()
    }

    #[tokio::test]
    async fn what_one_address_does_stands_in_one_chain_one_row_after_another() {
        let portal = TestPortal::new().await;
        let holder = Holder::of(&portal.account(NIP, "employee").await);
        for event in [Event::LoggedIn, Event::LoggedOut] {
            let mut unit = portal.store.write().await.unwrap();
            record(&portal, &mut unit, event, &holder, &browser_at(ADDRESS)).await.unwrap();
            unit.commit().await.unwrap();
        }
        let rows = [(1, "logged-in".to_owned(), None), (2, "logged-out".to_owned(), None)];
        assert_eq!(written(&portal).await, rows);
        assert_eq!(length(&portal).await, 2, "and none in another chain");
    }

    #[tokio::test]
    async fn what_its_unit_does_not_commit_is_not_written_down() {
        let portal = TestPortal::new().await;
        let holder = Holder::of(&portal.account(NIP, "employee").await);
        let mut unit = portal.store.write().await.unwrap();
        record(&portal, &mut unit, Event::LoggedIn, &holder, &browser_at(ADDRESS)).await.unwrap();
        drop(unit);
        assert_eq!((written(&portal).await, length(&portal).await), (vec![], 0));
    }

    #[tokio::test]
    async fn many_events_at_once_follow_each_other_and_none_at_all_are_no_row() {
        let portal = TestPortal::new().await;
        let holder = Holder::of(&portal.account(NIP, "employee").await);
        let about = |object: &str| (Event::RolesChanged, holder.clone(), object.to_owned());
        let two = [about("employee → operator"), about("operator → employee")];
        for events in [&two[..], &[], &two[..1]] {
            let mut unit = portal.store.write().await.unwrap();
            record_all(&portal, &mut unit, events, &browser_at(ADDRESS)).await.unwrap();
            unit.commit().await.unwrap();
        }
        let row = |(position, (_, _, object)): (i64, &(Event, Holder, String))| {
            (position, "roles-changed".to_owned(), Some(object.clone()))
        };
        let rows = (1..).zip(two.iter().chain(&two[..1])).map(row);
        assert_eq!(written(&portal).await, rows.collect::<Vec<_>>());
        assert_eq!(verify::verify(&portal).await.unwrap().tampering, []);
    }

    #[tokio::test]
    async fn a_rotation_stands_in_every_chain_and_names_the_key_that_signs_from_there_on() {
        let portal = TestPortal::new().await;
        record_rotation(&portal).await.unwrap();
        let mut unit = portal.store.read().await.unwrap();
        for chain in (0..CHAINS).map(i64::from) {
            let rows = unit.audit_events_of_chain(chain, 0, 100).await.unwrap();
            let rows: Vec<_> = rows.into_iter().map(|row| (row.event, row.object)).collect();
            let key = Some(portal.sealer.key_id());
            assert_eq!(rows, [("keys-rotated".to_owned(), key)], "chain {chain}");
        }
    }

    #[test]
    fn each_event_has_a_name_of_its_own_and_a_counter_at_its_place() {
        for (place, event) in Event::VARIANTS.iter().enumerate() {
            assert_eq!(event.name().parse(), Ok(*event));
            assert_eq!(*event as usize, place);
        }
    }
}

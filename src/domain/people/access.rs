//! Who saw me: what operators see and do of somebody is written down for that person to read, with the
//! reason (UU 27/2022 art. 32). In the unit of the act, so that neither stands without the other.

use crate::{
    domain::{Fault, Portal, session::LiveSession, values::calendar},
    i18n::Language,
    store::{AccessRow, Account, Unit},
    wire::people::{ListedAccess, PersonAct},
};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

/// On a page.
const PAGE: usize = 50;
/// However often somebody's page is looked at, in so many seconds it is one line.
const ONE_LOOK: i64 = 3600;

/// Where a page of what happened ends: a moment and what happened then, as an address carries it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Before(pub OffsetDateTime, pub Uuid);

impl Before {
    /// After everything that a clock may have said.
    pub const END: Self = Self(datetime_end(), Uuid::max());

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (seconds, id) = text.split_once('.')?;
        let at = OffsetDateTime::from_unix_timestamp(seconds.parse().ok()?).ok()?;
        Some(Self(at, id.parse().ok()?))
    }

    #[must_use]
    pub fn to_text(self) -> String {
        format!("{}.{}", self.0.unix_timestamp(), self.1.simple())
    }
}

/// The year 9999: later ones have another length, and text order would not be time order.
const fn datetime_end() -> OffsetDateTime {
    match OffsetDateTime::from_unix_timestamp(253_402_214_400) {
        Ok(end) => end,
        Err(_) => OffsetDateTime::UNIX_EPOCH,
    }
}

/// Writes down what an operator does with somebody, in the unit that does it.
///
/// # Errors
/// When the database refuses; then the whole unit must not be committed.
pub(in crate::domain) async fn note(
    portal: &Portal,
    unit: &mut Unit,
    operator: &LiveSession,
    person: Uuid,
    act: PersonAct,
    reason: &str,
) -> Result<(), Fault> {
    Ok(unit.add_access(&row(portal, portal.new_id(), operator.into(), person, act, reason)).await?)
}

/// The same of many, by whoever ordered it.
///
/// # Errors
/// As [`note`].
pub(in crate::domain) async fn note_all(
    portal: &Portal,
    unit: &mut Unit,
    operator: &Account,
    people: impl Iterator<Item = Uuid>,
    act: PersonAct,
    reason: &str,
) -> Result<(), Fault> {
    let row = |person| row(portal, portal.new_id(), operator.into(), person, act, reason);
    Ok(unit.add_accesses(&people.map(row).collect::<Vec<_>>()).await?)
}

/// Whoever looks or acts.
struct Actor<'a> {
    account: Uuid,
    name: &'a str,
    agency: &'a str,
}

impl<'a> From<&'a LiveSession> for Actor<'a> {
    fn from(session: &'a LiveSession) -> Self {
        Self { account: session.account, name: &session.name, agency: &session.agency }
    }
}

impl<'a> From<&'a Account> for Actor<'a> {
    fn from(account: &'a Account) -> Self {
        Self { account: account.id, name: &account.name, agency: &account.agency }
    }
}

/// Writes down that an operator looked at somebody's page: once an hour, whoever looks how often.
///
/// # Errors
/// When the database refuses; then the page must not be shown.
pub(in crate::domain) async fn note_look(
    portal: &Portal,
    operator: &LiveSession,
    person: Uuid,
) -> Result<(), Fault> {
    let id = look(operator.account, person, portal.now());
    if portal.store.read().await?.has_access(id).await? {
        return Ok(());
    }
    let mut unit = portal.store.write().await?;
    unit.add_access(&row(portal, id, operator.into(), person, PersonAct::Seen, "")).await?;
    Ok(unit.commit().await?)
}

/// The id of all looks of one hour: two at once are one.
fn look(operator: Uuid, person: Uuid, now: OffsetDateTime) -> Uuid {
    let hour = now.unix_timestamp().div_euclid(ONE_LOOK);
    let digest = Sha256::new()
        .chain_update(b"asn-digital look")
        .chain_update(operator.as_bytes())
        .chain_update(person.as_bytes())
        .chain_update(hour.to_be_bytes())
        .finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

fn row(
    portal: &Portal,
    id: Uuid,
    operator: Actor<'_>,
    person: Uuid,
    act: PersonAct,
    reason: &str,
) -> AccessRow {
    AccessRow {
        id,
        account_id: person,
        operator_id: operator.account,
        operator_name: operator.name.to_owned(),
        agency: operator.agency.to_owned(),
        act: act.name().to_owned(),
        reason: reason.to_owned(),
        at: portal.now(),
    }
}

/// Who saw or changed whoever is logged in, the latest first; where older ones begin.
///
/// # Errors
/// When the database fails.
pub async fn of_oneself(
    portal: &Portal,
    session: &LiveSession,
    before: Option<Before>,
    language: Language,
) -> Result<(Vec<ListedAccess>, Option<Before>), Fault> {
    let Before(at, id) = before.unwrap_or(Before::END);
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = portal.store.read().await?.accesses_to(session.account, (at, id), limit).await?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let older = rows.last().filter(|_| has_more).map(|row| Before(row.at, row.id));
    let listed = |row: AccessRow| {
        Some(ListedAccess {
            day: calendar::day_in_words(row.at, language),
            time: calendar::time_in_words(row.at, language),
            who: row.operator_name,
            agency: row.agency,
            act: row.act.parse().ok()?,
            reason: row.reason,
        })
    };
    Ok((rows.into_iter().filter_map(listed).collect(), older))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        session::Stage,
        testing::{ANOTHER_NIP, NIP, TestPortal},
    };

    #[tokio::test]
    async fn looks_of_one_hour_are_one_line_and_acts_each_their_own() {
        let portal = TestPortal::new().await;
        let person = portal.account(NIP, "employee").await;
        let operator = portal.account(ANOTHER_NIP, "operator").await;
        let (_, own) = portal.session(&person, Stage::Authenticated).await;
        let (_, session) = portal.session(&operator, Stage::Authenticated).await;
        let acts = async || {
            let (listed, _) = of_oneself(&portal, &own, None, Language::Indonesian).await.unwrap();
            listed.into_iter().map(|one| one.act).collect::<Vec<_>>()
        };
        // The clock of tests begins with an hour.
        for (seconds, looks) in [(0, 1), (3599, 1), (1, 2)] {
            portal.clock.advance(seconds);
            note_look(&portal, &session, person.id).await.unwrap();
            assert_eq!(acts().await.len(), looks, "{seconds}");
        }
        for _ in 0..2 {
            let mut unit = portal.store.write().await.unwrap();
            let act = PersonAct::SignedOut;
            note(&portal, &mut unit, &session, person.id, act, "HP hilang").await.unwrap();
            unit.commit().await.unwrap();
        }
        assert_eq!(acts().await.iter().filter(|act| **act == PersonAct::SignedOut).count(), 2);
        let mut unit = portal.store.write().await.unwrap();
        note(&portal, &mut unit, &session, person.id, PersonAct::Disabled, "x").await.unwrap();
        drop(unit);
        assert_eq!(acts().await.len(), 4, "what its unit does not commit is not written down");
    }

    #[tokio::test]
    async fn pages_follow_each_other_to_the_first_look() {
        let portal = TestPortal::new().await;
        let person = portal.account(NIP, "employee").await;
        let operator = portal.account(ANOTHER_NIP, "operator").await;
        let (_, own) = portal.session(&person, Stage::Authenticated).await;
        let (_, session) = portal.session(&operator, Stage::Authenticated).await;
        let mut unit = portal.store.write().await.unwrap();
        for i in 0..120 {
            let reason = format!("reason {i}");
            note(&portal, &mut unit, &session, person.id, PersonAct::LinkSent, &reason)
                .await
                .unwrap();
            if i % 7 == 0 {
                portal.clock.advance(1);
            }
        }
        unit.commit().await.unwrap();
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = of_oneself(&portal, &own, before, Language::English).await.unwrap();
            seen.extend(page.0.into_iter().map(|one| one.reason));
            match page.1 {
                Some(older) => before = Before::parse(&older.to_text()),
                None => break,
            }
        }
        assert_eq!(seen.len(), 120);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 120);
    }
}

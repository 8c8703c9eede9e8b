//! The record is verified by itself once a day, by one node for all; what came of it is kept and shown. What is
//! found is looked at a second time before it is believed: rows may be archived, or the key replaced, meanwhile.

use super::verify::{Verified, verify};
use crate::domain::{Fault, Portal, clock};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// Noted in the database: what came of it last.
const FACT: &str = "record-verified";
const EVERY: Duration = Duration::DAY;
/// Longer ago means that it fails, or that nobody does it.
const OVERDUE: Duration = Duration::days(2);
/// Findings that are kept in words; all are counted.
const MOST: usize = 20;

/// What came of verifying the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastVerification {
    /// When it began, in seconds since 1970.
    pub at: i64,
    /// Of the table, and of those that are in archives.
    pub rows: u64,
    pub archived: u64,
    pub findings: usize,
    /// The first of them, as `audit verify` says them.
    pub found: Vec<String>,
}

impl LastVerification {
    #[must_use]
    pub fn at(&self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.at).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    #[must_use]
    pub fn is_overdue(&self, now: OffsetDateTime) -> bool {
        !clock::is_within(self.at(), OVERDUE, now)
    }
}

/// What came of it last; `None`: it was never done, or a newer program noted it otherwise.
///
/// # Errors
/// When the database fails.
pub async fn last(portal: &Portal) -> Result<Option<LastVerification>, Fault> {
    let noted = portal.store.read().await?.installation(FACT).await?;
    Ok(noted.and_then(|noted| serde_json::from_str(&noted).ok()))
}

/// Verifies the record if that is due.
///
/// # Errors
/// When the database fails; then it is still due.
pub async fn watch(portal: &Portal) -> Result<(), Fault> {
    let now = portal.now();
    if last(portal).await?.is_some_and(|last| clock::is_within(last.at(), EVERY, now)) {
        return Ok(());
    }
    let mut verified = verify(portal).await?;
    if !verified.tampering.is_empty() {
        portal.sealer.refresh();
        verified = confirmed(&verified, verify(portal).await?);
    }
    let findings = verified.tampering.len();
    let found: Vec<_> = verified.tampering.iter().take(MOST).map(ToString::to_string).collect();
    for finding in &found {
        tracing::error!(finding, findings, "the record was tampered with");
    }
    tracing::info!(rows = verified.rows, findings, "the record was verified");
    let (rows, archived) = (verified.rows, verified.archived);
    let outcome = LastVerification { at: now.unix_timestamp(), rows, archived, findings, found };
    let noted = serde_json::json!(outcome).to_string();
    let mut unit = portal.store.write().await?;
    unit.note_installation(FACT, &noted).await?;
    unit.set_installation(FACT, &noted).await?;
    Ok(unit.commit().await?)
}

/// What two looks found, one after the other.
fn confirmed(first: &Verified, mut again: Verified) -> Verified {
    again.tampering.retain(|finding| first.tampering.contains(finding));
    again
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        audit::{Event, Holder, chain_of, record, tampering::Tampering},
        guard::visitor::Visitor,
        testing::TestPortal,
    };
    use crate::store::AuditChain;

    const DAY: i64 = 24 * 3600;

    async fn add_row(portal: &TestPortal) {
        let everybody = Holder { account: None, masked_nip: "*".to_owned() };
        let mut unit = portal.store.write().await.unwrap();
        record(portal, &mut unit, Event::LoggedIn, &everybody, &Visitor::command_line())
            .await
            .unwrap();
        unit.commit().await.unwrap();
    }

    async fn watched(portal: &TestPortal) -> LastVerification {
        watch(portal).await.unwrap();
        last(portal).await.unwrap().unwrap()
    }

    #[tokio::test]
    async fn it_is_verified_once_a_day_and_what_is_found_is_kept() {
        let portal = TestPortal::new().await;
        assert_eq!(last(&portal).await.unwrap(), None);
        add_row(&portal).await;
        let first = watched(&portal).await;
        assert_eq!((first.rows, first.findings), (1, 0));
        add_row(&portal).await;
        // Somebody says that there were more.
        let mut unit = portal.store.write().await.unwrap();
        let end = AuditChain { chain: chain_of("127.0.0.1"), length: 3, mac: vec![1] };
        unit.set_audit_chain(&end).await.unwrap();
        unit.commit().await.unwrap();
        portal.clock.advance(DAY - 1);
        assert_eq!(watched(&portal).await, first, "not yet due");
        portal.clock.advance(1);
        let second = watched(&portal).await;
        assert_eq!((second.at, second.rows, second.findings), (first.at + DAY, 2, 1));
        assert!(second.found[0].ends_with("it ends with row 2, but 3 were written"));
        assert!(!second.is_overdue(portal.now()));
        portal.clock.advance(2 * DAY);
        assert!(second.is_overdue(portal.now()));
    }

    #[tokio::test]
    async fn a_result_from_a_clock_that_was_ahead_keeps_nobody_from_verifying() {
        let portal = TestPortal::new().await;
        portal.clock.advance(30 * DAY);
        watched(&portal).await;
        portal.clock.advance(-30 * DAY);
        assert_eq!(watched(&portal).await.at, portal.now().unix_timestamp());
    }

    #[test]
    fn what_only_one_look_found_was_being_archived() {
        let missing = |position| Tampering::Missing { chain: 1, position };
        let look = |tampering: &[Tampering]| Verified {
            rows: 5,
            archived: 0,
            tampering: tampering.to_vec(),
        };
        let first = look(&[missing(3), missing(9)]);
        let again = confirmed(&first, look(&[missing(4), missing(9)]));
        assert_eq!((again.rows, again.tampering), (5, vec![missing(9)]));
    }
}

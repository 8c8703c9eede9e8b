//! How a session ends. Nothing else ends one, so that nothing ends without its reason: whoever causes an
//! end calls this in the unit of the cause, and what is over by itself is ended by a job.
//!
//! A session that is idle or has reached its limit opens nothing from that moment on, whoever looks
//! ([`super::current`]); that is carried out here a little later, once, on one node. ASVS 5.0 §7.2.4,
//! §7.3, §7.4. The table in `docs/SECURITY.md` says what of it stands in the record.

use super::limits::over;
pub use super::reason::EndReason;
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        sso::deliveries,
    },
    metrics::SESSIONS_ENDED,
    store::{EndedSession, SessionAge, Unit},
};
use uuid::Uuid;

/// Sessions looked at in one statement.
const SLICE: usize = 1000;

/// Every end passes here, with the sessions that ended, in the unit that ends them. Whoever has to be told
/// that somebody left is noted here. Counted before the unit's end, as the record is.
async fn note(
    portal: &Portal,
    unit: &mut Unit,
    reason: EndReason,
    ended: &[EndedSession],
) -> Result<(), Fault> {
    count(reason, ended);
    for EndedSession { id, .. } in ended {
        deliveries::session_ended(portal, unit, *id).await?;
    }
    Ok(())
}

fn count(reason: EndReason, ended: &[EndedSession]) {
    SESSIONS_ENDED.counter([("reason", reason.name())]).increment(ended.len() as u64);
    for EndedSession { id, account_id } in ended {
        tracing::debug!(session = %id, account = %account_id, reason = reason.name(), "ended");
    }
}

/// Ends one session. `true` for exactly one caller, however many ask at once.
pub(in crate::domain) async fn end(
    portal: &Portal,
    unit: &mut Unit,
    session: Uuid,
    reason: EndReason,
) -> Result<bool, Fault> {
    let ended = unit.end_session(session).await?;
    note(portal, unit, reason, ended.as_slice()).await?;
    Ok(ended.is_some())
}

/// Ends every session of an account but `keep`; how many there were.
pub(in crate::domain) async fn end_all_of(
    portal: &Portal,
    unit: &mut Unit,
    account: Uuid,
    keep: Option<Uuid>,
    reason: EndReason,
) -> Result<usize, Fault> {
    let ended = unit.end_sessions_of(account, keep).await?;
    note(portal, unit, reason, &ended).await?;
    Ok(ended.len())
}

/// Ends what others began to enrol for an account, once one was first.
pub(in crate::domain) async fn end_enrolling_of(
    portal: &Portal,
    unit: &mut Unit,
    account: Uuid,
) -> Result<(), Fault> {
    let ended = unit.end_enrolling_sessions_of(account).await?;
    note(portal, unit, EndReason::EnrolledElsewhere, &ended).await?;
    Ok(())
}

/// Ends every session of everybody, on every node; how many there were.
///
/// # Errors
/// When the database fails; then nothing has ended.
pub async fn end_everybodys(portal: &Portal, visitor: &Visitor) -> Result<usize, Fault> {
    let mut unit = portal.store.write().await?;
    let ended = unit.end_all_sessions().await?;
    count(EndReason::Everybodys, &ended);
    deliveries::every_session_ended(portal, &mut unit).await?;
    let everybody = Holder { account: None, masked_nip: "*".to_owned() };
    let event = Event::AllSessionsEnded;
    let object = ended.len().to_string();
    audit::record_about(portal, &mut unit, event, &everybody, visitor, &object).await?;
    unit.commit().await?;
    Ok(ended.len())
}

/// The job that ends what is over by itself walks over all sessions, some at a time: the last one that it
/// looked at; nil at the beginning, and again after the end. An index of when each was last used would be
/// written with every use, which costs more than looking at what is open.
#[derive(Debug, Default)]
pub struct Walk(Uuid);

impl Walk {
    /// Looks at the next `most` sessions of everybody and ends those that are idle or have reached their
    /// limit; how many. Each in a unit of its own, so that nobody waits for more than one row.
    ///
    /// # Errors
    /// When the database fails; what is left is ended another time.
    pub async fn go_on(&mut self, portal: &Portal, most: usize) -> Result<usize, Fault> {
        let mut left = most;
        let mut ended = 0;
        while left > 0 {
            let asked = left.min(SLICE);
            let slice = portal.store.read().await?.sessions_after(self.0, asked).await?;
            for age in &slice {
                if let Some(reason) = over(&portal.limits, age, portal.now()) {
                    ended += usize::from(end_unused(portal, age, reason).await?);
                }
            }
            let last = slice.last().filter(|_| slice.len() == asked);
            self.0 = last.map(|last| last.id).unwrap_or_default();
            left = if last.is_some() { left - asked } else { 0 };
        }
        Ok(ended)
    }
}

/// Ends a session that is over by itself, unless it was used since it was looked at. `true` for exactly one
/// caller.
pub(super) async fn end_unused(
    portal: &Portal,
    age: &SessionAge,
    reason: EndReason,
) -> Result<bool, Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    // Nobody waits until services know, and whoever leaves does not wait behind these.
    unit.set_of_many(true);
    let ended = unit.end_session_last_seen(age.id, age.last_seen_at).await?;
    note(portal, &mut unit, reason, ended.as_slice()).await?;
    unit.commit().await?;
    Ok(ended.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn the_documentation_names_every_reason_and_no_other() {
        let documentation = include_str!("../../../docs/SECURITY.md");
        let (_, table) = documentation.split_once("| Reason | What ends |").unwrap();
        let (table, _) = table.split_once("\n\n").unwrap();
        let rows = table.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let names: Vec<_> = EndReason::VARIANTS.iter().map(|reason| reason.name()).collect();
        assert_eq!(rows.collect::<Vec<_>>(), names);
    }
}

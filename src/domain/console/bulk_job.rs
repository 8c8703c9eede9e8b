//! An act on many people at once: a stored job, which any node carries on where another one left it.
//!
//! ```text
//!   Selecting ── everybody is written down ─▶ Ready ─┬─ few people ──────────────────▶ Running ─▶ Done
//!                                                    └─▶ Waiting ── a second person ──▶ Running
//! ```
//!
//! Whom it is about is written down once, each with what would become of them: that is the dry run. What is run later
//! is that list and nothing else. Whoever is no longer as they were then stays as they are, and is named.

use crate::{
    domain::{
        Fault, Portal,
        guard::visitor::Visitor,
        people::{
            authority::{Authority, Reached},
            rights::Right,
        },
        session::LiveSession,
    },
    store::{Account, BulkJobRow, Unit},
    wire::bulk::{BulkAct, BulkState, FileCounts, FileTrouble},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// More people need a second person.
pub const THRESHOLD: i64 = 20;
/// More are too many for one job: the largest that was ever needed moved 229,901.
pub const MOST: i64 = 300_000;
/// A file that takes longer to come never comes to its end.
pub const LONGEST_UPLOAD: Duration = Duration::hours(2);
/// So long it is kept who was changed, and can be undone.
pub const KEPT: Duration = Duration::days(365);
/// Agencies that a second person is asked about one by one.
const MOST_AGENCIES: usize = 1000;

/// Whom a job is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BulkWhom {
    /// Whom a search finds, as the list of people has it.
    Found { query: String, agency: String, role: String, state: String },
    /// Who has these numbers.
    Numbered(Vec<String>),
    /// Whom another job has changed.
    ChangedBy(Uuid),
    /// Who stands in a clerk's file. `counts`: what came of it when it was only looked at.
    Filed {
        name: String,
        privileges: bool,
        counts: Option<FileCounts>,
        trouble: Option<FileTrouble>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkTerms {
    pub whom: BulkWhom,
    /// The agency that people are moved to; of what undoes a move, each has their own.
    pub to: Option<Uuid>,
    /// Texts of the agencies whose people change, and of a move of those that receive them: whoever decides has the
    /// right of all. `None`: of everybody.
    pub over: Option<Vec<String>>,
}

impl BulkTerms {
    /// # Errors
    /// When they are none.
    pub fn of(job: &BulkJobRow) -> Result<Self, Fault> {
        serde_json::from_str(&job.terms).map_err(|_| Fault::Corrupt("unreadable terms of a job"))
    }

    /// # Errors
    /// Never.
    pub fn to_text(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(|_| Fault::Corrupt("unwritable terms of a job"))
    }

    pub(super) fn reach_over(&mut self, agency: &str) {
        let Some(over) = &mut self.over else { return };
        if let Err(place) = over.binary_search_by(|one| one.as_str().cmp(agency)) {
            over.insert(place, agency.to_owned());
        }
        if over.len() > MOST_AGENCIES {
            self.over = None;
        }
    }
}

/// The right that an act needs.
#[must_use]
pub fn right(act: BulkAct) -> Right {
    match act {
        BulkAct::Move => Right::MovePeople,
        BulkAct::Import => Right::ImportPeople,
        BulkAct::SignOut | BulkAct::SendLink | BulkAct::Disable | BulkAct::Enable => {
            Right::ChangePeople
        }
    }
}

/// What takes an act back.
#[must_use]
pub fn opposite(act: BulkAct) -> Option<BulkAct> {
    match act {
        BulkAct::Move => Some(BulkAct::Move),
        BulkAct::Disable => Some(BulkAct::Enable),
        BulkAct::Enable => Some(BulkAct::Disable),
        BulkAct::SignOut | BulkAct::SendLink | BulkAct::Import => None,
    }
}

/// How many would change.
#[must_use]
pub fn people(job: &BulkJobRow) -> i64 {
    job.selected - job.refused
}

/// Whether a second person decides: whoever receives people accepts them, however few, as with one; and of a file each
/// line may change who gets somebody's letters.
#[must_use]
pub fn needs_second(job: &BulkJobRow) -> bool {
    matches!(job.act, BulkAct::Move | BulkAct::Import) || people(job) > THRESHOLD
}

/// Whether a job is over, has changed somebody, and can be taken back.
#[must_use]
pub fn may_be_undone(portal: &Portal, job: &BulkJobRow) -> bool {
    job.state.is_over()
        && job.done > 0
        && opposite(job.act).is_some()
        && portal.now() < job.ordered_at + KEPT
}

/// Whether somebody has the right that an act needs of the people of all these agencies; `None`: of everybody.
#[must_use]
pub fn reaches(session: &LiveSession, act: BulkAct, over: Option<&[String]>) -> bool {
    match over {
        Some(over) => over.iter().all(|agency| session.may(right(act), agency)),
        None => session.reached(right(act)) == Ok(Reached::Everybody),
    }
}

/// Whoever ordered a job, as they are now.
pub(super) struct Orderer {
    pub account: Account,
    pub authority: Authority,
}

/// `None`: they are disabled, or gone.
pub(super) async fn orderer(
    portal: &Portal,
    unit: &mut Unit,
    id: Uuid,
) -> Result<Option<Orderer>, Fault> {
    let account = unit.account(id).await?.filter(|account| !account.is_disabled());
    let Some(account) = account else { return Ok(None) };
    let granted =
        if account.role_grant_count > 0 { unit.role_grants_of(id).await? } else { vec![] };
    let tree = Arc::clone(&portal.commons.get().agencies);
    let (own, now) = (&account.roles, portal.now());
    let authority = Authority::of(tree, own, &account.agency, &granted, now);
    Ok(Some(Orderer { account, authority }))
}

/// The browser in which it was ordered: what the record of each person says.
pub(super) fn visitor_of(job: &BulkJobRow) -> Visitor {
    let by_job = Visitor::command_line();
    Visitor {
        address: job.address.parse().unwrap_or(by_job.address),
        user_agent: job.user_agent.clone(),
        ..by_job
    }
}

/// Lets a job run that a second person agreed to; whether it waited for that.
pub(super) async fn begin_in(unit: &mut Unit, id: Uuid) -> Result<bool, Fault> {
    advance_in(unit, id, BulkState::Running, None).await
}

/// Ends a job that a second person refused, or that was taken back.
pub(super) async fn refuse_in(
    unit: &mut Unit,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<bool, Fault> {
    advance_in(unit, id, BulkState::Cancelled, Some(now)).await
}

async fn advance_in(
    unit: &mut Unit,
    id: Uuid,
    state: BulkState,
    ended_at: Option<OffsetDateTime>,
) -> Result<bool, Fault> {
    let job = unit.lock_bulk_job(id).await?.filter(|job| job.state == BulkState::Waiting);
    let Some(job) = job else { return Ok(false) };
    if ended_at.is_some() {
        unit.drop_bulk_file(id).await?;
    }
    unit.set_bulk_job(&BulkJobRow { state, ended_at, ..job }).await?;
    Ok(true)
}

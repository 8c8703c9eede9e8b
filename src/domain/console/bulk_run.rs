//! How a job on many people goes on, piece by piece. Each piece is one unit of work, with what it changes and how far
//! the job has come: broken off anywhere, it goes on there, and nobody is changed twice. Whoever ordered it needs the
//! right all along.

use super::{
    bulk_import,
    bulk_job::{self, BulkTerms, BulkWhom, MOST, Orderer, orderer, visitor_of},
    people::{self, AskedPeople},
    person::has_privileges,
    person_act::{self, Acted},
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        pace,
        people::{
            access,
            agency::AgencyTree,
            listing::{self, ListPlace},
            moving,
            rights::Right,
        },
        recovery::{
            disabled::{self, Standing, StandingChange},
            mailbox_correction::rests_until,
            new_password::{self, Requested},
        },
        values::nip::Nip,
    },
    store::{Account, BulkJobRow, BulkJobUnderWay, BulkPersonRow, BulkPersonState, Unit},
    wire::{
        bulk::{BulkAct, BulkRefusal, BulkState},
        people::PersonAct,
    },
};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, time::Duration};
use time::OffsetDateTime;
use tokio::time::Instant;
use uuid::Uuid;

/// People who are looked at in one piece: some milliseconds for SQLite's one writer.
const SELECTED: usize = 500;
/// Links are made no further while more letters to many wait than this: a link lasts half an hour, and a slow mail
/// server takes one letter in a second.
const MANY_LETTERS: i64 = 500;
/// A turn lasts so long: less than there is between two.
const TURN: Duration = Duration::from_secs(4);

/// Where a selection goes on.
#[derive(Debug, Default, Serialize, Deserialize)]
struct SelectionPlace {
    /// How many were looked at.
    seen: i64,
    /// Of a search.
    after: Option<ListPlace>,
    /// The position after which another job's people come.
    position: i64,
}

/// Why somebody cannot be changed, as they are now.
fn judge(
    act: BulkAct,
    target: Option<&str>,
    orderer: &Orderer,
    person: &Account,
    now: OffsetDateTime,
) -> Result<(), BulkRefusal> {
    let authority = &orderer.authority;
    let refusal = if person.id == orderer.account.id {
        BulkRefusal::Oneself
    } else if !authority.may(bulk_job::right(act), &person.agency) {
        BulkRefusal::NotAllowed
    } else if has_privileges(person) {
        BulkRefusal::Privileged
    } else {
        let is_disabled = person.is_disabled();
        match act {
            BulkAct::Move if is_at(authority.tree(), person, target) => BulkRefusal::AlreadySo,
            BulkAct::Disable if is_disabled => BulkRefusal::AlreadySo,
            BulkAct::Enable if !is_disabled => BulkRefusal::AlreadySo,
            BulkAct::SignOut | BulkAct::SendLink if is_disabled => BulkRefusal::Disabled,
            BulkAct::SendLink if person.email.is_none() => BulkRefusal::NoMailbox,
            BulkAct::SendLink if rests_until(person, now).is_some() => BulkRefusal::MailboxRests,
            _ => return Ok(()),
        }
    };
    Err(refusal)
}

/// Whether somebody works already where they are to be moved.
fn is_at(tree: &AgencyTree, person: &Account, target: Option<&str>) -> bool {
    target.is_none_or(|target| tree.called(&person.agency) == tree.called(target))
}

/// Somebody who may be meant.
struct Candidate {
    nip: String,
    person: Option<Account>,
    target: Option<String>,
    /// Known before anything else.
    refusal: Option<BulkRefusal>,
}

/// Writes down the next people of a selection; whether more may come.
///
/// # Errors
/// When the database fails; then it goes on where it was.
pub async fn select_piece(portal: &Portal, id: Uuid) -> Result<bool, Fault> {
    let mut unit = portal.store.read().await?;
    let job = unit.bulk_job(id).await?.filter(|job| job.state == BulkState::Selecting);
    let Some(job) = job else { return Ok(false) };
    let orderer = orderer(portal, &mut unit, job.ordered_by).await?;
    drop(unit);
    let mut terms = BulkTerms::of(&job)?;
    let mut place: SelectionPlace = match &job.place {
        Some(place) => {
            serde_json::from_str(place).map_err(|_| Fault::Corrupt("no place of a selection"))?
        }
        None => SelectionPlace::default(),
    };
    let (candidates, is_last) = match &orderer {
        Some(orderer) => candidates(portal, &job, &terms, &mut place, orderer).await?,
        None => (Vec::new(), true),
    };
    let mut rows = Vec::new();
    for one in candidates {
        let Candidate { nip, person, target, refusal } = one;
        let judged = match (&orderer, &person) {
            (Some(orderer), Some(person)) => {
                judge(job.act, target.as_deref(), orderer, person, portal.now()).err()
            }
            _ => Some(BulkRefusal::Gone),
        };
        let refusal = refusal.or(judged);
        let agency = person.as_ref().map(|person| person.agency.clone()).unwrap_or_default();
        if refusal.is_none() {
            terms.reach_over(target.as_deref().unwrap_or(&agency));
        }
        rows.push(BulkPersonRow {
            position: place.seen,
            account_id: person.as_ref().map(|person| person.id),
            nip,
            agency,
            is_disabled: person.as_ref().is_some_and(Account::is_disabled),
            target,
            state: refusal.map_or(BulkPersonState::Waiting, |_| BulkPersonState::Refused),
            refusal: refusal.map(|refusal| refusal.name().to_owned()),
            note: None,
            settled_at: None,
        });
        place.seen += 1;
    }
    let mut unit = portal.store.write_in_bulk().await?;
    let is_next = |now: &BulkJobRow| now.state == BulkState::Selecting && now.place == job.place;
    let Some(mut now) = unit.lock_bulk_job(id).await?.filter(is_next) else {
        // Another node was quicker.
        return Ok(true);
    };
    unit.add_bulk_people(id, &rows).await?;
    now.selected = place.seen;
    now.place =
        Some(serde_json::to_string(&place).map_err(|_| Fault::Corrupt("an unwritable selection"))?);
    if place.seen > MOST {
        now.state = BulkState::TooMany;
        now.ended_at = Some(portal.now());
    } else if is_last {
        now.place = None;
        let waiting = unit.count_bulk_people(id, BulkPersonState::Waiting).await?;
        now.refused = unit.count_bulk_people(id, BulkPersonState::Refused).await?;
        now.selected = waiting + now.refused;
        now.state = if orderer.is_some() { BulkState::Ready } else { BulkState::Stopped };
        if let BulkWhom::Numbered(numbers) = &mut terms.whom {
            numbers.clear();
        }
    }
    now.terms = terms.to_text()?;
    unit.set_bulk_job(&now).await?;
    unit.commit().await?;
    Ok(now.state == BulkState::Selecting)
}

/// The next who may be meant, and whether they are the last.
async fn candidates(
    portal: &Portal,
    job: &BulkJobRow,
    terms: &BulkTerms,
    place: &mut SelectionPlace,
    orderer: &Orderer,
) -> Result<(Vec<Candidate>, bool), Fault> {
    let tree = orderer.authority.tree();
    let target = terms.to.and_then(|to| tree.agency(to)).map(|agency| agency.text.clone());
    let numbered = |person: Account| Candidate {
        nip: person.nip.as_str().to_owned(),
        person: Some(person),
        target: target.clone(),
        refusal: None,
    };
    match &terms.whom {
        BulkWhom::Found { query, agency, role, state } => {
            let asked = AskedPeople { query, agency, role, state, after: "" };
            let (Ok(criteria), Ok(reached)) =
                (people::criteria(tree, asked), orderer.authority.reached(Right::SeePeople))
            else {
                return Ok((Vec::new(), true));
            };
            let after = place.after.take();
            let page = listing::selection(portal, reached, &criteria, after, SELECTED).await?;
            place.after = page.next;
            let ids: Vec<Uuid> = page.people.iter().map(|person| person.id).collect();
            let mut people = portal.store.read().await?.accounts_among(&ids).await?;
            // In the order in which they were found.
            let order: HashMap<Uuid, usize> = ids.iter().copied().zip(0..).collect();
            people.sort_by_key(|person| order.get(&person.id).copied());
            Ok((people.into_iter().map(numbered).collect(), place.after.is_none()))
        }
        BulkWhom::Numbered(numbers) => {
            let seen = usize::try_from(place.seen).unwrap_or(usize::MAX);
            let next: Vec<String> = numbers.iter().skip(seen).take(SELECTED).cloned().collect();
            let is_last = seen + next.len() >= numbers.len();
            let right: Vec<String> =
                next.iter().filter(|number| Nip::parse(number).is_ok()).cloned().collect();
            let found = portal.store.read().await?.accounts_numbered(&right).await?;
            let found = found.into_iter().filter(|person| {
                // Outside of whom somebody reaches nobody is there.
                orderer.authority.may(Right::SeePeople, &person.agency)
            });
            let mut found: HashMap<String, Account> =
                found.map(|person| (person.nip.as_str().to_owned(), person)).collect();
            let candidate = |nip: String| {
                if let Some(person) = found.remove(&nip) {
                    return numbered(person);
                }
                let is_number = Nip::parse(&nip).is_ok();
                let refusal = if is_number { BulkRefusal::Gone } else { BulkRefusal::BadNumber };
                Candidate { nip, person: None, target: None, refusal: Some(refusal) }
            };
            Ok((next.into_iter().map(candidate).collect(), is_last))
        }
        BulkWhom::ChangedBy(before) => {
            let limit = i64::try_from(SELECTED).unwrap_or(i64::MAX);
            let after = if place.seen == 0 { -1 } else { place.position };
            let mut unit = portal.store.read().await?;
            let done = unit.bulk_people(*before, BulkPersonState::Done, after, limit).await?;
            place.position = done.last().map_or(after, |row| row.position);
            let is_last = done.len() < SELECTED;
            let ids: Vec<Uuid> = done.iter().filter_map(|row| row.account_id).collect();
            let people = unit.accounts_among(&ids).await?;
            let mut people: HashMap<Uuid, Account> =
                people.into_iter().map(|person| (person.id, person)).collect();
            let undone = |row: BulkPersonRow| {
                let person = row.account_id.and_then(|id| people.remove(&id));
                let is_left = person.as_ref().is_some_and(|now| is_as_left(job.act, &row, now));
                let is_move = job.act == BulkAct::Move;
                Candidate {
                    nip: row.nip,
                    person,
                    target: is_move.then_some(row.agency),
                    refusal: (!is_left).then_some(BulkRefusal::Changed),
                }
            };
            Ok((done.into_iter().map(undone).collect(), is_last))
        }
        // [`bulk_import`]
        BulkWhom::Filed { .. } => Ok((Vec::new(), true)),
    }
}

/// Whether somebody is still as another job has left them, which `undoing` takes back.
fn is_as_left(undoing: BulkAct, row: &BulkPersonRow, now: &Account) -> bool {
    match undoing {
        BulkAct::Move => row.target.as_deref() == Some(&now.agency),
        // Who was enabled meanwhile and disabled again was so by somebody else.
        BulkAct::Enable => now.disabled_at.is_some_and(|at| Some(at) <= row.settled_at),
        _ => !now.is_disabled(),
    }
}

/// Changes the next people of a job; whether more may come.
///
/// # Errors
/// When the database fails; then nobody of them was changed.
pub async fn run_piece(portal: &Portal, id: Uuid) -> Result<bool, Fault> {
    let mut unit = portal.store.read().await?;
    let job = unit.bulk_job(id).await?.filter(|job| job.state == BulkState::Running);
    let Some(mut job) = job else { return Ok(false) };
    let orderer = orderer(portal, &mut unit, job.ordered_by).await?;
    let limit = i64::try_from(pace::PEOPLE).unwrap_or(i64::MAX);
    // All before are settled: what the database keeps of them need not be walked over again.
    let settled = match &job.place {
        Some(place) => place.parse().map_err(|_| Fault::Corrupt("no place of a job"))?,
        None => -1,
    };
    let rows = unit.bulk_people(id, BulkPersonState::Waiting, settled, limit).await?;
    drop(unit);
    let is_last = rows.len() < pace::PEOPLE;
    let mut unit = portal.store.write_in_bulk().await?;
    // Whoever goes on with a job changes it: one node at a time, whoever holds the lease.
    if unit.lock_bulk_job(id).await?.as_ref() != Some(&job) {
        return Ok(true);
    }
    // Letters to a few do not wait behind a ministry's: links would be over before they come.
    unit.set_of_many(bulk_job::needs_second(&job));
    let may = |one: &Orderer| one.authority.reached(bulk_job::right(job.act)).is_ok();
    let Some(orderer) = orderer.filter(may) else {
        job.state = BulkState::Stopped;
        job.ended_at = Some(portal.now());
        unit.set_bulk_job(&job).await?;
        unit.commit().await?;
        return Ok(false);
    };
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.account_id).collect();
    let people = unit.lock_accounts(&ids).await?;
    let people: HashMap<Uuid, Account> =
        people.into_iter().map(|person| (person.id, person)).collect();
    let mut failed: Vec<(i64, BulkRefusal)> = Vec::new();
    let mut fitting: Vec<(&BulkPersonRow, &Account)> = Vec::new();
    for row in &rows {
        let person = row.account_id.and_then(|id| people.get(&id));
        let judged = match person {
            None => Err(BulkRefusal::Gone),
            Some(now) if now.agency != row.agency || now.is_disabled() != row.is_disabled => {
                Err(BulkRefusal::Changed)
            }
            Some(now) => {
                let target = row.target.as_deref();
                judge(job.act, target, &orderer, now, portal.now()).map(|()| now)
            }
        };
        match judged {
            Ok(person) => fitting.push((row, person)),
            Err(refusal) => failed.push((row.position, refusal)),
        }
    }
    let visitor = visitor_of(&job);
    let (idle, events) = carry_out(portal, &mut unit, &visitor, job.act, &fitting).await?;
    fitting.retain(|(row, _)| !idle.contains(&row.position));
    failed.extend(idle.into_iter().map(|position| (position, BulkRefusal::AlreadySo)));
    let changed = fitting.iter().map(|(_, person)| person.id);
    let act = as_read(job.act);
    access::note_all(portal, &mut unit, &orderer.account, changed, act, &job.reason).await?;
    let now = portal.now();
    let done: Vec<i64> = fitting.iter().map(|(row, _)| row.position).collect();
    unit.settle_bulk_people(id, &done, None, now).await?;
    for (position, refusal) in &failed {
        unit.settle_bulk_people(id, &[*position], Some(*refusal), now).await?;
    }
    job.done += i64::try_from(done.len()).unwrap_or_default();
    job.failed += i64::try_from(failed.len()).unwrap_or_default();
    job.place = rows.last().map(|last| last.position.to_string());
    if is_last {
        job.place = None;
        job.state = BulkState::Done;
        job.ended_at = Some(now);
    }
    unit.set_bulk_job(&job).await?;
    audit::record_all(portal, &mut unit, &events, &visitor).await?;
    unit.commit().await?;
    Ok(!is_last)
}

/// How whom it concerns reads it.
fn as_read(act: BulkAct) -> PersonAct {
    match act {
        BulkAct::Move => PersonAct::Moved,
        BulkAct::SignOut => PersonAct::SignedOut,
        BulkAct::SendLink => PersonAct::LinkSent,
        BulkAct::Disable => PersonAct::Disabled,
        BulkAct::Enable => PersonAct::Enabled,
        BulkAct::Import => PersonAct::Imported,
    }
}

/// Does to each what one act does to one; the positions of those with whom there was nothing to do, and what is yet
/// to be recorded.
async fn carry_out(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    act: BulkAct,
    people: &[(&BulkPersonRow, &Account)],
) -> Result<(Vec<i64>, Vec<(Event, Holder, String)>), Fault> {
    let mut idle = Vec::new();
    if act == BulkAct::Move {
        let target = |row: &'_ BulkPersonRow| row.target.clone().unwrap_or_default();
        let moves: Vec<_> = people.iter().map(|(row, person)| (*person, target(row))).collect();
        let moves: Vec<_> = moves.iter().map(|(person, to)| (*person, to.as_str())).collect();
        return Ok((idle, moving::move_all_in(portal, unit, visitor, &moves).await?));
    }
    for (row, person) in people {
        let is_done = match act {
            BulkAct::SignOut => {
                person_act::sign_out(portal, unit, visitor, person).await? == Acted::Done
            }
            BulkAct::SendLink => {
                let sent = new_password::post_link_in(portal, unit, visitor, person).await?;
                sent == Requested::Sent
            }
            _ => {
                let to = match act {
                    BulkAct::Disable => Standing::Disabled,
                    _ => Standing::Enabled,
                };
                let holder = Holder::of(person);
                let changed =
                    disabled::change_in(portal, unit, visitor, person.id, &holder, to).await?;
                matches!(changed, StandingChange::Done { .. })
            }
        };
        if !is_done {
            idle.push(row.position);
        }
    }
    Ok((idle, Vec::new()))
}

/// The job that goes on next, and what it does. One that makes links waits while many letters do, and holds up no
/// other.
async fn next(portal: &Portal) -> Result<Option<BulkJobUnderWay>, Fault> {
    let makes_links =
        |job: &BulkJobUnderWay| job.act == BulkAct::SendLink && job.state == BulkState::Running;
    let mut unit = portal.store.read().await?;
    let mut jobs = unit.bulk_jobs_under_way().await?;
    if jobs.iter().any(makes_links) && unit.are_more_to_many(MANY_LETTERS).await? {
        jobs.retain(|job| !makes_links(job));
    }
    Ok(jobs.first().copied())
}

/// Whether a job waits to go on.
///
/// # Errors
/// When the database fails.
pub async fn is_anything_due(portal: &Portal) -> Result<bool, Fault> {
    Ok(next(portal).await?.is_some())
}

/// Carries on with whatever waits, as long as one turn; whether there is more.
///
/// # Errors
/// When the database fails; what was done before stays so.
pub async fn turn(portal: &Portal) -> Result<bool, Fault> {
    let start = Instant::now();
    while start.elapsed() < TURN {
        let Some(job) = next(portal).await? else { return Ok(false) };
        pace::piece(&portal.store, Box::pin(carry_on(portal, job))).await?;
    }
    Ok(true)
}

/// Does the next piece of a job, whatever it is.
async fn carry_on(portal: &Portal, job: BulkJobUnderWay) -> Result<(), Fault> {
    match (job.act, job.state) {
        (BulkAct::Import, _) => bulk_import::carry_on(portal, job.id).await,
        (_, BulkState::Selecting) => select_piece(portal, job.id).await.map(drop),
        _ => run_piece(portal, job.id).await.map(drop),
    }
}

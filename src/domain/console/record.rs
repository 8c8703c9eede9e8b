//! The record as it is searched: by person, event, agency and day, the latest first. What happened to one
//! person stands in an index. Else the walk goes along the ids, which are in the order of time, and looks at so
//! many rows at the most, so that no question takes long: where that was not enough it says how far it came,
//! and the next page goes on from there. Rows of nobody in particular are for whoever reaches everybody.

use super::people::texts_of;
use crate::{
    domain::{
        Fault, Portal,
        audit::{Event, verify},
        people::{
            access::{self, Before},
            authority::Reached,
            listing,
            rights::Right,
        },
        random,
        session::LiveSession,
        values::{calendar, nip::Nip},
    },
    store::{Account, RecordedEvent, Unit},
    wire::record::{RecordFields, RecordProblem},
};
use std::collections::HashSet;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// Rows read at a time, at first and later.
const FIRST_PIECE: i64 = 64;
const PIECE: i64 = 2000;
/// Rows that are proved at a time.
const PROVED: usize = 500;
/// An id is made a moment before its row says when.
const BETWEEN: Duration = Duration::MINUTE;

/// What is asked for.
#[derive(Debug)]
pub struct RecordQuery {
    pub person: Option<Account>,
    /// Whose people it is about; `None`: everybody, and nobody in particular.
    agencies: Option<HashSet<String>>,
    event: Option<Event>,
    from: OffsetDateTime,
    until: OffsetDateTime,
}

#[derive(Debug)]
pub struct FoundRows {
    /// Each with whether it is as the portal wrote it.
    pub rows: Vec<(RecordedEvent, bool)>,
    /// Where the next page begins.
    pub next: Option<Before>,
    /// It looked at as many as it may before it was full.
    pub is_cut: bool,
}

/// The first id of a second.
fn first_id(second: OffsetDateTime) -> Uuid {
    random::id_of(&[0; 10], second)
}

/// Reads what is asked for, within whom somebody reaches. Who looks at one person's rows looks at that person,
/// who can read it.
///
/// # Errors
/// When the database fails, also where it cannot be written down who looked.
pub async fn read(
    portal: &Portal,
    session: &LiveSession,
    reached: Reached,
    fields: &RecordFields,
) -> Result<Result<RecordQuery, Vec<RecordProblem>>, Fault> {
    let mut problems = Vec::new();
    let number = fields.number.trim();
    let person = if number.is_empty() {
        None
    } else {
        let found = match Nip::parse(number) {
            Ok(nip) => person(portal, session, &nip).await?.ok_or(RecordProblem::Nobody),
            Err(_) => Err(RecordProblem::Number),
        };
        found.map_err(|problem| problems.push(problem)).ok()
    };
    let mut day = |typed: &str, problem| {
        let typed = typed.trim();
        let day = calendar::read_day(typed);
        if day.is_none() && !typed.is_empty() {
            problems.push(problem);
        }
        day
    };
    let from = day(&fields.from, RecordProblem::From).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let until = day(&fields.until, RecordProblem::Until);
    let until = until.map_or(Before::END.0, |last| last + Duration::DAY);
    if from >= until {
        problems.push(RecordProblem::Order);
    }
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    if let Some(person) = person.as_ref().filter(|person| person.id != session.account) {
        access::note_look(portal, session, person.id).await?;
    }
    let agency = fields.agency.trim();
    let agencies = (!agency.is_empty()).then(|| texts_of(session.agencies(), agency));
    let agencies = match listing::within(reached, agencies.as_deref()) {
        Reached::Everybody => None,
        Reached::Agencies(texts) => Some(texts.into_iter().collect()),
    };
    Ok(Ok(RecordQuery { person, agencies, event: fields.event.parse().ok(), from, until }))
}

/// Whoever has a number, or had it before, within whom somebody reaches.
async fn person(
    portal: &Portal,
    session: &LiveSession,
    nip: &Nip,
) -> Result<Option<Account>, Fault> {
    let mut unit = portal.store.read().await?;
    let found = match unit.account_by_nip(nip.as_str()).await? {
        Some(found) => Some(found),
        None => unit.account_of_former_number(nip.as_str()).await?,
    };
    Ok(found.filter(|found| session.may(Right::ReadRecord, &found.agency)))
}

impl RecordQuery {
    fn fits(&self, row: &RecordedEvent) -> bool {
        let RecordedEvent { event, agency } = row;
        (self.from..self.until).contains(&event.at)
            && self.event.is_none_or(|wanted| event.event == wanted.name())
            && self
                .agencies
                .as_ref()
                .is_none_or(|theirs| agency.as_ref().is_some_and(|agency| theirs.contains(agency)))
    }

    /// The next rows on the way, the latest first.
    async fn piece(
        &self,
        unit: &mut Unit,
        place: Before,
        limit: i64,
    ) -> Result<Vec<RecordedEvent>, Fault> {
        let Before(at, id) = place;
        let Some(person) = &self.person else {
            let first = first_id(self.from - BETWEEN);
            return Ok(unit.audit_events_by_id(id, first, limit).await?);
        };
        let rows = unit.audit_events_before(person.id, (at, id), limit).await?;
        let of_person = |event| RecordedEvent { event, agency: Some(person.agency.clone()) };
        Ok(rows.into_iter().map(of_person).collect())
    }

    /// The rows that fit from a place on: at most so many, of so many that are looked at.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page(
        &self,
        portal: &Portal,
        before: Option<Before>,
        most: usize,
        looked_at: usize,
    ) -> Result<FoundRows, Fault> {
        let end = Before(self.until, first_id(self.until));
        let mut place = before.filter(|place| (place.0, place.1) < (end.0, end.1)).unwrap_or(end);
        let (mut rows, mut looked, mut step) = (Vec::new(), 0, FIRST_PIECE);
        let (next, is_cut) = 'walk: loop {
            if looked >= looked_at {
                break (Some(place), true);
            }
            let mut unit = portal.store.read().await?;
            let piece = self.piece(&mut unit, place, step).await?;
            let is_last = i64::try_from(piece.len()).is_ok_and(|length| length < step);
            looked += piece.len();
            for row in piece {
                let here = Before(row.event.at, row.event.id);
                if self.person.is_some() && row.event.at < self.from {
                    break 'walk (None, false);
                }
                if self.fits(&row) {
                    if rows.len() == most {
                        break 'walk (Some(place), false);
                    }
                    rows.push(row);
                }
                place = here;
            }
            if is_last {
                break (None, false);
            }
            step = PIECE;
        };
        Ok(FoundRows { rows: prove(portal, rows).await?, next, is_cut })
    }
}

/// Which of these rows are as the portal wrote them.
async fn prove(
    portal: &Portal,
    rows: Vec<RecordedEvent>,
) -> Result<Vec<(RecordedEvent, bool)>, Fault> {
    let mut proved = Vec::with_capacity(rows.len());
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut unit = portal.store.read().await?;
        let seals = unit.audit_seals().await?;
        for row in rows.by_ref().take(PROVED) {
            let is_genuine = verify::is_genuine(portal, &mut unit, &seals, &row.event).await?;
            proved.push((row, is_genuine));
        }
    }
    Ok(proved)
}

#[cfg(test)]
mod tests;

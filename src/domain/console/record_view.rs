//! A page of the record, in words.

use super::{
    people::agency_choices,
    record::{self, RecordQuery},
};
use crate::{
    domain::{
        Fault, Portal,
        audit::Event,
        guard::visitor,
        people::{
            access::Before,
            account,
            rights::{NotTheirs, Right},
        },
        session::LiveSession,
        values::{browser_name, calendar},
    },
    i18n::Language,
    store::{AuditEvent, RecordedEvent},
    wire::record::{ListedRecord, RecordFields, RecordProblem},
};
use strum::VariantArray;
use time::OffsetDateTime;

/// Rows on a page, and rows that are looked at for it.
const PAGE: usize = 50;
const LOOKED_AT: usize = 20_000;

#[derive(Debug, Default)]
pub struct FoundRecord {
    pub problems: Vec<RecordProblem>,
    pub agencies: Vec<String>,
    pub types_agency: bool,
    pub rows: Vec<ListedRecord>,
    pub next: Option<Before>,
    pub searched_until: Option<OffsetDateTime>,
    pub archived: Option<OffsetDateTime>,
}

/// # Errors
/// When the database fails, also where it cannot be written down who looked.
pub async fn search(
    portal: &Portal,
    session: &LiveSession,
    fields: &RecordFields,
    before: Option<Before>,
    language: Language,
) -> Result<Result<FoundRecord, NotTheirs>, Fault> {
    let Ok(reached) = session.reached(Right::ReadRecord) else { return Ok(Err(NotTheirs)) };
    let (agencies, types_agency) = agency_choices(session, &reached);
    let mut found = FoundRecord { agencies, types_agency, ..FoundRecord::default() };
    let query: RecordQuery = match record::read(portal, session, reached, fields).await? {
        Ok(query) => query,
        Err(problems) => {
            found.problems = problems;
            return Ok(Ok(found));
        }
    };
    let page = query.page(portal, before, PAGE, LOOKED_AT).await?;
    let listed = |(row, is_genuine)| listed(session, row, is_genuine, language);
    found.rows = page.rows.into_iter().map(listed).collect();
    found.searched_until = page.next.filter(|_| page.is_cut).map(|place| place.0);
    found.next = page.next;
    let seals = portal.store.read().await?.audit_seals().await?;
    found.archived = seals.iter().map(|seal| seal.sealed_at).max();
    Ok(Ok(found))
}

fn listed(
    session: &LiveSession,
    row: RecordedEvent,
    is_genuine: bool,
    language: Language,
) -> ListedRecord {
    let RecordedEvent { event, agency } = row;
    let seen = agency.filter(|agency| session.may(Right::SeePeople, agency));
    ListedRecord {
        day: calendar::day_in_words(event.at, language),
        time: calendar::time_in_words(event.at, language),
        what: account::what_happened(&event, language)
            .map_or_else(|| event.event.clone(), |(what, _)| what),
        person: seen.and(event.account_id).map(|id| id.to_string()),
        source: source(&event, language),
        number: event.masked_nip,
        is_genuine,
    }
}

/// On which device it was done, and from where.
fn source(event: &AuditEvent, language: Language) -> String {
    let AuditEvent { address, user_agent, .. } = event;
    if visitor::is_this_machine(address, user_agent) {
        return language.messages().account.this_machine.to_owned();
    }
    format!("{}, {address}", browser_name::in_words(user_agent, language))
}

/// The events that one can ask for, by name and in words, in the order of these.
#[must_use]
pub fn events(language: Language) -> Vec<(String, String)> {
    let choice =
        |event: &Event| (event.name().to_owned(), account::in_words(*event, language).to_owned());
    let mut events: Vec<_> = Event::VARIANTS.iter().map(choice).collect();
    events.sort_by(|a, b| a.1.cmp(&b.1));
    events
}

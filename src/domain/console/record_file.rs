//! What was asked of the record as a file of rows, CSV as spreadsheets read it (RFC 4180), for whoever proved to
//! be there a short while ago. That it was taken is in the record, too.

use super::record;
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        guard::visitor::Visitor,
        people::{account, rights::Right},
        session::{self, LiveSession},
        values::{browser_name, calendar, spreadsheet, text},
    },
    i18n::{Language, record_words_of},
    wire::record::RecordFields,
};
use time::format_description::well_known::Rfc3339;

/// Rows of a file, and rows that are looked at for it.
const MOST: usize = 10_000;
const LOOKED_AT: usize = 200_000;
/// Characters of what is kept of the question.
const LONGEST_ABOUT: usize = 200;
const COLUMNS: [&str; 8] =
    ["time", "event", "event_in_words", "number", "address", "browser", "about", "genuine"];

/// Why there is no file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoRecordFile {
    NotTheirs,
    /// A fresh proof is needed first.
    NotFresh,
    /// What was asked for cannot be searched for; the page says why.
    Refused,
}

/// # Errors
/// When the database fails, also where it cannot be written down who took it; then there is no file.
pub async fn file(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    fields: &RecordFields,
    language: Language,
) -> Result<Result<String, NoRecordFile>, Fault> {
    let Ok(reached) = session.reached(Right::ReadRecord) else {
        return Ok(Err(NoRecordFile::NotTheirs));
    };
    if !session.is_fresh(portal.now()) {
        return Ok(Err(NoRecordFile::NotFresh));
    }
    let Ok(query) = record::read(portal, session, reached, fields).await? else {
        return Ok(Err(NoRecordFile::Refused));
    };
    let page = query.page(portal, None, MOST, LOOKED_AT).await?;
    let mut lines = vec![COLUMNS.map(str::to_owned).to_vec()];
    for (row, is_genuine) in &page.rows {
        let event = &row.event;
        let kind = event.event.parse::<Event>();
        lines.push(vec![
            event.at.format(&Rfc3339).unwrap_or_default(),
            event.event.clone(),
            kind.map(|kind| account::in_words(kind, language)).unwrap_or_default().to_owned(),
            event.masked_nip.clone(),
            event.address.clone(),
            browser_name::in_words(&event.user_agent, language),
            event.object.clone().unwrap_or_default(),
            if *is_genuine { "yes" } else { "no" }.to_owned(),
        ]);
    }
    if let Some(place) = page.next {
        let moment = calendar::moment_in_words(place.0, language);
        lines.push(vec![(record_words_of(language).file_ends)(&moment)]);
    }
    let mut unit = portal.store.write().await?;
    let session = session::hold(portal, &mut unit, session).await?;
    if session.demand(Right::ReadRecord).is_err() {
        return Ok(Err(NoRecordFile::NotTheirs));
    }
    let number = query.person.map(|person| person.nip.masked()).unwrap_or_default();
    let RecordFields { event, agency, from, until, .. } = fields;
    let asked = [&number, event, agency, from, until];
    let asked = asked.into_iter().map(|one| text::shown_again(one.trim()));
    let asked: Vec<_> = asked.filter(|one| !one.is_empty()).collect();
    let about: String = asked.join(", ").chars().take(LONGEST_ABOUT).collect();
    let event = Event::RecordExported;
    audit::record_about(portal, &mut unit, event, &session.holder(), visitor, &about).await?;
    unit.commit().await?;
    let lines: String = lines.iter().map(spreadsheet::line).collect();
    Ok(Ok(format!("{}{lines}", spreadsheet::MARK)))
}

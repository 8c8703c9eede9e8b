//! Searching the record. To whoever may read nobody's it is not there.

use crate::wire::{error::ApiError, record::RecordView};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{answer, gate, request};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        console::record_view,
        launcher::view::person,
        people::{access::Before, rights::Right},
        values::{calendar, text},
    },
    i18n::language,
    wire::record::RecordFields,
};

/// `before`: where the page begins.
#[server(prefix = "/api", endpoint = "record")]
pub async fn record_page(
    #[server(default)] number: String,
    #[server(default)] event: String,
    #[server(default)] agency: String,
    #[server(default)] from: String,
    #[server(default)] until: String,
    #[server(default)] before: String,
) -> Result<RecordView, ApiError> {
    let session = gate::allowed(Right::ReadRecord).await?;
    let portal = request::portal()?;
    let fields = RecordFields { number, event, agency, from, until };
    let before = Before::parse(&before);
    let found = record_view::search(&portal, &session, &fields, before, language()).await;
    let Ok(found) = found.map_err(answer::fault)? else {
        return Err(gate::not_theirs(&session).await);
    };
    let words = |at| calendar::moment_in_words(at, language());
    Ok(RecordView {
        person: person(&session),
        problems: found.problems,
        agencies: found.agencies,
        types_agency: found.types_agency,
        events: record_view::events(language()),
        rows: found.rows,
        next: found.next.map(Before::to_text),
        is_first: before.is_none(),
        searched_until: found.searched_until.map(words),
        archived: found.archived.map(words),
        fields: RecordFields {
            number: text::shown_again(&fields.number),
            event: text::shown_again(&fields.event),
            agency: text::shown_again(&fields.agency),
            from: text::shown_again(&fields.from),
            until: text::shown_again(&fields.until),
        },
    })
}

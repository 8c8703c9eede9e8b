//! Looking after the tree of agencies: for administrators.

use crate::wire::{
    agency::{AgencyPlaceView, UndecidedTextsView},
    error::ApiError,
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    flash::{self, Flash},
    gate::{self, ask_for_proof},
    request::{self, fail},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        console::{
            agencies::{self, TreeEditor, TreeUnchanged},
            agency_view,
        },
        people::rights::Right,
    },
    paths,
    wire::{
        agency::{AgencyFields, AgencyProblem},
        notice::Notice,
    },
};

/// One place of the tree; the top with an empty `id`. `form`: which form is asked for, that to `change` the
/// place or that to `add` one; `name`: what a new one may be called.
#[server(prefix = "/api", endpoint = "agency-place")]
pub async fn agency_place(
    #[server(default)] id: String,
    #[server(default)] form: String,
    #[server(default)] name: String,
) -> Result<AgencyPlaceView, ApiError> {
    let session = gate::allowed(Right::ManageAgencies).await?;
    let notice = flash::take_notice()?;
    let view = agency_view::place(&session, &id, &form, &name);
    let view = view.ok_or_else(|| fail(ApiError::NotFound))?;
    let view = AgencyPlaceView { notice, ..view };
    Ok(match flash::take_form(&session).await? {
        Some(Flash::Agency { fields, problem })
            if view.form.as_ref().is_some_and(|form| form.id == fields.id) =>
        {
            AgencyPlaceView { form: Some(fields), refused: problem, ..view }
        }
        _ => view,
    })
}

/// `place`: the page that the form stands on.
#[server(prefix = "/api", endpoint = "set-agency")]
pub async fn set_agency(
    #[server(default)] place: String,
    #[server(default)] id: String,
    #[server(default)] name: String,
    #[server(default)] code: String,
    #[server(default)] kind: String,
    #[server(default)] parent: String,
    #[server(default)] zone: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ManageAgencies).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let fields = AgencyFields { id, name, code, kind, parent, zone };
    // Whatever is typed there comes back in an address.
    let place = if session.agencies().is_place(&place) { place } else { String::new() };
    let page = paths::agency_form(&place, !fields.id.is_empty());
    let saved = match agency_view::draft(session.agencies(), &fields) {
        Ok(draft) => {
            let by = TreeEditor::Administrator(&session);
            agencies::save(&portal, &visitor, by, &draft).await.map_err(answer::fault)?
        }
        Err(problem) => Err(TreeUnchanged::Refused(problem)),
    };
    let problem = match saved {
        Ok(id) => {
            flash::set_notice(Notice::AgencySaved)?;
            return redirect(&paths::manage_agency(&id.to_string()));
        }
        Err(TreeUnchanged::NotTheirs) => return Err(gate::not_theirs(&session).await),
        Err(TreeUnchanged::NotFresh) => None,
        Err(TreeUnchanged::Refused(problem)) => Some(problem),
    };
    let fields = agency_view::shown_again(fields);
    flash::set_form(&session, &Flash::Agency { fields, problem }).await?;
    if problem.is_some() { redirect(&page) } else { ask_for_proof(&page) }
}

/// Texts that nobody decided on, after one.
#[server(prefix = "/api", endpoint = "undecided-texts")]
pub async fn undecided_texts(
    #[server(default)] after: String,
) -> Result<UndecidedTextsView, ApiError> {
    let session = gate::allowed(Right::ManageAgencies).await?;
    let portal = request::portal()?;
    let texts = agencies::undecided(&portal, &session, &after).await.map_err(answer::fault)?;
    let Ok(texts) = texts else { return Err(gate::not_theirs(&session).await) };
    let view = agency_view::undecided(&session, texts);
    let view = UndecidedTextsView { notice: flash::take_notice()?, ..view };
    Ok(match flash::take_form(&session).await? {
        Some(Flash::AgencyText { text, agency, problem }) => {
            UndecidedTextsView { typed: Some((text, agency)), refused: problem, ..view }
        }
        _ => view,
    })
}

/// `agency`: by code, or as it is called. `after`: of the page that the form stands on.
#[server(prefix = "/api", endpoint = "decide-agency-text")]
pub async fn decide_agency_text(
    #[server(default)] text: String,
    #[server(default)] agency: String,
    #[server(default)] after: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ManageAgencies).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let page = paths::undecided_agencies(&after);
    let decided = match session.agencies().spelled(&agency).map(|found| found.id) {
        Some(found) => {
            let by = TreeEditor::Administrator(&session);
            let decided = agencies::decide_text(&portal, &visitor, by, &text, found).await;
            decided.map_err(answer::fault)?
        }
        None => Err(TreeUnchanged::Refused(AgencyProblem::Gone)),
    };
    let problem = match decided {
        Ok(()) => {
            flash::set_notice(Notice::AgencyTextDecided)?;
            return redirect(&page);
        }
        Err(TreeUnchanged::NotTheirs) => return Err(gate::not_theirs(&session).await),
        Err(TreeUnchanged::NotFresh) => None,
        Err(TreeUnchanged::Refused(problem)) => Some(problem),
    };
    let agency = agency_view::typed_again(&agency);
    let text = agency_view::typed_again(&text);
    flash::set_form(&session, &Flash::AgencyText { text, agency, problem }).await?;
    if problem.is_some() { redirect(&page) } else { ask_for_proof(&page) }
}

//! What administrators see of the tree of agencies, and what they type.

use super::agencies::{AgencyDraft, UndecidedAgency};
use crate::{
    domain::{
        launcher::view::person,
        people::agency::{Agency, AgencyTree},
        session::LiveSession,
        values::text,
    },
    paths,
    wire::{
        agency::{
            AgencyFields, AgencyKind, AgencyPlaceView, AgencyProblem, ListedAgency, ListedText,
            UndecidedTextsView,
        },
        zone::Zone,
    },
};

/// Characters of what was typed that stay in a form.
const KEPT: usize = 300;

/// One place of the tree, the top with an empty `id`; `None`: it is not there.
#[must_use]
pub fn place(
    session: &LiveSession,
    id: &str,
    form: &str,
    new_name: &str,
) -> Option<AgencyPlaceView> {
    let tree = session.agencies();
    let here = if id.is_empty() { None } else { Some(tree.agency(id.parse().ok()?)?) };
    let mut lineage: Vec<_> = here.map(|here| tree.lineage(here.id).collect()).unwrap_or_default();
    lineage.reverse();
    let children = tree.children(here.map(|here| here.id));
    let add = AgencyFields {
        name: typed_again(new_name),
        kind: if here.is_some() { AgencyKind::Unit } else { AgencyKind::Institution }
            .name()
            .to_owned(),
        parent: here.map(|here| here.text.clone()).unwrap_or_default(),
        zone: here.map_or(Zone::default(), |here| here.zone).name().to_owned(),
        ..AgencyFields::default()
    };
    Some(AgencyPlaceView {
        person: person(session),
        notice: None,
        lineage: lineage.iter().map(|one| (one.id.to_string(), one.name.clone())).collect(),
        children: children.into_iter().map(|one| listed(tree, one)).collect(),
        form: match (form, here) {
            (paths::CHANGE, Some(here)) => Some(fields(tree, here)),
            (paths::ADD, _) => Some(add),
            _ => None,
        },
        refused: None,
    })
}

fn listed(tree: &AgencyTree, one: &Agency) -> ListedAgency {
    ListedAgency {
        id: one.id.to_string(),
        name: one.name.clone(),
        kind: one.kind,
        zone: one.zone,
        below: tree.children(Some(one.id)).len(),
    }
}

fn fields(tree: &AgencyTree, one: &Agency) -> AgencyFields {
    let parent = one.parent.and_then(|parent| tree.agency(parent));
    AgencyFields {
        id: one.id.to_string(),
        name: one.name.clone(),
        code: one.code.clone().unwrap_or_default(),
        kind: one.kind.name().to_owned(),
        parent: parent.map(|parent| parent.text.clone()).unwrap_or_default(),
        zone: one.zone.name().to_owned(),
    }
}

/// What was typed, as far as it can be read.
///
/// # Errors
/// [`AgencyProblem`]
pub fn draft(tree: &AgencyTree, fields: &AgencyFields) -> Result<AgencyDraft, AgencyProblem> {
    let id = match fields.id.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| AgencyProblem::Gone)?),
    };
    let parent = match fields.parent.trim() {
        "" => None,
        parent => Some(tree.spelled(parent).ok_or(AgencyProblem::Parent)?.id),
    };
    Ok(AgencyDraft {
        id,
        name: fields.name.clone(),
        code: fields.code.clone(),
        kind: fields.kind.parse().unwrap_or(AgencyKind::Unit),
        parent,
        zone: fields.zone.parse().unwrap_or_default(),
    })
}

/// What was typed and not taken, as it is shown once more: bounded.
#[must_use]
pub fn shown_again(fields: AgencyFields) -> AgencyFields {
    AgencyFields {
        id: typed_again(&fields.id),
        name: typed_again(&fields.name),
        code: typed_again(&fields.code),
        kind: typed_again(&fields.kind),
        parent: typed_again(&fields.parent),
        zone: typed_again(&fields.zone),
    }
}

#[must_use]
pub fn typed_again(typed: &str) -> String {
    text::shown_again(typed).chars().take(KEPT).collect()
}

#[must_use]
pub fn undecided(session: &LiveSession, texts: Vec<UndecidedAgency>) -> UndecidedTextsView {
    let more = super::agencies::is_full(&texts);
    let more = texts.last().filter(|_| more).map(|last| last.text.text.clone());
    let listed = |one: UndecidedAgency| ListedText {
        text: one.text.text,
        people: one.text.people,
        suggested: one.suggested.map(|agency| agency.text).unwrap_or_default(),
    };
    UndecidedTextsView {
        person: person(session),
        notice: None,
        rows: texts.into_iter().map(listed).collect(),
        more,
        typed: None,
        refused: None,
    }
}

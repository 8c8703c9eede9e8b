//! The tree of agencies, as administrators and files change it, and the texts that nobody decided on yet.
//!
//! No agency is ever removed: what people, resets and announcements say of one stays true. One that is called
//! otherwise from now on gets another text; the old one still stands for it.

use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        guard::visitor::Visitor,
        people::{
            agency::{Agency, AgencyTree, DEEPEST},
            rights::{NotTheirs, Right},
        },
        session::{self, LiveSession},
        values::naming::{in_one_form, is_readable},
    },
    store::{AgencyRow, UndecidedText, Unit},
    wire::{
        agency::{AgencyKind, AgencyProblem},
        zone::Zone,
    },
};
use uuid::Uuid;

/// Characters of a name or a code.
const LONGEST_NAME: usize = 200;
const LONGEST_CODE: usize = 40;
/// Texts on one page, and people counted of each.
const LISTED: i64 = 50;
const COUNTED: i64 = 1000;

/// What is said of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyDraft {
    /// Of one that there is.
    pub id: Option<Uuid>,
    pub name: String,
    /// Empty: none.
    pub code: String,
    pub kind: AgencyKind,
    pub parent: Option<Uuid>,
    pub zone: Zone,
}

/// Who changes the tree.
#[derive(Debug, Clone, Copy)]
pub enum TreeEditor<'a> {
    /// An administrator, logged in and proved anew.
    Administrator(&'a LiveSession),
    CommandLine,
}

/// Why the tree stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TreeUnchanged {
    NotTheirs,
    /// A fresh proof is needed first.
    NotFresh,
    Refused(AgencyProblem),
}

impl From<AgencyProblem> for TreeUnchanged {
    fn from(problem: AgencyProblem) -> Self {
        Self::Refused(problem)
    }
}

/// The text that stands with the people of an agency.
fn text_of(name: &str, kind: AgencyKind, parent: Option<&Agency>) -> String {
    match parent {
        Some(parent) if kind == AgencyKind::Unit => format!("{name}, {}", parent.text),
        _ => name.to_owned(),
    }
}

/// What a draft makes of the tree: the row of the agency.
///
/// # Errors
/// [`AgencyProblem`]: why it does not fit in.
pub fn read(
    tree: &AgencyTree,
    draft: &AgencyDraft,
    new_id: Uuid,
) -> Result<AgencyRow, AgencyProblem> {
    let name = in_one_form(&draft.name);
    if name.is_empty() {
        return Err(AgencyProblem::NoName);
    }
    if name.chars().count() > LONGEST_NAME || !is_readable(&name) {
        return Err(AgencyProblem::Name);
    }
    let code = draft.code.trim();
    let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '_');
    if code.len() > LONGEST_CODE || !code.chars().all(is_code) {
        return Err(AgencyProblem::Code);
    }
    let id = match draft.id {
        Some(id) => tree.agency(id).ok_or(AgencyProblem::Gone)?.id,
        None => new_id,
    };
    let is_other = |one: &Agency| one.id != id;
    if !code.is_empty() && tree.by_code(code).is_some_and(is_other) {
        return Err(AgencyProblem::CodeTaken);
    }
    let parent = match draft.parent {
        Some(parent) => Some(tree.agency(parent).ok_or(AgencyProblem::Parent)?),
        None if draft.kind == AgencyKind::Unit => return Err(AgencyProblem::Parent),
        None => None,
    };
    if let Some(parent) = parent {
        let above: Vec<_> = tree.lineage(parent.id).map(|one| one.id).collect();
        if above.contains(&id) {
            return Err(AgencyProblem::Circle);
        }
        if above.len() + tree.height(id) > DEEPEST {
            return Err(AgencyProblem::TooDeep);
        }
    }
    let text = text_of(&name, draft.kind, parent);
    if text.chars().count() > LONGEST_NAME {
        return Err(AgencyProblem::Name);
    }
    if tree.spelled(&text).is_some_and(is_other) {
        return Err(AgencyProblem::NameTaken);
    }
    Ok(AgencyRow {
        id,
        parent_id: draft.parent,
        code: (!code.is_empty()).then(|| code.to_owned()),
        name,
        text,
        kind: draft.kind,
        zone: draft.zone,
    })
}

/// Adds an agency or changes one; its id.
///
/// # Errors
/// When the database fails; then the tree is as it was.
pub async fn save(
    portal: &Portal,
    visitor: &Visitor,
    by: TreeEditor<'_>,
    draft: &AgencyDraft,
) -> Result<Result<Uuid, TreeUnchanged>, Fault> {
    let mut unit = portal.store.write().await?;
    let Ok(editor) = editor(portal, &mut unit, by).await? else {
        return Ok(Err(TreeUnchanged::NotTheirs));
    };
    let row = match save_in(portal, &mut unit, draft).await? {
        Ok(row) => row,
        Err(problem) => return Ok(Err(problem.into())),
    };
    // What is wrong is said before a proof is asked for.
    if !editor.is_fresh {
        return Ok(Err(TreeUnchanged::NotFresh));
    }
    let event = Event::AgencyChanged;
    audit::record_about(portal, &mut unit, event, &editor.holder, visitor, &row.text).await?;
    unit.commit().await?;
    portal.refresh_commons().await?;
    Ok(Ok(row.id))
}

/// The same in a unit of work that does more.
pub async fn save_in(
    portal: &Portal,
    unit: &mut Unit,
    draft: &AgencyDraft,
) -> Result<Result<AgencyRow, AgencyProblem>, Fault> {
    unit.change_agencies(portal.new_id()).await?;
    let mut tree = AgencyTree::of(unit.agencies().await?, unit.agency_texts().await?);
    put_in(portal, unit, &mut tree, draft).await
}

/// Puts a draft into the tree, which is locked, and into the database.
async fn put_in(
    portal: &Portal,
    unit: &mut Unit,
    tree: &mut AgencyTree,
    draft: &AgencyDraft,
) -> Result<Result<AgencyRow, AgencyProblem>, Fault> {
    let row = match read(tree, draft, portal.new_id()) {
        Ok(row) => row,
        Err(problem) => return Ok(Err(problem)),
    };
    let mut changed = vec![row.clone()];
    // Units are called by what they are part of.
    if tree.agency(row.id).is_some_and(|before| before.text != row.text) {
        changed.extend(renamed_units(tree, &row));
    }
    for one in changed {
        unit.put_agency(&one, portal.now()).await?;
        unit.put_agency_text(&one.text, one.id).await?;
        tree.put_text(one.text.clone(), one.id);
        tree.put(one);
    }
    Ok(Ok(row))
}

/// What a file says of an agency; `parent`: its code, or how it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledAgency {
    pub line: u64,
    pub name: String,
    pub code: String,
    pub kind: AgencyKind,
    pub parent: String,
    pub zone: Zone,
}

/// Puts all agencies of a file into the tree, or none: those above before those below. One that has the same
/// code, or is called the same, is brought up to date.
///
/// # Errors
/// When the database fails. The line of the first that does not fit in, and why.
pub async fn import(
    portal: &Portal,
    visitor: &Visitor,
    filed: &[FiledAgency],
) -> Result<Result<(), (u64, AgencyProblem)>, Fault> {
    let mut unit = portal.store.write().await?;
    if let Err(why) = import_in(portal, &mut unit, filed).await? {
        return Ok(Err(why));
    }
    let holder = Holder { account: None, masked_nip: "*".to_owned() };
    let object = format!("{} agencies", filed.len());
    let event = Event::AgencyChanged;
    audit::record_about(portal, &mut unit, event, &holder, visitor, &object).await?;
    unit.commit().await?;
    portal.refresh_commons().await?;
    Ok(Ok(()))
}

/// The same in a unit of work that does more, and writes it down.
///
/// # Errors
/// As [`import`]; then the unit must not be committed.
pub async fn import_in(
    portal: &Portal,
    unit: &mut Unit,
    filed: &[FiledAgency],
) -> Result<Result<(), (u64, AgencyProblem)>, Fault> {
    unit.change_agencies(portal.new_id()).await?;
    let mut tree = AgencyTree::of(unit.agencies().await?, unit.agency_texts().await?);
    for one in filed {
        let parent = match tree.spelled(&one.parent) {
            Some(parent) => Some(parent),
            None if one.parent.trim().is_empty() => None,
            None => return Ok(Err((one.line, AgencyProblem::Parent))),
        };
        let text = text_of(&in_one_form(&one.name), one.kind, parent);
        let known = tree.by_code(one.code.trim()).or_else(|| tree.spelled(&text));
        let draft = AgencyDraft {
            id: known.map(|known| known.id),
            name: one.name.clone(),
            code: one.code.clone(),
            kind: one.kind,
            parent: parent.map(|parent| parent.id),
            zone: one.zone,
        };
        if let Err(problem) = put_in(portal, unit, &mut tree, &draft).await? {
            return Ok(Err((one.line, problem)));
        }
    }
    Ok(Ok(()))
}

/// Units below an agency, with the texts that stand with their people once it is called as `above` says.
fn renamed_units(tree: &AgencyTree, above: &AgencyRow) -> Vec<AgencyRow> {
    let mut renamed = vec![above.clone()];
    let mut next = 0;
    while let Some(parent) = renamed.get(next).cloned() {
        let units = tree.children(Some(parent.id)).into_iter();
        let units = units.filter(|one| one.kind == AgencyKind::Unit && one.id != above.id);
        let rows = units.map(|one| AgencyRow {
            id: one.id,
            parent_id: one.parent,
            code: one.code.clone(),
            name: one.name.clone(),
            text: format!("{}, {}", one.name, parent.text),
            kind: one.kind,
            zone: one.zone,
        });
        renamed.extend(rows);
        next += 1;
    }
    renamed.split_off(1)
}

/// Says once which agency a text stands for that people have and that nobody decided on.
///
/// # Errors
/// When the database fails; then nobody decided.
pub async fn decide_text(
    portal: &Portal,
    visitor: &Visitor,
    by: TreeEditor<'_>,
    text: &str,
    agency: Uuid,
) -> Result<Result<(), TreeUnchanged>, Fault> {
    let mut unit = portal.store.write().await?;
    let Ok(editor) = editor(portal, &mut unit, by).await? else {
        return Ok(Err(TreeUnchanged::NotTheirs));
    };
    unit.change_agencies(portal.new_id()).await?;
    let tree = AgencyTree::of(unit.agencies().await?, unit.agency_texts().await?);
    let Some(found) = tree.agency(agency) else {
        return Ok(Err(AgencyProblem::Gone.into()));
    };
    if text.is_empty() || text.contains('\0') || tree.of_text(text).is_some() {
        return Ok(Err(AgencyProblem::Decided.into()));
    }
    if !editor.is_fresh {
        return Ok(Err(TreeUnchanged::NotFresh));
    }
    unit.put_agency_text(text, agency).await?;
    let object = format!("{text} → {}", found.text);
    let event = Event::AgencyTextDecided;
    audit::record_about(portal, &mut unit, event, &editor.holder, visitor, &object).await?;
    unit.commit().await?;
    portal.refresh_commons().await?;
    Ok(Ok(()))
}

/// Whoever may change the tree, and whether they have just proved who they are.
struct Editor {
    holder: Holder,
    is_fresh: bool,
}

async fn editor(
    portal: &Portal,
    unit: &mut Unit,
    by: TreeEditor<'_>,
) -> Result<Result<Editor, NotTheirs>, Fault> {
    let session = match by {
        TreeEditor::Administrator(session) => session::hold(portal, unit, session).await?,
        TreeEditor::CommandLine => {
            let holder = Holder { account: None, masked_nip: "*".to_owned() };
            return Ok(Ok(Editor { holder, is_fresh: true }));
        }
    };
    let holder = session.holder();
    let is_fresh = session.is_fresh(portal.now());
    Ok(session.demand(Right::ManageAgencies).map(|()| Editor { holder, is_fresh }))
}

/// A text that nobody decided on, with the agency that is spelled nearly so, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndecidedAgency {
    pub text: UndecidedText,
    pub suggested: Option<Agency>,
}

/// Texts that nobody decided on, after one, in their order.
///
/// # Errors
/// When the database fails.
pub async fn undecided(
    portal: &Portal,
    session: &LiveSession,
    after: &str,
) -> Result<Result<Vec<UndecidedAgency>, NotTheirs>, Fault> {
    if session.demand(Right::ManageAgencies).is_err() {
        return Ok(Err(NotTheirs));
    }
    // PostgreSQL keeps no NUL, so nobody's text has one.
    let after = after.replace('\0', "");
    let texts = portal.store.read().await?.undecided_texts(&after, COUNTED, LISTED).await?;
    let tree = &portal.commons.get().agencies;
    let undecided = |text: UndecidedText| UndecidedAgency {
        suggested: tree.spelled(&text.text).cloned(),
        text,
    };
    Ok(Ok(texts.into_iter().map(undecided).collect()))
}

/// Whether there may be more after these.
#[must_use]
pub fn is_full(page: &[UndecidedAgency]) -> bool {
    i64::try_from(page.len()).is_ok_and(|listed| listed >= LISTED)
}

#[cfg(test)]
mod tests;

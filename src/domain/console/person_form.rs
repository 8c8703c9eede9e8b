//! The forms below somebody's page: who may fill them in, what they show, and what was typed into them.

use crate::{
    domain::{
        Fault, Portal, mail,
        people::{
            access,
            agency::AgencyTree,
            granting::{LONGEST_DECREE, RoleGrantDraft},
            rights::{NotTheirs, Right},
            role::Role,
        },
        session::LiveSession,
        values::{calendar, text},
    },
    i18n::Language,
    store::{Account, RoleGrantRow},
    wire::{
        people::PersonForm,
        person_form::{FormFields, FormProblem, GrantedRole},
        zone::Zone,
    },
};
use time::OffsetDateTime;
use uuid::Uuid;

/// The forms about somebody that one's rights open; about oneself there is none.
#[must_use]
pub fn open_to(session: &LiveSession, person: &Account) -> Vec<PersonForm> {
    let is_open = |form: &PersonForm| match form {
        PersonForm::Roles => session.may(Right::GrantRoles, &person.agency),
        PersonForm::Move => session.may(Right::MovePeople, &person.agency),
        PersonForm::Number | PersonForm::Mailbox => session.may_change(person),
    };
    let is_oneself = session.account == person.id;
    PersonForm::ALL.into_iter().filter(|form| !is_oneself && is_open(form)).collect()
}

/// What the page of a form shows besides what was typed.
#[derive(Debug)]
pub struct SeenForm {
    pub account: Account,
    pub agency: String,
    /// Masked.
    pub mailbox: Option<String>,
    pub held: Vec<GrantedRole>,
}

/// Looks at somebody's page, of which this is a part.
///
/// # Errors
/// When the database fails, also where it cannot be written down who looked.
pub async fn view(
    portal: &Portal,
    session: &LiveSession,
    id: Uuid,
    form: PersonForm,
    language: Language,
) -> Result<Result<SeenForm, NotTheirs>, Fault> {
    let account = portal.store.read().await?.account(id).await?;
    let account = account.filter(|person| open_to(session, person).contains(&form));
    let Some(account) = account else { return Ok(Err(NotTheirs)) };
    access::note_look(portal, session, id).await?;
    let tree = session.agencies();
    let held = match form {
        PersonForm::Roles => portal.store.read().await?.role_grants_of(id).await?,
        _ => Vec::new(),
    };
    let now = portal.now();
    let is_held = |row: &&RoleGrantRow| row.ends_at.is_none_or(|end| end > now);
    let held = held.iter().filter(is_held).map(|row| held_role(tree, row, language)).collect();
    Ok(Ok(SeenForm {
        agency: tree.called(&account.agency).to_owned(),
        mailbox: account.email.as_deref().map(mail::masked),
        held,
        account,
    }))
}

fn held_role(tree: &AgencyTree, row: &RoleGrantRow, language: Language) -> GrantedRole {
    let words =
        |at: OffsetDateTime| calendar::moment_in(zone_of(tree, row.agency_id), at, language);
    GrantedRole {
        id: row.id.to_string(),
        role: row.role.in_words(language.messages()).to_owned(),
        agency: row.agency_id.map(|id| called(tree, id)),
        decree: row.decree.clone(),
        since: words(row.granted_at),
        until: row.ends_at.map(words),
    }
}

/// What an agency is called by its id.
#[must_use]
pub fn called(tree: &AgencyTree, id: Uuid) -> String {
    tree.agency(id).map_or("–", |agency| &agency.text).to_owned()
}

/// Whose clocks an end is read by.
#[must_use]
pub fn zone_of(tree: &AgencyTree, agency: Option<Uuid>) -> Zone {
    agency.and_then(|id| tree.agency(id)).map(|agency| agency.zone).unwrap_or_default()
}

/// The roles that can be granted: names and words.
#[must_use]
pub fn roles(language: Language) -> Vec<(String, String)> {
    let words = language.messages();
    Role::GRANTED.map(|role| (role.name().to_owned(), role.in_words(words).to_owned())).to_vec()
}

/// The role that a form proposes; it ends with the day that was typed.
///
/// # Errors
/// All that cannot be read of it.
pub fn role_draft(
    tree: &AgencyTree,
    fields: &FormFields,
) -> Result<RoleGrantDraft, Vec<FormProblem>> {
    let mut problems = Vec::new();
    if !Role::GRANTED.iter().any(|role| role.name() == fields.role) {
        problems.push(FormProblem::Role);
    }
    let agency = tree.spelled(&fields.agency).map(|agency| agency.id);
    if agency.is_none() && !fields.agency.trim().is_empty() {
        problems.push(FormProblem::Agency);
    }
    let decree = text::line(&fields.decree, LONGEST_DECREE);
    if decree.is_err() {
        problems.push(FormProblem::Decree);
    }
    let typed_end = fields.ends.trim();
    let end = calendar::read_local(&format!("{typed_end} 23:59"), zone_of(tree, agency));
    if end.is_none() && !typed_end.is_empty() {
        problems.push(FormProblem::Ends);
    }
    match decree {
        Ok(decree) if problems.is_empty() => Ok(RoleGrantDraft {
            role: fields.role.clone(),
            agency,
            decree: Some(decree).filter(|decree| !decree.is_empty()),
            ends_at: end.map(OffsetDateTime::unix_timestamp),
        }),
        _ => Err(problems),
    }
}

/// The agency of that code or name.
///
/// # Errors
/// [`FormProblem::Agency`]
pub fn read_agency(tree: &AgencyTree, typed: &str) -> Result<Uuid, FormProblem> {
    tree.spelled(typed).map(|agency| agency.id).ok_or(FormProblem::Agency)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{store::AgencyRow, wire::agency::AgencyKind};

    fn tree() -> AgencyTree {
        let row = AgencyRow {
            id: Uuid::from_u128(1),
            parent_id: None,
            code: Some("8171".into()),
            name: "Kota Tual".into(),
            text: "Kota Tual".into(),
            kind: AgencyKind::City,
            zone: Zone::Wit,
        };
        AgencyTree::of(vec![row], vec![("Kota Tual".into(), Uuid::from_u128(1))])
    }

    fn fields(role: &str, agency: &str, decree: &str, ends: &str) -> FormFields {
        FormFields {
            role: role.into(),
            agency: agency.into(),
            decree: decree.into(),
            ends: ends.into(),
            ..FormFields::default()
        }
    }

    #[test]
    fn a_role_ends_with_its_day_where_it_is_held() {
        let draft = role_draft(&tree(), &fields("help-desk", "8171", "", "2026-12-31")).unwrap();
        assert_eq!((draft.agency, draft.decree), (Some(Uuid::from_u128(1)), None));
        // 23.59 WIT is 14.59 UTC.
        assert_eq!(draft.ends_at, Some(1_798_729_140));
        let draft = role_draft(&tree(), &fields("auditor", " ", " SK  1 ", "")).unwrap();
        assert_eq!((draft.agency, draft.ends_at), (None, None));
        assert_eq!(draft.decree.as_deref(), Some("SK 1"));
    }

    #[test]
    fn all_that_cannot_be_read_is_said_at_once() {
        use FormProblem::{Agency, Decree, Ends, Role};
        let long = "x".repeat(300);
        for (typed, problems) in [
            (fields("", "", "", ""), vec![Role]),
            (fields("administrator", "kota", "", ""), vec![Role, Agency]),
            (fields("\0", "\0", "\0", "\0"), vec![Role, Agency, Decree, Ends]),
            (fields(&long, &long, &long, &long), vec![Role, Agency, Decree, Ends]),
            (fields("auditor", "kota tual", "", "31-12-2026"), vec![Ends]),
            (fields("auditor", "", "", "2026-02-30"), vec![Ends]),
        ] {
            assert_eq!(role_draft(&tree(), &typed), Err(problems), "{typed:?}");
        }
    }
}

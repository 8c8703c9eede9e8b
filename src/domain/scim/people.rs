//! What the systems of an agency do with its people. The rules of one person are those of a clerk's file
//! ([`crate::domain::people::account_import`]), so are the consequences; this adds whose people they are, and what a
//! source must never do: give a privilege, take over a privileged account, let in again whom somebody else
//! keeps out, or disable many at once.
//!
//! Whoever was deleted is disabled and no longer there for the source (RFC 7644 §3.6); created again, they
//! are the same person with the same account.

use super::{
    attributes::{Document, USER},
    error::{NoAnswer, ScimProblem, ScimType},
    hold,
    patch::{self, PatchOperation},
    scope::TokenScope,
    token::Source,
    user::{self, WantedUser},
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        people::{
            account_import::{
                self, Privileges, RowProblem,
                change::{self, RowChange},
                row::{self, Cells},
            },
            role::Roles,
        },
        recovery::disabled::{self, Standing},
        values::nip::Nip,
    },
    store::{ImportedAccount, ProvisionedAccount, Unit},
};
use serde_json::Value;
use uuid::Uuid;

/// What a client says that it has seen (RFC 9110 §13.1.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfMatch(pub String);

impl IfMatch {
    fn check(condition: Option<&Self>, person: &ProvisionedAccount) -> Result<(), ScimProblem> {
        let same = condition.is_none_or(|Self(tags)| tags_name(tags, &user::version(person)));
        let detail = "the user has changed since: read it again";
        if same { Ok(()) } else { Err(ScimProblem::new(412, detail)) }
    }
}

/// Whether one of a list of entity tags is this one, compared weakly (RFC 9110 §8.8.3.2).
#[must_use]
pub fn tags_name(tags: &str, version: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    tags.trim() == "*" || tags.split(',').any(|tag| bare(tag) == bare(version))
}

/// # Errors
/// 404 where nobody of the source's people has this id.
pub async fn look(
    portal: &Portal,
    source: &Source,
    id: &str,
) -> Result<ProvisionedAccount, NoAnswer> {
    let person = portal.store.read().await?.provisioned_account(id_of(id)?).await?;
    Ok(theirs(person, &source.scope)?)
}

fn id_of(text: &str) -> Result<Uuid, ScimProblem> {
    let id = Uuid::parse_str(text).ok().filter(|id| id.to_string() == text);
    id.ok_or_else(ScimProblem::not_there)
}

fn theirs(
    person: Option<ProvisionedAccount>,
    scope: &TokenScope,
) -> Result<ProvisionedAccount, ScimProblem> {
    let person =
        person.filter(|person| scope.covers(&person.agency) && person.deleted_at.is_none());
    person.ok_or_else(ScimProblem::not_there)
}

/// # Errors
/// When the body is no user, or somebody has or had the number.
pub async fn create(
    portal: &Portal,
    source: &Source,
    body: &Document,
) -> Result<ProvisionedAccount, NoAnswer> {
    let wanted = whole(body, &mut Document::new(), None)?;
    let number = wanted.number.as_deref().ok_or_else(|| missing("userName"))?;
    if wanted.name.is_none() {
        return Err(missing("name.formatted").into());
    }
    let number = number_of(number)?;
    let writing = async {
        let mut unit = portal.store.write().await?;
        let there = unit.provisioned_account_by_nip(number.as_str()).await?;
        let before = match there {
            None if unit.account_of_former_number(number.as_str()).await?.is_some() => {
                return Err(ScimProblem::taken().into());
            }
            None => None,
            Some(there) => Some(again(&mut unit, source, there.id).await?),
        };
        let person = write(portal, &mut unit, source, before, wanted).await?;
        unit.commit().await?;
        Ok(person)
    };
    writing.await
}

/// Somebody who had been deleted.
async fn again(unit: &mut Unit, source: &Source, id: Uuid) -> Result<ProvisionedAccount, NoAnswer> {
    unit.lock_account(id).await?;
    let there = unit.provisioned_account(id).await?;
    let deleted = |there: &ProvisionedAccount| {
        there.deleted_at.is_some() && source.scope.covers(&there.agency)
    };
    Ok(there.filter(deleted).ok_or_else(ScimProblem::taken)?)
}

/// # Errors
/// When the body is no user, or has changed since the client saw it.
pub async fn replace(
    portal: &Portal,
    source: &Source,
    id: &str,
    body: &Document,
    condition: Option<&IfMatch>,
) -> Result<ProvisionedAccount, NoAnswer> {
    let change = |person: &ProvisionedAccount| {
        if body.is_empty() {
            return Err(missing("schemas"));
        }
        let mut document = user::document(person, &source.scope);
        whole(body, &mut document, Some(&person.name))
    };
    changed(portal, source, id, condition, change).await
}

/// # Errors
/// When an operation cannot be, or the user has changed since the client saw it.
pub async fn patch(
    portal: &Portal,
    source: &Source,
    id: &str,
    operations: &[PatchOperation],
    condition: Option<&IfMatch>,
) -> Result<ProvisionedAccount, NoAnswer> {
    let change = |person: &ProvisionedAccount| {
        let mut document = user::document(person, &source.scope);
        patch::apply(&mut document, operations)?;
        user::read(&document, Some(&person.name))
    };
    changed(portal, source, id, condition, change).await
}

async fn changed(
    portal: &Portal,
    source: &Source,
    id: &str,
    condition: Option<&IfMatch>,
    change: impl FnOnce(&ProvisionedAccount) -> Result<WantedUser, ScimProblem>,
) -> Result<ProvisionedAccount, NoAnswer> {
    let mut unit = portal.store.write().await?;
    let person = held(&mut unit, source, id).await?;
    IfMatch::check(condition, &person)?;
    let wanted = change(&person)?;
    let holder = holder_of(&person);
    match write(portal, &mut unit, source, Some(person), wanted).await {
        Ok(person) => {
            unit.commit().await?;
            Ok(person)
        }
        Err(refused) => {
            drop(unit);
            Err(note_held(portal, source, &holder, refused).await?)
        }
    }
}

/// Somebody of the source's, whom nobody else changes until the unit ends.
async fn held(unit: &mut Unit, source: &Source, id: &str) -> Result<ProvisionedAccount, NoAnswer> {
    let id = id_of(id)?;
    unit.lock_account(id).await?;
    Ok(theirs(unit.provisioned_account(id).await?, &source.scope)?)
}

/// Disables somebody, who is no longer there for the source.
///
/// # Errors
/// When that is held, or the user has changed since the client saw it.
pub async fn delete(
    portal: &Portal,
    source: &Source,
    id: &str,
    condition: Option<&IfMatch>,
) -> Result<(), NoAnswer> {
    let mut unit = portal.store.write().await?;
    let mut person = held(&mut unit, source, id).await?;
    IfMatch::check(condition, &person)?;
    if person.is_active()
        && let Err(refused) = disable(portal, &mut unit, source, &mut person).await
    {
        drop(unit);
        return Err(note_held(portal, source, &holder_of(&person), refused).await?);
    }
    let now = portal.now();
    (person.deleted_at, person.changed_at) = (Some(now), Some(now));
    unit.set_scim_resource(&person).await?;
    note(portal, &mut unit, source, &person, Event::AccountReleased).await?;
    Ok(unit.commit().await?)
}

/// Writes down what was held.
async fn note_held(
    portal: &Portal,
    source: &Source,
    holder: &Holder,
    refused: NoAnswer,
) -> Result<NoAnswer, Fault> {
    if let NoAnswer::Refused(ScimProblem { status: 429, .. }) = &refused {
        hold::note(portal, &source.visitor, &source.scope, holder).await?;
    }
    Ok(refused)
}

/// What a whole body makes of a document.
fn whole(
    body: &Document,
    document: &mut Document,
    present: Option<&str>,
) -> Result<WantedUser, ScimProblem> {
    let schemas = body.iter().find(|(key, _)| key.eq_ignore_ascii_case("schemas"));
    let schemas = schemas.and_then(|(_, value)| value.as_array());
    let is_user = |one: &Value| one.as_str().is_some_and(|one| one.eq_ignore_ascii_case(USER));
    if !schemas.is_some_and(|all| all.iter().any(is_user)) {
        let detail = "the body is no user: its schemas do not name that of users";
        return Err(ScimProblem::bad(ScimType::InvalidSyntax, detail));
    }
    patch::overlay(document, body)?;
    user::read(document, present)
}

fn missing(attribute: &str) -> ScimProblem {
    ScimProblem::bad(ScimType::InvalidValue, format!("{attribute} is missing"))
}

fn invalid(attribute: &str, problem: &RowProblem) -> ScimProblem {
    ScimProblem::bad(ScimType::InvalidValue, format!("{attribute}: {problem}"))
}

fn number_of(text: &str) -> Result<Nip, ScimProblem> {
    account_import::read_number(text).map_err(|problem| invalid("userName", &problem))
}

fn holder_of(person: &ProvisionedAccount) -> Holder {
    Holder { account: Some(person.id), masked_nip: masked(&person.nip) }
}

fn masked(nip: &str) -> String {
    Nip::parse(nip).map(|nip| nip.masked()).unwrap_or_default()
}

fn imported(person: &ProvisionedAccount) -> ImportedAccount {
    let ProvisionedAccount { id, nip, name, email, agency, roles, .. } = person.clone();
    ImportedAccount { id, nip, name, email, agency, roles }
}

/// Brings one person to what is wanted of them; a newcomer where there was nobody before.
async fn write(
    portal: &Portal,
    unit: &mut Unit,
    source: &Source,
    before: Option<ProvisionedAccount>,
    wanted: WantedUser,
) -> Result<ProvisionedAccount, NoAnswer> {
    let number = match (&wanted.number, &before) {
        (Some(number), _) => number_of(number)?.as_str().to_owned(),
        (None, Some(before)) => before.nip.clone(),
        (None, None) => return Err(missing("userName").into()),
    };
    let change = change_of(portal, source, before.as_ref(), &wanted, &number)?;
    let renumbers = before.as_ref().is_some_and(|before| before.nip != number);
    if let Some(before) = &before {
        let moves = change.after.agency != before.agency;
        refuse_takeover(before, renumbers || moves || change.moved_mailbox().is_some())?;
        if renumbers {
            let now = portal.now();
            if !unit.change_number(before.id, &before.nip, &number, now).await? {
                return Err(ScimProblem::taken().into());
            }
        }
    }
    if !change.is_nothing() {
        let changes = std::slice::from_ref(&change);
        account_import::write_changes(portal, &source.visitor, unit, changes).await?;
    }
    let id = change.after.id;
    let landed = unit.provisioned_account_by_nip(&number).await?;
    // Somebody else may have brought the same newcomer a moment ago.
    let mut person = landed.filter(|person| person.id == id).ok_or_else(ScimProblem::taken)?;
    let is_back = before.as_ref().is_some_and(|before| before.deleted_at.is_some());
    let stands = stand(portal, unit, source, &mut person, wanted.active, before.as_ref()).await?;
    let external_id = wanted.external_id.unwrap_or_else(|| person.external_id.clone());
    let says_more = person.external_id != external_id || is_back;
    if change.is_nothing() && !renumbers && !stands && !says_more && before.is_some() {
        return Ok(person);
    }
    (person.external_id, person.deleted_at) = (external_id, None);
    person.changed_at = Some(portal.now());
    unit.set_scim_resource(&person).await?;
    if renumbers {
        note(portal, unit, source, &person, Event::NumberChanged).await?;
    }
    let is_made = before.is_none() || is_back;
    let event = if is_made { Event::AccountProvisioned } else { Event::AccountCorrected };
    note(portal, unit, source, &person, event).await?;
    Ok(person)
}

/// By the rules of a row of a clerk's file. What is the same is not looked at again: an older rule may have
/// taken it.
fn change_of(
    portal: &Portal,
    source: &Source,
    before: Option<&ProvisionedAccount>,
    wanted: &WantedUser,
    number: &str,
) -> Result<RowChange, ScimProblem> {
    let scope = &source.scope;
    let named = match &wanted.department {
        Some(Some(department)) => Some(scope.find(department).ok_or_else(|| {
            let detail = "department: this token is for no agency of that name";
            ScimProblem::bad(ScimType::InvalidValue, detail)
        })?),
        _ => None,
    };
    let agency = match (&named, &wanted.department, before) {
        (Some(named), ..) => named.name.as_str(),
        (None, None, Some(before)) => before.agency.as_str(),
        _ => scope.root(),
    };
    // What stands with them stays as long as it means the same.
    let stays = before.filter(|before| scope.means_same(&before.agency, agency));
    let agency = stays.map_or(agency, |before| before.agency.as_str());
    let name = wanted.name.as_deref();
    let name = name.filter(|name| before.is_none_or(|before| before.name != *name));
    let email = wanted.email.as_ref().map(|email| email.as_deref().unwrap_or_default());
    let held = |before: &ProvisionedAccount| before.email.clone().unwrap_or_default();
    let email = email.filter(|email| before.is_none_or(|before| held(before) != *email));
    let cells = |name, email| Cells { nip: number, name, email, agency: None, roles: None };
    row::filed(&cells(name, None), 0).map_err(|problem| invalid("name.formatted", &problem))?;
    let mut filed =
        row::filed(&cells(name, email), 0).map_err(|problem| invalid("emails.value", &problem))?;
    filed.agency = Some(agency.to_owned());
    let before =
        before.map(|before| ImportedAccount { nip: number.to_owned(), ..imported(before) });
    let id = before.as_ref().map_or_else(|| portal.new_id(), |before| before.id);
    change::of_row(&filed, before, id, Privileges::Stay)
        .map_err(|problem| invalid("user", &problem))
}

/// Whoever gets another mailbox or number can be another person, and what somebody may do reaches as far as their
/// agency: of nobody with privileges a source says any of these.
fn refuse_takeover(before: &ProvisionedAccount, takes_over: bool) -> Result<(), ScimProblem> {
    let roles = Roles::parse(&before.roles);
    let is_privileged = before.role_grant_count > 0
        || roles.map_or(true, |roles| roles.privileges().next().is_some());
    if takes_over && is_privileged {
        return Err(ScimProblem::new(
            403,
            "this person has privileges in the portal: number, mailbox and agency are changed by its administrators",
        ));
    }
    Ok(())
}

/// Whether the person's standing changed. A source lets in again only whom it kept out.
async fn stand(
    portal: &Portal,
    unit: &mut Unit,
    source: &Source,
    person: &mut ProvisionedAccount,
    active: Option<bool>,
    before: Option<&ProvisionedAccount>,
) -> Result<bool, NoAnswer> {
    let is_back = before.is_some_and(|before| before.deleted_at.is_some());
    let by_source =
        person.disabled_at.is_some() && person.disabled_by_source_at == person.disabled_at;
    match (person.is_active(), active) {
        // Whoever is new was let in nowhere yet.
        (true, Some(false)) if before.is_none() => turn_off(portal, unit, source, person).await?,
        (true, Some(false)) => disable(portal, unit, source, person).await?,
        (false, Some(true)) if !by_source => {
            return Err(ScimProblem::new(
                403,
                "active: this person was disabled in the portal, and is enabled there",
            )
            .into());
        }
        (false, Some(true)) => enable(portal, unit, source, person).await?,
        // Whoever is brought back is there again.
        (false, None) if is_back && by_source => enable(portal, unit, source, person).await?,
        _ => return Ok(false),
    }
    Ok(true)
}

async fn disable(
    portal: &Portal,
    unit: &mut Unit,
    source: &Source,
    person: &mut ProvisionedAccount,
) -> Result<(), NoAnswer> {
    hold::take(portal, unit, &source.scope, person.id).await??;
    turn_off(portal, unit, source, person).await
}

async fn turn_off(
    portal: &Portal,
    unit: &mut Unit,
    source: &Source,
    person: &mut ProvisionedAccount,
) -> Result<(), NoAnswer> {
    change_standing(portal, unit, source, person, Standing::Disabled).await?;
    person.disabled_by_source_at = person.disabled_at;
    Ok(())
}

async fn enable(
    portal: &Portal,
    unit: &mut Unit,
    source: &Source,
    person: &mut ProvisionedAccount,
) -> Result<(), NoAnswer> {
    change_standing(portal, unit, source, person, Standing::Enabled).await?;
    person.disabled_by_source_at = None;
    Ok(())
}

async fn change_standing(
    portal: &Portal,
    unit: &mut Unit,
    source: &Source,
    person: &mut ProvisionedAccount,
    standing: Standing,
) -> Result<(), NoAnswer> {
    let holder = holder_of(person);
    let _ =
        disabled::change_in(portal, unit, &source.visitor, person.id, &holder, standing).await?;
    // As the database keeps it, to be compared later.
    let account = unit.account(person.id).await?;
    person.disabled_at = account.and_then(|account| account.disabled_at);
    Ok(())
}

async fn note(
    portal: &Portal,
    unit: &mut Unit,
    source: &Source,
    person: &ProvisionedAccount,
    event: Event,
) -> Result<(), Fault> {
    let holder = holder_of(person);
    audit::record_about(portal, unit, event, &holder, &source.visitor, &source.name).await
}

//! The forms below somebody's page. To whoever may not fill one in it is not there.

use crate::wire::{error::ApiError, person_form::PersonFormView};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{
    answer::{self, redirect},
    flash::{self, Flash},
    gate::{self, ask_for_proof},
    people::parse_id,
    request::{self, fail},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        console::{approval, person_form as domain, proposal::Proposal},
        launcher::view::person,
        people::{
            granting::{self, RoleNotEnded},
            renumbering,
            rights::Right,
        },
        recovery::mailbox_correction,
        session::LiveSession,
        values::{mailbox, nip::Nip, reason, text},
    },
    i18n::language,
    paths,
    wire::{
        approval::{ApprovalProblem, MoveProblem, NumberProblem, RoleGrantProblem},
        correction::CorrectionProblem,
        notice::Notice,
        people::{PersonForm, ReasonProblem},
        person_form::{FormFields, FormProblem},
    },
};
#[cfg(feature = "ssr")]
use uuid::Uuid;

#[server(prefix = "/api", endpoint = "people/form")]
pub async fn person_form_page(
    #[server(default)] id: String,
    #[server(default)] form: String,
) -> Result<PersonFormView, ApiError> {
    let form: PersonForm = form.parse().map_err(|_| fail(ApiError::NotFound))?;
    let session = gate::allowed(right_of(form)).await?;
    let portal = request::portal()?;
    let id = parse_id(&id)?;
    let seen = domain::view(&portal, &session, id, form, language()).await;
    let Ok(seen) = seen.map_err(answer::fault)? else {
        return Err(gate::not_theirs(&session).await);
    };
    let id = id.to_string();
    let notice = flash::take_notice()?;
    let (fields, problems) = match flash::take_form(&session).await? {
        Some(Flash::PersonForm { id: of, form: what, fields, problems })
            if of == id && what == form =>
        {
            (*fields, problems)
        }
        _ => {
            (FormFields { agency: suggested(form, &seen.agency), ..FormFields::default() }, vec![])
        }
    };
    Ok(PersonFormView {
        person: person(&session),
        notice,
        form,
        id,
        name: seen.account.name,
        nip: seen.account.nip.as_str().to_owned(),
        agency: seen.agency,
        mailbox: seen.mailbox,
        held: seen.held,
        roles: domain::roles(language()),
        fields,
        problems,
    })
}

/// `agency`: by code, or as it is called; over everybody where it is empty. `ends`: a day.
#[server(prefix = "/api", endpoint = "people/propose-role")]
pub async fn propose_role(
    #[server(default)] id: String,
    #[server(default)] role: String,
    #[server(default)] agency: String,
    #[server(default)] decree: String,
    #[server(default)] ends: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::GrantRoles).await?;
    let fields = FormFields { role, agency, decree, ends, reason, ..FormFields::default() };
    let draft = domain::role_draft(session.agencies(), &fields).map(Proposal::GrantRole);
    propose(&session, &id, PersonForm::Roles, fields, draft).await
}

/// `agency`: by code, or as it is called.
#[server(prefix = "/api", endpoint = "people/propose-move")]
pub async fn propose_move(
    #[server(default)] id: String,
    #[server(default)] agency: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::MovePeople).await?;
    let fields = FormFields { agency, reason, ..FormFields::default() };
    let to = domain::read_agency(session.agencies(), &fields.agency);
    let to = to.map(|to| Proposal::Move { to }).map_err(|problem| vec![problem]);
    propose(&session, &id, PersonForm::Move, fields, to).await
}

/// `grant`: the role that somebody was granted.
#[server(prefix = "/api", endpoint = "people/end-role")]
pub async fn end_role(
    #[server(default)] id: String,
    #[server(default)] grant: String,
    #[server(default)] end_reason: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::GrantRoles).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let id = parse_id(&id)?;
    let read = reason::read(&end_reason);
    let fields = FormFields { grant, end_reason, ..FormFields::default() };
    let form = PersonForm::Roles;
    let reason = match read {
        Ok(reason) => reason,
        Err(problem) => {
            return keep(&session, id, form, fields, vec![FormProblem::EndReason(problem)]).await;
        }
    };
    let grant = fields.grant.parse().unwrap_or_default();
    let ended = granting::end(&portal, &visitor, &session, grant, &reason).await;
    match ended.map_err(answer::fault)? {
        Ok(()) => done(id, form, Notice::RoleEnded),
        Err(RoleNotEnded::NotFresh) => prove(&session, id, form, fields).await,
        Err(RoleNotEnded::Gone) => keep(&session, id, form, fields, vec![FormProblem::Grant]).await,
    }
}

#[server(prefix = "/api", endpoint = "people/number")]
pub async fn change_number(
    #[server(default)] id: String,
    #[server(default)] number: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ChangePeople).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let id = parse_id(&id)?;
    let form = PersonForm::Number;
    let read = (Nip::parse(&number), reason::read(&reason));
    let fields = FormFields { number, reason, ..FormFields::default() };
    let number = match read {
        (Ok(number), Ok(_)) => number,
        (number, reason) => {
            let problems = number.err().map(FormProblem::Number).into_iter();
            let problems = problems.chain(reason.err().map(FormProblem::Reason));
            return keep(&session, id, form, fields, problems.collect()).await;
        }
    };
    let changed =
        renumbering::change(&portal, &visitor, &session, id, &number, &fields.reason).await;
    let problem = match changed.map_err(answer::fault)? {
        Ok(()) => return done(id, form, Notice::NumberChanged),
        Err(NumberProblem::NotFresh) => return prove(&session, id, form, fields).await,
        Err(NumberProblem::Gone) => return Err(gate::not_theirs(&session).await),
        Err(NumberProblem::Taken) => FormProblem::NumberTaken,
        Err(NumberProblem::Reason) => FormProblem::Reason(ReasonProblem::Short),
    };
    keep(&session, id, form, fields, vec![problem]).await
}

/// Asks whoever reads another mailbox to confirm it.
#[server(prefix = "/api", endpoint = "people/mailbox")]
pub async fn correct_mailbox(
    #[server(default)] id: String,
    #[server(default)] mailbox: String,
    #[server(default)] reason: String,
) -> Result<(), ApiError> {
    let session = gate::allowed(Right::ChangePeople).await?;
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let id = parse_id(&id)?;
    let form = PersonForm::Mailbox;
    let fields = FormFields { mailbox, reason, ..FormFields::default() };
    if let Err(problem) = reason::read(&fields.reason) {
        let wrong = mailbox::parse(&fields.mailbox).is_err().then_some(FormProblem::Mailbox);
        let problems = wrong.into_iter().chain([FormProblem::Reason(problem)]).collect();
        return keep(&session, id, form, fields, problems).await;
    }
    let (mailbox, reason) = (&fields.mailbox, &fields.reason);
    let asked = mailbox_correction::request(&portal, &visitor, &session, id, mailbox, reason).await;
    let problem = match asked.map_err(answer::fault)? {
        Ok(()) => return done(id, form, Notice::MailboxProposed),
        Err(CorrectionProblem::NotFresh) => return prove(&session, id, form, fields).await,
        Err(CorrectionProblem::Gone) => return Err(gate::not_theirs(&session).await),
        Err(CorrectionProblem::Reason) => FormProblem::Reason(ReasonProblem::Short),
        Err(CorrectionProblem::Mailbox) => FormProblem::Mailbox,
        Err(CorrectionProblem::Same) => FormProblem::SameMailbox,
        Err(CorrectionProblem::Wait { seconds }) => FormProblem::Wait { seconds },
    };
    keep(&session, id, form, fields, vec![problem]).await
}

/// Lays what a form says before a second person, where it can be read.
#[cfg(feature = "ssr")]
async fn propose(
    session: &LiveSession,
    id: &str,
    form: PersonForm,
    fields: FormFields,
    proposal: Result<Proposal, Vec<FormProblem>>,
) -> Result<(), ApiError> {
    let portal = request::portal()?;
    let visitor = request::visitor()?;
    let id = parse_id(id)?;
    let proposal = match (proposal, reason::read(&fields.reason)) {
        (Ok(proposal), Ok(_)) => proposal,
        (proposal, reason) => {
            let mut problems = proposal.err().unwrap_or_default();
            problems.extend(reason.err().map(FormProblem::Reason));
            return keep(session, id, form, fields, problems).await;
        }
    };
    let proposed =
        approval::propose(&portal, &visitor, session, Some(id), &proposal, &fields.reason).await;
    let problem = match proposed.map_err(answer::fault)? {
        Ok(_) => return done(id, form, Notice::Proposed),
        Err(ApprovalProblem::Gone) => return Err(gate::not_theirs(session).await),
        Err(ApprovalProblem::NotFresh) => return prove(session, id, form, fields).await,
        Err(ApprovalProblem::Reason) => FormProblem::Reason(ReasonProblem::Short),
        Err(
            ApprovalProblem::Waits
            | ApprovalProblem::Expired
            | ApprovalProblem::Stale
            | ApprovalProblem::Outdated,
        ) => FormProblem::Waits,
        Err(ApprovalProblem::Role(RoleGrantProblem::Role)) => FormProblem::Role,
        Err(ApprovalProblem::Role(RoleGrantProblem::Agency)) => FormProblem::Everybody,
        Err(ApprovalProblem::Role(RoleGrantProblem::Decree)) => FormProblem::Decree,
        Err(ApprovalProblem::Role(RoleGrantProblem::End)) => FormProblem::Ends,
        Err(ApprovalProblem::Move(MoveProblem::Administrator)) => FormProblem::Administrator,
        Err(ApprovalProblem::Move(MoveProblem::Agency)) => FormProblem::Agency,
        Err(ApprovalProblem::Move(MoveProblem::Same)) => FormProblem::SameAgency,
    };
    keep(session, id, form, fields, vec![problem]).await
}

/// Whose gate the page of a form has; of whom it opens is decided in the domain.
#[cfg(feature = "ssr")]
fn right_of(form: PersonForm) -> Right {
    match form {
        PersonForm::Roles => Right::GrantRoles,
        PersonForm::Move => Right::MovePeople,
        PersonForm::Number | PersonForm::Mailbox => Right::ChangePeople,
    }
}

/// Most roles are held where their person works.
#[cfg(feature = "ssr")]
fn suggested(form: PersonForm, agency: &str) -> String {
    if form == PersonForm::Roles { agency.to_owned() } else { String::new() }
}

#[cfg(feature = "ssr")]
fn done(id: Uuid, form: PersonForm, notice: Notice) -> Result<(), ApiError> {
    flash::set_notice(notice)?;
    let id = id.to_string();
    redirect(&match form {
        PersonForm::Roles => paths::person_form(&id, form),
        _ => paths::manage_person(&id),
    })
}

/// Leaves a form that was refused for its page.
#[cfg(feature = "ssr")]
async fn keep(
    session: &LiveSession,
    id: Uuid,
    form: PersonForm,
    fields: FormFields,
    problems: Vec<FormProblem>,
) -> Result<(), ApiError> {
    let id = id.to_string();
    let page = paths::person_form(&id, form);
    let fields = Box::new(shown_again(fields));
    flash::set_form(session, &Flash::PersonForm { id, form, fields, problems }).await?;
    redirect(&page)
}

/// Leaves one there until its sender has proved who they are.
#[cfg(feature = "ssr")]
async fn prove(
    session: &LiveSession,
    id: Uuid,
    form: PersonForm,
    fields: FormFields,
) -> Result<(), ApiError> {
    let id = id.to_string();
    let page = paths::person_form(&id, form);
    let fields = Box::new(shown_again(fields));
    let kept = Flash::PersonForm { id, form, fields, problems: Vec::new() };
    flash::set_form(session, &kept).await?;
    ask_for_proof(&page)
}

#[cfg(feature = "ssr")]
fn shown_again(fields: FormFields) -> FormFields {
    FormFields {
        role: text::shown_again(&fields.role),
        agency: text::shown_again(&fields.agency),
        decree: text::shown_again(&fields.decree),
        ends: text::shown_again(&fields.ends),
        number: text::shown_again(&fields.number),
        mailbox: text::shown_again(&fields.mailbox),
        reason: text::shown_again(&fields.reason),
        grant: text::shown_again(&fields.grant),
        end_reason: text::shown_again(&fields.end_reason),
    }
}

//! The systems of agencies that bring people in over SCIM, as administrators look after them: their tokens, and
//! what of theirs is held until a second person lets it go on ([`hold`]).

use super::{approval, proposal::Proposal};
use crate::{
    domain::{
        Fault, Portal,
        guard::visitor::Visitor,
        launcher::view::person,
        people::rights::{NotTheirs, Right},
        scim::{
            hold,
            token::{self, NewToken, TokenNotMade, TokenProblem},
        },
        session::{self, LiveSession},
        values::{calendar, reason, text},
    },
    i18n::Language,
    store::{ScimTokenRow, Unit},
    wire::{
        approval::ApprovalProblem,
        provisioning::{
            HeldAgency, LiftFields, ListedToken, ProvisioningProblem, ProvisioningView, TokenFields,
        },
    },
};
use uuid::Uuid;

/// Tokens on a page.
const PAGE: usize = 50;
/// Characters of what was typed that stay in a form.
const KEPT: usize = 300;

/// Why nothing was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProvisioningUnchanged {
    NotTheirs,
    /// A fresh proof is needed first.
    NotFresh,
    Refused(Vec<ProvisioningProblem>),
}

/// `after`: the last token of the page before.
///
/// # Errors
/// When the database fails.
pub async fn view(
    portal: &Portal,
    session: &LiveSession,
    after: Option<Uuid>,
    language: Language,
) -> Result<Result<ProvisioningView, NotTheirs>, Fault> {
    if session.demand(Right::ManageProvisioning).is_err() {
        return Ok(Err(NotTheirs));
    }
    let mut unit = portal.store.read().await?;
    let mut tokens = unit.scim_tokens(after, PAGE + 1).await?;
    let held = held(portal, &mut unit).await?;
    drop(unit);
    let is_end = tokens.len() <= PAGE;
    tokens.truncate(PAGE);
    let more = tokens.last().filter(|_| !is_end).map(|last| last.id.to_string());
    let now = portal.now();
    let words = |at| calendar::moment_in_words(at, language);
    let tree = session.agencies();
    let listed = |one: ScimTokenRow| ListedToken {
        id: one.id.to_string(),
        agency: tree.called(&one.agency).to_owned(),
        made: words(one.created_at),
        until: words(one.ended_at.unwrap_or(one.expires_at)),
        used: one.last_used_at.map(words),
        is_good: token::is_good(&one, now),
        name: one.name,
    };
    Ok(Ok(ProvisioningView {
        person: person(session),
        notice: None,
        tokens: tokens.into_iter().map(listed).collect(),
        more,
        is_first: after.is_none(),
        held,
        address: portal.origin.clone(),
        new_token: None,
        fields: TokenFields { days: token::DAYS.to_string(), ..TokenFields::default() },
        lift: LiftFields::default(),
        problems: Vec::new(),
    }))
}

/// What is held, and of what a second person is asked already.
async fn held(portal: &Portal, unit: &mut Unit) -> Result<Vec<HeldAgency>, Fault> {
    let mut held = Vec::new();
    for (agency, disabled) in hold::spent(portal, unit).await? {
        let lift = Proposal::LiftHold { agency };
        let waits =
            unit.has_open_approval(lift.kind().name(), None, lift.object(), portal.now()).await?;
        let agency = lift.object().unwrap_or_default().to_owned();
        held.push(HeldAgency { agency, disabled, waits });
    }
    Ok(held)
}

/// Makes a token; its text is shown once.
///
/// # Errors
/// When the database fails; then none was made.
pub async fn add_token(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    fields: &TokenFields,
) -> Result<Result<String, ProvisioningUnchanged>, Fault> {
    let mut unit = portal.store.write().await?;
    let session = session::hold(portal, &mut unit, session).await?;
    if session.demand(Right::ManageProvisioning).is_err() {
        return Ok(Err(ProvisioningUnchanged::NotTheirs));
    }
    // One that is not in the tree is known by what stands with its people.
    let typed: String = fields.agency.chars().take(KEPT).collect();
    let found = session.agencies().spelled(&typed);
    let agency = found.map_or(typed.as_str(), |found| found.text.as_str());
    let days = fields.days.trim().parse().unwrap_or_default();
    let new = NewToken { agency, name: &fields.name, days };
    let added = token::add_in(portal, &mut unit, visitor, &session.holder(), &new).await?;
    let text = match added {
        Ok(text) => text,
        Err(TokenNotMade(problems)) => {
            let problems = problems.into_iter().map(in_form).collect();
            return Ok(Err(ProvisioningUnchanged::Refused(problems)));
        }
    };
    // What is wrong is said before a proof is asked for.
    if !session.is_fresh(portal.now()) {
        return Ok(Err(ProvisioningUnchanged::NotFresh));
    }
    unit.commit().await?;
    Ok(Ok(text))
}

fn in_form(problem: TokenProblem) -> ProvisioningProblem {
    match problem {
        TokenProblem::NoAgency | TokenProblem::NoToken => ProvisioningProblem::Agency,
        TokenProblem::Name => ProvisioningProblem::Name,
        TokenProblem::Days => ProvisioningProblem::Days,
    }
}

/// From now on it opens nothing; one that had ended, or that there is not, stays so.
///
/// # Errors
/// When the database fails; then it is as before.
pub async fn end_token(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
) -> Result<Result<(), ProvisioningUnchanged>, Fault> {
    let mut unit = portal.store.write().await?;
    let session = session::hold(portal, &mut unit, session).await?;
    if session.demand(Right::ManageProvisioning).is_err() {
        return Ok(Err(ProvisioningUnchanged::NotTheirs));
    }
    if !session.is_fresh(portal.now()) {
        return Ok(Err(ProvisioningUnchanged::NotFresh));
    }
    if token::end_in(portal, &mut unit, visitor, &session.holder(), id).await?.is_ok() {
        unit.commit().await?;
    }
    Ok(Ok(()))
}

/// Asks a second person to let the systems of an agency disable as many people once more.
///
/// # Errors
/// When the database fails; then nobody is asked.
pub async fn propose_lift(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    fields: &LiftFields,
) -> Result<Result<(), ProvisioningUnchanged>, Fault> {
    if session.demand(Right::ManageProvisioning).is_err() {
        return Ok(Err(ProvisioningUnchanged::NotTheirs));
    }
    let refused = |problem| Ok(Err(ProvisioningUnchanged::Refused(vec![problem])));
    if let Err(problem) = reason::read(&fields.reason) {
        return refused(ProvisioningProblem::Reason(problem));
    }
    let mut unit = portal.store.read().await?;
    let is_held =
        hold::spent(portal, &mut unit).await?.iter().any(|(agency, _)| *agency == fields.held);
    drop(unit);
    if !is_held {
        return refused(ProvisioningProblem::Held);
    }
    let lift = Proposal::LiftHold { agency: fields.held.clone() };
    let proposed = approval::propose(portal, visitor, session, None, &lift, &fields.reason).await?;
    match proposed {
        Ok(_) => Ok(Ok(())),
        Err(ApprovalProblem::Waits) => refused(ProvisioningProblem::Waits),
        Err(_) => Ok(Err(ProvisioningUnchanged::NotTheirs)),
    }
}

/// What was typed and not taken, as it is shown once more: bounded.
#[must_use]
pub fn shown_again(fields: &TokenFields, lift: &LiftFields) -> (TokenFields, LiftFields) {
    let kept = |typed: &String| text::shown_again(typed).chars().take(KEPT).collect();
    let token = TokenFields {
        agency: kept(&fields.agency),
        name: kept(&fields.name),
        days: kept(&fields.days),
    };
    // A reason is counted as it is typed.
    (token, LiftFields { held: kept(&lift.held), reason: text::shown_again(&lift.reason) })
}

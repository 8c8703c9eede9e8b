//! The code that the enrolment after a reset asks for. Where every authenticator was removed, the password
//! alone must not make the next one: whoever else knows it would be the first, and lock the owner out.
//!
//! ```text
//!   a reset by oneself ─▶ a code to the mailbox, when the person asks for it on the page
//!   an assisted reset  ─▶ a code shown once to the operator who asked for it, who has seen the person
//! ```
//!
//! That an account needs one follows from what is there: no authenticator, and a reset that was done. So
//! nothing has to be kept in step with it, and it ends with the enrolment. One code holds at a time;
//! another one takes its place. 50 random bits, kept as an Argon2id hash (ASVS 5.0 §6.4.4, §6.5.2).

use super::{assisted_reset::is_in_scope, reset::may_start, tell::tell};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        clock,
        credentials::password::{HashingError, Verdict},
        guard::{
            attempts::{Attempt, Counted, Familiarity, LetterRequest, seconds},
            visitor::Visitor,
        },
        mail::{self, Letter},
        people::access,
        session::{self, LiveSession, Stage},
        values::paper_code::PaperCode,
    },
    store::{Account, EnrolmentCodeRow, ResetRow, Unit},
    wire::{
        mfa::{AfterReset, ResetCodeProblem},
        people::PersonAct,
        reset::ResetProblem,
    },
};
use secrecy::SecretString;
use time::Duration;
use uuid::Uuid;

/// Longer than anybody can make a mailbox wait for its next letter, and until the next working day.
pub const CODE: Duration = Duration::hours(24);

type EnrolmentCode = PaperCode<10>;

/// Why the code cannot come by mail.
fn no_mail(portal: &Portal, account: &Account) -> Result<(), ResetCodeProblem> {
    may_start(portal, account).map_err(|problem| match problem {
        ResetProblem::NoMailbox => ResetCodeProblem::NoMailbox,
        ResetProblem::MailboxRests => ResetCodeProblem::MailboxRests,
        _ => ResetCodeProblem::MailboxAlone,
    })
}

/// What the page of an enrolment asks for besides the app; `None` for a first one.
pub async fn asked(portal: &Portal, session: &LiveSession) -> Result<Option<AfterReset>, Fault> {
    let mut unit = portal.store.read().await?;
    let Some(reset) = unit.last_reset_of(session.account).await? else {
        return Ok(None);
    };
    let account = session.its_account_in(&mut unit).await?;
    Ok(Some(match (reset.requested_by, no_mail(portal, &account)) {
        (Some(_), _) => AfterReset::FromOperator,
        (None, Err(problem)) => AfterReset::NoWay { problem },
        (None, Ok(())) => AfterReset::Mailed {
            mailbox: account.email.as_deref().map(mail::masked).unwrap_or_default(),
        },
    }))
}

/// A code that is right; it is used up in the unit that enrols.
pub(in crate::domain) struct Proof {
    code: EnrolmentCodeRow,
    attempt: Attempt,
}

/// Looks at what was typed; `None` where nothing needs to be. A guess is counted before it is looked at.
///
/// # Errors
/// When the hashing queue is full or something is broken.
pub(in crate::domain) async fn check(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    typed: &str,
) -> Result<Result<Option<Proof>, ResetCodeProblem>, HashingError> {
    let mut unit = portal.store.read().await?;
    let Some(reset) = unit.last_reset_of(session.account).await? else {
        return Ok(Ok(None));
    };
    let account = session.its_account_in(&mut unit).await?;
    drop(unit);
    if reset.requested_by.is_none()
        && let Err(problem) = no_mail(portal, &account)
    {
        return Ok(Err(problem));
    }
    let code = match EnrolmentCode::parse(typed) {
        Some(code) => code,
        None if typed.trim().is_empty() => return Ok(Err(ResetCodeProblem::Empty)),
        None => return Ok(Err(ResetCodeProblem::Wrong)),
    };
    let place = portal.passwords.admit()?;
    let mut unit = portal.store.write_forgettable().await?;
    let mut attempt = Attempt::enrolment_code(portal, visitor, account.id);
    let is_last = match attempt.count(portal, &mut unit).await? {
        Counted::Admitted { is_last } => is_last,
        Counted::Wait(wait) => {
            return Ok(Err(ResetCodeProblem::Wait { seconds: seconds(wait) }));
        }
    };
    let stored = unit.enrolment_code_of(account.id, portal.now()).await?;
    unit.commit().await?;
    let holds = |stored: &EnrolmentCodeRow| {
        stored.reset_id == reset.id && clock::is_before(stored.expires_at, CODE, portal.now())
    };
    let stored = stored.filter(holds);
    let hash = stored.as_ref().map(|stored| stored.code_hash.as_str());
    let verdict = place.verify(&SecretString::from(code.as_str()), hash).await?;
    if let (Some(code), Verdict::Right | Verdict::RightButOutdated) = (stored, verdict) {
        return Ok(Ok(Some(Proof { code, attempt })));
    }
    let mut unit = portal.store.write().await?;
    let holder = session.holder();
    audit::record(portal, &mut unit, Event::EnrolmentCodeRefused, &holder, visitor).await?;
    if is_last {
        audit::record(portal, &mut unit, Event::LoginThrottled, &holder, visitor).await?;
    }
    unit.commit().await?;
    Ok(Err(ResetCodeProblem::Wrong))
}

/// Uses the proof up, where one is needed now. Whether the enrolment may go on; `account` is locked.
pub(in crate::domain) async fn spend(
    portal: &Portal,
    unit: &mut Unit,
    account: Uuid,
    proof: Option<&Proof>,
) -> Result<bool, Fault> {
    let Some(reset) = unit.last_reset_of(account).await? else {
        return Ok(true);
    };
    match proof {
        Some(proof) if proof.code.reset_id == reset.id => {
            let spent = unit.take_enrolment_code(&proof.code).await?;
            if spent {
                proof.attempt.refund(portal, unit).await?;
            }
            Ok(spent)
        }
        _ => Ok(false),
    }
}

/// Mails a code to whoever has proved the password and has to enrol after a reset by themselves.
///
/// # Errors
/// When the hashing queue is full or something is broken; then nothing was sent.
pub async fn send(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
) -> Result<Result<(), ResetCodeProblem>, HashingError> {
    let mut unit = portal.store.write_forgettable().await?;
    let Some((account, _)) = by_oneself(portal, &mut unit, visitor, session).await? else {
        return Ok(Ok(()));
    };
    if let Err(problem) = no_mail(portal, &account) {
        return Ok(Err(problem));
    }
    // A reset forgets every known browser.
    let stranger = Familiarity::Unknown;
    let nip = &session.nip;
    let mut attempt = Attempt::letter(portal, visitor, stranger, LetterRequest::Code, nip);
    if let Counted::Wait(wait) = attempt.count(portal, &mut unit).await? {
        return Ok(Err(ResetCodeProblem::Wait { seconds: seconds(wait) }));
    }
    unit.commit().await?;
    let (code, code_hash) = generate(portal).await?;
    let mut unit = portal.store.write().await?;
    unit.lock_account(session.account).await?;
    let Some((account, reset)) = by_oneself(portal, &mut unit, visitor, session).await? else {
        return Ok(Ok(()));
    };
    if let Err(problem) = no_mail(portal, &account) {
        return Ok(Err(problem));
    }
    keep(portal, &mut unit, &reset, code_hash).await?;
    let letter = Letter::EnrolmentCode { code: &code.to_text() };
    mail::post(portal, &mut unit, visitor, &account, &letter).await?;
    audit::record(portal, &mut unit, Event::EnrolmentCodeSent, &session.holder(), visitor).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

/// Whose enrolment is going on in this browser's session, after which reset by themselves.
async fn by_oneself(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    session: &LiveSession,
) -> Result<Option<(Account, ResetRow)>, Fault> {
    let now = session::current_in(portal, unit, visitor).await?;
    let is_there =
        now.is_some_and(|now| now.id == session.id && matches!(now.stage, Stage::Enrolling { .. }));
    let reset = unit.last_reset_of(session.account).await?;
    let reset = reset.filter(|reset| is_there && reset.requested_by.is_none());
    Ok(unit.account(session.account).await?.zip(reset))
}

/// What an operator is shown.
#[derive(Debug)]
#[must_use]
pub enum ShownCode {
    /// Once.
    Code { name: String, code: String },
    /// A fresh proof is needed first.
    NotFresh,
    /// It was not asked for by this operator, is not done, or its person has enrolled: the same to them.
    Over,
}

/// A new code for the operator who asked for an assisted reset, once it is done. The person is told.
///
/// # Errors
/// When the hashing queue is full or something is broken; then an earlier code still holds.
pub async fn show(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
) -> Result<ShownCode, HashingError> {
    if !session.is_fresh(portal.now()) {
        return Ok(ShownCode::NotFresh);
    }
    let Some(reset) = portal.store.read().await?.reset(id).await? else {
        return Ok(ShownCode::Over);
    };
    if reset.requested_by != Some(session.account) {
        return Ok(ShownCode::Over);
    }
    let (code, code_hash) = generate(portal).await?;
    let mut unit = portal.store.write().await?;
    let session = &session::hold_with(portal, &mut unit, session, reset.account_id).await?;
    let person = unit.account(reset.account_id).await?;
    let Some(person) = person else { return Ok(ShownCode::Over) };
    let is_last = unit.last_reset_of(person.id).await?.is_some_and(|last| last.id == id);
    let has_enrolled = !unit.authenticators_of(person.id).await?.is_empty()
        || !unit.passkeys_of(person.id).await?.is_empty();
    if !is_last || has_enrolled || !is_in_scope(session, &person) {
        return Ok(ShownCode::Over);
    }
    keep(portal, &mut unit, &reset, code_hash).await?;
    let reason = reset.reason.as_deref().unwrap_or_default();
    access::note(portal, &mut unit, session, person.id, PersonAct::CodeShown, reason).await?;
    let letter = Letter::EnrolmentCodeShown;
    tell(portal, &mut unit, visitor, &reset, &letter, Event::EnrolmentCodeShown).await?;
    unit.commit().await?;
    Ok(ShownCode::Code { name: person.name, code: code.to_text() })
}

async fn generate(portal: &Portal) -> Result<(EnrolmentCode, String), HashingError> {
    let code = EnrolmentCode::generate(portal.random());
    let place = portal.passwords.admit()?;
    let hash = place.hash(&SecretString::from(code.as_str()), portal.random()).await?;
    Ok((code, hash))
}

async fn keep(
    portal: &Portal,
    unit: &mut Unit,
    reset: &ResetRow,
    code_hash: String,
) -> Result<(), Fault> {
    let account_id = reset.account_id;
    let expires_at = portal.now() + CODE;
    let row = EnrolmentCodeRow { account_id, reset_id: reset.id, code_hash, expires_at };
    Ok(unit.set_enrolment_code(&row).await?)
}

#[cfg(test)]
mod tests;

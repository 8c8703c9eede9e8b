//! The second factor, after the right password: a one-time code, or a recovery code in its place.
//!
//! Each has a budget of its own, locked before a code is looked at: guesses at once are looked at one
//! after another, and what proves right is not counted. The code's time step is burned, or the
//! recovery code used up, by an atomic update in the same unit of work that starts the session: one
//! code opens one session.

use super::claimant::{Claimant, LoggedIn, open};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        credentials::{
            authenticator::{self, Checked, Match, Provable},
            password::HashingError,
            recovery_code,
        },
        guard::{
            attempts::{Attempt, Counted, Drawing, Drawn, seconds},
            known_device::Known,
            visitor::Visitor,
        },
        mail::{self, Letter},
        session::{
            self, LiveSession, Stage,
            ending::{EndReason, end},
        },
        values::{one_time_code::OneTimeCode, paper_code::PaperCode},
    },
    store::{Account, Unit},
    wire::login::SecondFactorProblem,
};

/// Why nothing was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused(pub SecondFactorProblem);

pub(in crate::domain) type Answer<T> = Result<T, Refused>;

/// A code that is right, but not yet burned. Its budget is locked; where it cannot be burned, the
/// attempt has yet to be counted.
pub(in crate::domain) struct Proved<'a> {
    pub fit: Match,
    pub drawing: Drawing<'a>,
}

/// Looks at a code. A wrong one is counted and written down, so whatever comes out, the unit is to
/// be committed.
pub(in crate::domain) async fn check<'a>(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    claimant: &Claimant<'_>,
    known: &Known,
    attempt: &'a Attempt,
    code: &OneTimeCode,
) -> Result<Answer<Proved<'a>>, Fault> {
    let drawing = match attempt.draw(portal, unit).await? {
        Drawn::Admitted(drawing) => drawing,
        Drawn::Wait(wait) => {
            claimant.refund(portal, unit).await?;
            return Ok(Err(Refused(SecondFactorProblem::Wait { seconds: seconds(wait) })));
        }
    };
    let authenticators = unit.authenticators_of(claimant.account.id).await?;
    let is_known = known.to(Some(claimant.account)).is_some();
    let provable = if is_known { Provable::FastOrSlow } else { Provable::FastOnly };
    let problem = match authenticator::check(portal, &authenticators, code, provable)? {
        Checked::Fits(fit) => return Ok(Ok(Proved { fit, drawing })),
        Checked::ClockOff { authenticator, offset, minutes, step, provable } => {
            // What was just told about a guess must be worth nothing when its moment comes.
            unit.note_used_step(authenticator, step, portal.now()).await?;
            // One that proves nothing stands between two that would.
            let suspected = provable.then_some((offset.0, step));
            unit.suspect_clock(authenticator, suspected).await?;
            if provable {
                SecondFactorProblem::ClockOff { minutes }
            } else {
                SecondFactorProblem::ClockSlow { minutes }
            }
        }
        Checked::Wrong => SecondFactorProblem::WrongCode,
    };
    let is_last = drawing.is_last;
    drawing.count(unit).await?;
    refuse(portal, unit, visitor, claimant, Event::CodeRefused, is_last).await?;
    Ok(Err(Refused(problem)))
}

/// The budget that an attempt at a one-time code draws on.
pub(in crate::domain) fn attempt_at_code(
    portal: &Portal,
    known: &Known,
    account: &Account,
) -> Attempt {
    Attempt::code(portal, known.familiarity(Some(account)), account.id)
}

/// Writes down that a clock's offset is known now. Like every record, last in the unit.
pub(in crate::domain) async fn record_clock(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    account: &Account,
    fit: Match,
) -> Result<(), Fault> {
    if fit.synchronises {
        let event = Event::ClockSynchronised;
        let holder = Holder::of(account);
        audit::record(portal, unit, event, &holder, visitor).await?;
    }
    Ok(())
}

pub(in crate::domain) async fn refuse(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    claimant: &Claimant<'_>,
    event: Event,
    is_last: bool,
) -> Result<(), Fault> {
    claimant.refund(portal, unit).await?;
    let holder = Holder::of(claimant.account);
    audit::record(portal, unit, event, &holder, visitor).await?;
    if is_last {
        audit::record(portal, unit, Event::LoginThrottled, &holder, visitor).await?;
    }
    Ok(())
}

/// A one-time code.
///
/// # Errors
/// When something is broken; then nothing was opened.
pub async fn by_code(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    code: &OneTimeCode,
) -> Result<Answer<LoggedIn>, Fault> {
    let mut unit = portal.store.write().await?;
    let Some(account) = password_prover(portal, &mut unit, visitor, session).await? else {
        return Ok(Err(Refused(SecondFactorProblem::WrongCode)));
    };
    let claimant = Claimant::of(session, &account);
    let known = Known::of(portal, visitor, &mut unit).await?;
    let previous = Some(session);
    let answer = by_code_in(portal, &mut unit, visitor, &claimant, &known, previous, code).await?;
    unit.commit().await?;
    Ok(answer)
}

/// The same in a unit of work, which is to be committed whatever the answer. `previous`: this
/// browser's session.
pub(in crate::domain) async fn by_code_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    claimant: &Claimant<'_>,
    known: &Known,
    previous: Option<&LiveSession>,
    code: &OneTimeCode,
) -> Result<Answer<LoggedIn>, Fault> {
    let account = claimant.account;
    let attempt = attempt_at_code(portal, known, account);
    let Proved { fit, drawing } =
        match check(portal, unit, visitor, claimant, known, &attempt, code).await? {
            Ok(proved) => proved,
            Err(refused) => return Ok(Err(refused)),
        };
    let burned = fit.burn(portal, unit).await?;
    // Only the code of an enrolment is still good after it was accepted, and only until a newer one.
    let granted = fit.is_last_accepted
        && previous.is_some_and(|previous| {
            let granted = previous.stage.granted_step();
            previous.account == account.id && granted == Some(fit.step)
        });
    // By exactly one login, so that the code of an enrolment opens exactly one.
    let ended = match previous {
        Some(previous) if burned || granted => {
            end(portal, unit, previous.id, EndReason::AnotherLogin).await?
        }
        _ => false,
    };
    // A session that proved the password does so for one login.
    let is_proved = claimant.attempt.is_some() || ended;
    let opens = burned && is_proved || granted && ended;
    if !opens {
        drawing.count(unit).await?;
        refuse(portal, unit, visitor, claimant, Event::UsedCodeRefused, false).await?;
        return Ok(Err(Refused(SecondFactorProblem::UsedCode)));
    }
    let logged_in = open(portal, unit, visitor, claimant, known, Event::LoggedIn).await?;
    record_clock(portal, unit, visitor, account, fit).await?;
    Ok(Ok(logged_in))
}

/// A recovery code, in place of the one-time code.
///
/// # Errors
/// When the hashing queue is full or something is broken; then nothing was opened.
pub async fn by_recovery_code(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    typed: &str,
) -> Result<Answer<LoggedIn>, HashingError> {
    let account = session.its_account(portal).await?;
    let claimant = Claimant::of(session, &account);
    let used = match use_recovery_code(portal, visitor, &claimant, typed).await? {
        Ok(used) => used,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut unit = used.told(portal, visitor, &account).await?;
    let is_proved = password_prover(portal, &mut unit, visitor, session).await?.is_some();
    if !is_proved || !end(portal, &mut unit, session.id, EndReason::AnotherLogin).await? {
        return Ok(Err(Refused(SecondFactorProblem::WrongRecoveryCode)));
    }
    let known = Known::of(portal, visitor, &mut unit).await?;
    let event = Event::RecoveryCodeUsed;
    let logged_in = open(portal, &mut unit, visitor, &claimant, &known, event).await?;
    unit.commit().await?;
    Ok(Ok(logged_in))
}

/// A recovery code that is used up as soon as the unit is committed.
pub(in crate::domain) struct UsedCode {
    pub unit: Unit,
    pub attempt: Attempt,
    pub left: usize,
}

impl UsedCode {
    /// The attempt at it is taken back, and its owner is told by letter; in the unit of what it opens.
    pub(super) async fn told(
        self,
        portal: &Portal,
        visitor: &Visitor,
        account: &Account,
    ) -> Result<Unit, Fault> {
        let Self { mut unit, attempt, left } = self;
        attempt.refund(portal, &mut unit).await?;
        mail::post(portal, &mut unit, visitor, account, &Letter::RecoveryCodeUsed { left }).await?;
        Ok(unit)
    }
}

pub(in crate::domain) async fn use_recovery_code(
    portal: &Portal,
    visitor: &Visitor,
    claimant: &Claimant<'_>,
    typed: &str,
) -> Result<Answer<UsedCode>, HashingError> {
    let account = claimant.account;
    let wrong = Ok(Err(Refused(SecondFactorProblem::WrongRecoveryCode)));
    let Some(code) = PaperCode::parse(typed) else {
        return wrong;
    };
    let place = portal.passwords.admit()?;
    let mut unit = portal.store.write_forgettable().await?;
    let known = Known::of(portal, visitor, &mut unit).await?;
    let browser = known.familiarity(Some(account));
    let mut attempt = Attempt::recovery_code(portal, browser, account.id);
    let is_last = match attempt.count(portal, &mut unit).await? {
        Counted::Admitted { is_last } => is_last,
        Counted::Wait(wait) => {
            return Ok(Err(Refused(SecondFactorProblem::Wait { seconds: seconds(wait) })));
        }
    };
    let unused = unit.unused_recovery_codes_of(account.id).await?;
    unit.commit().await?;
    if let Some(id) = recovery_code::find(&place, &unused, &code).await? {
        let mut unit = portal.store.write().await?;
        // Before the code: whoever replaces authenticators and codes locks the account first, too.
        unit.lock_account(account.id).await?;
        if unit.use_recovery_code(id, portal.now()).await? {
            let left = unit.unused_recovery_codes_of(account.id).await?.len();
            return Ok(Ok(UsedCode { unit, attempt, left }));
        }
    }
    let mut unit = portal.store.write().await?;
    refuse(portal, &mut unit, visitor, claimant, Event::RecoveryCodeRefused, is_last).await?;
    unit.commit().await?;
    wrong
}

/// Whoever proved the password in this browser's session, while that is there. What ends it comes
/// wholly before this unit or after it. Without it nothing is done, and the next page says so.
pub(in crate::domain) async fn password_prover(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    session: &LiveSession,
) -> Result<Option<Account>, Fault> {
    let account = unit.hold_account(session.account).await?;
    let now = session::current_in(portal, unit, visitor).await?;
    let is_there = now.is_some_and(|now| {
        now.id == session.id && matches!(now.stage, Stage::PasswordProved { .. })
    });
    Ok(account.filter(|_| is_there))
}

#[cfg(test)]
mod tests;

//! The second factor, after the right password: a one-time code, or a recovery code in its place.
//!
//! Each has a budget of its own, counted before the code is looked at; what proves right takes its
//! attempt back. The code's time step is burned, or the recovery code used up, by an atomic update
//! in the same unit of work that starts the session: one code opens one session.

use super::{
    Fault, Portal,
    attempts::{Attempt, Counted},
    audit::{self, Event},
    authenticator::{self, Checked, Match},
    client::Client,
    code::OneTimeCode,
    known_device,
    login::{LoggedIn, LoginError, browser, seconds, subject_of},
    mail::{self, Letter},
    paper_code::PaperCode,
    recovery_code,
    session::{self, Computer, LiveSession, Opening, Stage},
    token::Token,
};
use crate::{
    store::{Account, Unit},
    wire::login::SecondFactorProblem,
};

/// Who has proved the password, and where.
pub struct Bearer<'a> {
    pub account: &'a Account,
    pub computer: Computer,
}

/// Why nothing was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused(pub SecondFactorProblem);

type Answer<T> = Result<T, Refused>;

/// A code that was counted and is right, but not yet burned.
pub(super) struct Proved {
    attempt: Attempt,
    pub fit: Match,
}

/// Counts the attempt and looks at the code; a wrong one is written down.
pub(super) async fn check(
    portal: &Portal,
    client: &Client,
    account: &Account,
    code: &OneTimeCode,
) -> Result<Answer<Proved>, Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    let device = known_device::hash_of(client, Some(account), &mut unit).await?;
    let attempt = Attempt::code(portal, browser(device.as_deref(), Some(account)), account.id);
    let is_last = match attempt.count(portal, &mut unit).await? {
        Counted::Admitted { is_last } => is_last,
        Counted::Wait(wait) => {
            return Ok(Err(Refused(SecondFactorProblem::Wait { seconds: seconds(wait) })));
        }
    };
    let authenticators = unit.authenticators_of(account.id).await?;
    unit.commit().await?;
    let problem = match authenticator::check(portal, &authenticators, code)? {
        Checked::Fits(fit) => return Ok(Ok(Proved { attempt, fit })),
        Checked::ClockOff { authenticator, offset, step } => {
            let mut unit = portal.store.write().await?;
            unit.suspect_clock(authenticator, offset.0, step).await?;
            // What was just told about a guess must be worth nothing when its moment comes.
            unit.note_used_step(authenticator, step, portal.now()).await?;
            unit.commit().await?;
            SecondFactorProblem::ClockOff { minutes: offset.minutes() }
        }
        Checked::Wrong => SecondFactorProblem::WrongCode,
    };
    refuse(portal, client, account, Event::CodeRefused, is_last).await?;
    Ok(Err(Refused(problem)))
}

impl Proved {
    /// Writes down that a clock's offset is known now. Like every record, last in the unit.
    async fn record_clock(
        &self,
        portal: &Portal,
        unit: &mut Unit,
        client: &Client,
        account: &Account,
    ) -> Result<(), Fault> {
        if self.fit.synchronises {
            let (event, subject) = (Event::ClockSynchronised, subject_of(account)?);
            audit::record(portal, unit, event, &subject, client).await?;
        }
        Ok(())
    }
}

async fn refuse(
    portal: &Portal,
    client: &Client,
    account: &Account,
    event: Event,
    is_last: bool,
) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    let subject = subject_of(account)?;
    audit::record(portal, &mut unit, event, &subject, client).await?;
    if is_last {
        audit::record(portal, &mut unit, Event::LoginThrottled, &subject, client).await?;
    }
    unit.commit().await?;
    Ok(())
}

/// A one-time code.
///
/// # Errors
/// When something is broken; then nothing was opened.
pub async fn code(
    portal: &Portal,
    client: &Client,
    bearer: &Bearer<'_>,
    code: &OneTimeCode,
) -> Result<Answer<LoggedIn>, Fault> {
    let account = bearer.account;
    let proved = match check(portal, client, account, code).await? {
        Ok(proved) => proved,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut unit = portal.store.write().await?;
    let burned = proved.fit.burn(portal, &mut unit).await?;
    let previous = end_previous(portal, &mut unit, client).await?;
    // Only the code of an enrolment is still good after it was accepted, and only until a newer one.
    let granted = proved.fit.is_last_accepted
        && previous.is_some_and(|previous| {
            let granted = previous.stage.granted_step();
            previous.account == account.id && granted == Some(proved.fit.step)
        });
    if !burned && !granted {
        drop(unit);
        refuse(portal, client, account, Event::UsedCodeRefused, false).await?;
        return Ok(Err(Refused(SecondFactorProblem::UsedCode)));
    }
    proved.attempt.refund(portal, &mut unit).await?;
    let logged_in = open(portal, &mut unit, client, bearer, Event::LoggedIn).await?;
    proved.record_clock(portal, &mut unit, client, account).await?;
    unit.commit().await?;
    Ok(Ok(logged_in))
}

/// A recovery code, in place of the one-time code.
///
/// # Errors
/// When the hashing queue is full or something is broken; then nothing was opened.
pub async fn recovery_code(
    portal: &Portal,
    client: &Client,
    bearer: &Bearer<'_>,
    typed: &str,
) -> Result<Answer<LoggedIn>, LoginError> {
    let account = bearer.account;
    let used = match use_recovery_code(portal, client, account, typed).await? {
        Ok(used) => used,
        Err(refused) => return Ok(Err(refused)),
    };
    let UsedCode { mut unit, attempt, left } = used;
    end_previous(portal, &mut unit, client).await?;
    attempt.refund(portal, &mut unit).await?;
    let letter = Letter::RecoveryCodeUsed { left };
    mail::post(portal, &mut unit, client, account, &letter).await?;
    let logged_in = open(portal, &mut unit, client, bearer, Event::RecoveryCodeUsed).await?;
    unit.commit().await?;
    Ok(Ok(logged_in))
}

/// A recovery code that is used up as soon as the unit is committed.
struct UsedCode {
    unit: Unit,
    attempt: Attempt,
    left: usize,
}

async fn use_recovery_code(
    portal: &Portal,
    client: &Client,
    account: &Account,
    typed: &str,
) -> Result<Answer<UsedCode>, LoginError> {
    let wrong = Ok(Err(Refused(SecondFactorProblem::WrongRecoveryCode)));
    let Some(code) = PaperCode::parse(typed) else {
        return wrong;
    };
    let place = portal.passwords.admit()?;
    let mut unit = portal.store.write_forgettable().await?;
    let attempt = Attempt::paper(portal, account.id);
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
        if unit.use_recovery_code(id, portal.now()).await? {
            let left = unit.unused_recovery_codes_of(account.id).await?.len();
            return Ok(Ok(UsedCode { unit, attempt, left }));
        }
    }
    refuse(portal, client, account, Event::RecoveryCodeRefused, is_last).await?;
    wrong
}

/// Proves once more that the person of a session is there, by a one-time code (step-up). The
/// session goes on with another token.
///
/// # Errors
/// When something is broken; then nothing was proved.
pub async fn prove_by_code(
    portal: &Portal,
    client: &Client,
    session: &LiveSession,
    code: &OneTimeCode,
) -> Result<Answer<Token>, Fault> {
    let account = account_of(portal, session).await?;
    let proved = match check(portal, client, &account, code).await? {
        Ok(proved) => proved,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut unit = portal.store.write().await?;
    let token = if proved.fit.burn(portal, &mut unit).await? {
        session::renew(portal, &mut unit, session).await?
    } else {
        None
    };
    let Some(token) = token else {
        return Ok(Err(Refused(SecondFactorProblem::UsedCode)));
    };
    proved.attempt.refund(portal, &mut unit).await?;
    proved.record_clock(portal, &mut unit, client, &account).await?;
    unit.commit().await?;
    Ok(Ok(token))
}

/// The same by a recovery code.
///
/// # Errors
/// When the hashing queue is full or something is broken; then nothing was proved.
pub async fn prove_by_recovery_code(
    portal: &Portal,
    client: &Client,
    session: &LiveSession,
    typed: &str,
) -> Result<Answer<Token>, LoginError> {
    let account = account_of(portal, session).await?;
    let used = match use_recovery_code(portal, client, &account, typed).await? {
        Ok(used) => used,
        Err(refused) => return Ok(Err(refused)),
    };
    let UsedCode { mut unit, attempt, left } = used;
    let Some(token) = session::renew(portal, &mut unit, session).await? else {
        return Ok(Err(Refused(SecondFactorProblem::WrongRecoveryCode)));
    };
    attempt.refund(portal, &mut unit).await?;
    let letter = Letter::RecoveryCodeUsed { left };
    mail::post(portal, &mut unit, client, &account, &letter).await?;
    let subject = session.subject();
    audit::record(portal, &mut unit, Event::RecoveryCodeUsed, &subject, client).await?;
    unit.commit().await?;
    Ok(Ok(token))
}

/// The account that a session belongs to.
///
/// # Errors
/// When it is gone.
pub async fn account_of(portal: &Portal, session: &LiveSession) -> Result<Account, Fault> {
    let account = portal.store.read().await?.account(session.account).await?;
    account.ok_or(Fault::Corrupt("a session without its account"))
}

/// Ends this browser's session: by exactly one login, so that the code of an enrolment opens
/// exactly one.
pub(super) async fn end_previous(
    portal: &Portal,
    unit: &mut Unit,
    client: &Client,
) -> Result<Option<LiveSession>, Fault> {
    let previous = session::current_in(portal, unit, client).await?;
    Ok(match previous {
        Some(previous) if unit.end_session(previous.id).await? => Some(previous),
        _ => None,
    })
}

/// Starts the session of somebody who has proved who they are.
pub(super) async fn open(
    portal: &Portal,
    unit: &mut Unit,
    client: &Client,
    bearer: &Bearer<'_>,
    event: Event,
) -> Result<LoggedIn, Fault> {
    let (account, computer) = (bearer.account, bearer.computer);
    let id = portal.new_id();
    let opening = Opening { id, account: account.id, stage: Stage::Authenticated, computer };
    let session = session::start(portal, unit, client, &opening).await?;
    let is_known = known_device::hash_of(client, Some(account), unit).await?.is_some();
    let devices = match computer {
        Computer::Public => None,
        Computer::Own => Some(known_device::remember(portal, unit, client, account.id).await?),
    };
    if !is_known {
        mail::post(portal, unit, client, account, &Letter::NewBrowser).await?;
    }
    audit::record(portal, unit, event, &subject_of(account)?, client).await?;
    Ok(LoggedIn { session, devices })
}

//! A passkey in place of password and code, or of a fresh proof.

use super::claimant::{Claimant, LoggedIn, open};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder, strangers},
        credentials::passkey::{PasskeyProof, prove},
        guard::{
            attempts::{Attempt, Counted},
            known_device::Known,
            visitor::Visitor,
        },
        session::{self, Computer, LiveSession, Stage, leaving::give_way},
        values::{methods::Methods, reference_token::ReferenceToken},
    },
    wire::account::PasskeyProblem,
};

/// Counts an attempt with a passkey, which is one of its address; `None` where that has to wait.
async fn count(portal: &Portal, visitor: &Visitor) -> Result<Option<Attempt>, Fault> {
    let mut attempt = Attempt::address(portal, visitor);
    let mut unit = portal.store.write_forgettable().await?;
    let Counted::Admitted { .. } = attempt.count(portal, &mut unit).await? else {
        return Ok(None);
    };
    unit.commit().await?;
    Ok(Some(attempt))
}

/// Writes a refusal down: in somebody's log, or as one more attempt of a stranger.
async fn refuse(
    portal: &Portal,
    visitor: &Visitor,
    whose: Option<&Holder>,
    problem: PasskeyProblem,
) -> Result<PasskeyProblem, Fault> {
    let mut unit = portal.store.write().await?;
    let event = Event::PasskeyRefused;
    match whose {
        Some(holder) => audit::record(portal, &mut unit, event, holder, visitor).await?,
        None => strangers::refuse(portal, &mut unit, visitor, event).await?,
    }
    unit.commit().await?;
    Ok(problem)
}

/// Logs in with a passkey. Where this browser waits for the second factor, it has to be that
/// person's.
///
/// # Errors
/// When something is broken; then nobody was let in.
pub async fn log_in(
    portal: &Portal,
    visitor: &Visitor,
    sealed: &[u8],
    answer: &str,
    computer: Computer,
) -> Result<Result<LoggedIn, PasskeyProblem>, Fault> {
    let Some(attempt) = count(portal, visitor).await? else {
        return Ok(Err(PasskeyProblem::Wait));
    };
    let PasskeyProof { mut unit, account } = match prove(portal, sealed, answer).await? {
        Ok(proved) => proved,
        Err(whose) => {
            let whose = whose.as_ref().map(Holder::of);
            return refuse(portal, visitor, whose.as_ref(), PasskeyProblem::Refused).await.map(Err);
        }
    };
    let previous = give_way(portal, &mut unit, visitor).await?;
    let waiting = previous.filter(|one| matches!(one.stage, Stage::PasswordProved { .. }));
    if let Some(waiting) = waiting.as_ref().filter(|waiting| waiting.account != account.id) {
        drop(unit);
        let whose = waiting.holder();
        let problem = PasskeyProblem::SomebodyElses;
        return refuse(portal, visitor, Some(&whose), problem).await.map(Err);
    }
    let computer = waiting.map_or(computer, |waiting| waiting.computer);
    let claimant = Claimant { account: &account, computer, attempt: Some(&attempt) };
    let known = Known::of(portal, visitor, &mut unit).await?;
    let event = Event::PasskeyLoggedIn;
    let logged_in = open(portal, &mut unit, visitor, &claimant, &known, event).await?;
    unit.commit().await?;
    Ok(Ok(logged_in))
}

/// Proves once more that the person of a session is there (step-up).
///
/// # Errors
/// When something is broken; then nothing was proved.
pub async fn prove_again(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    sealed: &[u8],
    answer: &str,
) -> Result<Result<ReferenceToken, PasskeyProblem>, Fault> {
    let Some(attempt) = count(portal, visitor).await? else {
        return Ok(Err(PasskeyProblem::Wait));
    };
    let proved = prove(portal, sealed, answer).await?;
    let Ok(PasskeyProof { mut unit, account }) = proved else {
        let whose = session.holder();
        let problem = PasskeyProblem::Refused;
        return refuse(portal, visitor, Some(&whose), problem).await.map(Err);
    };
    if account.id != session.account {
        drop(unit);
        let whose = session.holder();
        let problem = PasskeyProblem::SomebodyElses;
        return refuse(portal, visitor, Some(&whose), problem).await.map(Err);
    }
    let session = &session::hold(portal, &mut unit, session).await?;
    let token = session::renew(portal, &mut unit, session, Methods::Passkey).await?;
    attempt.refund(portal, &mut unit).await?;
    audit::record(portal, &mut unit, Event::ProvedAgain, &session.holder(), visitor).await?;
    unit.commit().await?;
    Ok(Ok(token))
}

#[cfg(test)]
mod tests;

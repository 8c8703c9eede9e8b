//! Proving once more to be there, while logged in (step-up, ASVS 5.0 §7.5.1): by a one-time code or a
//! recovery code, which are checked as at a login ([`super::second_factor`]); by a passkey in
//! [`crate::domain::credentials::passkey`]. The session goes on with another token.

use super::{
    by_password::LoginError,
    second_factor::{
        Answer, Proved, Refused, UsedCode, account_of, attempt_at_code, bearer_of, check,
        record_clock, refuse, use_recovery_code,
    },
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        guard::{client::Client, known_device::Known},
        mail::{self, Letter},
        session::{self, LiveSession},
        values::{code::OneTimeCode, token::Token},
    },
    wire::login::SecondFactorProblem,
};

/// By a one-time code.
///
/// # Errors
/// When something is broken; then nothing was proved.
pub async fn by_code(
    portal: &Portal,
    client: &Client,
    session: &LiveSession,
    code: &OneTimeCode,
) -> Result<Answer<Token>, Fault> {
    let account = account_of(portal, session).await?;
    let bearer = bearer_of(session, &account);
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let known = Known::of(portal, client, &mut unit).await?;
    let attempt = attempt_at_code(portal, &known, &account);
    let answer = match check(portal, &mut unit, client, &bearer, &known, &attempt, code).await? {
        Ok(Proved { fit, drawing }) => {
            if fit.burn(portal, &mut unit).await? {
                let token = session::renew(portal, &mut unit, session).await?;
                let (event, subject) = (Event::ProvedAgain, session.subject());
                audit::record(portal, &mut unit, event, &subject, client).await?;
                record_clock(portal, &mut unit, client, &account, fit).await?;
                Ok(token)
            } else {
                drawing.count(&mut unit).await?;
                let event = Event::UsedCodeRefused;
                refuse(portal, &mut unit, client, &bearer, event, false).await?;
                Err(Refused(SecondFactorProblem::UsedCode))
            }
        }
        Err(refused) => Err(refused),
    };
    unit.commit().await?;
    Ok(answer)
}

/// By a recovery code, which is used up.
///
/// # Errors
/// When the hashing queue is full or something is broken; then nothing was proved.
pub async fn by_recovery_code(
    portal: &Portal,
    client: &Client,
    session: &LiveSession,
    typed: &str,
) -> Result<Answer<Token>, LoginError> {
    let account = account_of(portal, session).await?;
    let bearer = bearer_of(session, &account);
    let used = match use_recovery_code(portal, client, &bearer, typed).await? {
        Ok(used) => used,
        Err(refused) => return Ok(Err(refused)),
    };
    let UsedCode { mut unit, attempt, left } = used;
    let session = &session::hold(portal, &mut unit, session).await?;
    let token = session::renew(portal, &mut unit, session).await?;
    attempt.refund(portal, &mut unit).await?;
    let letter = Letter::RecoveryCodeUsed { left };
    mail::post(portal, &mut unit, client, &account, &letter).await?;
    let subject = session.subject();
    audit::record(portal, &mut unit, Event::RecoveryCodeUsed, &subject, client).await?;
    unit.commit().await?;
    Ok(Ok(token))
}

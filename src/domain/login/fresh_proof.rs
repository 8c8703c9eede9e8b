//! Proving once more to be there, while logged in (step-up, ASVS 5.0 §7.5.1): by a one-time code or a
//! recovery code, which are checked as at a login ([`super::second_factor`]); by a passkey in
//! [`crate::domain::credentials::passkey`]. The session goes on with another token.

use super::{
    claimant::Claimant,
    second_factor::{
        Answer, Proved, Refused, attempt_at_code, check, record_clock, refuse,
        use_recovery_code,
    },
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        credentials::password::HashingError,
        guard::{known_device::Known, visitor::Visitor},
        session::{self, LiveSession},
        values::{one_time_code::OneTimeCode, reference_token::ReferenceToken},
    },
    wire::login::SecondFactorProblem,
};

/// By a one-time code.
///
/// # Errors
/// When something is broken; then nothing was proved.
pub async fn by_code(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    code: &OneTimeCode,
) -> Result<Answer<ReferenceToken>, Fault> {
    let account = session.its_account(portal).await?;
    let claimant = Claimant::of(session, &account);
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let known = Known::of(portal, visitor, &mut unit).await?;
    let attempt = attempt_at_code(portal, &known, &account);
    let answer = match check(portal, &mut unit, visitor, &claimant, &known, &attempt, code).await? {
        Ok(Proved { fit, drawing }) => {
            if fit.burn(portal, &mut unit).await? {
                let token = session::renew(portal, &mut unit, session).await?;
                let event = Event::ProvedAgain;
                let holder = session.holder();
                audit::record(portal, &mut unit, event, &holder, visitor).await?;
                record_clock(portal, &mut unit, visitor, &account, fit).await?;
                Ok(token)
            } else {
                drawing.count(&mut unit).await?;
                let event = Event::UsedCodeRefused;
                refuse(portal, &mut unit, visitor, &claimant, event, false).await?;
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
    visitor: &Visitor,
    session: &LiveSession,
    typed: &str,
) -> Result<Answer<ReferenceToken>, HashingError> {
    let account = session.its_account(portal).await?;
    let claimant = Claimant::of(session, &account);
    let used = match use_recovery_code(portal, visitor, &claimant, typed).await? {
        Ok(used) => used,
        Err(refused) => return Ok(Err(refused)),
    };
    let mut unit = used.told(portal, visitor, &account).await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let token = session::renew(portal, &mut unit, session).await?;
    let holder = session.holder();
    audit::record(portal, &mut unit, Event::RecoveryCodeUsed, &holder, visitor).await?;
    unit.commit().await?;
    Ok(Ok(token))
}

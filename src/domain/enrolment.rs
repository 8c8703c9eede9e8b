//! Enrolment: setting up the first authenticator, which activates MFA.
//!
//! It begins with a right password and lasts fifteen minutes. The pending secret lives sealed in
//! the session, so it survives reloads and a killed tab and is never sent back by the browser. A
//! right code makes it an authenticator; a code from another moment never does, but tells how far
//! off the phone's clock is. NIST SP 800-63B §4.1.2; ASVS 5.0 §6.4.

use super::{
    Fault, Portal,
    audit::{self, Event},
    client::Client,
    code::OneTimeCode,
    nip::Nip,
    seal::Purpose,
    session::{self, LiveSession, Stage},
    token::Token,
    totp::{Provisioning, TotpSecret},
};
use crate::{
    store::{Authenticator, Unit},
    wire::mfa::EnrolmentProblem,
};
use uuid::Uuid;

/// Starts an enrolling session in this browser. One that is already going on for the same account
/// keeps its secret, so that what a person has scanned stays right.
pub(super) async fn begin(
    portal: &Portal,
    unit: &mut Unit,
    client: &Client,
    account: Uuid,
) -> Result<Token, Fault> {
    let previous = session::current_in(unit, client, portal.now()).await?;
    let secret = match &previous {
        Some(previous) if previous.account == account => pending_secret(portal, previous)?,
        _ => None,
    };
    if let Some(previous) = &previous {
        unit.end_session(previous.id).await?;
    }
    let secret = secret.unwrap_or_else(|| TotpSecret::generate(portal.random()));
    let id = portal.new_id();
    let sealed_secret =
        portal.sealer.seal(Purpose::Enrolment(id), secret.expose(), portal.random())?;
    session::start(portal, unit, id, account, &Stage::Enrolling { sealed_secret }).await
}

/// What the app needs to know, while an enrolment is going on in this session.
///
/// # Errors
/// When the pending secret does not open.
pub fn provisioning(portal: &Portal, session: &LiveSession) -> Result<Option<Provisioning>, Fault> {
    let secret = pending_secret(portal, session)?;
    secret.map(|secret| secret.provisioning(&session.nip)).transpose()
}

#[derive(Debug)]
#[must_use]
pub enum Outcome {
    Activated {
        nip: Nip,
    },
    Refused(EnrolmentProblem),
    /// No enrolment is going on in this browser.
    NotPending,
}

/// Checks the code and activates. Doing so twice is the same as once: a form sent again is told
/// of the success.
///
/// # Errors
/// When something is broken; then nothing is activated.
pub async fn activate(
    portal: &Portal,
    client: &Client,
    code: &OneTimeCode,
    device_name: &str,
) -> Result<Outcome, Fault> {
    let now = portal.now();
    let mut unit = portal.store.write().await?;
    let Some(session) = session::current_in(&mut unit, client, now).await? else {
        return Ok(Outcome::NotPending);
    };
    let secret = match &session.stage {
        Stage::Enrolling { .. } => pending_secret(portal, &session)?,
        Stage::Enrolled { .. } => return Ok(Outcome::Activated { nip: session.nip }),
        Stage::Authenticated => None,
    };
    let Some(secret) = secret else {
        return Ok(Outcome::NotPending);
    };
    let Some(step) = secret.matching_step(code, now)? else {
        let offset = secret.clock_offset_minutes(code, now)?;
        return Ok(Outcome::Refused(match offset {
            Some(minutes) => EnrolmentProblem::ClockOff { minutes },
            None => EnrolmentProblem::WrongCode,
        }));
    };
    // The first to finish wins. Somebody else who knows the password and began before, too, must
    // not add an authenticator of their own afterwards.
    unit.lock_account(session.account).await?;
    let is_first = unit.authenticators_of(session.account).await?.is_empty();
    if !is_first || !unit.finish_enrolling(session.id, step).await? {
        return Ok(Outcome::NotPending);
    }
    unit.end_enrolling_sessions_of(session.account).await?;
    let id = portal.new_id();
    let sealed_secret =
        portal.sealer.seal(Purpose::Authenticator(id), secret.expose(), portal.random())?;
    let authenticator = Authenticator {
        id,
        account_id: session.account,
        name: device_name.to_owned(),
        sealed_secret,
        last_step: step,
    };
    unit.add_authenticator(&authenticator, now).await?;
    audit::record(portal, &mut unit, Event::MfaActivated, &session.subject(), client).await?;
    unit.commit().await?;
    Ok(Outcome::Activated { nip: session.nip })
}

fn pending_secret(portal: &Portal, session: &LiveSession) -> Result<Option<TotpSecret>, Fault> {
    match &session.stage {
        Stage::Enrolling { sealed_secret } => {
            let secret = portal.sealer.open(Purpose::Enrolment(session.id), sealed_secret)?;
            TotpSecret::from_bytes(&secret).map(Some)
        }
        Stage::Enrolled { .. } | Stage::Authenticated => Ok(None),
    }
}

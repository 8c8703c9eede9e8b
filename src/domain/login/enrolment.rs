//! Enrolment: setting up an authenticator app. The first one activates MFA.
//!
//! It begins with a right password, or for a further one with a fresh proof, and lasts fifteen
//! minutes. After a reset it needs a code, too ([`crate::domain::recovery::enrolment_code`]). The pending secret lives sealed in the session, so it survives reloads and a killed tab
//! and is never sent back by the browser. A right code makes it an authenticator; a code from another
//! moment never does, but tells how far off the phone's clock is. NIST SP 800-63B §4.1.2; ASVS 5.0
//! §6.4.

use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        clock,
        credentials::{
            authenticator::MOST,
            password::HashingError,
            recovery_code::{self, GenerateError, NewCodes, RecoveryCode},
            totp::{self, Provisioning, TotpSecret},
        },
        guard::{attempts::seconds, visitor::Visitor},
        mail::{self, Letter},
        recovery::enrolment_code,
        seal::Purpose,
        session::{
            self, Computer, ENROLMENT, FRESH, LiveSession, Opening, Stage,
            ending::{EndReason, end, end_enrolling_of},
        },
        values::{
            methods::Methods, nip::Nip, one_time_code::OneTimeCode, reference_token::ReferenceToken,
        },
    },
    store::{Authenticator, CodeTerms, Unit},
    wire::{account::AuthenticatorProblem, mfa::EnrolmentProblem},
};
use uuid::Uuid;

/// A form that arrives again within two minutes, by a second click or over a slow network, gets the
/// same recovery codes.
const AGAIN_STEPS: i64 = 4;

/// Starts an enrolling session in this browser. One that is already going on for the same account
/// keeps its secret, so that what a person has scanned stays right.
pub(in crate::domain) async fn begin(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    account: Uuid,
) -> Result<ReferenceToken, Fault> {
    let previous = session::current_in(portal, unit, visitor).await?;
    let secret = match &previous {
        Some(previous) if previous.account == account => pending_secret(portal, previous)?,
        _ => None,
    };
    if let Some(previous) = &previous {
        end(portal, unit, previous.id, EndReason::AnotherLogin).await?;
    }
    let secret = secret.unwrap_or_else(|| TotpSecret::generate(portal.random()));
    let id = portal.new_id();
    let sealed_secret =
        portal.sealer.seal(Purpose::Enrolment(id), secret.expose(), portal.random())?;
    let stage = Stage::Enrolling { sealed_secret };
    let opening =
        Opening { id, account, stage, computer: Computer::Own, methods: Methods::default() };
    session::start(portal, unit, visitor, &opening).await
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
pub enum EnrolmentOutcome {
    Activated {
        nip: Nip,
        /// To be shown once, and again when the same form arrives again; none when that is later.
        recovery_codes: Option<Vec<String>>,
    },
    Refused(EnrolmentProblem),
    /// No enrolment is going on in this browser.
    NotPending,
}

/// Checks the code, and after a reset the one that its owner got, and activates. Doing so twice is the same as once: a form sent again is answered
/// with the same codes, since the first answer may never have been shown.
///
/// # Errors
/// When the hashing queue is full or something is broken; then nothing is activated.
pub async fn activate(
    portal: &Portal,
    visitor: &Visitor,
    code: &OneTimeCode,
    device_name: &str,
    reset_code: &str,
) -> Result<EnrolmentOutcome, HashingError> {
    let session = session::current(portal, visitor.session.as_ref()).await?;
    let (Some(session), Some(token)) = (session, &visitor.session) else {
        return Ok(EnrolmentOutcome::NotPending);
    };
    let codes = recovery_code::of_session(token, session.id)?;
    match &session.stage {
        Stage::Enrolling { .. } => {}
        Stage::Enrolled { step } => return Ok(again(portal, session.nip, *step, &codes)),
        _ => return Ok(EnrolmentOutcome::NotPending),
    }
    let Some(secret) = pending_secret(portal, &session)? else {
        return Ok(EnrolmentOutcome::NotPending);
    };
    let step = match prove(portal, &secret, code)? {
        Ok(step) => step,
        Err(problem) => return Ok(EnrolmentOutcome::Refused(problem)),
    };
    let proof = match enrolment_code::check(portal, visitor, &session, reset_code).await? {
        Ok(proof) => proof,
        Err(problem) => return Ok(EnrolmentOutcome::Refused(EnrolmentProblem::ResetCode(problem))),
    };
    let place = portal.passwords.admit_for(session.account).await?;
    // The same form may have arrived twice, and been first the other time: nothing is hashed again.
    match session::current(portal, visitor.session.as_ref()).await?.map(|now| now.stage) {
        Some(Stage::Enrolling { .. }) => {}
        Some(Stage::Enrolled { step }) => return Ok(again(portal, session.nip, step, &codes)),
        _ => return Ok(EnrolmentOutcome::NotPending),
    }
    if let Some(wait) = recovery_code::count(portal, session.account).await? {
        return Ok(EnrolmentOutcome::Refused(EnrolmentProblem::Wait { seconds: seconds(wait) }));
    }
    let recovery_codes = recovery_code::hash(portal, &place, codes).await?;
    let mut unit = portal.store.write().await?;
    // The first to finish wins. Somebody else who knows the password and began before, too, must
    // not add an authenticator of their own afterwards.
    let account = unit.lock_account(session.account).await?;
    let account = account.ok_or(Fault::Corrupt("a session without its account"))?;
    let is_first = unit.authenticators_of(session.account).await?.is_empty()
        && unit.passkeys_of(session.account).await?.is_empty();
    if !is_first || !unit.finish_enrolling(session.id, step).await? {
        // The same form may have arrived twice, and been first the other time.
        let now = session::current_in(portal, &mut unit, visitor).await?;
        return Ok(match now.map(|now| now.stage) {
            Some(Stage::Enrolled { step }) => {
                again(portal, session.nip, step, &recovery_codes.codes)
            }
            _ => EnrolmentOutcome::NotPending,
        });
    }
    if !enrolment_code::spend(portal, &mut unit, session.account, proof.as_ref()).await? {
        return Ok(EnrolmentOutcome::NotPending);
    }
    end_enrolling_of(portal, &mut unit, session.account).await?;
    recovery_codes.store(portal, &mut unit, session.account).await?;
    // Whoever had to prove themselves with another authenticator has one now.
    let renewal = account.renewal.after_authenticator();
    unit.set_renewal(session.account, renewal).await?;
    add(portal, &mut unit, &session, &secret, step, device_name).await?;
    let letter = Letter::AuthenticatorAdded { name: device_name };
    mail::post_to(portal, &mut unit, visitor, session.account, &letter).await?;
    audit::record(portal, &mut unit, Event::MfaActivated, &session.holder(), visitor).await?;
    unit.commit().await?;
    let recovery_codes = Some(recovery_codes.to_texts());
    Ok(EnrolmentOutcome::Activated { nip: session.nip, recovery_codes })
}

/// The answer to a form that arrives again, after the code of `step` has activated MFA. Later, the
/// codes are not for whoever finds the browser as it was left.
fn again(portal: &Portal, nip: Nip, step: i64, codes: &[RecoveryCode]) -> EnrolmentOutcome {
    let is_soon = (step - 1..=step + AGAIN_STEPS).contains(&totp::step_of(portal.now()));
    EnrolmentOutcome::Activated {
        nip,
        recovery_codes: is_soon.then(|| recovery_code::to_texts(codes)),
    }
}

impl From<GenerateError> for HashingError {
    fn from(error: GenerateError) -> Self {
        match error {
            GenerateError::Busy(busy) => Self::Busy(busy),
            GenerateError::Fault(fault) => Self::Fault(fault),
        }
    }
}

/// The time step of the code, or why it proves nothing.
fn prove(
    portal: &Portal,
    secret: &TotpSecret,
    code: &OneTimeCode,
) -> Result<Result<i64, EnrolmentProblem>, Fault> {
    let now = portal.now();
    if let Some(step) = secret.matching_step(code, now)? {
        return Ok(Ok(step));
    }
    Ok(Err(match secret.clock_offset(code, now)? {
        Some(offset) => EnrolmentProblem::ClockOff { minutes: offset.minutes(secret.terms()) },
        None => EnrolmentProblem::WrongCode,
    }))
}

async fn add(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
    secret: &TotpSecret,
    step: i64,
    device_name: &str,
) -> Result<Uuid, Fault> {
    let id = portal.new_id();
    let now = portal.now();
    let sealed_secret =
        portal.sealer.seal(Purpose::Authenticator(id), secret.expose(), portal.random())?;
    let authenticator = Authenticator {
        id,
        account_id: session.account,
        name: device_name.to_owned(),
        sealed_secret,
        terms: CodeTerms::default(),
        last_step: step,
        clock_offset: 0,
        suspected_offset: None,
        suspected_step: None,
        created_at: now,
        last_used_at: now,
    };
    unit.add_authenticator(&authenticator).await?;
    Ok(id)
}

/// Begins setting up a further app; one that is being set up stays as it is.
///
/// # Errors
/// When something is broken; then nothing has begun.
pub async fn begin_another(
    portal: &Portal,
    session: &LiveSession,
) -> Result<Result<(), AuthenticatorProblem>, Fault> {
    if pending_secret(portal, session)?.is_some() {
        return Ok(Ok(()));
    }
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    // Another look at the page was first: its QR code is shown.
    if pending_secret(portal, session)?.is_some() {
        return Ok(Ok(()));
    }
    if !session.is_fresh(portal.now()) {
        return Ok(Err(AuthenticatorProblem::NotFresh));
    }
    if unit.authenticators_of(session.account).await?.len() >= MOST {
        return Ok(Err(AuthenticatorProblem::TooMany));
    }
    let secret = TotpSecret::generate(portal.random());
    let purpose = Purpose::Enrolment(session.id);
    let sealed = portal.sealer.seal(purpose, secret.expose(), portal.random())?;
    let old = session.pending_secret.as_deref();
    unit.set_pending_secret(session.id, old, Some(&sealed)).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

/// Gives up setting up a further app; nothing of it stays.
pub async fn cancel_another(portal: &Portal, session: &LiveSession) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    unit.set_pending_secret(session.id, session.pending_secret.as_deref(), None).await?;
    unit.commit().await?;
    Ok(())
}

/// What became of a further app.
#[derive(Debug)]
#[must_use]
pub enum Added {
    Done,
    /// It took the place of every other authenticator; the new recovery codes are shown once.
    Replaced {
        recovery_codes: Vec<String>,
    },
    Refused(EnrolmentProblem),
    NotPending,
}

/// Checks the code and adds the app. Where every authenticator has to be renewed, it takes the
/// place of all there were.
///
/// # Errors
/// When the hashing queue is full or something is broken; then nothing is added.
pub async fn add_another(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    code: &OneTimeCode,
    device_name: &str,
) -> Result<Added, HashingError> {
    let Some(secret) = pending_secret(portal, session)? else {
        return Ok(Added::NotPending);
    };
    let step = match prove(portal, &secret, code)? {
        Ok(step) => step,
        Err(problem) => return Ok(Added::Refused(problem)),
    };
    let mut recovery_codes: Option<NewCodes> = None;
    if session.renewal.needs_authenticator() {
        match recovery_code::admit(portal, session.account).await? {
            Ok(place) => recovery_codes = Some(recovery_code::generate(portal, &place).await?),
            Err(wait) => {
                return Ok(Added::Refused(EnrolmentProblem::Wait { seconds: seconds(wait) }));
            }
        }
    }
    let proved = session.pending_secret.as_deref();
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let replaces = session.renewal.needs_authenticator();
    let is_as_it_was = replaces == recovery_codes.is_some();
    if !is_as_it_was || !unit.set_pending_secret(session.id, proved, None).await? {
        return Ok(Added::NotPending);
    }
    if replaces {
        let renewal = session.renewal.after_authenticator();
        unit.set_renewal(session.account, renewal).await?;
    }
    let id = add(portal, &mut unit, session, &secret, step, device_name).await?;
    if let Some(recovery_codes) = &recovery_codes {
        unit.remove_authenticators_of(session.account, Some(id)).await?;
        unit.remove_passkeys_of(session.account).await?;
        recovery_codes.store(portal, &mut unit, session.account).await?;
    }
    let letter = Letter::AuthenticatorAdded { name: device_name };
    mail::post_to(portal, &mut unit, visitor, session.account, &letter).await?;
    let event = Event::AuthenticatorAdded;
    let holder = session.holder();
    audit::record_about(portal, &mut unit, event, &holder, visitor, device_name).await?;
    unit.commit().await?;
    Ok(match recovery_codes {
        Some(codes) => Added::Replaced { recovery_codes: codes.to_texts() },
        None => Added::Done,
    })
}

/// Ten new recovery codes in place of the old ones; needs a fresh proof.
///
/// # Errors
/// When the hashing queue is full or something is broken; then the old ones stay.
pub async fn renew_recovery_codes(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
) -> Result<Result<Vec<String>, AuthenticatorProblem>, HashingError> {
    if !session.is_fresh(portal.now()) {
        return Ok(Err(AuthenticatorProblem::NotFresh));
    }
    let Ok(place) = recovery_code::admit(portal, session.account).await? else {
        return Ok(Err(AuthenticatorProblem::TooManyCodes));
    };
    let codes = recovery_code::generate(portal, &place).await?;
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    codes.store(portal, &mut unit, session.account).await?;
    let letter = Letter::RecoveryCodesMade;
    mail::post_to(portal, &mut unit, visitor, session.account, &letter).await?;
    audit::record(portal, &mut unit, Event::RecoveryCodesMade, &session.holder(), visitor).await?;
    unit.commit().await?;
    Ok(Ok(codes.to_texts()))
}

fn pending_secret(portal: &Portal, session: &LiveSession) -> Result<Option<TotpSecret>, Fault> {
    let sealed_secret = match &session.stage {
        Stage::Enrolling { sealed_secret } => Some(sealed_secret),
        // It began with a fresh proof, and lasts as long as any enrolment.
        Stage::Authenticated
            if clock::is_within(session.proved_at, FRESH + ENROLMENT, portal.now()) =>
        {
            session.pending_secret.as_ref()
        }
        _ => None,
    };
    let Some(sealed_secret) = sealed_secret else {
        return Ok(None);
    };
    let secret = portal.sealer.open(Purpose::Enrolment(session.id), sealed_secret)?;
    TotpSecret::from_bytes(&secret).map(Some)
}

#[cfg(test)]
mod tests;

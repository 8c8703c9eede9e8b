//! One login attempt: number, password, one-time code.
//!
//! The order is the defence. A place in the hashing queue comes first, so a storm is refused
//! before it costs anything. Then the attempt is counted, so guesses at once are no cheaper than
//! one after another. Then the password is checked, at the same cost whether the account exists or
//! not. Only a right password is answered with what else is wrong. The code's time step is burned
//! by an atomic update in the same transaction that starts the session, so one code opens one
//! session (RFC 6238 §5.2; ASVS 5.0 §6.5.1, §6.6.3).

use super::{
    Fault, Portal,
    attempts::{Attempt, Counted},
    audit::{self, Event, Subject},
    client::Client,
    code::OneTimeCode,
    enrolment,
    nip::Nip,
    password::{Busy, Place, Verdict},
    seal::Purpose,
    session::{self, Stage},
    token::Token,
    totp::TotpSecret,
};
use crate::{
    store::{Account, Authenticator, Unit},
    wire::login::LoginProblem,
};
use secrecy::SecretString;

/// What a person typed, once its form is right.
#[derive(Debug)]
pub struct Credentials {
    pub nip: Nip,
    pub password: SecretString,
    pub code: Option<OneTimeCode>,
}

#[derive(Debug)]
#[must_use]
pub enum Outcome {
    LoggedIn {
        session: Token,
        device: Token,
    },
    /// The password was right and there is no authenticator: this session may set one up.
    OfferMfa {
        session: Token,
    },
    Refused(LoginProblem),
}

#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<crate::store::StoreError> for LoginError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// # Errors
/// [`LoginError::Busy`] when the hashing queue is full; a fault when something is broken. In
/// neither case was anybody let in.
pub async fn login(
    portal: &Portal,
    client: &Client,
    credentials: &Credentials,
) -> Result<Outcome, LoginError> {
    let place = portal.passwords.admit()?;
    let admitted = match admit(portal, client, credentials).await? {
        Ok(admitted) => admitted,
        Err(wait) => return Ok(Outcome::Refused(wait)),
    };
    let stored = admitted.account.as_ref().and_then(|account| account.password_hash.as_deref());
    let verdict = place.verify(&credentials.password, stored).await?;

    let Some((account, verdict)) = known(&admitted, verdict) else {
        return refuse(portal, client, credentials, &admitted, wrong_credentials(credentials))
            .await;
    };
    if verdict == Verdict::RightButOutdated {
        rehash(portal, &place, account, &credentials.password).await?;
    }
    drop(place);
    if admitted.authenticators.is_empty() {
        return offer_mfa(portal, client, &admitted, account).await;
    }
    let Some(code) = &credentials.code else {
        return refuse(portal, client, credentials, &admitted, wrong_credentials(credentials))
            .await;
    };
    match find_step(portal, &admitted.authenticators, code)? {
        Some((authenticator, step)) => {
            open(portal, client, credentials, &admitted, account, authenticator, step).await
        }
        None => refuse(portal, client, credentials, &admitted, LoginProblem::WrongCode).await,
    }
}

/// An attempt that was counted, with what the database knows of it.
struct Admitted {
    attempt: Attempt,
    is_last: bool,
    account: Option<Account>,
    authenticators: Vec<Authenticator>,
}

impl Admitted {
    fn subject(&self, nip: &Nip) -> Subject {
        Subject { account: self.account.as_ref().map(|a| a.id), masked_nip: nip.masked() }
    }
}

async fn admit(
    portal: &Portal,
    client: &Client,
    credentials: &Credentials,
) -> Result<Result<Admitted, LoginProblem>, Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    let account = unit.account_by_nip(credentials.nip.as_str()).await?;
    let attempt = attempt(portal, client, credentials, account.as_ref(), &mut unit).await?;
    let is_last = match attempt.count(portal, &mut unit).await? {
        Counted::Admitted { is_last } => is_last,
        Counted::Wait(wait) => {
            let seconds = u32::try_from(wait.whole_seconds()).unwrap_or(u32::MAX);
            return Ok(Err(LoginProblem::Wait { seconds }));
        }
    };
    let authenticators = match &account {
        Some(account) => unit.authenticators_of(account.id).await?,
        None => Vec::new(),
    };
    unit.commit().await?;
    Ok(Ok(Admitted { attempt, is_last, account, authenticators }))
}

async fn attempt(
    portal: &Portal,
    client: &Client,
    credentials: &Credentials,
    account: Option<&Account>,
    unit: &mut Unit,
) -> Result<Attempt, Fault> {
    if let (Some(device), Some(account)) = (&client.device, account) {
        let device = device.hash();
        if unit.is_known_device(&device, account.id).await? {
            return Ok(Attempt::by_known_device(portal, &device, account.id));
        }
    }
    Ok(Attempt::by_stranger(portal, client, &credentials.nip))
}

/// The account, when the password was its own.
fn known(admitted: &Admitted, verdict: Verdict) -> Option<(&Account, Verdict)> {
    match verdict {
        Verdict::Right | Verdict::RightButOutdated => Some((admitted.account.as_ref()?, verdict)),
        Verdict::Wrong => None,
    }
}

/// The same words whether the number is unknown, the password wrong or only the code missing;
/// they depend on nothing but whether a code was typed.
fn wrong_credentials(credentials: &Credentials) -> LoginProblem {
    match credentials.code {
        Some(_) => LoginProblem::Credentials,
        None => LoginProblem::CredentialsOrNoCode,
    }
}

async fn refuse(
    portal: &Portal,
    client: &Client,
    credentials: &Credentials,
    admitted: &Admitted,
    problem: LoginProblem,
) -> Result<Outcome, LoginError> {
    let event = match problem {
        LoginProblem::WrongCode => Event::CodeRefused,
        LoginProblem::UsedCode => Event::UsedCodeRefused,
        _ => Event::LoginRefused,
    };
    let mut unit = portal.store.write().await?;
    let subject = admitted.subject(&credentials.nip);
    audit::record(portal, &mut unit, event, &subject, client).await?;
    if admitted.is_last {
        audit::record(portal, &mut unit, Event::LoginThrottled, &subject, client).await?;
    }
    unit.commit().await?;
    Ok(Outcome::Refused(problem))
}

async fn rehash(
    portal: &Portal,
    place: &Place<'_>,
    account: &Account,
    password: &SecretString,
) -> Result<(), Fault> {
    let hash = place.hash(password, portal.random()).await?;
    let mut unit = portal.store.write().await?;
    unit.set_password_hash(account.id, &hash).await?;
    unit.commit().await?;
    Ok(())
}

async fn offer_mfa(
    portal: &Portal,
    client: &Client,
    admitted: &Admitted,
    account: &Account,
) -> Result<Outcome, LoginError> {
    let mut unit = portal.store.write().await?;
    let session = enrolment::begin(portal, &mut unit, client, account.id).await?;
    admitted.attempt.refund(portal, &mut unit).await?;
    let subject = subject_of(account)?;
    audit::record(portal, &mut unit, Event::MfaOffered, &subject, client).await?;
    unit.commit().await?;
    Ok(Outcome::OfferMfa { session })
}

/// The authenticator and time step that a code belongs to.
fn find_step<'a>(
    portal: &Portal,
    authenticators: &'a [Authenticator],
    code: &OneTimeCode,
) -> Result<Option<(&'a Authenticator, i64)>, Fault> {
    for authenticator in authenticators {
        let purpose = Purpose::Authenticator(authenticator.id);
        let secret = portal.sealer.open(purpose, &authenticator.sealed_secret)?;
        let step = TotpSecret::from_bytes(&secret)?.matching_step(code, portal.now())?;
        if let Some(step) = step {
            return Ok(Some((authenticator, step)));
        }
    }
    Ok(None)
}

/// Burns the step and starts the session, together or not at all.
async fn open(
    portal: &Portal,
    client: &Client,
    credentials: &Credentials,
    admitted: &Admitted,
    account: &Account,
    authenticator: &Authenticator,
    step: i64,
) -> Result<Outcome, LoginError> {
    let now = portal.now();
    let mut unit = portal.store.write().await?;
    let previous = session::current_in(&mut unit, client, now).await?;
    let burned = unit.burn_step(authenticator.id, step, now).await?;
    // Ended by exactly one login, so the code of the enrolment opens exactly one.
    let previous_ended = match &previous {
        Some(previous) => unit.end_session(previous.id).await?,
        None => false,
    };
    let granted = previous_ended
        && authenticator.last_step == step
        && previous.is_some_and(|previous| {
            previous.account == account.id && previous.stage == Stage::Enrolled { step }
        });
    if !burned && !granted {
        drop(unit);
        return refuse(portal, client, credentials, admitted, LoginProblem::UsedCode).await;
    }
    let id = portal.new_id();
    let token = session::start(portal, &mut unit, id, account.id, &Stage::Authenticated).await?;
    let device = client.device.clone().unwrap_or_else(|| Token::generate(portal.random()));
    unit.remember_device(&device.hash(), account.id, now).await?;
    admitted.attempt.refund(portal, &mut unit).await?;
    let subject = subject_of(account)?;
    audit::record(portal, &mut unit, Event::LoggedIn, &subject, client).await?;
    unit.commit().await?;
    Ok(Outcome::LoggedIn { session: token, device })
}

fn subject_of(account: &Account) -> Result<Subject, Fault> {
    let nip = Nip::parse(&account.nip).map_err(|_| Fault::Corrupt("a number that is no NIP"))?;
    Ok(Subject { account: Some(account.id), masked_nip: nip.masked() })
}

//! One login attempt: number, password, one-time code.
//!
//! The order is the defence. A place in the hashing queue comes first, and is kept to the end: a storm
//! is refused before it costs anything, and those let in are never more than there are places,
//! however slow the database is. Then the attempt is counted, so guesses at once are no cheaper than
//! one after another. Then the password is checked, at the same cost whether the account exists or
//! not. Only a right password is answered with what else is needed: a session that waits for the
//! second factor ([`super::second_factor`]), or, where a code came with the password and fits, one
//! that is open (RFC 6238 §5.2; ASVS 5.0 §6.5.1, §6.6.3).

use super::{
    enrolment,
    second_factor::{self, Bearer, Refused},
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Subject, strangers},
        credentials::password::{Busy, Place, Verdict},
        guard::{
            attempts::{Attempt, Browser, Counted},
            client::Client,
            known_device::{DeviceTokens, Known},
        },
        recovery::{renewal::Renewal, reset},
        session::{self, Computer, Opening, Stage, ending::give_way},
        values::{code::OneTimeCode, nip::Nip, token::Token},
    },
    store::{Account, Claimant, Unit},
    wire::{
        login::{LoginProblem, SecondFactorProblem},
        new_password::judge,
    },
};
use secrecy::{ExposeSecret, SecretString};
use time::Duration;

/// What a person typed, once its form is right.
#[derive(Debug)]
pub struct Credentials {
    pub nip: Nip,
    pub password: SecretString,
    pub code: Option<OneTimeCode>,
    pub computer: Computer,
}

#[derive(Debug)]
#[must_use]
pub enum Outcome {
    LoggedIn(LoggedIn),
    /// The password was right and there is no authenticator: this session may set one up.
    OfferMfa {
        session: Token,
    },
    /// The password was right: this session waits for the second factor. What was wrong with the
    /// code, if there was one.
    SecondFactor {
        session: Token,
        problem: Option<SecondFactorProblem>,
    },
    Refused(LoginProblem),
}

/// The tokens of a browser that has logged in.
#[derive(Debug)]
pub struct LoggedIn {
    pub session: Token,
    /// None on somebody else's computer: nothing there is to know the person again.
    pub devices: Option<DeviceTokens>,
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
    let stored = admitted.account().and_then(|account| account.password_hash.as_deref());
    let verdict = place.verify(&credentials.password, stored).await?;
    let Some((claimant, verdict)) = proved(&admitted, verdict) else {
        return refuse(portal, client, credentials, &admitted).await;
    };
    let account = &claimant.account;
    note_password(portal, &place, account, &credentials.password, verdict).await?;
    let has_authenticator = has_authenticator(portal, claimant).await?;
    let attempt = Some(&admitted.attempt);
    let bearer = Bearer { account, computer: credentials.computer, attempt };
    let Some(mut unit) = still_proved(portal, account).await? else {
        return refuse(portal, client, credentials, &admitted).await;
    };
    if !has_authenticator {
        let session = offer_mfa(portal, &mut unit, client, &bearer).await?;
        unit.commit().await?;
        return Ok(Outcome::OfferMfa { session });
    }
    let Some(code) = &credentials.code else {
        let session = await_second_factor(portal, &mut unit, client, &bearer).await?;
        bearer.refund(portal, &mut unit).await?;
        let (event, subject) = (Event::PasswordProved, subject_of(account)?);
        audit::record(portal, &mut unit, event, &subject, client).await?;
        unit.commit().await?;
        return Ok(Outcome::SecondFactor { session, problem: None });
    };
    let (known, previous) =
        (&admitted.known, session::current_in(portal, &mut unit, client).await?);
    let previous = previous.as_ref();
    let answer =
        second_factor::code_in(portal, &mut unit, client, &bearer, known, previous, code).await?;
    unit.commit().await?;
    let problem = match answer {
        Ok(logged_in) => return Ok(Outcome::LoggedIn(logged_in)),
        Err(Refused(problem)) => Some(problem),
    };
    let Some(mut unit) = still_proved(portal, account).await? else {
        return refuse(portal, client, credentials, &admitted).await;
    };
    let session = await_second_factor(portal, &mut unit, client, &bearer).await?;
    unit.commit().await?;
    Ok(Outcome::SecondFactor { session, problem })
}

/// An attempt that was counted, with what the database knows of it.
struct Admitted {
    attempt: Attempt,
    is_last: bool,
    claimant: Option<Claimant>,
    known: Known,
}

impl Admitted {
    fn account(&self) -> Option<&Account> {
        self.claimant.as_ref().map(|claimant| &claimant.account)
    }

    fn subject(&self, nip: &Nip) -> Subject {
        Subject { account: self.account().map(|account| account.id), masked_nip: nip.masked() }
    }
}

async fn admit(
    portal: &Portal,
    client: &Client,
    credentials: &Credentials,
) -> Result<Result<Admitted, LoginProblem>, Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    let claimant = unit.claimant(credentials.nip.as_str()).await?;
    let known = Known::of(portal, client, &mut unit).await?;
    let account = claimant.as_ref().map(|claimant| &claimant.account);
    let browser = browser(known.to(account), account);
    let mut attempt = Attempt::password(portal, client, browser, &credentials.nip);
    let is_last = match attempt.count(portal, &mut unit).await? {
        Counted::Admitted { is_last } => is_last,
        Counted::Wait(wait) => {
            return Ok(Err(LoginProblem::Wait { seconds: seconds(wait) }));
        }
    };
    unit.commit().await?;
    Ok(Ok(Admitted { attempt, is_last, claimant, known }))
}

/// As a person is told to wait.
pub(in crate::domain) fn seconds(wait: Duration) -> u32 {
    u32::try_from(wait.whole_seconds().max(1)).unwrap_or(u32::MAX)
}

pub(in crate::domain) fn browser<'a>(
    device: Option<&'a [u8]>,
    account: Option<&Account>,
) -> Browser<'a> {
    match (device, account) {
        (Some(device_hash), Some(account)) => Browser::Known { device_hash, account: account.id },
        _ => Browser::Unknown,
    }
}

/// Whose password it was. That of a disabled account is never right.
fn proved(admitted: &Admitted, verdict: Verdict) -> Option<(&Claimant, Verdict)> {
    let claimant = admitted.claimant.as_ref();
    let claimant = claimant.filter(|claimant| !claimant.account.is_disabled())?;
    match verdict {
        Verdict::Right | Verdict::RightButOutdated => Some((claimant, verdict)),
        Verdict::Wrong => None,
    }
}

/// A unit of work for whoever has just proved the password, unless it was changed meanwhile or the
/// account disabled. What ends their sessions then comes wholly before this unit or after it.
async fn still_proved(portal: &Portal, account: &Account) -> Result<Option<Unit>, Fault> {
    let mut unit = portal.store.write().await?;
    let now = unit.hold_account(account.id).await?;
    let is_the_same = now.is_some_and(|now| {
        !now.is_disabled() && now.password_changed_at == account.password_changed_at
    });
    Ok(is_the_same.then_some(unit))
}

/// A reset whose time has come is completed before anything is asked for.
async fn has_authenticator(portal: &Portal, claimant: &Claimant) -> Result<bool, Fault> {
    if claimant.open_resets == 0 {
        return Ok(claimant.authenticators > 0);
    }
    reset::complete_due_of(portal, claimant.account.id).await?;
    let claimant = portal.store.read().await?.claimant(&claimant.account.nip).await?;
    Ok(claimant.is_some_and(|claimant| claimant.authenticators > 0))
}

/// The same words whether the number is unknown or the password wrong.
async fn refuse(
    portal: &Portal,
    client: &Client,
    credentials: &Credentials,
    admitted: &Admitted,
) -> Result<Outcome, LoginError> {
    let mut unit = portal.store.write().await?;
    if admitted.account().is_some() {
        let subject = admitted.subject(&credentials.nip);
        audit::record(portal, &mut unit, Event::LoginRefused, &subject, client).await?;
        if admitted.is_last {
            audit::record(portal, &mut unit, Event::LoginThrottled, &subject, client).await?;
        }
    } else {
        strangers::refuse(portal, &mut unit, client, Event::LoginRefused).await?;
    }
    unit.commit().await?;
    Ok(Outcome::Refused(LoginProblem::Credentials))
}

/// Only at a login is the password itself at hand: one that today's policy refuses has to be
/// changed, and one hashed at another cost is hashed anew; unless it is another one by now.
async fn note_password(
    portal: &Portal,
    place: &Place<'_>,
    account: &Account,
    password: &SecretString,
    verdict: Verdict,
) -> Result<(), Fault> {
    let is_weak = judge(password.expose_secret(), &account.nip, &account.name).is_err();
    let must_change = is_weak && !Renewal::of_account(account)?.needs_password();
    if !must_change && verdict == Verdict::Right {
        return Ok(());
    }
    let hash = match verdict {
        Verdict::RightButOutdated => Some(place.hash(password, portal.random()).await?),
        _ => None,
    };
    let mut unit = portal.store.write().await?;
    let now = unit.lock_account(account.id).await?;
    let Some(now) = now.filter(|now| now.password_hash == account.password_hash) else {
        return Ok(());
    };
    if let (Some(old), Some(new)) = (&now.password_hash, &hash) {
        unit.rehash_password(account.id, old, new).await?;
    }
    if must_change {
        let renewal = Renewal::of_account(&now)?.and(Renewal::Password);
        unit.set_renewal(account.id, renewal.name()).await?;
    }
    unit.commit().await?;
    Ok(())
}

async fn offer_mfa(
    portal: &Portal,
    unit: &mut Unit,
    client: &Client,
    bearer: &Bearer<'_>,
) -> Result<Token, Fault> {
    let session = enrolment::begin(portal, unit, client, bearer.account.id).await?;
    bearer.refund(portal, unit).await?;
    let subject = subject_of(bearer.account)?;
    audit::record(portal, unit, Event::MfaOffered, &subject, client).await?;
    Ok(session)
}

/// Keeps the proof of the password, so that only the second factor is asked for again.
async fn await_second_factor(
    portal: &Portal,
    unit: &mut Unit,
    client: &Client,
    bearer: &Bearer<'_>,
) -> Result<Token, Fault> {
    let account = bearer.account.id;
    // Whosever it was, and however far it had come: its browser forgets it (ASVS 5.0 §7.2.4).
    let previous = give_way(portal, unit, client).await?;
    // The code of an enrolment in this browser opens one login, also in two steps.
    let step = previous
        .filter(|previous| previous.account == account)
        .and_then(|previous| previous.stage.granted_step());
    let opening = Opening {
        id: portal.new_id(),
        account,
        stage: Stage::PasswordProved { step },
        computer: bearer.computer,
    };
    session::start(portal, unit, client, &opening).await
}

pub(in crate::domain) fn subject_of(account: &Account) -> Result<Subject, Fault> {
    let nip = Nip::parse(&account.nip).map_err(|_| Fault::Corrupt("a number that is no NIP"))?;
    Ok(Subject { account: Some(account.id), masked_nip: nip.masked() })
}

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
    claimant::{Claimant, LoggedIn},
    enrolment,
    second_factor::{self, Refused},
};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder, strangers},
        credentials::password::{HashingError, HashingSlot, Verdict},
        guard::{
            attempts::{Attempt, Counted, seconds},
            known_device::Known,
            visitor::Visitor,
        },
        recovery::reset,
        session::{self, Computer, Opening, Stage, leaving::give_way},
        values::{
            methods::Methods, nip::Nip, one_time_code::OneTimeCode,
            reference_token::ReferenceToken, renewal::Renewal,
        },
    },
    store::{Account, AccountAtLogin, Unit},
    wire::{
        login::{LoginProblem, SecondFactorProblem},
        new_password::judge,
    },
};
use secrecy::{ExposeSecret, SecretString};

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
pub enum LoginOutcome {
    LoggedIn(LoggedIn),
    /// The password was right and there is no authenticator: this session may set one up.
    OfferMfa {
        session: ReferenceToken,
    },
    /// The password was right: this session waits for the second factor. What was wrong with the
    /// code, if there was one.
    SecondFactor {
        session: ReferenceToken,
        problem: Option<SecondFactorProblem>,
    },
    Refused(LoginProblem),
}

/// # Errors
/// [`HashingError::Busy`] when the hashing queue is full; a fault when something is broken. In
/// neither case was anybody let in.
pub async fn login(
    portal: &Portal,
    visitor: &Visitor,
    credentials: &Credentials,
) -> Result<LoginOutcome, HashingError> {
    let place = portal.passwords.admit()?;
    let admitted = match admit(portal, visitor, credentials).await? {
        Ok(admitted) => admitted,
        Err(wait) => return Ok(LoginOutcome::Refused(wait)),
    };
    let whose = admitted.account().or(admitted.former.as_ref());
    let stored = whose.and_then(|account| account.password_hash.as_deref());
    let verdict = place.verify(&credentials.password, stored).await?;
    if let Some(former) = &admitted.former
        && verdict != Verdict::Wrong
        && !former.is_disabled()
    {
        return tell_of_number(portal, visitor, former).await;
    }
    let Some((found, verdict)) = proved(&admitted, verdict) else {
        return refuse(portal, visitor, credentials, &admitted).await;
    };
    let account = &found.account;
    note_password(portal, &place, account, &credentials.password, verdict).await?;
    let has_authenticator = has_authenticator(portal, found).await?;
    let attempt = Some(&admitted.attempt);
    let claimant = Claimant { account, computer: credentials.computer, attempt };
    let Some(mut unit) = still_proved(portal, account).await? else {
        return refuse(portal, visitor, credentials, &admitted).await;
    };
    if !has_authenticator {
        let session = offer_mfa(portal, &mut unit, visitor, &claimant).await?;
        unit.commit().await?;
        return Ok(LoginOutcome::OfferMfa { session });
    }
    let Some(code) = &credentials.code else {
        let session = await_second_factor(portal, &mut unit, visitor, &claimant).await?;
        claimant.refund(portal, &mut unit).await?;
        let event = Event::PasswordProved;
        let holder = Holder::of(account);
        audit::record(portal, &mut unit, event, &holder, visitor).await?;
        unit.commit().await?;
        return Ok(LoginOutcome::SecondFactor { session, problem: None });
    };
    let known = &admitted.known;
    let previous = session::current_in(portal, &mut unit, visitor).await?;
    let previous = previous.as_ref();
    let answer =
        second_factor::by_code_in(portal, &mut unit, visitor, &claimant, known, previous, code)
            .await?;
    unit.commit().await?;
    let problem = match answer {
        Ok(logged_in) => return Ok(LoginOutcome::LoggedIn(logged_in)),
        Err(Refused(problem)) => Some(problem),
    };
    let Some(mut unit) = still_proved(portal, account).await? else {
        return refuse(portal, visitor, credentials, &admitted).await;
    };
    let session = await_second_factor(portal, &mut unit, visitor, &claimant).await?;
    unit.commit().await?;
    Ok(LoginOutcome::SecondFactor { session, problem })
}

/// An attempt that was counted, with what the database knows of it.
struct Admitted {
    attempt: Attempt,
    is_last: bool,
    found: Option<AccountAtLogin>,
    /// Whoever had the number before, where nobody has it now.
    former: Option<Account>,
    known: Known,
}

impl Admitted {
    fn account(&self) -> Option<&Account> {
        self.found.as_ref().map(|found| &found.account)
    }

    fn holder(&self, nip: &Nip) -> Holder {
        Holder { account: self.account().map(|account| account.id), masked_nip: nip.masked() }
    }
}

async fn admit(
    portal: &Portal,
    visitor: &Visitor,
    credentials: &Credentials,
) -> Result<Result<Admitted, LoginProblem>, Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    let found = unit.account_at_login(credentials.nip.as_str()).await?;
    let former = match &found {
        Some(_) => None,
        None => unit.account_of_former_number(credentials.nip.as_str()).await?,
    };
    let known = Known::of(portal, visitor, &mut unit).await?;
    let account = found.as_ref().map(|found| &found.account);
    let browser = known.familiarity(account);
    let mut attempt = Attempt::password(portal, visitor, browser, &credentials.nip);
    let is_last = match attempt.count(portal, &mut unit).await? {
        Counted::Admitted { is_last } => is_last,
        Counted::Wait(wait) => {
            return Ok(Err(LoginProblem::Wait { seconds: seconds(wait) }));
        }
    };
    unit.commit().await?;
    Ok(Ok(Admitted { attempt, is_last, found, former, known }))
}

/// Whose password it was. That of a disabled account is never right.
fn proved(admitted: &Admitted, verdict: Verdict) -> Option<(&AccountAtLogin, Verdict)> {
    let found = admitted.found.as_ref();
    let found = found.filter(|found| !found.account.is_disabled())?;
    match verdict {
        Verdict::Right | Verdict::RightButOutdated => Some((found, verdict)),
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
async fn has_authenticator(portal: &Portal, found: &AccountAtLogin) -> Result<bool, Fault> {
    if found.open_resets == 0 {
        return Ok(found.authenticators > 0);
    }
    reset::complete_due_of(portal, found.account.id).await?;
    let found = portal.store.read().await?.account_at_login(found.account.nip.as_str()).await?;
    Ok(found.is_some_and(|found| found.authenticators > 0))
}

/// Only its person, who has proved the password, learns that a number was replaced.
async fn tell_of_number(
    portal: &Portal,
    visitor: &Visitor,
    account: &Account,
) -> Result<LoginOutcome, HashingError> {
    let mut unit = portal.store.write().await?;
    let holder = Holder::of(account);
    let event = Event::LoginRefused;
    audit::record_about(portal, &mut unit, event, &holder, visitor, "former number").await?;
    unit.commit().await?;
    Ok(LoginOutcome::Refused(LoginProblem::NumberChanged))
}

/// The same words whether the number is unknown or the password wrong.
async fn refuse(
    portal: &Portal,
    visitor: &Visitor,
    credentials: &Credentials,
    admitted: &Admitted,
) -> Result<LoginOutcome, HashingError> {
    let mut unit = portal.store.write().await?;
    if admitted.account().is_some() {
        let holder = admitted.holder(&credentials.nip);
        audit::record(portal, &mut unit, Event::LoginRefused, &holder, visitor).await?;
        if admitted.is_last {
            audit::record(portal, &mut unit, Event::LoginThrottled, &holder, visitor).await?;
        }
    } else {
        strangers::refuse(portal, &mut unit, visitor, Event::LoginRefused).await?;
    }
    unit.commit().await?;
    Ok(LoginOutcome::Refused(LoginProblem::Credentials))
}

/// Only at a login is the password itself at hand: one that today's policy refuses has to be
/// changed, and one hashed at another cost is hashed anew; unless it is another one by now.
async fn note_password(
    portal: &Portal,
    place: &HashingSlot<'_>,
    account: &Account,
    password: &SecretString,
    verdict: Verdict,
) -> Result<(), Fault> {
    let is_weak = judge(password.expose_secret(), account.nip.as_str(), &account.name).is_err();
    let must_change = is_weak && !account.renewal.needs_password();
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
        let renewal = now.renewal.and(Renewal::Password);
        unit.set_renewal(account.id, renewal).await?;
    }
    unit.commit().await?;
    Ok(())
}

async fn offer_mfa(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    claimant: &Claimant<'_>,
) -> Result<ReferenceToken, Fault> {
    let session = enrolment::begin(portal, unit, visitor, claimant.account.id).await?;
    claimant.refund(portal, unit).await?;
    let holder = Holder::of(claimant.account);
    audit::record(portal, unit, Event::MfaOffered, &holder, visitor).await?;
    Ok(session)
}

/// Keeps the proof of the password, so that only the second factor is asked for again.
async fn await_second_factor(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    claimant: &Claimant<'_>,
) -> Result<ReferenceToken, Fault> {
    let account = claimant.account.id;
    // Whosever it was, and however far it had come: its browser forgets it (ASVS 5.0 §7.2.4).
    let previous = give_way(portal, unit, visitor).await?;
    // The code of an enrolment in this browser opens one login, also in two steps.
    let step = previous
        .filter(|previous| previous.account == account)
        .and_then(|previous| previous.stage.granted_step());
    let opening = Opening {
        id: portal.new_id(),
        account,
        stage: Stage::PasswordProved { step },
        computer: claimant.computer,
        methods: Methods::default(),
    };
    session::start(portal, unit, visitor, &opening).await
}

#[cfg(test)]
mod tests;

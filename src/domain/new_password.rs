//! New passwords: chosen by their owner, or with a link that was mailed.
//!
//! The rules that both sides know are in [`crate::wire::new_password`]; here an estimate of how soon
//! a guesser would find it is added (NIST SP 800-63B-4 §3.1.1.2, ASVS 5.0 §6.2.4, §6.2.11). A new
//! password ends every other session (ASVS 5.0 §7.4.3).

use super::{
    Fault, Portal,
    attempts::{Asked, Attempt, Counted},
    audit::{self, Event, Subject, strangers},
    client::Client,
    guesses,
    known_device::Known,
    login::{LoginError, browser, seconds, subject_of},
    mail::{self, Letter},
    nip::Nip,
    password::{Place, Verdict},
    renewal::Renewal,
    second_factor::account_of,
    session::{self, LiveSession},
    token::Token,
};
use crate::{
    paths,
    store::{Account, Unit},
    wire::{
        account::PasswordChangeProblem,
        new_password::{NewPasswordProblem, judge},
    },
};
use secrecy::{ExposeSecret, SecretString};
use time::Duration;

/// How long a link from a letter is good for.
pub const LINK: Duration = Duration::minutes(30);
/// The purpose of such links, as the database knows it.
pub(super) const PURPOSE: &str = "password";
/// Ten to the power of so many guesses at least.
const ENOUGH_GUESSES: f64 = 8.0;
/// Words that a guesser tries early here, beyond those that every guesser knows.
const LOCAL_WORDS: &str = include_str!("../wire/common_words.txt");

/// Whether this may be the password of somebody.
///
/// # Errors
/// What is wrong with it.
pub fn check(password: &str, nip: &str, name: &str) -> Result<(), NewPasswordProblem> {
    judge(password, nip, name)?;
    let personal = [nip, name, "asn digital"].into_iter().chain(LOCAL_WORDS.lines());
    let personal: Vec<&str> = personal.collect();
    let is_strong = guesses::takes(password, ENOUGH_GUESSES, &personal);
    if is_strong { Ok(()) } else { Err(NewPasswordProblem::Common) }
}

/// The same in the hashing queue: some keep a processor busy for milliseconds.
async fn check_in(
    place: &Place<'_>,
    password: &SecretString,
    account: &Account,
) -> Result<Result<(), NewPasswordProblem>, Fault> {
    let (password, nip, name) = (password.clone(), account.nip.clone(), account.name.clone());
    place.run(move || check(password.expose_secret(), &nip, &name)).await
}

/// Changes one's own password; every other session ends, this one goes on with another token.
///
/// # Errors
/// When the hashing queue is full or something is broken; then the old password stays.
pub async fn change(
    portal: &Portal,
    client: &Client,
    session: &LiveSession,
    current: &SecretString,
    new: &SecretString,
) -> Result<Result<Token, Vec<PasswordChangeProblem>>, LoginError> {
    let account = account_of(portal, session).await?;
    let place = portal.passwords.admit_for(account.id).await?;
    let mut unit = portal.store.write_forgettable().await?;
    let known = Known::of(client, &mut unit).await?;
    let browser = browser(known.to(Some(&account)), Some(&account));
    let mut attempt = Attempt::password(portal, client, browser, &session.nip);
    for attempt in [&mut Attempt::new_password(portal, account.id), &mut attempt] {
        if let Counted::Wait(wait) = attempt.count(portal, &mut unit).await? {
            let seconds = seconds(wait);
            return Ok(Err(vec![PasswordChangeProblem::Wait { seconds }]));
        }
    }
    unit.commit().await?;
    if let Err(problem) = check_in(&place, new, &account).await? {
        // The current one was not looked at.
        take_back(portal, &attempt).await?;
        return Ok(Err(vec![PasswordChangeProblem::New(problem)]));
    }
    if place.verify(current, account.password_hash.as_deref()).await? == Verdict::Wrong {
        let mut unit = portal.store.write().await?;
        let subject = session.subject();
        audit::record(portal, &mut unit, Event::LoginRefused, &subject, client).await?;
        unit.commit().await?;
        return Ok(Err(vec![PasswordChangeProblem::Current]));
    }
    if current.expose_secret() == new.expose_secret() {
        // They know the current one: this was no guess.
        take_back(portal, &attempt).await?;
        return Ok(Err(vec![PasswordChangeProblem::Same]));
    }
    let hash = place.hash(new, portal.random()).await?;
    let mut unit = portal.store.write().await?;
    unit.set_password(account.id, &hash, portal.now(), None).await?;
    let Some(token) = session::renew(portal, &mut unit, session).await? else {
        return Ok(Err(vec![PasswordChangeProblem::Current]));
    };
    unit.set_renewal(account.id, session.renewal.after_password().name()).await?;
    unit.end_sessions_of(account.id, Some(session.id)).await?;
    unit.remove_mailed_tokens_of(account.id, PURPOSE).await?;
    mail::post(portal, &mut unit, client, &account, &Letter::PasswordChanged).await?;
    attempt.refund(portal, &mut unit).await?;
    audit::record(portal, &mut unit, Event::PasswordChanged, &session.subject(), client).await?;
    unit.commit().await?;
    Ok(Ok(token))
}

async fn take_back(portal: &Portal, attempt: &Attempt) -> Result<(), Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    attempt.refund(portal, &mut unit).await?;
    unit.commit().await?;
    Ok(())
}

/// What a request for a link is answered; the same whether there is such an account, and whether it
/// has a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Requested {
    Sent,
    Wait { seconds: u32 },
}

/// Mails a link for a new, or first, password to whoever has this number. That takes two inserts more
/// than for a number that nobody has (a known gap: docs/SECURITY.md).
///
/// # Errors
/// When something is broken; then nothing was sent.
pub async fn send_link(portal: &Portal, client: &Client, nip: &Nip) -> Result<Requested, Fault> {
    let mut unit = portal.store.write().await?;
    let account = unit.account_by_nip(nip.as_str()).await?;
    let known = Known::of(client, &mut unit).await?;
    let browser = browser(known.to(account.as_ref()), account.as_ref());
    let mut attempt = Attempt::letter(portal, client, browser, Asked::Link, nip);
    if let Counted::Wait(wait) = attempt.count(portal, &mut unit).await? {
        return Ok(Requested::Wait { seconds: seconds(wait) });
    }
    let token = Token::generate(portal.random());
    if let Some(account) = account.as_ref().filter(|account| !account.is_disabled()) {
        let expires_at = portal.now() + LINK;
        unit.add_mailed_token(&token.hash(), account.id, PURPOSE, expires_at).await?;
        let link = paths::with_key(&portal.origin, paths::NEW_PASSWORD, &token.to_text());
        let letter = Letter::PasswordLink { link: &link };
        mail::post(portal, &mut unit, client, account, &letter).await?;
    }
    let event = Event::PasswordLinkSent;
    if let Some(account) = account {
        let subject = Subject { account: Some(account.id), masked_nip: nip.masked() };
        audit::record(portal, &mut unit, event, &subject, client).await?;
    } else {
        strangers::refuse(portal, &mut unit, client, event).await?;
    }
    unit.commit().await?;
    Ok(Requested::Sent)
}

/// Whose link this is, while it is good.
///
/// # Errors
/// When the database fails.
pub async fn owner_of_link(portal: &Portal, token: &Token) -> Result<Option<Account>, Fault> {
    let mut unit = portal.store.read().await?;
    let account = unit.mailed_token(&token.hash(), PURPOSE, portal.now()).await?;
    let owner = match account {
        Some(account) => unit.account(account).await?,
        None => None,
    };
    Ok(owner.filter(|owner| !owner.is_disabled()))
}

/// What became of a new password that came with a link.
#[derive(Debug)]
#[must_use]
pub enum Set {
    Done {
        nip: Nip,
    },
    Refused(NewPasswordProblem),
    Wait {
        seconds: u32,
    },
    /// The link was used, is too old, or is none.
    LinkOver,
}

/// Sets a password with a link: it is used up, and every session ends. It opens nothing by itself;
/// the login that follows asks for the second factor as ever.
///
/// # Errors
/// When the hashing queue is full or something is broken; then the link is still good.
pub async fn set_by_link(
    portal: &Portal,
    client: &Client,
    token: &Token,
    new: &SecretString,
) -> Result<Set, LoginError> {
    let Some(account) = owner_of_link(portal, token).await? else {
        return Ok(Set::LinkOver);
    };
    let place = portal.passwords.admit_for(account.id).await?;
    let mut unit = portal.store.write_forgettable().await?;
    let mut attempt = Attempt::new_password(portal, account.id);
    if let Counted::Wait(wait) = attempt.count(portal, &mut unit).await? {
        return Ok(Set::Wait { seconds: seconds(wait) });
    }
    unit.commit().await?;
    if let Err(problem) = check_in(&place, new, &account).await? {
        return Ok(Set::Refused(problem));
    }
    let hash = place.hash(new, portal.random()).await?;
    let now = portal.now();
    let mut unit = portal.store.write().await?;
    // Before what belongs to it, as everywhere.
    unit.lock_account(account.id).await?;
    if unit.take_mailed_token(&token.hash(), PURPOSE, now).await? != Some(account.id) {
        return Ok(Set::LinkOver);
    }
    unit.remove_mailed_tokens_of(account.id, PURPOSE).await?;
    unit.set_password(account.id, &hash, now, Some(now)).await?;
    let renewal = Renewal::from_name(&account.renewal);
    let renewal = renewal.ok_or(Fault::Corrupt("an unknown renewal"))?;
    unit.set_renewal(account.id, renewal.after_password().name()).await?;
    unit.end_sessions_of(account.id, None).await?;
    mail::post(portal, &mut unit, client, &account, &Letter::PasswordChanged).await?;
    let nip = Nip::parse(&account.nip).map_err(|_| Fault::Corrupt("a number that is no NIP"))?;
    // The letter was its owner's, who is mostly where they asked for it.
    let known = Known::of(client, &mut unit).await?;
    let browser = browser(known.to(Some(&account)), Some(&account));
    Attempt::letter(portal, client, browser, Asked::Link, &nip).refund(portal, &mut unit).await?;
    let subject = subject_of(&account)?;
    audit::record(portal, &mut unit, Event::PasswordReset, &subject, client).await?;
    unit.commit().await?;
    Ok(Set::Done { nip })
}

/// "This was not me": every session ends, every browser is a stranger again, and this one goes on
/// only to a new password and a new authenticator.
///
/// # Errors
/// When something is broken; then nothing has ended.
pub async fn disown(
    portal: &Portal,
    client: &Client,
    session: &LiveSession,
) -> Result<Option<Token>, Fault> {
    let mut unit = portal.store.write().await?;
    unit.set_renewal(session.account, Renewal::Both.name()).await?;
    let Some(token) = renew_unproved(portal, &mut unit, session).await? else {
        return Ok(None);
    };
    unit.end_sessions_of(session.account, Some(session.id)).await?;
    unit.forget_devices_of(session.account).await?;
    mail::post_to(portal, &mut unit, client, session.account, &Letter::Disowned).await?;
    audit::record(portal, &mut unit, Event::Disowned, &session.subject(), client).await?;
    unit.commit().await?;
    Ok(Some(token))
}

/// Another token, but no proof.
async fn renew_unproved(
    portal: &Portal,
    unit: &mut Unit,
    session: &LiveSession,
) -> Result<Option<Token>, Fault> {
    let token = Token::generate(portal.random());
    let renewed = unit.renew_session(session.id, &token.hash(), session.proved_at).await?;
    Ok(renewed.then_some(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIP: &str = "198609262015052001";

    #[test]
    fn what_a_guesser_tries_early_is_refused_and_a_passphrase_is_not() {
        for refused in ["correcthorse", "trustno1trustno1", "monyetmakanpisang", "zxcvbnmasdfgh"] {
            assert!(check(refused, NIP, "Sri Wahyuni").is_err(), "{refused}");
        }
        for right in ["kopi-pagi-di-ambon", "teh-sore-di-kantor", "ombak laut banda 7 kapal"] {
            assert_eq!(check(right, NIP, "Sri Wahyuni"), Ok(()), "{right}");
        }
    }
}

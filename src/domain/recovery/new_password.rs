//! New passwords: chosen by their owner, with a link that was mailed, or set by an operator.
//!
//! The rules that both sides know are in [`crate::wire::new_password`]; here an estimate of how soon
//! a guesser would find it is added (NIST SP 800-63B-4 §3.1.1.2, ASVS 5.0 §6.2.4, §6.2.11). A new
//! password ends every other session (ASVS 5.0 §7.4.3), and makes every other browser a stranger.

use super::{mailbox_correction::rests_until, reset};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder, strangers},
        clock,
        credentials::{
            guesses,
            password::{HashingError, HashingSlot, Verdict},
        },
        guard::{
            attempts::{Attempt, Counted, LetterRequest, seconds},
            known_device::Known,
            visitor::Visitor,
        },
        limits::MAILED_LINK,
        mail::{self, Letter},
        session::{
            self, LiveSession,
            ending::{EndReason, end_all_of},
            leaving::give_way,
        },
        values::{nip::Nip, reference_token::ReferenceToken, renewal::Renewal},
    },
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
pub const LINK: Duration = MAILED_LINK;
/// The purpose of such links, as the database knows it.
pub(in crate::domain) const PURPOSE: &str = "password";
/// Ten to the power of so many guesses at least.
const ENOUGH_GUESSES: f64 = 8.0;
/// Words that a guesser tries early here, beyond those that every guesser knows.
const LOCAL_WORDS: &str = include_str!("../../wire/common_words.txt");

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
    place: &HashingSlot<'_>,
    password: &SecretString,
    account: &Account,
) -> Result<Result<(), NewPasswordProblem>, Fault> {
    let password = password.clone();
    let nip = account.nip.clone();
    let name = account.name.clone();
    place.run(move || check(password.expose_secret(), nip.as_str(), &name)).await
}

/// How a password came to be a new one.
enum Origin<'a> {
    /// Its owner, who proved the current one in this session, chose it. The session goes on, and its
    /// browser stays known: nothing is new about either. The attempt at the current one is taken back.
    Owner { session: &'a LiveSession, attempt: &'a Attempt },
    /// A link from the mailbox.
    Mailbox,
    /// Somebody at the command line; what its owner has to do about it.
    Operator(Renewal),
}

/// What a new password does, however it came: what it replaces opens nothing any more, neither what is
/// open, nor what was mailed, nor a browser's good name. `account` as it is locked in this unit; the
/// record comes last in it.
async fn put(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    account: &Account,
    hash: &str,
    origin: &Origin<'_>,
) -> Result<(), Fault> {
    let now = portal.now();
    let renewal = account.renewal;
    let (event, session, mailed_at, renewal) = match origin {
        Origin::Owner { session, .. } => {
            (Event::PasswordChanged, Some(session.id), None, renewal.after_password())
        }
        Origin::Mailbox => (Event::PasswordReset, None, Some(now), renewal.after_password()),
        Origin::Operator(asked) => (Event::PasswordSet, None, None, renewal.and(*asked)),
    };
    // A login under way knows by this moment whether it proved the password that there is: no two
    // have the same, not even within a second.
    let after = account.password_changed_at.map(|before| before + Duration::SECOND);
    let changed_at = after.map_or(now, |after| after.max(now));
    unit.set_password(account.id, hash, changed_at, mailed_at).await?;
    unit.set_renewal(account.id, renewal).await?;
    end_all_of(portal, unit, account.id, session, EndReason::NewPassword).await?;
    for purpose in [PURPOSE, reset::PURPOSE] {
        unit.remove_mailed_tokens_of(account.id, purpose).await?;
    }
    let known = Known::of(portal, visitor, unit).await?;
    let own = known.to(Some(account)).filter(|_| session.is_some());
    unit.forget_devices_of(account.id, own).await?;
    // A first one that an operator sets is no change: it is given to its owner.
    let is_first = account.password_hash.is_none() && matches!(origin, Origin::Operator(_));
    if !is_first {
        mail::post(portal, unit, visitor, account, &Letter::PasswordChanged).await?;
    }
    if let Origin::Owner { attempt, .. } = origin {
        attempt.refund(portal, unit).await?;
    }
    audit::record(portal, unit, event, &Holder::of(account), visitor).await
}

/// Changes one's own password; every other session ends, this one goes on with another token.
///
/// # Errors
/// When the hashing queue is full or something is broken; then the old password stays.
pub async fn change(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    current: &SecretString,
    new: &SecretString,
) -> Result<Result<ReferenceToken, Vec<PasswordChangeProblem>>, HashingError> {
    let account = session.its_account(portal).await?;
    let place = portal.passwords.admit_for(account.id).await?;
    let mut unit = portal.store.write_forgettable().await?;
    let known = Known::of(portal, visitor, &mut unit).await?;
    let browser = known.familiarity(Some(&account));
    let mut attempt = Attempt::password(portal, visitor, browser, &session.nip);
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
        let holder = session.holder();
        audit::record(portal, &mut unit, Event::LoginRefused, &holder, visitor).await?;
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
    let session = &session::hold(portal, &mut unit, session).await?;
    let now = unit.account(account.id).await?;
    // What was proved was the password that was there.
    let Some(now) = now.filter(|now| now.password_changed_at == account.password_changed_at) else {
        return Ok(Err(vec![PasswordChangeProblem::Current]));
    };
    let token = session::renew(portal, &mut unit, session, session.methods).await?;
    let origin = Origin::Owner { session, attempt: &attempt };
    put(portal, &mut unit, visitor, &now, &hash, &origin).await?;
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
    Wait {
        seconds: u32,
    },
    /// The mailbox was corrected within a day: no link was sent, and a letter there says so.
    MailboxRests,
}

/// Mails a link for a new, or first, password to whoever has this number. That takes two inserts more
/// than for a number that nobody has (a known gap: docs/SECURITY.md).
///
/// # Errors
/// When something is broken; then nothing was sent.
pub async fn send_link(portal: &Portal, visitor: &Visitor, nip: &Nip) -> Result<Requested, Fault> {
    let mut unit = portal.store.write().await?;
    let requested = send_link_in(portal, &mut unit, visitor, nip).await?;
    if !matches!(requested, Requested::Wait { .. }) {
        unit.commit().await?;
    }
    Ok(requested)
}

/// The same in a unit that does more, which is committed only where it was sent.
pub(in crate::domain) async fn send_link_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    nip: &Nip,
) -> Result<Requested, Fault> {
    let account = unit.account_by_nip(nip.as_str()).await?;
    let known = Known::of(portal, visitor, unit).await?;
    let browser = known.familiarity(account.as_ref());
    let mut attempt = Attempt::letter(portal, visitor, browser, LetterRequest::Link, nip);
    if let Counted::Wait(wait) = attempt.count(portal, unit).await? {
        return Ok(Requested::Wait { seconds: seconds(wait) });
    }
    if let Some(account) = account {
        return post_link_in(portal, unit, visitor, &account).await;
    }
    strangers::refuse(portal, unit, visitor, Event::PasswordLinkSent).await?;
    Ok(Requested::Sent)
}

/// Mails a link to somebody, whatever budget there is: to a disabled account none goes, and to a mailbox that
/// rests a letter that says so.
pub(in crate::domain) async fn post_link_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    account: &Account,
) -> Result<Requested, Fault> {
    let (holder, is_open) = (Holder::of(account), !account.is_disabled());
    if let Some(until) = rests_until(account, portal.now()).filter(|_| is_open) {
        let letter = Letter::MailboxRests { until };
        mail::post(portal, unit, visitor, account, &letter).await?;
        audit::record(portal, unit, Event::PasswordLinkHeld, &holder, visitor).await?;
        return Ok(Requested::MailboxRests);
    }
    let token = ReferenceToken::generate(portal.random());
    if is_open {
        let expires_at = portal.now() + LINK;
        unit.add_mailed_token(&token.hash(), account.id, PURPOSE, expires_at).await?;
        let link = paths::with_key(&portal.origin, paths::NEW_PASSWORD, &token.to_text());
        let letter = Letter::PasswordLink { link: &link };
        mail::post(portal, unit, visitor, account, &letter).await?;
    }
    audit::record(portal, unit, Event::PasswordLinkSent, &holder, visitor).await?;
    Ok(Requested::Sent)
}

/// Whose link this is, while it is good.
pub async fn owner_of_link(
    portal: &Portal,
    token: &ReferenceToken,
) -> Result<Option<Account>, Fault> {
    let mut unit = portal.store.read().await?;
    let (now, latest) = (portal.now(), clock::latest_end(LINK, portal.now()));
    let account = unit.mailed_token(&token.hash(), PURPOSE, now, latest).await?;
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
    visitor: &Visitor,
    token: &ReferenceToken,
    new: &SecretString,
) -> Result<Set, HashingError> {
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
    let mut unit = portal.store.write().await?;
    // Before what belongs to it, as everywhere.
    let is_open =
        |account: &Account| !account.is_disabled() && rests_until(account, portal.now()).is_none();
    let account = unit.lock_account(account.id).await?.filter(is_open);
    let (now, latest) = (portal.now(), clock::latest_end(LINK, portal.now()));
    let owner = unit.take_mailed_token(&token.hash(), PURPOSE, now, latest).await?;
    let Some(account) = account.filter(|account| owner == Some(account.id)) else {
        return Ok(Set::LinkOver);
    };
    // The letter was its owner's, who is mostly where they asked for it.
    let known = Known::of(portal, visitor, &mut unit).await?;
    let browser = known.familiarity(Some(&account));
    Attempt::letter(portal, visitor, browser, LetterRequest::Link, &account.nip)
        .refund(portal, &mut unit)
        .await?;
    // Its browser forgets its session, whosever it was.
    give_way(portal, &mut unit, visitor).await?;
    put(portal, &mut unit, visitor, &account, &hash, &Origin::Mailbox).await?;
    unit.commit().await?;
    Ok(Set::Done { nip: account.nip })
}

/// What became of a password that an operator set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum SetByOperator {
    Done,
    Refused(NewPasswordProblem),
    NoAccount,
}

/// Sets somebody's password from the command line. `asked`: what they have to do about it, in addition
/// to what they have to do already.
///
/// # Errors
/// When something is broken; then the old password stays.
pub async fn set_by_operator(
    portal: &Portal,
    visitor: &Visitor,
    nip: &Nip,
    new: &SecretString,
    asked: Renewal,
) -> Result<SetByOperator, HashingError> {
    let account = portal.store.read().await?.account_by_nip(nip.as_str()).await?;
    let Some(account) = account else {
        return Ok(SetByOperator::NoAccount);
    };
    let place = portal.passwords.admit_for(account.id).await?;
    if let Err(problem) = check_in(&place, new, &account).await? {
        return Ok(SetByOperator::Refused(problem));
    }
    let hash = place.hash(new, portal.random()).await?;
    let mut unit = portal.store.write().await?;
    let Some(account) = unit.lock_account(account.id).await? else {
        return Ok(SetByOperator::NoAccount);
    };
    put(portal, &mut unit, visitor, &account, &hash, &Origin::Operator(asked)).await?;
    unit.commit().await?;
    Ok(SetByOperator::Done)
}

/// "This was not me": every session ends, every browser is a stranger again, and this one goes on
/// only to a new password and a new authenticator.
///
/// # Errors
/// When something is broken; then nothing has ended.
pub async fn disown(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
) -> Result<ReferenceToken, Fault> {
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    unit.set_renewal(session.account, Renewal::Both).await?;
    let token = session::renew_unproved(portal, &mut unit, session).await?;
    end_all_of(portal, &mut unit, session.account, Some(session.id), EndReason::Disowned).await?;
    for purpose in [PURPOSE, reset::PURPOSE] {
        unit.remove_mailed_tokens_of(session.account, purpose).await?;
    }
    unit.forget_devices_of(session.account, None).await?;
    mail::post_to(portal, &mut unit, visitor, session.account, &Letter::Disowned).await?;
    audit::record(portal, &mut unit, Event::Disowned, &session.holder(), visitor).await?;
    unit.commit().await?;
    Ok(token)
}

#[cfg(test)]
mod tests;

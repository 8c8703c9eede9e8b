//! A mailbox that an operator corrects: it was written wrong, or its agency has given it up.
//!
//! ```text
//!   an operator asks, with a reason ─▶ a link to the new mailbox, a letter to the old one
//!          └─ whoever reads the new one confirms ─▶ it is the account's; the old one is told again
//!                                                   └─ for 24 hours it resets nothing
//! ```
//!
//! Until it is confirmed nothing changes. After that no link for a password and no code for a reset is mailed
//! for a day, so that an operator who corrects a mailbox into one of their own has gained nothing before its
//! person could object. The reset with two people goes on as ever.

use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event, Holder},
        clock,
        guard::{
            attempts::{Attempt, Counted, seconds},
            visitor::Visitor,
        },
        mail::{self, Letter},
        people::access,
        session::{self, LiveSession},
        values::{
            mailbox::{is_same, masked, parse},
            reason,
            reference_token::ReferenceToken,
        },
    },
    paths,
    store::{Account, MailboxLink},
    wire::{correction::CorrectionProblem, people::PersonAct},
};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// How long the link is good for.
pub const CONFIRMABLE: Duration = Duration::hours(24);
/// How long a mailbox resets nothing after that.
pub const RESTS: Duration = Duration::hours(24);

/// Until when the mailbox of an account resets nothing, where it does not.
#[must_use]
pub fn rests_until(account: &Account, now: OffsetDateTime) -> Option<OffsetDateTime> {
    account.mailbox_rests_until.filter(|until| now < *until)
}

/// Asks whoever reads another mailbox to confirm that it is this person's, after a fresh proof.
///
/// # Errors
/// When the database fails; then nothing was asked.
pub async fn request(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    person: Uuid,
    typed: &str,
    typed_reason: &str,
) -> Result<Result<(), CorrectionProblem>, Fault> {
    let Ok(reason) = reason::read(typed_reason) else {
        return Ok(Err(CorrectionProblem::Reason));
    };
    let Ok(new) = parse(typed) else {
        return Ok(Err(CorrectionProblem::Mailbox));
    };
    let mut unit = portal.store.write().await?;
    let session = session::hold_with(portal, &mut unit, session, person).await?;
    let account = unit.account(person).await?;
    let account = account.filter(|one| session.may_change(one) && !one.is_disabled());
    let Some(account) = account else {
        return Ok(Err(CorrectionProblem::Gone));
    };
    if !session.is_fresh(portal.now()) {
        return Ok(Err(CorrectionProblem::NotFresh));
    }
    if account.email.as_deref().is_some_and(|old| is_same(old, &new)) {
        return Ok(Err(CorrectionProblem::Same));
    }
    let mut attempt = Attempt::corrected_mailbox(portal, account.id);
    if let Counted::Wait(wait) = attempt.count(portal, &mut unit).await? {
        return Ok(Err(CorrectionProblem::Wait { seconds: seconds(wait) }));
    }
    let token = ReferenceToken::generate(portal.random());
    let expires_at = portal.now() + CONFIRMABLE;
    let asked = MailboxLink { account_id: account.id, mailbox: new };
    unit.set_mailbox_link(&token.hash(), &asked, expires_at).await?;
    let new = asked.mailbox;
    let link = paths::with_key(&portal.origin, paths::NEW_MAILBOX, &token.to_text());
    let to = (account.id, account.name.as_str(), new.as_str());
    let letter = mail::written(portal, visitor, to, &Letter::MailboxToConfirm { link: &link })?;
    unit.add_mail(&letter).await?;
    let new = masked(&new);
    mail::post(portal, &mut unit, visitor, &account, &Letter::MailboxProposed { to: &new }).await?;
    let act = PersonAct::MailboxProposed;
    access::note(portal, &mut unit, &session, account.id, act, &reason).await?;
    let old = account.email.as_deref().map_or("-".to_owned(), masked);
    let events = [
        (Event::MailboxProposed, Holder::of(&account), format!("{old} → {new}: {reason}")),
        (Event::PersonChanged, session.holder(), account.id.to_string()),
    ];
    audit::record_all(portal, &mut unit, &events, visitor).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

/// Whose link this is, and the mailbox that it confirms.
///
/// # Errors
/// When the database fails.
pub async fn asked_by_link(
    portal: &Portal,
    token: &ReferenceToken,
) -> Result<Option<(Account, String)>, Fault> {
    let now = portal.now();
    let latest = clock::latest_end(CONFIRMABLE, now);
    let mut unit = portal.store.read().await?;
    let Some(link) = unit.mailbox_link(&token.hash(), now, latest).await? else {
        return Ok(None);
    };
    let account = unit.account(link.account_id).await?;
    Ok(account.filter(|account| !account.is_disabled()).map(|account| (account, link.mailbox)))
}

/// Makes the mailbox to which a link was sent that of its account. Whether the link was good.
///
/// # Errors
/// When the database fails; then it is the old one.
pub async fn confirm(
    portal: &Portal,
    visitor: &Visitor,
    token: &ReferenceToken,
) -> Result<bool, Fault> {
    let Some((account, _)) = asked_by_link(portal, token).await? else {
        return Ok(false);
    };
    let now = portal.now();
    let latest = clock::latest_end(CONFIRMABLE, now);
    let mut unit = portal.store.write().await?;
    // Before what belongs to it, as everywhere.
    let account = unit.lock_account(account.id).await?.filter(|account| !account.is_disabled());
    let link = unit.take_mailbox_link(&token.hash(), now, latest).await?;
    let link = account.zip(link).filter(|(account, link)| link.account_id == account.id);
    let Some((account, MailboxLink { mailbox: new, .. })) = link else {
        return Ok(false);
    };
    unit.move_mailbox(account.id, &new, now + RESTS).await?;
    // What was sent to the old one opens nothing any more.
    unit.forget_what_was_mailed_to(&[account.id]).await?;
    let new = masked(&new);
    mail::post(portal, &mut unit, visitor, &account, &Letter::MailboxMoved { to: &new }).await?;
    let old = account.email.as_deref().map_or("-".to_owned(), masked);
    let moves = format!("{old} → {new}");
    let holder = Holder::of(&account);
    let event = Event::MailboxChanged;
    audit::record_about(portal, &mut unit, event, &holder, visitor, &moves).await?;
    unit.commit().await?;
    Ok(true)
}

#[cfg(test)]
mod tests;

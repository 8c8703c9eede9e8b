//! Resets: removing every authenticator of somebody who lost them all, so that they can enrol anew.
//!
//! ```text
//!   by the person:    code from the mailbox, after the password
//!                     ─▶ Waiting ── the waiting time is over ─▶ Done
//!                            └───── cancelled from the letter or any session ─▶ Cancelled
//!   with two people:  an operator asks, with a reason
//!                     ─▶ Requested ── another one approves ─▶ Done
//!                            ├─────── another one refuses ─▶ Refused
//!                            ├─────── nobody decides for 72 hours ─▶ Expired
//!                            └─────── the person cancels ─▶ Cancelled
//! ```
//!
//! One reset is open per account at a time, and each arrow is taken by exactly one caller, so that a
//! reset that is cancelled while it is approved ends in one state. Who may ask and decide is in
//! [`super::assisted_reset`]. ASVS 5.0 §6.4.3, §6.4.4; NIST SP 800-63B-4 §4.2.

use super::{mailbox_correction::rests_until, stale_request, tell::tell};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        clock,
        guard::{
            attempts::{Attempt, Counted, LetterRequest, seconds},
            known_device::Known,
            visitor::Visitor,
        },
        login::second_factor::password_prover,
        mail::{self, Letter},
        session::{
            self, LiveSession,
            ending::{EndReason, end_all_of},
        },
        values::{calendar, paper_code::PaperCode, reference_token::ReferenceToken},
    },
    i18n::Language,
    paths,
    store::{Account, ResetPhase, ResetRow, Unit},
    wire::reset::{ResetProblem, RunningReset},
};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// How long a mailed code is good for (ASVS 5.0 §6.6.2: at most ten minutes).
pub const CODE: Duration = Duration::minutes(10);
pub(in crate::domain) const PURPOSE: &str = "reset";
/// A password that was set by a link from the mailbox proves no more than the mailbox, for so long.
pub const MAILBOX_ALONE: Duration = Duration::days(7);
/// Resets that are completed in one go.
const BATCH: i64 = 100;

type MailedCode = PaperCode<8>;

/// Bound to the account, so that the code of one opens nothing for another.
fn code_hash(account: Uuid, code: &MailedCode) -> Vec<u8> {
    let hash = Sha256::new().chain_update(PURPOSE).chain_update(account.as_bytes());
    hash.chain_update(code.as_str()).finalize().to_vec()
}

/// Whether the person may start a reset: only with a password that is more than the mailbox.
pub(in crate::domain) fn may_start(portal: &Portal, account: &Account) -> Result<(), ResetProblem> {
    if account.email.is_none() {
        return Err(ResetProblem::NoMailbox);
    }
    if rests_until(account, portal.now()).is_some() {
        return Err(ResetProblem::MailboxRests);
    }
    let mailed_at = account.password_mailed_at;
    if mailed_at.is_some_and(|mailed_at| portal.now() < mailed_at + MAILBOX_ALONE) {
        return Err(ResetProblem::MailboxAlone);
    }
    Ok(())
}

/// Mails a code to whoever has proved the password.
///
/// # Errors
/// When something is broken; then nothing was sent.
pub async fn send_code(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
) -> Result<Result<(), ResetProblem>, Fault> {
    let mut unit = portal.store.write().await?;
    let Some(account) = password_prover(portal, &mut unit, visitor, session).await? else {
        return Ok(Err(ResetProblem::WrongCode));
    };
    if let Err(problem) = may_start(portal, &account) {
        return Ok(Err(problem));
    }
    let open = unit.open_reset_of(account.id).await?;
    if open.is_some_and(|reset| !stale_request::is_expired(&reset, portal.now())) {
        return Ok(Err(ResetProblem::AlreadyOpen));
    }
    let known = Known::of(portal, visitor, &mut unit).await?;
    let browser = known.familiarity(Some(&account));
    let mut attempt = Attempt::letter(portal, visitor, browser, LetterRequest::Code, &session.nip);
    if let Counted::Wait(wait) = attempt.count(portal, &mut unit).await? {
        return Ok(Err(ResetProblem::Wait { seconds: seconds(wait) }));
    }
    let code = MailedCode::generate(portal.random());
    let hash = code_hash(account.id, &code);
    unit.add_mailed_token(&hash, account.id, PURPOSE, portal.now() + CODE).await?;
    let letter = Letter::ResetCode { code: &code.to_text() };
    mail::post(portal, &mut unit, visitor, &account, &letter).await?;
    audit::record(portal, &mut unit, Event::ResetCodeSent, &session.holder(), visitor).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

/// Starts a reset with the code from the letter. It takes effect after the waiting time; every
/// channel is told at once.
///
/// # Errors
/// When something is broken; then nothing was started.
pub async fn start(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    typed: &str,
) -> Result<Result<(), ResetProblem>, Fault> {
    let Some(code) = MailedCode::parse(typed) else {
        return Ok(Err(ResetProblem::WrongCode));
    };
    let account = session.its_account(portal).await?;
    let mut unit = portal.store.write_forgettable().await?;
    let known = Known::of(portal, visitor, &mut unit).await?;
    let browser = known.familiarity(Some(&account));
    let mut attempt = Attempt::mailed_code(portal, browser, account.id);
    let is_last = match attempt.count(portal, &mut unit).await? {
        Counted::Admitted { is_last } => is_last,
        Counted::Wait(wait) => {
            return Ok(Err(ResetProblem::Wait { seconds: seconds(wait) }));
        }
    };
    unit.commit().await?;

    let mut unit = portal.store.write().await?;
    let Some(account) = password_prover(portal, &mut unit, visitor, session).await? else {
        return Ok(Err(ResetProblem::WrongCode));
    };
    if let Err(problem) = may_start(portal, &account) {
        return Ok(Err(problem));
    }
    let now = portal.now();
    let hash = code_hash(account.id, &code);
    let latest = clock::latest_end(CODE, now);
    if unit.take_mailed_token(&hash, PURPOSE, now, latest).await? != Some(account.id) {
        // Where the code was somebody else's, it is still good.
        drop(unit);
        refuse(portal, visitor, session, is_last).await?;
        return Ok(Err(ResetProblem::WrongCode));
    }
    let cancel = ReferenceToken::generate(portal.random());
    let effective_at = now + portal.limits.reset_wait;
    let reset = ResetRow {
        id: portal.new_id(),
        account_id: account.id,
        state: ResetPhase::Waiting,
        agency: None,
        reason: None,
        requested_by: None,
        decided_by: None,
        effective_at: Some(effective_at),
        cancel_token_hash: cancel.hash(),
        created_at: now,
    };
    stale_request::expire_in(portal, &mut unit, visitor, account.id).await?;
    if !unit.add_reset(&reset).await? {
        return Ok(Err(ResetProblem::AlreadyOpen));
    }
    unit.remove_mailed_tokens_of(account.id, PURPOSE).await?;
    attempt.refund(portal, &mut unit).await?;
    let link = paths::with_key(&portal.origin, paths::CANCEL_RESET, &cancel.to_text());
    let letter = Letter::ResetStarted { at: effective_at, link: &link };
    mail::post(portal, &mut unit, visitor, &account, &letter).await?;
    audit::record(portal, &mut unit, Event::ResetStarted, &session.holder(), visitor).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

/// Writes a wrong code down. Its attempt was counted before.
async fn refuse(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    is_last: bool,
) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    let holder = session.holder();
    audit::record(portal, &mut unit, Event::MailedCodeRefused, &holder, visitor).await?;
    if is_last {
        audit::record(portal, &mut unit, Event::LoginThrottled, &holder, visitor).await?;
    }
    Ok(unit.commit().await?)
}

/// Cancels the open reset of one's own account, from any session in which one is logged in. Whether there
/// was one.
///
/// # Errors
/// When something is broken; then it goes on.
pub async fn cancel(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
) -> Result<bool, Fault> {
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let reset = unit.open_reset_of(session.account).await?;
    let cancelled = cancel_in(portal, &mut unit, visitor, reset).await?;
    unit.commit().await?;
    Ok(cancelled)
}

/// The same with the link of the letter.
///
/// # Errors
/// As [`cancel`].
pub async fn cancel_by_link(
    portal: &Portal,
    visitor: &Visitor,
    token: &ReferenceToken,
) -> Result<bool, Fault> {
    let mut unit = portal.store.write().await?;
    let reset = unit.reset_by_cancel_token(&token.hash()).await?;
    let cancelled = cancel_in(portal, &mut unit, visitor, reset).await?;
    unit.commit().await?;
    Ok(cancelled)
}

/// Cancels a reset that is open. Whether it was.
pub(in crate::domain) async fn cancel_in(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    reset: Option<ResetRow>,
) -> Result<bool, Fault> {
    let Some(reset) = reset else {
        return Ok(false);
    };
    let id = reset.id;
    let now = portal.now();
    let is_open = matches!(reset.state, ResetPhase::Waiting | ResetPhase::Requested);
    if !is_open || !unit.move_reset(id, reset.state, ResetPhase::Cancelled, None, now).await? {
        return Ok(false);
    }
    tell(portal, unit, visitor, &reset, &Letter::ResetCancelled, Event::ResetCancelled).await?;
    Ok(true)
}

/// Removes what a person could prove themselves with, but for the password, and ends what is open. The
/// next enrolment needs a code ([`super::enrolment_code`]).
pub(in crate::domain) async fn complete(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    reset: &ResetRow,
) -> Result<(), Fault> {
    let account = reset.account_id;
    unit.remove_authenticators_of(account, None).await?;
    unit.remove_passkeys_of(account).await?;
    unit.remove_recovery_codes_of(account).await?;
    unit.remove_enrolment_code_of(account).await?;
    unit.forget_devices_of(account, None).await?;
    end_all_of(portal, unit, account, None, EndReason::Reset).await?;
    let letter = match reset.requested_by {
        Some(_) => Letter::AssistedResetDone,
        None => Letter::ResetDone,
    };
    tell(portal, unit, visitor, reset, &letter, Event::ResetDone).await
}

/// Completes the resets whose waiting time is over.
///
/// # Errors
/// When the database fails; those that are left are completed another time.
pub async fn complete_due(portal: &Portal) -> Result<usize, Fault> {
    let due = portal.store.read().await?.due_resets(portal.now(), BATCH).await?;
    let mut completed = 0;
    for reset in &due {
        completed += usize::from(complete_one(portal, reset).await?);
    }
    Ok(completed)
}

/// Completes the reset of one account, if its waiting time is over: it is never late because a job is.
pub(in crate::domain) async fn complete_due_of(
    portal: &Portal,
    account: Uuid,
) -> Result<(), Fault> {
    let reset = portal.store.read().await?.open_reset_of(account).await?;
    if let Some(reset) = reset.filter(|reset| is_due(reset, portal.now())) {
        complete_one(portal, &reset).await?;
    }
    Ok(())
}

fn is_due(reset: &ResetRow, now: OffsetDateTime) -> bool {
    reset.state == ResetPhase::Waiting && reset.effective_at.is_some_and(|at| at <= now)
}

/// Completes one of them; `true` for exactly one caller.
///
/// # Errors
/// When the database fails; then nothing has changed.
async fn complete_one(portal: &Portal, reset: &ResetRow) -> Result<bool, Fault> {
    let mut unit = portal.store.write().await?;
    // The account before what belongs to it, as everywhere.
    unit.lock_account(reset.account_id).await?;
    if !unit.move_reset(reset.id, ResetPhase::Waiting, ResetPhase::Done, None, portal.now()).await?
    {
        return Ok(false);
    }
    complete(portal, &mut unit, &Visitor::command_line(), reset).await?;
    unit.commit().await?;
    Ok(true)
}

/// The reset that is under way, in words.
pub async fn running(
    portal: &Portal,
    account: Uuid,
    language: Language,
) -> Result<Option<RunningReset>, Fault> {
    let reset = portal.store.read().await?.open_reset_of(account).await?;
    let reset = reset.filter(|reset| !stale_request::is_expired(reset, portal.now()));
    let words = |at: OffsetDateTime| calendar::moment_in_words(at, language);
    Ok(reset.map(|reset| {
        let since = words(reset.created_at);
        match reset.effective_at {
            Some(at) => RunningReset::Waiting { since, until: words(at) },
            None => RunningReset::Requested { since },
        }
    }))
}

#[cfg(test)]
mod tests;

//! Letters: what the portal tells people by e-mail.
//!
//! A letter is written in the same unit of work as what it tells of, so neither is there without
//! the other; sending it is a job of its own and no request waits for it. It lies sealed in the
//! outbox, since its link or code opens something. Every letter is in both languages.

use super::{
    Fault, Portal,
    audit::{self, Event, Holder},
    clock,
    guard::visitor::Visitor,
    seal::Purpose,
    values::{browser_name, calendar},
};
use crate::{
    i18n::{Language, LetterFacts},
    store::{Account, OutgoingMail, Unit},
};
use serde::{Deserialize, Serialize};

pub use super::values::mailbox::masked;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// A letter that could not be sent for so long is given up, and the log says so.
pub const PATIENCE: Duration = Duration::days(3);

#[derive(Debug, Clone, Copy)]
pub enum Letter<'a> {
    NewBrowser,
    AuthenticatorAdded {
        name: &'a str,
    },
    AuthenticatorRemoved {
        name: &'a str,
    },
    RecoveryCodeUsed {
        left: usize,
    },
    RecoveryCodesMade,
    PasswordLink {
        link: &'a str,
    },
    PasswordChanged,
    ResetCode {
        code: &'a str,
    },
    ResetStarted {
        at: OffsetDateTime,
        link: &'a str,
    },
    ResetRequested {
        link: &'a str,
    },
    ResetCancelled,
    ResetExpired,
    ResetDone,
    AssistedResetDone,
    EnrolmentCode {
        code: &'a str,
    },
    EnrolmentCodeShown,
    Disowned,
    /// To the old mailbox; the new one is masked.
    MailboxMoved {
        to: &'a str,
    },
    MailboxRemoved,
    /// To the old mailbox: another one, masked, has to be confirmed.
    MailboxProposed {
        to: &'a str,
    },
    /// To the new one.
    MailboxToConfirm {
        link: &'a str,
    },
    /// In place of a link.
    MailboxRests {
        until: OffsetDateTime,
    },
    /// A role and over whom.
    RoleGranted {
        what: &'a str,
    },
    RoleEnded {
        what: &'a str,
    },
    /// To another agency.
    PersonMoved {
        to: &'a str,
    },
    /// To this one; masked.
    NumberChanged {
        to: &'a str,
    },
}

/// A letter as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub subject: String,
    pub text: String,
}

/// Writes a letter to an account's mailbox, where it has one.
pub(super) async fn post(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    account: &Account,
    letter: &Letter<'_>,
) -> Result<(), Fault> {
    let Some(recipient) = account.email.clone() else {
        return Ok(());
    };
    unit.add_mail(&written(portal, visitor, (account.id, &account.name, &recipient), letter)?)
        .await?;
    Ok(())
}

/// A letter as it lies in the outbox: `to` is whose account, the person's name and the mailbox.
///
/// # Errors
/// When it cannot be sealed.
pub(super) fn written(
    portal: &Portal,
    visitor: &Visitor,
    to: (Uuid, &str, &str),
    letter: &Letter<'_>,
) -> Result<OutgoingMail, Fault> {
    let (now, (account, name, recipient)) = (portal.now(), to);
    let message = compose(letter, name, visitor, &portal.origin, now);
    let plain = serde_json::to_vec(&message).map_err(|_| Fault::Corrupt("an unwritable letter"))?;
    let id = portal.new_id();
    let sealed_message = portal.sealer.seal(Purpose::Mail(id), &plain, portal.random())?;
    Ok(OutgoingMail {
        id,
        account_id: Some(account),
        recipient: recipient.to_owned(),
        sealed_message,
        attempts: 0,
        created_at: now,
        next_attempt_at: now,
    })
}

/// The same, where only the account's id is at hand.
pub(super) async fn post_to(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    account: Uuid,
    letter: &Letter<'_>,
) -> Result<(), Fault> {
    match unit.account(account).await? {
        Some(account) => post(portal, unit, visitor, &account, letter).await,
        None => Ok(()),
    }
}

fn compose(
    letter: &Letter<'_>,
    name: &str,
    visitor: &Visitor,
    origin: &str,
    now: OffsetDateTime,
) -> Message {
    let [(subject, indonesian), (_, english)] = Language::ALL.map(|language| {
        let words = &language.messages().mail;
        let (what, count, effect) = match letter {
            Letter::AuthenticatorAdded { name } | Letter::AuthenticatorRemoved { name } => {
                (*name, 0, None)
            }
            Letter::RecoveryCodeUsed { left } => ("", *left, None),
            Letter::PasswordLink { link }
            | Letter::ResetRequested { link }
            | Letter::MailboxToConfirm { link } => (*link, 0, None),
            Letter::MailboxRests { until } => ("", 0, Some(*until)),
            Letter::ResetCode { code } | Letter::EnrolmentCode { code } => (*code, 0, None),
            Letter::ResetStarted { at, link } => (*link, 0, Some(*at)),
            Letter::MailboxMoved { to }
            | Letter::MailboxProposed { to }
            | Letter::PersonMoved { to }
            | Letter::NumberChanged { to } => (*to, 0, None),
            Letter::RoleGranted { what } | Letter::RoleEnded { what } => (*what, 0, None),
            _ => ("", 0, None),
        };
        let effect = effect.map(|at| calendar::moment_in_words(at, language)).unwrap_or_default();
        let when = calendar::moment_in_words(now, language);
        let browser = browser_name::in_words(&visitor.user_agent, language);
        let facts = LetterFacts { when, browser, what, count, effect };
        let letter = match letter {
            Letter::NewBrowser => &words.new_browser,
            Letter::AuthenticatorAdded { .. } => &words.authenticator_added,
            Letter::AuthenticatorRemoved { .. } => &words.authenticator_removed,
            Letter::RecoveryCodeUsed { .. } => &words.recovery_code_used,
            Letter::RecoveryCodesMade => &words.recovery_codes_made,
            Letter::PasswordLink { .. } => &words.password_link,
            Letter::PasswordChanged => &words.password_changed,
            Letter::ResetCode { .. } => &words.reset_code,
            Letter::ResetStarted { .. } => &words.reset_started,
            Letter::ResetRequested { .. } => &words.reset_requested,
            Letter::ResetCancelled => &words.reset_cancelled,
            Letter::ResetExpired => &words.reset_expired,
            Letter::ResetDone => &words.reset_done,
            Letter::AssistedResetDone => &words.assisted_reset_done,
            Letter::EnrolmentCode { .. } => &words.enrolment_code,
            Letter::EnrolmentCodeShown => &words.enrolment_code_shown,
            Letter::Disowned => &words.disowned,
            Letter::MailboxMoved { .. } => &words.mailbox_moved,
            Letter::MailboxRemoved => &words.mailbox_removed,
            Letter::MailboxProposed { .. } => &words.mailbox_proposed,
            Letter::MailboxToConfirm { .. } => &words.mailbox_to_confirm,
            Letter::MailboxRests { .. } => &words.mailbox_rests,
            Letter::RoleGranted { .. } => &words.role_granted,
            Letter::RoleEnded { .. } => &words.role_ended,
            Letter::PersonMoved { .. } => &words.person_moved,
            Letter::NumberChanged { .. } => &words.number_changed,
        };
        let text = (letter.text)(&facts);
        (
            letter.subject,
            format!("{}\n\n{text}\n\n{}", (words.greeting)(name), (words.closing)(origin)),
        )
    });
    let text = format!("{indonesian}\n\n--------------------\n\n{english}\n");
    Message { subject: subject.to_owned(), text }
}

/// What is written in an outgoing letter.
///
/// # Errors
/// When it does not open.
pub fn open(portal: &Portal, mail: &OutgoingMail) -> Result<Message, Fault> {
    let plain = portal.sealer.open(Purpose::Mail(mail.id), &mail.sealed_message)?;
    serde_json::from_slice(&plain).map_err(|_| Fault::Corrupt("an unreadable letter"))
}

/// The longest wait for another attempt.
const LONGEST_RETRY: Duration = Duration::hours(1);

/// How long to wait after an attempt that failed: a minute, doubling up to an hour.
#[must_use]
pub fn retry_after(attempts: i64) -> Duration {
    let doubled = 1_i32 << attempts.clamp(0, 6);
    (Duration::minutes(1) * doubled).min(LONGEST_RETRY)
}

/// At most so many letters of acts on many people are due at a time, so that nobody who waits for a letter waits
/// long behind them.
pub const OF_MANY: usize = 4;

/// Letters whose moment has come, at most `limit`; those that wait longer than any does, since a clock
/// was ahead, are among them. Letters of acts on many people come after all others, together: nobody waits for one.
pub async fn due(portal: &Portal, limit: usize) -> Result<Vec<Vec<OutgoingMail>>, Fault> {
    let now = portal.now();
    let latest = clock::latest_end(LONGEST_RETRY, now);
    let mut unit = portal.store.read().await?;
    let due = unit.due_mail(false, now, latest, limit).await?;
    let room = limit.saturating_sub(due.len()).min(OF_MANY);
    let mut due: Vec<_> = due.into_iter().map(|letter| vec![letter]).collect();
    if room > 0 {
        let of_many = unit.due_mail(true, now, latest, room).await?;
        due.extend((!of_many.is_empty()).then_some(of_many));
    }
    Ok(due)
}

/// A node that claimed a letter and died is believed dead after so long.
const CLAIM: Duration = Duration::minutes(5);

/// Those of these letters that are this node's to send now: of many nodes one gets each.
///
/// # Errors
/// When the database fails; then none is.
pub async fn claim(
    portal: &Portal,
    mut letters: Vec<OutgoingMail>,
) -> Result<Vec<OutgoingMail>, Fault> {
    let now = portal.now();
    let latest = clock::latest_end(LONGEST_RETRY, now);
    let ids: Vec<Uuid> = letters.iter().map(|letter| letter.id).collect();
    let mut unit = portal.store.write_forgettable().await?;
    let claimed = unit.claim_mail(&ids, now, latest, now + CLAIM).await?;
    unit.commit().await?;
    letters.retain(|letter| claimed.contains(&letter.id));
    Ok(letters)
}

/// Letters have left: they go away, and their mailboxes take letters.
///
/// # Errors
/// When the database fails; then they are sent once more.
pub async fn note_sent(portal: &Portal, letters: &[&OutgoingMail]) -> Result<(), Fault> {
    if letters.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = letters.iter().map(|letter| letter.id).collect();
    let mailboxes = letters.iter().map(|letter| Some((letter.account_id?, &*letter.recipient)));
    let mut mailboxes: Vec<_> = mailboxes.flatten().collect();
    // Locked in this order, as everywhere.
    mailboxes.sort_unstable();
    let accounts: Vec<Uuid> = mailboxes.iter().map(|(account, _)| *account).collect();
    let mut unit = portal.store.write_forgettable().await?;
    unit.remove_mail(&ids).await?;
    let refusing = unit.refusing_among(&accounts).await?;
    mailboxes.retain(|(account, _)| refusing.contains(account));
    for (account, mailbox) in mailboxes {
        unit.note_mailbox_takes(account, mailbox).await?;
    }
    Ok(unit.commit().await?)
}

/// # Errors
/// When the database fails; then it is tried again when its claim is over.
pub async fn postpone(portal: &Portal, letter: &OutgoingMail) -> Result<(), Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    unit.postpone_mail(letter.id, portal.now() + retry_after(letter.attempts)).await?;
    Ok(unit.commit().await?)
}

/// A letter will never arrive: it goes away, and that its mailbox takes none is written down, unless its
/// person has another one by now.
///
/// # Errors
/// When the database fails; then it is tried again.
pub async fn note_refused(portal: &Portal, letter: &OutgoingMail) -> Result<(), Fault> {
    let mut unit = portal.store.write().await?;
    unit.remove_mail(&[letter.id]).await?;
    if let Some(account) = letter.account_id
        && unit.note_mailbox_refuses(account, &letter.recipient, portal.now()).await?
        && let Some(account) = unit.account(account).await?
    {
        let holder = Holder::of(&account);
        let object = masked(&letter.recipient);
        let ours = Visitor::command_line();
        audit::record_about(portal, &mut unit, Event::LetterRefused, &holder, &ours, &object)
            .await?;
    }
    Ok(unit.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_speaks_both_languages_and_carries_its_link() {
        let visitor = Visitor::command_line();
        let letter = Letter::PasswordLink { link: "https://asn.example/x?kunci=abc" };
        let message =
            compose(&letter, "Sri", &visitor, "https://asn.example", OffsetDateTime::UNIX_EPOCH);
        assert_eq!(message.text.matches("https://asn.example/x?kunci=abc").count(), 2);
        assert_eq!(message.text.matches("Sri").count(), 2);
        assert!(!message.subject.contains("abc"));
    }

    #[test]
    fn waits_grow() {
        let waits = [0, 1, 2, 6, 50].map(|attempts| retry_after(attempts).whole_minutes());
        assert_eq!(waits, [1, 2, 4, 60, 60]);
    }
}

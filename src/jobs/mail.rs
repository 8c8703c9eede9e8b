//! Sending letters. Each is claimed before it is sent, so that of many nodes one sends it; one that
//! fails is tried again, ever later, and given up after days with a line in the log.

use super::{mail_folder::MailFolder, round, turns::Turns};
use crate::{
    config::{DataOptions, ServeOptions},
    domain::{Fault, Portal, mail},
    store::OutgoingMail,
};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use std::{error::Error, sync::Arc, time::Duration};
use time::Duration as Span;

const EVERY: Duration = Duration::from_secs(2);
const BATCH: i64 = 50;
/// A node that claimed a letter and died is believed dead after so long.
const CLAIM: Span = Span::minutes(5);
/// How long a mail server may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where letters go.
pub struct Mailer {
    from: Mailbox,
    transport: Transport,
}

enum Transport {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// One file a letter: without a mail server nothing is lost silently.
    Folder(MailFolder),
}

impl Mailer {
    /// # Errors
    /// When an option cannot be read or the folder not be made.
    pub fn new(data: &DataOptions, options: &ServeOptions) -> Result<Self, Box<dyn Error>> {
        let from = options.mail_from.parse();
        let from =
            from.map_err(|_| "--mail-from is no sender such as Name <name@example.go.id>")?;
        let transport = if let Some(url) = &options.smtp_url {
            let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
            let smtp =
                smtp.map_err(|_| "--smtp-url is no address such as smtps://user:password@host")?;
            Transport::Smtp(smtp.timeout(Some(PATIENCE)).build())
        } else {
            let folder = data.mail_folder();
            let name = folder.display().to_string();
            let folder = MailFolder::open(folder);
            Transport::Folder(folder.map_err(|error| format!("the folder {name}: {error}"))?)
        };
        Ok(Self { from, transport })
    }

    async fn send(&self, mail: &OutgoingMail, letter: mail::Message) -> Result<(), Box<dyn Error>> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(mail.recipient.parse()?)
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text)?;
        match &self.transport {
            Transport::Smtp(smtp) => smtp.send(message).await.map(drop)?,
            Transport::Folder(folder) => folder.write(mail.id, message.formatted()).await?,
        }
        Ok(())
    }
}

/// Sends what is due, from time to time, until the task is dropped.
pub async fn deliver_mail(portal: Arc<Portal>, mailer: Mailer) {
    let mut turns = Turns::every(EVERY, "letters wait: the outbox cannot be read");
    loop {
        turns.next().await;
        let round = round(&portal, "deliver-mail", deliver_what_is_due(&portal, &mailer));
        turns.note(round.await);
    }
}

/// How many were sent.
///
/// # Errors
/// When the database fails; then what was not sent is tried again.
pub async fn deliver_what_is_due(portal: &Portal, mailer: &Mailer) -> Result<usize, Fault> {
    let due = portal.store.read().await?.due_mail(portal.now(), BATCH).await?;
    let mut sent = 0;
    for letter in &due {
        sent += usize::from(deliver(portal, mailer, letter).await?);
    }
    Ok(sent)
}

async fn deliver(portal: &Portal, mailer: &Mailer, letter: &OutgoingMail) -> Result<bool, Fault> {
    let mut unit = portal.store.write().await?;
    let claimed = unit.claim_mail(letter, portal.now() + CLAIM).await?;
    unit.commit().await?;
    if !claimed {
        return Ok(false);
    }
    // The cause may name the mailbox; the log says which letter, and no more.
    let sent = match mail::open(portal, letter) {
        Ok(message) => mailer.send(letter, message).await.map_err(|e| e.to_string()),
        Err(fault) => Err(fault.to_string()),
    };
    let mut unit = portal.store.write().await?;
    let is_sent = sent.is_ok();
    if let Err(error) = sent {
        let error = error.replace(&letter.recipient, "[mailbox]");
        let (id, attempts) = (letter.id, letter.attempts + 1);
        let now = portal.now();
        if now - letter.created_at < mail::PATIENCE {
            tracing::warn!(%id, attempts, %error, "a letter was not sent; it is tried again");
            unit.postpone_mail(letter.id, now + mail::retry_after(letter.attempts)).await?;
            unit.commit().await?;
            return Ok(false);
        }
        tracing::error!(%id, attempts, %error, "a letter is given up");
    }
    unit.remove_mail(letter.id).await?;
    unit.commit().await?;
    Ok(is_sent)
}

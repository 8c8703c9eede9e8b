//! Sending letters. Each is claimed before it is sent, so that of many nodes one sends it; one that
//! fails is tried again, ever later, and given up after days with a line in the log. One that is refused
//! for good ends at once: waiting changes nothing, and its person's operator has to know.

use super::{mail_folder::MailFolder, round, turns::Turns};
use crate::{
    config::{DataOptions, ServeOptions},
    domain::{Fault, Portal, mail},
    loopback::is_this_machine,
    metrics::LETTERS_BY_OUTCOME,
    store::OutgoingMail,
};
use futures_util::{StreamExt, future::join_all, stream};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, SinglePart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::Error as SmtpError,
};
use std::{
    error::Error,
    sync::{Arc, LazyLock},
    time::Duration,
};
use tokio::time::{Instant, sleep_until, timeout};
use url::Url;

const EVERY: Duration = Duration::from_secs(2);
const BATCH: usize = 50;
/// Letters that are brought at once, so that a slow mailbox holds up no other. Mail servers allow ten or more.
const AT_ONCE: usize = 4;
/// In so long at most [`mail::OF_MANY`] letters to many are sent: fifty a second, for whoever works with the portal
/// meanwhile.
const TO_MANY: Duration = Duration::from_millis(80);
/// How long one may take to say at the start what it offers.
const CHECKING: Duration = Duration::from_secs(5);
const NO_ADDRESS: &str = "--smtp-url is no address such as smtps://user:password@host";
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

impl Transport {
    fn to(address: &str) -> Result<Self, Box<dyn Error>> {
        let smtp = AsyncSmtpTransport::<Tokio1Executor>::from_url(&protected(address)?);
        let smtp = smtp.map_err(|_| NO_ADDRESS)?;
        Ok(Self::Smtp(smtp.timeout(Some(PATIENCE)).build()))
    }
}

impl Mailer {
    /// # Errors
    /// When an option cannot be read or the folder not be made.
    pub fn new(data: &DataOptions, options: &ServeOptions) -> Result<Self, Box<dyn Error>> {
        let from = options.mail_from.parse();
        let from =
            from.map_err(|_| "--mail-from is no sender such as Name <name@example.go.id>")?;
        let transport = if let Some(url) = &options.smtp_url {
            Transport::to(url)?
        } else {
            let folder = data.mail_folder();
            let name = folder.display().to_string();
            let folder = MailFolder::open(folder);
            Transport::Folder(folder.map_err(|error| format!("the folder {name}: {error}"))?)
        };
        Ok(Self { from, transport })
    }

    /// Asks a mail server whether letters can be brought to it. One that is away may come back.
    ///
    /// # Errors
    /// When it offers no TLS where it has to, or no way in for our password.
    pub async fn check(&self) -> Result<(), Box<dyn Error>> {
        let Transport::Smtp(smtp) = &self.transport else { return Ok(()) };
        match timeout(CHECKING, smtp.test_connection()).await {
            Ok(Err(error)) if error.is_client() => {
                let cause = error.source().map(ToString::to_string).unwrap_or_default();
                Err(format!("--smtp-url: letters cannot be brought to this server: {cause}").into())
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "the mail server is not ready; letters wait for it");
                Ok(())
            }
            Ok(Ok(_)) => Ok(()),
            Err(_) => {
                tracing::warn!("the mail server does not answer; letters wait for it");
                Ok(())
            }
        }
    }

    async fn send(&self, mail: &OutgoingMail, letter: mail::Message) -> Result<(), NotSent> {
        let message = self.message(mail, letter).map_err(NotSent::Refused)?;
        match &self.transport {
            Transport::Smtp(smtp) => {
                let Err(error) = smtp.send(message).await else { return Ok(()) };
                Err(not_sent(smtp, error).await)
            }
            Transport::Folder(folder) => {
                let written = folder.write(mail.id, message.formatted()).await;
                written.map_err(|error| NotSent::Failed(error.to_string()))
            }
        }
    }

    /// The same each time that it is sent: whoever gets it twice can tell.
    fn message(&self, mail: &OutgoingMail, letter: mail::Message) -> Result<Message, String> {
        let address = mail.recipient.parse::<Address>().map_err(|error| error.to_string())?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, address))
            .subject(letter.subject)
            .date(mail.created_at.into())
            .message_id(Some(format!("<{}@{}>", mail.id, self.from.email.domain())))
            .raw_header(HeaderValue::new(AUTO_SUBMITTED, "auto-generated".to_owned()))
            .singlepart(SinglePart::plain(letter.text));
        message.map_err(|error| error.to_string())
    }
}

/// RFC 3834 §5: nobody's absence is answered to us.
const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");

/// Why a letter was not sent, in words that may name the mailbox.
#[derive(Debug)]
enum NotSent {
    /// Nobody could be asked, or the mail server does not take letters from us.
    Failed(String),
    /// Not now, said the mail server of this letter.
    Delayed(String),
    /// Never.
    Refused(String),
}

/// Answers that say that the mail server does not know us (RFC 4954 §6).
const UNKNOWN_TO_IT: [u16; 4] = [530, 534, 535, 538];
/// Answers about a mailbox or a letter (RFC 5321 §4.2.3, RFC 7504 §4). Others may be about either.
const OF_THIS_LETTER: [u16; 6] = [550, 551, 552, 553, 555, 556];

async fn not_sent(smtp: &AsyncSmtpTransport<Tokio1Executor>, error: SmtpError) -> NotSent {
    let Some(status) = error.status().map(u16::from) else {
        let cause = error.to_string();
        // What the server cannot carry, such as an address with accents, is never sent.
        let is_refused = error.is_client() && takes_letters(smtp).await;
        return if is_refused { NotSent::Refused(cause) } else { NotSent::Failed(cause) };
    };
    let cause = answer(status, &error);
    if error.is_transient() {
        NotSent::Delayed(cause)
    } else if UNKNOWN_TO_IT.contains(&status) {
        NotSent::Failed(cause)
    } else if OF_THIS_LETTER.contains(&status) || takes_letters(smtp).await {
        NotSent::Refused(cause)
    } else {
        NotSent::Failed(cause)
    }
}

/// Whether the server lets us in at all; then what it refused was the letter.
async fn takes_letters(smtp: &AsyncSmtpTransport<Tokio1Executor>) -> bool {
    matches!(timeout(CHECKING, smtp.test_connection()).await, Ok(Ok(true)))
}

/// What a mail server answered, by its codes alone (RFC 3463): its words may name the mailbox.
fn answer(status: u16, error: &SmtpError) -> String {
    let words = error.source().map(ToString::to_string).unwrap_or_default();
    let is_code = |word: &&str| {
        word.contains('.')
            && word.split('.').all(|part| !part.is_empty() && part.len() < 4)
            && word.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit())
    };
    let code = words.split_whitespace().next().filter(is_code).unwrap_or_default();
    format!("the mail server answered {status} {code}").trim_end().to_owned()
}

/// The address of a mail server, with TLS wherever what is said passes others on its way: letters hold
/// keys, and most servers ask for a password.
fn protected(address: &str) -> Result<String, Box<dyn Error>> {
    let mut url = Url::parse(address).map_err(|_| NO_ADDRESS)?;
    let host = url.host_str().ok_or(NO_ADDRESS)?;
    if url.scheme() != "smtp" || is_this_machine(host) {
        return Ok(address.to_owned());
    }
    let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, how)| how.into_owned());
    match asked.as_deref() {
        Some("required") => {}
        None => {
            // Asking for TLS must not change where it is asked for.
            let _ = url.set_port(url.port().or(Some(25)));
            url.query_pairs_mut().append_pair("tls", "required");
        }
        Some(how) => {
            return Err(format!(
                "--smtp-url with tls={how} sends letters in the clear to another machine; leave it \
                 out, or use smtps://"
            )
            .into());
        }
    }
    Ok(url.into())
}

/// Sends what is due, from time to time, until the task is dropped.
pub async fn deliver_mail(portal: Arc<Portal>, mailer: Mailer) {
    let mut turns = Turns::every(EVERY, "letters wait: the outbox cannot be read");
    // From here on each outcome is counted, also one that has yet to come.
    LazyLock::force(&LETTERS_BY_OUTCOME);
    let mut are_more_due = false;
    loop {
        if !are_more_due {
            turns.next().await;
        }
        let start = Instant::now();
        let round = round(&portal, "deliver-mail", deliver_what_is_due(&portal, &mailer)).await;
        let sent = *round.as_ref().unwrap_or(&0);
        // Where none left, none will at once.
        are_more_due = sent > 0;
        turns.note(round);
        if are_more_due && sent < BATCH {
            // What comes next is at most letters to many, for which nobody waits.
            sleep_until(start + TO_MANY).await;
        }
    }
}

/// How many were sent.
///
/// # Errors
/// When the database fails; then what was not sent is tried again.
pub async fn deliver_what_is_due(portal: &Portal, mailer: &Mailer) -> Result<usize, Fault> {
    let due = mail::due(portal, BATCH).await?;
    let sent = stream::iter(due).map(|letters| deliver(portal, mailer, letters));
    let sent: Vec<_> = sent.buffer_unordered(AT_ONCE).collect().await;
    sent.into_iter().try_fold(0, |sent, some| Ok(sent + some?))
}

/// Sends letters together; how many were sent.
async fn deliver(
    portal: &Portal,
    mailer: &Mailer,
    letters: Vec<OutgoingMail>,
) -> Result<usize, Fault> {
    let claimed = mail::claim(portal, letters).await?;
    let outcomes = join_all(claimed.iter().map(|letter| send(portal, mailer, letter))).await;
    let (mut sent, mut not_sent) = (Vec::new(), Vec::new());
    for (letter, outcome) in claimed.iter().zip(outcomes) {
        match outcome {
            Ok(()) => sent.push(letter),
            Err(why) => not_sent.push((letter, why)),
        }
    }
    mail::note_sent(portal, &sent).await?;
    LETTERS_BY_OUTCOME.sent.increment(sent.len() as u64);
    for (letter, why) in not_sent {
        put_off(portal, letter, &why).await?;
    }
    Ok(sent.len())
}

async fn send(portal: &Portal, mailer: &Mailer, letter: &OutgoingMail) -> Result<(), NotSent> {
    match mail::open(portal, letter) {
        Ok(message) => mailer.send(letter, message).await,
        Err(fault) => Err(NotSent::Failed(fault.to_string())),
    }
}

/// Tries a letter again later, or ends it.
async fn put_off(portal: &Portal, letter: &OutgoingMail, why: &NotSent) -> Result<(), Fault> {
    let (NotSent::Failed(cause) | NotSent::Delayed(cause) | NotSent::Refused(cause)) = why;
    // It may name the mailbox; the log says which letter, and no more.
    let error = cause.replace(&letter.recipient, "[mailbox]");
    let id = letter.id;
    let attempts = letter.attempts + 1;
    let outcomes = &LETTERS_BY_OUTCOME;
    let outcome = match why {
        NotSent::Refused(_) => {
            mail::note_refused(portal, letter).await?;
            tracing::warn!(%id, %error, "a letter was refused for good");
            &outcomes.refused
        }
        _ if portal.now() - letter.created_at >= mail::PATIENCE => {
            mail::note_refused(portal, letter).await?;
            tracing::error!(%id, attempts, %error, "a letter is given up");
            &outcomes.given_up
        }
        NotSent::Failed(_) | NotSent::Delayed(_) => {
            mail::postpone(portal, letter).await?;
            tracing::warn!(%id, attempts, %error, "a letter was not sent; it is tried again");
            if matches!(why, NotSent::Delayed(_)) { &outcomes.delayed } else { &outcomes.failed }
        }
    };
    outcome.increment(1);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncBufReadExt, AsyncWriteExt, BufStream},
        net::TcpListener,
    };

    #[test]
    fn letters_to_another_machine_go_by_tls_or_not_at_all() {
        let starttls = |address: &str| protected(address).unwrap().ends_with("?tls=required");
        assert!(starttls("smtp://mail.example.go.id"));
        assert!(protected("smtp://mail.example.go.id").unwrap().contains(".id:25"));
        assert!(starttls("smtp://user:password@mail.example.go.id:587"));
        assert!(starttls("smtp://10.0.0.9:25?tls=required"));
        for as_it_is in ["smtps://user:password@mail.example.go.id", "smtp://127.0.0.1:2525"] {
            assert_eq!(protected(as_it_is).unwrap(), as_it_is);
        }
        for wrong in
            ["smtp://mail.example.go.id?tls=opportunistic", "smtp://10.0.0.9?tls=no", "mail"]
        {
            assert!(protected(wrong).is_err(), "{wrong}");
        }
    }

    /// What a mail server with these extensions is told, and what its operator is.
    async fn told(extensions: &str) -> (Vec<String>, Option<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        // This machine, by an address that does not look like it.
        let address =
            format!("smtp://user:password@0.0.0.0:{}", listener.local_addr().unwrap().port());
        let mailer = Mailer {
            from: "asn@example.go.id".parse().unwrap(),
            transport: Transport::to(&address).unwrap(),
        };
        let served = async {
            let mut stream = BufStream::new(listener.accept().await.unwrap().0);
            stream.write_all(b"220 mail\r\n").await.unwrap();
            stream.flush().await.unwrap();
            let mut told = Vec::new();
            let mut line = String::new();
            while stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {
                let verb = line.split_whitespace().next().unwrap().to_owned();
                let answer = match verb.as_str() {
                    "EHLO" => format!("250-mail\r\n{extensions}250 AUTH PLAIN LOGIN\r\n"),
                    "STARTTLS" => "220 go on\r\n".into(),
                    _ => "250 fine\r\n".into(),
                };
                told.push(verb);
                line.clear();
                stream.write_all(answer.as_bytes()).await.unwrap();
                stream.flush().await.unwrap();
                if told.last().is_some_and(|verb| verb == "STARTTLS") {
                    // What comes now is no text any more.
                    break;
                }
            }
            told
        };
        let (checked, told) = tokio::join!(mailer.check(), served);
        (told, checked.err().map(|error| error.to_string()))
    }

    #[tokio::test]
    async fn a_password_for_the_mail_server_never_goes_in_the_clear_to_another_machine() {
        let (told, refusal) = told("").await;
        let refusal = refusal.unwrap();
        assert!(told.iter().all(|verb| verb != "AUTH" && verb != "MAIL"), "{told:?}");
        assert!(refusal.contains("--smtp-url") && refusal.contains("STARTTLS"), "{refusal}");
        assert_eq!(refusal.lines().count(), 1);
    }

    #[tokio::test]
    async fn a_mail_server_that_offers_starttls_is_asked_for_it_first() {
        let (told, refusal) = told("250-STARTTLS\r\n").await;
        assert_eq!(told, ["EHLO", "STARTTLS"]);
        // It hung up then, which passes.
        assert_eq!(refusal, None);
    }
}

//! What is written down: who, what, from where, when. In the same unit of work as what it records,
//! so that neither stands without the other.

use super::{Fault, Portal, client::Client};
use crate::store::{AuditEvent, Unit};
use uuid::Uuid;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    LoggedIn,
    /// Unknown number, wrong password, or no code: what a stranger is told, and no more.
    LoginRefused,
    /// The password was right, the code was not.
    CodeRefused,
    /// The password was right, the code had been used.
    UsedCodeRefused,
    /// This attempt used up a budget: the next one has to wait.
    LoginThrottled,
    /// The password was right and there is no authenticator yet.
    MfaOffered,
    MfaActivated,
    LoggedOut,
    /// By an operator, at the command line.
    PasswordSet,
    AnnouncementPublished,
    AnnouncementEnded,
    ServiceChanged,
}

impl Event {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LoggedIn => "logged-in",
            Self::LoginRefused => "login-refused",
            Self::CodeRefused => "code-refused",
            Self::UsedCodeRefused => "used-code-refused",
            Self::LoginThrottled => "login-throttled",
            Self::MfaOffered => "mfa-offered",
            Self::MfaActivated => "mfa-activated",
            Self::LoggedOut => "logged-out",
            Self::PasswordSet => "password-set",
            Self::AnnouncementPublished => "announcement-published",
            Self::AnnouncementEnded => "announcement-ended",
            Self::ServiceChanged => "service-changed",
        }
    }
}

/// Whom an event is about.
#[derive(Debug, Clone)]
pub struct Subject {
    pub account: Option<Uuid>,
    pub masked_nip: String,
}

/// # Errors
/// When the database refuses; then the caller's whole unit must not be committed.
pub async fn record(
    portal: &Portal,
    unit: &mut Unit,
    event: Event,
    subject: &Subject,
    client: &Client,
) -> Result<(), Fault> {
    add(portal, unit, event, subject, client, None).await
}

/// The same for an event about something: `object` is a service's slug, an announcement's id.
///
/// # Errors
/// As [`record`].
pub async fn record_about(
    portal: &Portal,
    unit: &mut Unit,
    event: Event,
    subject: &Subject,
    client: &Client,
    object: &str,
) -> Result<(), Fault> {
    add(portal, unit, event, subject, client, Some(object)).await
}

async fn add(
    portal: &Portal,
    unit: &mut Unit,
    event: Event,
    subject: &Subject,
    client: &Client,
    object: Option<&str>,
) -> Result<(), Fault> {
    let row = AuditEvent {
        id: portal.new_id(),
        at: portal.now(),
        event: event.name().to_owned(),
        account_id: subject.account,
        subject: subject.masked_nip.clone(),
        address: client.address.to_string(),
        user_agent: client.user_agent.clone(),
        object: object.map(str::to_owned),
    };
    unit.add_audit_event(&row).await?;
    Ok(())
}

//! Whether an account is safe, and what its person should do where it is not.
//!
//! It says nothing that its person cannot end: new recovery codes, a new password, a mailbox.

use crate::{
    domain::{audit::Event, credentials::recovery_code::FEW, guard::visitor},
    store::AuditEvent,
    wire::account::Advice,
};
use std::net::IpAddr;
use time::{Duration, OffsetDateTime};

/// What is longer ago worries nobody any more.
const RECENT: Duration = Duration::days(30);

/// What there is to know of an account.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub recovery_codes_left: i64,
    pub has_mailbox: bool,
    pub password_changed_at: Option<OffsetDateTime>,
    /// The newest first.
    pub events: &'a [AuditEvent],
}

/// The most urgent first; nothing where the account is safe.
#[must_use]
pub fn advice(facts: &Facts<'_>, now: OffsetDateTime) -> Vec<Advice> {
    let times = strange_attempts(facts, now);
    let left = facts.recovery_codes_left;
    let all = [
        (times > 0).then_some(Advice::NewPassword { times }),
        (left <= FEW).then_some(Advice::RecoveryCodes { left }),
        (!facts.has_mailbox).then_some(Advice::Mailbox),
    ];
    all.into_iter().flatten().collect()
}

/// How often somebody had the present password, and no more, in a network where the person never got
/// in: not in the one where they mistyped a code and then typed it well.
fn strange_attempts(facts: &Facts<'_>, now: OffsetDateTime) -> usize {
    let events = || facts.events.iter().filter_map(|one| Some((one.event.parse().ok()?, one)));
    let own: Vec<_> =
        events().filter(|(event, _)| got_in(*event)).map(|(_, one)| network(one)).collect();
    let since = facts.password_changed_at.unwrap_or(now - RECENT).max(now - RECENT);
    let failed = events().filter(|(event, one)| had_the_password(*event) && one.at > since);
    failed.filter(|(_, one)| !own.contains(&network(one))).count()
}

fn network(event: &AuditEvent) -> Option<IpAddr> {
    event.address.parse().map(visitor::network).ok()
}

fn got_in(event: Event) -> bool {
    matches!(
        event,
        Event::LoggedIn | Event::PasskeyLoggedIn | Event::RecoveryCodeUsed | Event::MfaActivated
    )
}

fn had_the_password(event: Event) -> bool {
    matches!(
        event,
        Event::PasswordProved
            | Event::CodeRefused
            | Event::UsedCodeRefused
            | Event::RecoveryCodeRefused
            | Event::EnrolmentCodeRefused
            | Event::MailedCodeRefused
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

    fn event(event: Event, address: &str, days_ago: i64) -> AuditEvent {
        AuditEvent {
            id: Uuid::nil(),
            at: NOW - Duration::days(days_ago),
            event: event.name().to_owned(),
            account_id: None,
            masked_nip: String::new(),
            address: address.to_owned(),
            user_agent: String::new(),
            object: None,
            chain: None,
            position: None,
            mac: None,
        }
    }

    fn advice_for(
        events: &[AuditEvent],
        password_changed_at: Option<OffsetDateTime>,
    ) -> Vec<Advice> {
        let facts =
            Facts { recovery_codes_left: 10, has_mailbox: true, password_changed_at, events };
        advice(&facts, NOW)
    }

    #[test]
    fn an_account_is_safe_where_nothing_is_missing() {
        assert_eq!(advice_for(&[], None), []);
        let bare = Facts {
            recovery_codes_left: 2,
            has_mailbox: false,
            password_changed_at: None,
            events: &[],
        };
        let all = [Advice::RecoveryCodes { left: 2 }, Advice::Mailbox];
        assert_eq!(advice(&bare, NOW), all);
        let enough = Facts { recovery_codes_left: 3, ..bare };
        assert_eq!(advice(&enough, NOW), [Advice::Mailbox]);
    }

    #[test]
    fn whoever_had_the_password_elsewhere_is_told_of_until_there_is_another_one() {
        let events = [
            event(Event::CodeRefused, "203.0.113.7", 1),
            event(Event::PasswordProved, "203.0.113.7", 1),
            event(Event::LoggedIn, "192.0.2.1", 2),
        ];
        assert_eq!(advice_for(&events, None), [Advice::NewPassword { times: 2 }]);
        assert_eq!(advice_for(&events, Some(NOW)), []);
    }

    #[test]
    fn ones_own_mistakes_and_what_strangers_without_the_password_try_are_no_alarm() {
        let mistyped = [
            event(Event::LoggedIn, "2001:db8:1:2::9", 1),
            event(Event::CodeRefused, "2001:db8:1:2::1", 1),
        ];
        assert_eq!(advice_for(&mistyped, None), []);
        let guesses = [
            event(Event::LoginRefused, "203.0.113.7", 1),
            event(Event::LoginThrottled, "203.0.113.7", 1),
            event(Event::CodeRefused, "203.0.113.7", 31),
        ];
        assert_eq!(advice_for(&guesses, None), []);
    }
}

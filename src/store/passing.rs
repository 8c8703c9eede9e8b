//! What passes: rows that are of no use after a moment, found by an index and removed in slices, so
//! that SQLite's one writer is free again soon. A session is none of them: each ends with its reason
//! ([`crate::domain::session::ending`]).

use super::{Result, Unit, on};
use time::OffsetDateTime;

/// Rows removed at once. It stands in the texts, too: PostgreSQL plans for so many rows only when
/// it can read the number.
pub const SLICE: u64 = 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passing {
    /// By their last attempt.
    Throttles,
    /// By when they were used.
    UsedSteps,
    /// By their end.
    MailedTokens,
    /// By their end.
    MailboxLinks,
    /// By their end.
    Ceremonies,
    /// By their end.
    EnrolmentCodes,
    /// By their end.
    Flashes,
    /// By the last login there.
    KnownDevices,
    /// By their end.
    Grants,
    /// By when their session ended.
    LogoutDeliveries,
    /// By their end.
    UsedAssertions,
    /// By their moment.
    ScimDisables,
    /// By when their job was ordered; the job itself stays.
    BulkPeople,
    /// Files that never came to their end, by when they began.
    BrokenUploads,
}

impl Unit {
    /// Removes what passed before a moment, at most [`SLICE`] rows; how many there were.
    pub async fn remove_passed(&mut self, what: Passing, before: OffsetDateTime) -> Result<u64> {
        let sql = match what {
            Passing::Throttles => {
                "DELETE FROM throttles WHERE subject IN \
                     (SELECT subject FROM throttles WHERE last_attempt_at < $1 LIMIT 1000)"
            }
            Passing::UsedSteps => {
                "DELETE FROM used_steps WHERE (authenticator_id, step) IN \
                     (SELECT authenticator_id, step FROM used_steps WHERE used_at < $1 LIMIT 1000)"
            }
            Passing::MailedTokens => {
                "DELETE FROM mailed_tokens WHERE token_hash IN \
                     (SELECT token_hash FROM mailed_tokens WHERE expires_at < $1 LIMIT 1000)"
            }
            Passing::MailboxLinks => {
                "DELETE FROM mailbox_links WHERE token_hash IN \
                     (SELECT token_hash FROM mailbox_links WHERE expires_at < $1 LIMIT 1000)"
            }
            Passing::Ceremonies => {
                "DELETE FROM finished_ceremonies WHERE id IN \
                     (SELECT id FROM finished_ceremonies WHERE expires_at < $1 LIMIT 1000)"
            }
            Passing::EnrolmentCodes => {
                "DELETE FROM enrolment_codes WHERE account_id IN \
                     (SELECT account_id FROM enrolment_codes WHERE expires_at < $1 LIMIT 1000)"
            }
            Passing::Flashes => {
                "DELETE FROM flashes WHERE session_id IN \
                     (SELECT session_id FROM flashes WHERE expires_at < $1 LIMIT 1000)"
            }
            Passing::KnownDevices => {
                "DELETE FROM known_devices WHERE (token_hash, account_id) IN \
                     (SELECT token_hash, account_id FROM known_devices \
                      WHERE last_seen_at < $1 LIMIT 1000)"
            }
            Passing::Grants => {
                // While its session is there, whoever ends that has to find it.
                "DELETE FROM grants WHERE id IN \
                     (SELECT g.id FROM grants g WHERE g.expires_at < $1 AND NOT EXISTS \
                      (SELECT 1 FROM sessions s WHERE s.id = g.session_id) LIMIT 1000)"
            }
            Passing::LogoutDeliveries => {
                "DELETE FROM logout_deliveries WHERE sid IN \
                     (SELECT sid FROM logout_deliveries WHERE created_at < $1 LIMIT 1000)"
            }
            Passing::UsedAssertions => {
                "DELETE FROM used_assertions WHERE (client_id, jti_hash) IN \
                     (SELECT client_id, jti_hash FROM used_assertions \
                      WHERE expires_at < $1 LIMIT 1000)"
            }
            Passing::BulkPeople => {
                "DELETE FROM bulk_people WHERE (job_id, position) IN \
                     (SELECT p.job_id, p.position FROM bulk_jobs j \
                      JOIN bulk_people p ON p.job_id = j.id WHERE j.ordered_at < $1 LIMIT 1000)"
            }
            Passing::BrokenUploads => {
                "DELETE FROM bulk_jobs WHERE id IN \
                     (SELECT id FROM bulk_jobs WHERE state = 'uploading' AND ordered_at < $1 LIMIT 1000)"
            }
            Passing::ScimDisables => {
                "DELETE FROM scim_disables WHERE (agency, account_id) IN \
                     (SELECT agency, account_id FROM scim_disables WHERE at < $1 LIMIT 1000)"
            }
        };
        self.remove_by_moment(sql, before).await
    }

    /// Removes links and mailed codes that end later than they ever could, since the clock that made them
    /// was ahead, at most [`SLICE`]; how many there were.
    pub async fn remove_mailed_tokens_ahead(&mut self, latest: OffsetDateTime) -> Result<u64> {
        const SQL: &str = "DELETE FROM mailed_tokens WHERE token_hash IN \
             (SELECT token_hash FROM mailed_tokens WHERE expires_at > $1 LIMIT 1000)";
        self.remove_by_moment(SQL, latest).await
    }

    /// The same of links to mailboxes that are to be confirmed.
    pub async fn remove_mailbox_links_ahead(&mut self, latest: OffsetDateTime) -> Result<u64> {
        const SQL: &str = "DELETE FROM mailbox_links WHERE token_hash IN \
             (SELECT token_hash FROM mailbox_links WHERE expires_at > $1 LIMIT 1000)";
        self.remove_by_moment(SQL, latest).await
    }

    async fn remove_by_moment(&mut self, sql: &'static str, moment: OffsetDateTime) -> Result<u64> {
        Ok(on!(self, |c| sqlx::query(sql)
            .bind(moment)
            .execute(c)
            .await
            .map(|done| done.rows_affected()))?)
    }
}

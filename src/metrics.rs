//! What the portal counts and measures: every name with what it says, and the handles that record it.
//!
//! Labels come from closed sets, never from what somebody typed. Recording goes through the facade
//! `metrics`; which exporter listens, if any, is for `http::metrics` to know
//! (`docs/adr/0015-metrics-on-an-address-of-their-own.md`). Names as Prometheus asks for them:
//! base units, `_total` for counters.

use ::metrics::{Counter, Gauge, Histogram, Label};
use std::{
    collections::HashSet,
    sync::{LazyLock, PoisonError, RwLock},
    time::Instant,
};
use strum::{IntoStaticStr, VariantArray};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricKind {
    Counter,
    Gauge,
    /// Of seconds.
    Histogram,
}

#[derive(Debug, Clone, Copy)]
pub struct Metric {
    pub name: &'static str,
    pub kind: MetricKind,
    pub labels: &'static [&'static str],
    pub help: &'static str,
}

macro_rules! metrics {
    ($($constant:ident: $kind:ident $name:literal [$($label:literal),*] $help:literal;)*) => {
        $(pub const $constant: Metric = Metric {
            name: $name,
            kind: MetricKind::$kind,
            labels: &[$($label),*],
            help: $help,
        };)*

        pub const ALL: &[Metric] = &[$($constant),*];
    };
}

metrics! {
    REQUESTS: Counter "asn_http_requests_total" ["route", "method", "status"]
        "Requests that were answered, or given up by the browser (status cancelled)";
    REQUEST_DURATION: Histogram "asn_http_request_duration_seconds" ["route"]
        "Time from a request's head to its answer's head";
    IN_FLIGHT: Gauge "asn_http_requests_in_flight" []
        "Requests that are being answered";

    HASHING_WAITING: Gauge "asn_hashing_waiting" []
        "Passwords that wait to be hashed";
    HASHING_AT_WORK: Gauge "asn_hashing_at_work" []
        "Threads that hash";
    HASHING_WAIT: Histogram "asn_hashing_wait_seconds" []
        "Time a password waited for its turn";
    HASHING_DURATION: Histogram "asn_hashing_duration_seconds" []
        "Time that hashing took, without waiting";
    HASHING_REFUSED: Counter "asn_hashing_refused_total" []
        "Requests that found the queue full and were answered with 503";

    SECURITY_EVENTS: Counter "asn_security_events_total" ["event"]
        "Rows written into the audit record, by event; outcomes of logins among them";
    SESSIONS_ENDED: Counter "asn_sessions_ended_total" ["reason"]
        "Sessions that ended, by what ended them; before a login was complete, too";
    TOKEN_REQUESTS: Counter "asn_token_requests_total" ["client", "outcome"]
        "What registered services asked the token endpoint for, by what became of it";
    LOGOUTS_DELIVERED: Counter "asn_logouts_delivered_total" ["outcome"]
        "Services that were to be told that somebody had left, by how that went";
    THROTTLED: Counter "asn_attempts_throttled_total" []
        "Attempts that were told to wait, because a budget was used up";

    POOL_SIZE: Gauge "asn_pool_connections" ["pool"]
        "Connections to the database that are open";
    POOL_IDLE: Gauge "asn_pool_idle_connections" ["pool"]
        "Open connections that nobody uses";
    POOL_MAX: Gauge "asn_pool_max_connections" ["pool"]
        "Connections that may be open";
    POOL_WAIT: Histogram "asn_pool_wait_seconds" ["pool"]
        "Time until a connection was had, for writers with the beginning of their transaction";
    POOL_TIMEOUTS: Counter "asn_pool_timeouts_total" ["pool"]
        "Requests and jobs that got no connection in time";

    LETTERS: Counter "asn_letters_total" ["outcome"]
        "Attempts to send a letter, by what became of it";
    OUTBOX_LETTERS: Gauge "asn_outbox_letters" []
        "Letters that wait to be sent, on all nodes together";
    OUTBOX_AGE: Gauge "asn_outbox_oldest_age_seconds" []
        "Age of the oldest letter that waits";

    RECORD_VERIFIED: Gauge "asn_record_verified_timestamp_seconds" []
        "When the record was last verified, on whichever node; 0: not yet";
    RECORD_FINDINGS: Gauge "asn_record_findings" []
        "What was found then that the portal did not write, or that is missing";

    JOB_SUCCESS: Gauge "asn_job_last_success_timestamp_seconds" ["task"]
        "When a job last succeeded on this node";
    JOB_DURATION: Gauge "asn_job_last_duration_seconds" ["task"]
        "How long a job's last round took on this node";
    JOB_FAILURES: Counter "asn_job_failures_total" ["task"]
        "Rounds of a job that failed";

    BUILD: Gauge "asn_build_info" ["version", "commit"]
        "Always 1; which build runs";
    PROCESS_MEMORY: Gauge "process_resident_memory_bytes" []
        "Memory of the process that is in RAM";
    PROCESS_FILES: Gauge "process_open_fds" []
        "Open files and sockets";
    PROCESS_FILES_MAX: Gauge "process_max_fds" []
        "Files and sockets that may be open";
    PROCESS_CPU: Counter "process_cpu_seconds_total" []
        "Processor time used, in whole seconds";
    PROCESS_START: Gauge "process_start_time_seconds" []
        "When the process started";
}

impl Metric {
    /// Looks the handle up, which takes longer than using it: where it matters, keep it.
    pub fn counter<const N: usize>(&self, labels: [(&'static str, &str); N]) -> Counter {
        ::metrics::counter!(self.name, with_labels(labels))
    }

    pub fn gauge<const N: usize>(&self, labels: [(&'static str, &str); N]) -> Gauge {
        ::metrics::gauge!(self.name, with_labels(labels))
    }

    pub fn histogram<const N: usize>(&self, labels: [(&'static str, &str); N]) -> Histogram {
        ::metrics::histogram!(self.name, with_labels(labels))
    }

    /// Tells the recorder what this says.
    pub fn describe(&self) {
        match self.kind {
            MetricKind::Counter => ::metrics::describe_counter!(self.name, self.help),
            MetricKind::Gauge => ::metrics::describe_gauge!(self.name, self.help),
            MetricKind::Histogram => ::metrics::describe_histogram!(self.name, self.help),
        }
    }
}

fn with_labels<const N: usize>(labels: [(&'static str, &str); N]) -> Vec<Label> {
    labels.into_iter().map(|(name, value)| Label::new(name, value.to_owned())).collect()
}

/// Measures how long something takes. No rule may ask it.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}

/// The hashing queue.
pub struct Hashing {
    pub wait: Histogram,
    pub duration: Histogram,
    pub refused: Counter,
}

pub static HASHING: LazyLock<Hashing> = LazyLock::new(|| Hashing {
    wait: HASHING_WAIT.histogram([]),
    duration: HASHING_DURATION.histogram([]),
    refused: HASHING_REFUSED.counter([]),
});

/// What became of attempts to send letters.
pub struct Letters {
    pub sent: Counter,
    /// The mail server could not be reached, or does not take letters from us.
    pub failed: Counter,
    /// It asked for this letter later.
    pub delayed: Counter,
    /// It refused this letter for good.
    pub refused: Counter,
    /// It was tried for days.
    pub given_up: Counter,
}

pub static LETTERS_BY_OUTCOME: LazyLock<Letters> = LazyLock::new(|| {
    let outcome = |outcome| LETTERS.counter([("outcome", outcome)]);
    Letters {
        sent: outcome("sent"),
        failed: outcome("failed"),
        delayed: outcome("delayed"),
        refused: outcome("refused"),
        given_up: outcome("given-up"),
    }
});

/// Waiting for a connection.
pub struct PoolGauges {
    pub name: &'static str,
    pub wait: Histogram,
    pub timeouts: Counter,
}

impl PoolGauges {
    fn new(name: &'static str) -> Self {
        let labels = [("pool", name)];
        Self { name, wait: POOL_WAIT.histogram(labels), timeouts: POOL_TIMEOUTS.counter(labels) }
    }
}

pub static SQLITE_READERS: LazyLock<PoolGauges> =
    LazyLock::new(|| PoolGauges::new("sqlite-readers"));
pub static SQLITE_WRITER: LazyLock<PoolGauges> = LazyLock::new(|| PoolGauges::new("sqlite-writer"));
pub static POSTGRES: LazyLock<PoolGauges> = LazyLock::new(|| PoolGauges::new("postgres"));

pub static ATTEMPTS_THROTTLED: LazyLock<Counter> = LazyLock::new(|| THROTTLED.counter([]));

/// What became of a service's request for tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum TokenOutcome {
    /// Somebody is signed in: a code was exchanged.
    SignedIn,
    Refreshed,
    /// The service's own, about nobody.
    OwnToken,
    Refused,
    /// Something is broken here.
    Failed,
}

impl TokenOutcome {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// So many services have series of their own.
const MOST_CLIENTS: usize = 200;
/// The label of all others. No service can be called so.
pub const OTHER_CLIENTS: &str = "(others)";

/// Which services have series of their own: registered ones, the first that asked.
#[derive(Debug, Default)]
pub struct TokensByClient(RwLock<HashSet<String>>);

pub static TOKENS_BY_CLIENT: LazyLock<TokensByClient> = LazyLock::new(TokensByClient::default);

impl TokensByClient {
    pub fn count(&self, client: &str, outcome: TokenOutcome) {
        let labels = [("client", self.label(client)), ("outcome", outcome.name())];
        TOKEN_REQUESTS.counter(labels).increment(1);
    }

    fn label<'a>(&self, client: &'a str) -> &'a str {
        if self.0.read().unwrap_or_else(PoisonError::into_inner).contains(client) {
            return client;
        }
        let mut named = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let has_room = named.len() < MOST_CLIENTS;
        let is_named = named.contains(client) || (has_room && named.insert(client.to_owned()));
        if is_named { client } else { OTHER_CLIENTS }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_services_there_are_the_series_are_so_many_and_no_more() {
        let tokens = TokensByClient::default();
        let names: Vec<_> =
            (0..MOST_CLIENTS + 50).map(|number| format!("layanan-{number}")).collect();
        for _ in 0..2 {
            let labels = names.iter().map(|name| tokens.label(name));
            assert_eq!(labels.collect::<HashSet<_>>().len(), MOST_CLIENTS + 1);
        }
        assert_eq!(tokens.label(&names[0]), names[0]);
        assert_eq!(tokens.label(&names[MOST_CLIENTS]), OTHER_CLIENTS);
    }
}

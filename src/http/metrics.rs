//! `/metrics`, in the text form of Prometheus, on an address of its own: never beside the portal's
//! pages. The only place that knows the exporter.

use crate::{
    config::MetricsListen,
    domain::{
        Fault, Portal,
        audit::{Event, watch},
        session::ending::EndReason,
    },
    metrics::{
        self, ALL, BUILD, HASHING_AT_WORK, HASHING_WAITING, OTHER_CLIENTS, OUTBOX_AGE,
        OUTBOX_LETTERS, POOL_IDLE, POOL_MAX, POOL_SIZE, PROCESS_START, RECORD_FINDINGS,
        RECORD_VERIFIED, SECURITY_EVENTS, SESSIONS_ENDED, TOKEN_REQUESTS, TokenOutcome,
    },
    store::StoreError,
};
use axum::{
    Router,
    extract::State,
    http::{HeaderName, header},
    routing::get,
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::{error::Error, net::SocketAddr, sync::Arc, time::Duration};
use strum::VariantArray;
use tokio::net::TcpListener;

/// Seconds. A launcher's page takes less than the first, a hash about the middle, a wait for a
/// connection at most five.
const BUCKETS: [f64; 15] = [
    0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5,
    5.0,
];
/// What was recorded is gathered so often also when nobody asks, or it would pile up.
const GATHER_EVERY: Duration = Duration::from_secs(5);
/// The outbox, and what is noted of the record, are looked at every third time.
const OUTBOX_EVERY: u32 = 3;

/// What has been recorded, and where it is asked for.
pub struct Exporter {
    listen: Option<SocketAddr>,
    recorded: PrometheusHandle,
}

impl Exporter {
    /// Records from now on; what was used before records nothing, ever. `None` when nobody is to ask.
    ///
    /// # Errors
    /// When something else records already.
    pub fn install(listen: Option<MetricsListen>) -> Result<Option<Self>, Box<dyn Error>> {
        let listen = match listen {
            Some(MetricsListen::Off) => return Ok(None),
            Some(MetricsListen::At(address)) => Some(address),
            None => None,
        };
        let recorder = PrometheusBuilder::new().set_buckets(&BUCKETS)?.build_recorder();
        let recorded = recorder.handle();
        ::metrics::set_global_recorder(recorder)?;
        describe();
        Ok(Some(Self { listen, recorded }))
    }

    /// # Errors
    /// When an address that was named cannot be had. The one that nobody named may be another
    /// program's: that is said in the log, and no reason to stop.
    pub async fn listen(&self) -> Result<Option<TcpListener>, Box<dyn Error>> {
        let address = self.listen.unwrap_or(MetricsListen::DEFAULT);
        match TcpListener::bind(address).await {
            Ok(listener) => {
                tracing::info!(%address, "metrics");
                Ok(Some(listener))
            }
            Err(error) if self.listen.is_some() => {
                Err(format!("--metrics-listen {address}: {error}").into())
            }
            Err(error) => {
                tracing::warn!(%address, %error, "no metrics: name an address by --metrics-listen");
                Ok(None)
            }
        }
    }

    /// Gathers what is recorded, and answers where somebody listens, until the task is dropped.
    pub async fn serve(self, listener: Option<TcpListener>, portal: Arc<Portal>) {
        PROCESS_START.gauge([]).set(float(portal.now().unix_timestamp()));
        let asked = Asked { recorded: self.recorded.clone(), portal: Arc::clone(&portal) };
        let router = Router::new().route("/metrics", get(answer)).with_state(asked);
        let served = async {
            if let Some(listener) = listener
                && let Err(error) = axum::serve(listener, router).await
            {
                tracing::error!(%error, "no metrics any more");
            }
        };
        tokio::join!(served, gather(&self.recorded, &portal));
    }
}

/// What every series says, and those whose labels are known from the start.
fn describe() {
    ALL.iter().for_each(metrics::Metric::describe);
    let version = env!("CARGO_PKG_VERSION");
    let commit = option_env!("ASN_COMMIT").unwrap_or("unknown");
    BUILD.gauge([("version", version), ("commit", commit)]).set(1);
    // From zero, so that the first one is seen as an increase.
    for event in Event::VARIANTS {
        SECURITY_EVENTS.counter([("event", event.name())]).increment(0);
    }
    for reason in EndReason::VARIANTS {
        SESSIONS_ENDED.counter([("reason", reason.name())]).increment(0);
    }
    for outcome in TokenOutcome::VARIANTS {
        let labels = [("client", OTHER_CLIENTS), ("outcome", outcome.name())];
        TOKEN_REQUESTS.counter(labels).increment(0);
    }
    metrics::HASHING.refused.increment(0);
    metrics::ATTEMPTS_THROTTLED.increment(0);
}

#[derive(Clone)]
struct Asked {
    recorded: PrometheusHandle,
    portal: Arc<Portal>,
}

async fn answer(State(asked): State<Asked>) -> ([(HeaderName, &'static str); 1], String) {
    look_around(&asked.portal);
    let form = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (form, asked.recorded.render())
}

/// What is measured when somebody asks, since it costs nothing to look.
fn look_around(portal: &Portal) {
    #[cfg(target_os = "linux")]
    super::process::measure();
    let queue = portal.passwords.queue();
    HASHING_WAITING.gauge([]).set(count(queue.waiting));
    HASHING_AT_WORK.gauge([]).set(count(queue.at_work));
    for pool in portal.store.pools() {
        let labels = [("pool", pool.name)];
        POOL_SIZE.gauge(labels).set(pool.size);
        POOL_IDLE.gauge(labels).set(count(pool.idle));
        POOL_MAX.gauge(labels).set(pool.max);
    }
}

async fn gather(recorded: &PrometheusHandle, portal: &Portal) {
    let mut ticks = tokio::time::interval(GATHER_EVERY);
    for round in 0_u32.. {
        ticks.tick().await;
        recorded.run_upkeep();
        if round % OUTBOX_EVERY != 0 {
            continue;
        }
        if let Err(error) = look_into_outbox(portal).await {
            tracing::warn!(%error, "the outbox cannot be counted");
        }
        if let Err(error) = look_into_record(portal).await {
            tracing::warn!(%error, "it cannot be read when the record was verified");
        }
    }
}

async fn look_into_record(portal: &Portal) -> Result<(), Fault> {
    let last = watch::last(portal).await?;
    RECORD_VERIFIED.gauge([]).set(last.as_ref().map_or(0.0, |last| float(last.at)));
    RECORD_FINDINGS.gauge([]).set(last.map_or(0.0, |last| count(last.findings)));
    Ok(())
}

async fn look_into_outbox(portal: &Portal) -> Result<(), StoreError> {
    let outbox = portal.store.read().await?.outbox_state().await?;
    let age = outbox.oldest.map(|oldest| (portal.now() - oldest).whole_seconds());
    OUTBOX_LETTERS.gauge([]).set(float(outbox.letters));
    OUTBOX_AGE.gauge([]).set(float(age.unwrap_or(0)));
    Ok(())
}

#[allow(clippy::cast_precision_loss)] // Exact up to 2⁵³.
fn float(number: i64) -> f64 {
    number as f64
}

fn count(number: usize) -> f64 {
    float(i64::try_from(number).unwrap_or(i64::MAX))
}

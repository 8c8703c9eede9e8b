//! What is noted of each request: how long it took and how it ended, by route, for the metrics and
//! for the access log (target `access`).
//!
//! A route is a pattern of ours or a server function's address, so there are only so many, and
//! nothing that somebody typed is noted. No address, number, browser, cookie or query either. Of a service that
//! asked for tokens its name is, and what became of that ([`TokenRequest`]).

use super::health;
use crate::{
    metrics::{IN_FLIGHT, REQUEST_DURATION, REQUESTS, Stopwatch, TOKENS_BY_CLIENT, TokenOutcome},
    paths,
};
use ::metrics::{Counter, Gauge, Histogram};
use axum::{
    body::{Body, HttpBody},
    extract::MatchedPath,
    http::{Method, Request, header},
    response::Response,
};
use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, OnceLock},
};

/// The built site's files, found or not.
const FILE: &str = "file";
/// No address of ours.
const UNKNOWN: &str = "unknown";
static GOING_ON: LazyLock<Gauge> = LazyLock::new(|| IN_FLIGHT.gauge([]));

/// In an answer's extensions: a registered client asked for tokens.
#[derive(Debug, Clone)]
pub struct TokenRequest {
    pub client: String,
    pub outcome: TokenOutcome,
}

/// Every route there is.
pub struct Routes {
    known: HashMap<String, Arc<KnownRoute>>,
    file: Arc<KnownRoute>,
    unknown: Arc<KnownRoute>,
}

impl Routes {
    pub fn new(known: impl IntoIterator<Item = String>) -> Self {
        let known = known.into_iter().map(|name| (name.clone(), Arc::new(KnownRoute::new(&name))));
        Self {
            known: known.collect(),
            file: Arc::new(KnownRoute::new(FILE)),
            unknown: Arc::new(KnownRoute::new(UNKNOWN)),
        }
    }

    pub fn of(&self, request: &Request<Body>) -> Arc<KnownRoute> {
        let path = request.uri().path();
        let route = match request.extensions().get::<MatchedPath>() {
            // One pattern serves every function.
            Some(_) if path.starts_with(paths::API) => self.known.get(path),
            Some(pattern) => self.known.get(pattern.as_str()),
            None if path.contains('.') => Some(&self.file),
            None => None,
        };
        Arc::clone(route.unwrap_or(&self.unknown))
    }
}

/// A route, with the handles that its requests have needed so far.
pub struct KnownRoute {
    name: String,
    duration: OnceLock<Histogram>,
    requests: [[OnceLock<Counter>; STATUSES.len()]; METHODS.len()],
}

const METHODS: [&str; 4] = ["GET", "POST", "HEAD", "other"];
const STATUSES: [&str; 5] = ["2xx", "3xx", "4xx", "5xx", "cancelled"];
const CANCELLED: usize = 4;

impl KnownRoute {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), duration: OnceLock::new(), requests: Default::default() }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether only whoever watches asks for it, every few seconds.
    pub fn is_probe(&self) -> bool {
        health::ADDRESSES.contains(&self.name())
    }

    fn count(&self, method: usize, status: usize) {
        let Some(counter) = self.requests.get(method).and_then(|row| row.get(status)) else {
            return;
        };
        let register = || {
            let method = METHODS.get(method).copied().unwrap_or_default();
            let status = STATUSES.get(status).copied().unwrap_or_default();
            REQUESTS.counter([("route", self.name()), ("method", method), ("status", status)])
        };
        counter.get_or_init(register).increment(1);
    }

    fn record(&self, seconds: f64) {
        let register = || REQUEST_DURATION.histogram([("route", self.name())]);
        self.duration.get_or_init(register).record(seconds);
    }
}

/// As it stands in labels and in the log: a method of somebody's own making does not.
pub fn method_name(method: &Method) -> &'static str {
    METHODS.get(method_place(method)).copied().unwrap_or_default()
}

fn method_place(method: &Method) -> usize {
    METHODS.iter().position(|known| *known == method.as_str()).unwrap_or(METHODS.len() - 1)
}

fn status_place(response: &Response) -> usize {
    match response.status().as_u16() {
        ..300 => 0,
        300..400 => 1,
        400..500 => 2,
        500.. => 3,
    }
}

/// Waits for the answer and notes it; also that the browser did not wait.
pub async fn observe(
    route: Arc<KnownRoute>,
    method: Method,
    answer: impl Future<Output = Response>,
) -> Response {
    let mut going_on = GoingOn::begin(route, method_place(&method));
    let response = answer.await;
    going_on.end(&response);
    response
}

struct GoingOn {
    route: Arc<KnownRoute>,
    method: usize,
    watch: Stopwatch,
    is_over: bool,
}

impl GoingOn {
    fn begin(route: Arc<KnownRoute>, method: usize) -> Self {
        GOING_ON.increment(1);
        Self { route, method, watch: Stopwatch::start(), is_over: false }
    }

    fn end(&mut self, response: &Response) {
        self.is_over = true;
        let seconds = self.watch.seconds();
        self.route.record(seconds);
        self.route.count(self.method, status_place(response));
        let status = response.status().as_u16();
        let ms = milliseconds(seconds);
        let bytes = length(response);
        let tokens = response.extensions().get::<TokenRequest>();
        if let Some(TokenRequest { client, outcome }) = tokens {
            TOKENS_BY_CLIENT.count(client, *outcome);
        }
        let client = tokens.map(|tokens| tokens.client.as_str());
        let outcome = tokens.map(|tokens| tokens.outcome.name());
        if self.route.is_probe() {
            tracing::debug!(target: "access", status, ms, bytes, "answered");
        } else {
            tracing::info!(target: "access", status, ms, bytes, client, outcome, "answered");
        }
    }
}

impl Drop for GoingOn {
    fn drop(&mut self) {
        GOING_ON.decrement(1);
        if !self.is_over {
            self.route.count(self.method, CANCELLED);
            let ms = milliseconds(self.watch.seconds());
            tracing::info!(target: "access", ms, "given up by the browser");
        }
    }
}

/// With three digits after the point.
fn milliseconds(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e3
}

/// In bytes, where it is known before it is sent: not of what is compressed on its way.
fn length(response: &Response) -> Option<u64> {
    let announced = response.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse().ok());
    announced.or_else(|| response.body().size_hint().exact())
}

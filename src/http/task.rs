//! Each request is carried out in a task of its own, to its end. When a browser goes away, the server
//! drops whatever was being done for it; here that is only the waiting for the task. So nothing is
//! done by half because somebody closed a window, and nobody can choose the moment in which a unit of
//! work is torn off.
//!
//! Whoever asks and leaves leaves work behind, so it is bounded: by a number of tasks, for which the
//! others wait, and by a time, after which a task is given up and what it had begun is undone.

use super::{AppState, error_page};
use crate::{web::request::RequestId, wire::error::ApiError};
use axum::{
    body::Body,
    extract::State,
    http::{Request, header},
    middleware::Next,
    response::Response,
};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::Semaphore,
    time::{error::Elapsed, timeout},
};
use tracing::Instrument;

/// Tasks at once: many times what the hashing queue and the database take in.
const MOST: u32 = 1024;
/// How long a request may wait for a place.
const QUEUEING: Duration = Duration::from_secs(5);
/// How long one may take, less than a stop waits for it. A request waits for the database for seven seconds at
/// most, and ten more for a statement that is not answered.
const PATIENCE: Duration = Duration::from_secs(18);

/// What is being done for requests, also for those whose browser is gone.
pub struct Tasks(Arc<Semaphore>);

impl Default for Tasks {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MOST as usize)))
    }
}

impl Tasks {
    /// Waits until all of them are over, and begins no other.
    pub async fn finish(&self) {
        // Each has an end.
        let _ = self.0.acquire_many(MOST).await;
        self.0.close();
    }
}

/// Answers with a page that says what became of a request that had no other end.
pub async fn or_a_page(
    State(state): State<AppState>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let head = head_of(&request);
    match carry_out(&state, request, next).await {
        Ok(response) => response,
        Err(error) => error_page::render(&state, head, error).await,
    }
}

/// The answer; or why there is none.
pub async fn carry_out(
    state: &AppState,
    request: Request<Body>,
    next: Next,
) -> Result<Response, ApiError> {
    let Ok(Ok(place)) = timeout(QUEUEING, Arc::clone(&state.tasks.0).acquire_owned()).await else {
        tracing::error!("a request was not begun: too many are under way");
        return Err(ApiError::Busy);
    };
    let work = async move {
        let answer = timeout(PATIENCE, next.run(request)).await;
        drop(place);
        answer
    };
    match tokio::spawn(work.in_current_span()).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(Elapsed { .. })) => {
            tracing::error!("a request took too long and was given up");
            Err(ApiError::Unavailable)
        }
        Err(error) => {
            tracing::error!(%error, "a request failed");
            Err(ApiError::Internal)
        }
    }
}

/// As much of a request as the page needs that says what became of it.
fn head_of(request: &Request<Body>) -> Request<Body> {
    let mut head = Request::new(Body::empty());
    head.uri_mut().clone_from(request.uri());
    for cookie in request.headers().get_all(header::COOKIE) {
        head.headers_mut().append(header::COOKIE, cookie.clone());
    }
    if let Some(id) = request.extensions().get::<RequestId>() {
        head.extensions_mut().insert(*id);
    }
    head
}

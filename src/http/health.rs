//! For whoever watches: `/healthz` (this process is alive) and `/readyz` (send it requests: the
//! database answers, and it is not about to stop).

use super::AppState;
use axum::{Router, extract::State, http::StatusCode, routing::get};

pub fn routes() -> Router<AppState> {
    Router::new().route("/healthz", get(|| async { "alive\n" })).route("/readyz", get(ready))
}

async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.is_stopping() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match state.portal.store.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}

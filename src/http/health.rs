//! For whoever watches: `/healthz` (this process is alive) and `/readyz` (send it requests: the
//! database answers, and it is not about to stop).

use super::{AppState, machine::MachineRoute, problem::Problem};
use axum::{extract::State, http::StatusCode, routing::get};

pub const ADDRESSES: [&str; 2] = [ALIVE, READY];
const ALIVE: &str = "/healthz";
const READY: &str = "/readyz";

pub fn routes() -> [MachineRoute; 2] {
    [
        MachineRoute::probe(ALIVE, get(|| async { "alive\n" })),
        MachineRoute::probe(READY, get(ready)),
    ]
}

async fn ready(State(state): State<AppState>) -> Result<&'static str, Problem> {
    let unavailable = Problem::new(StatusCode::SERVICE_UNAVAILABLE);
    if state.is_stopping() {
        return Err(unavailable.because("stopping"));
    }
    match state.portal.store.ping().await {
        Ok(()) => Ok("ready\n"),
        Err(error) => {
            tracing::error!(%error, "not ready");
            Err(unavailable.because("the database does not answer"))
        }
    }
}

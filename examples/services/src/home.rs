//! `/`: who is signed in, or how to sign in. Everything of a service's own would begin here.

use crate::{clock, cookies, origin, pages, provider::Problem, service::App};
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use std::time::Instant;

pub async fn show(State(app): State<App>, headers: HeaderMap) -> Response {
    let token = cookies::session_token(app.service.client_id, &headers);
    match token.and_then(|token| app.sessions.find(token, Instant::now())) {
        Some(session) => pages::signed_in(&app, &session),
        None => pages::welcome(&app),
    }
}

/// `/perbarui`: asks the portal who this is by now. A service does so when it needs to know, say every hour.
pub async fn renew(State(app): State<App>, headers: HeaderMap) -> Response {
    if !origin::is_own(&headers) {
        return pages::from_elsewhere(&app);
    }
    let Some(token) = cookies::session_token(app.service.client_id, &headers) else {
        return to_start();
    };
    let Some(mut session) = app.sessions.find(token, Instant::now()) else { return to_start() };
    let outcome = app.provider.refresh(&mut session, clock::seconds()).await;
    app.sessions.renew(token, session);
    match outcome {
        Ok(()) => to_start(),
        // The portal knows this login no longer: nor do we.
        Err(Problem::Refused(why)) => {
            eprintln!("{}: session ended: {why}", app.service.client_id);
            app.sessions.close(token);
            to_start()
        }
        Err(problem) => pages::problem(&app, &problem),
    }
}

fn to_start() -> Response {
    Redirect::to("/").into_response()
}

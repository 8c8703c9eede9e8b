//! A request that may not be answered at the service, or whose person may not enter: said on a page of ours, and
//! noted for the operator with what was sent. Nothing that was sent is secret: codes and secrets are not.

use crate::{
    app::Prepared,
    domain::sso::{
        authorize::{Refusal, Why},
        entry::NoEntry,
        request::Unanswerable,
    },
    http::{AppState, error_page},
    wire::sso::{SignInProblem, SignInRefusal},
};
use axum::{
    body::Body,
    http::{Request, StatusCode},
    response::Response,
};

/// Bytes of what was sent that are shown and noted.
const SHOWN: usize = 300;

pub async fn page(state: &AppState, request: Request<Body>, refusal: Refusal) -> Response {
    let (problem, sent) = match refusal.why {
        Why::Unanswerable(why) => match why {
            Unanswerable::TooLong => (SignInProblem::TooLong, None),
            Unanswerable::NoClient => (SignInProblem::NoClient, None),
            Unanswerable::UnknownClient(id) => (SignInProblem::UnknownClient, Some(id)),
            Unanswerable::NoRedirect => (SignInProblem::NoRedirect, None),
            Unanswerable::UnknownRedirect(sent) => (SignInProblem::UnknownRedirect, Some(sent)),
            Unanswerable::Stale => (SignInProblem::Stale, None),
        },
        Why::NoEntry(NoEntry::NotForThem) => (SignInProblem::NotForThem, None),
        Why::NoEntry(NoEntry::Closed) => (SignInProblem::Closed, None),
        Why::NeedsPasskey => (SignInProblem::NeedsPasskey, None),
    };
    let sent = sent.map(|sent| sent.chars().filter(|c| !c.is_control()).take(SHOWN).collect());
    let status = match problem {
        SignInProblem::NotForThem | SignInProblem::Closed | SignInProblem::NeedsPasskey => {
            StatusCode::FORBIDDEN
        }
        _ => StatusCode::BAD_REQUEST,
    };
    let client = refusal.client;
    let view = SignInRefusal {
        problem,
        service: client.as_ref().and_then(|client| client.settings.service.clone()),
        start: client.as_ref().and_then(|client| client.settings.address.clone()),
        name: client.as_ref().map(|client| client.settings.client_name.clone()),
        client: client.map(|client| client.id),
        sent,
    };
    tracing::warn!(client = view.client, ?problem, sent = view.sent, "a sign-in was refused");
    error_page::render_prepared(state, request, Prepared::SignInRefused(view), status).await
}

//! A request that may not be answered at the service, or whose person may not enter: said on a page of ours, and
//! noted for the operator with the names of what was sent; of values there is the address or name that was not
//! registered. So is what a service is told of its own mistakes.

use crate::{
    app::Prepared,
    domain::sso::{
        authorize::{AuthorizationResponse, Refusal, Why},
        entry::NoEntry,
        parameters::Parameters,
        request,
        request::Unanswerable,
    },
    http::{AppState, context::RequestLanguage, error_page},
    i18n::Language,
    wire::sso::{SignInProblem, SignInRefusal},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, Uri},
    response::Response,
};

/// Bytes of what was sent that are shown and noted.
const SHOWN: usize = 300;

pub async fn page(state: &AppState, mut request: Request<Body>, refusal: Refusal) -> Response {
    let (problem, sent) = match refusal.why {
        Why::Unanswerable(why) => match why {
            Unanswerable::TooLong => (SignInProblem::TooLong, None),
            Unanswerable::TooMany => (SignInProblem::TooMany, None),
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
    let fields = names(request.uri());
    tracing::warn!(
        client = view.client,
        ?problem,
        sent = view.sent,
        fields,
        "a sign-in was refused"
    );
    if let Some(language) = language(request.uri()) {
        request.extensions_mut().insert(RequestLanguage(language));
    }
    error_page::render_prepared(state, request, Prepared::SignInRefused(view), status).await
}

/// What a service is told is noted, too, where it has to mend something.
pub fn note(answer: &AuthorizationResponse, uri: &Uri) {
    if let Some(problem) = answer.problem.filter(|problem| problem.code.is_services_mistake()) {
        let (error, description) = (problem.code.name(), problem.description);
        let fields = names(uri);
        tracing::warn!(
            client = answer.client,
            error,
            description,
            fields,
            "a service was told that its request is wrong"
        );
    }
}

/// What the service would like, although its request is wrong.
fn language(uri: &Uri) -> Option<Language> {
    let sent = Parameters::parse(uri.query().unwrap_or_default().as_bytes()).ok()?;
    request::language(&sent).ok().flatten()
}

fn names(uri: &Uri) -> String {
    let sent = Parameters::parse(uri.query().unwrap_or_default().as_bytes());
    sent.map(|sent| sent.names()).unwrap_or_default()
}

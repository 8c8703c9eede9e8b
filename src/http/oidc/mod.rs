//! Single sign-on over HTTP: the endpoints of [`crate::domain::sso`], at the addresses of each issuer. What a
//! browser is sent to stands in the browsers' stack, what a service asks in the machines'
//! ([`super::machine`]), each under its row of [`super::policy`].

mod authorize;
mod client;
mod cors;
mod discovery;
mod logout;
mod refusal;
mod response;
mod token;
mod userinfo;

use super::{AppState, Plain, machine, machine::MachineRoute};
use crate::{
    domain::sso::issuer::{Endpoints, Issuer},
    paths,
};
use axum::{
    Router,
    middleware::from_fn,
    routing::{get, post},
};

/// A service's form: a token request with an assertion, or a request that is pushed. Bytes.
const LONGEST_FORM: usize = 24 * 1024;

/// What a browser is sent to by a service, besides pages.
pub fn for_browsers(state: &AppState) -> Vec<Plain> {
    let mut routes = vec![(paths::RESUME.to_owned(), get(authorize::resume))];
    for (issuer, prefix) in issuers(state) {
        let Endpoints { authorization, end_session, .. } = issuer.endpoints();
        let ask = get(move |state, request| authorize::ask(issuer, state, request));
        let leave = get(move |state, request| logout::ask(issuer, state, request));
        routes.push((format!("{prefix}{authorization}"), ask));
        routes.push((format!("{prefix}{end_session}"), leave));
    }
    routes
}

/// What services ask, and what their pages send across sites.
pub fn for_machines(state: &AppState) -> Router<AppState> {
    let mut routes = Vec::new();
    for (issuer, prefix) in issuers(state) {
        let at = |endpoint: &str| format!("{prefix}{endpoint}");
        let endpoints = issuer.endpoints();
        for (endpoint, handler) in [
            (endpoints.authorization, post(authorize::sent)),
            (endpoints.end_session, post(logout::sent)),
        ] {
            let route = MachineRoute::new(state, at(endpoint), LONGEST_FORM, handler);
            routes.push(route.within(|route| route.layer(from_fn(authorize::or_said_by_get))));
        }
        let mut add = |address: String, handler| {
            routes.push(MachineRoute::new(state, address, LONGEST_FORM, handler));
        };
        let token = move |state, request| token::token(issuer, state, request);
        add(at(endpoints.token), post(token).options(cors::preflight));
        let userinfo = move |state, request| userinfo::userinfo(issuer, state, request);
        add(at(endpoints.userinfo), get(userinfo).post(userinfo).options(cors::preflight));
        let introspect = move |state, request| token::introspect(issuer, state, request);
        add(at(endpoints.introspection), post(introspect));
        let revoke = move |state, request| token::revoke(issuer, state, request);
        add(at(endpoints.revocation), post(revoke).options(cors::preflight));
        let push = move |state, request| token::push(issuer, state, request);
        add(at(endpoints.pushed_authorization_request), post(push));
        let mut look = |address: String, handler| {
            routes.push(MachineRoute::probe(address, handler));
        };
        let configuration = move |state, headers| discovery::configuration(issuer, state, headers);
        let configuration = get(configuration).options(cors::anybody);
        look(at("/.well-known/openid-configuration"), configuration.clone());
        if issuer == Issuer::Portal {
            look(at("/.well-known/oauth-authorization-server"), configuration);
        } else {
            look(at(discovery::THIRD_PARTY_COOKIES), get(discovery::third_party_cookies));
        }
        look(at(endpoints.jwks), get(discovery::jwks).options(cors::anybody));
    }
    machine::stack(routes)
}

/// The address of every route but the one that all issuers share, for the log.
pub fn addresses(state: &AppState) -> Vec<String> {
    let mut all: Vec<_> = for_browsers(state).into_iter().map(|(address, _)| address).collect();
    all.retain(|address| address != paths::RESUME);
    for (issuer, prefix) in issuers(state) {
        let one = issuer.endpoints();
        for endpoint in [
            one.token,
            one.userinfo,
            one.introspection,
            one.revocation,
            one.pushed_authorization_request,
            one.jwks,
            "/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server",
            discovery::THIRD_PARTY_COOKIES,
        ] {
            all.push(format!("{prefix}{endpoint}"));
        }
    }
    all
}

/// Each issuer there is, and what its addresses begin with.
fn issuers(state: &AppState) -> Vec<(Issuer, String)> {
    let keycloak = state.portal.sso.keycloak_path.clone();
    let keycloak = keycloak.map(|path| (Issuer::Keycloak, path));
    std::iter::once((Issuer::Portal, String::new())).chain(keycloak).collect()
}

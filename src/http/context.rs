//! What pages and server functions find in their context.

use super::{AppState, policy};
use crate::{
    domain::{
        self,
        session::{LiveSession, Stage},
        sso::request::AuthorizationRequest,
    },
    i18n::Language,
    paths,
    ui::Site,
    web::{
        cookies::Jar,
        request::{CurrentSession, RequestId},
    },
};
use axum::http::request::Parts;
use leptos::prelude::*;
use std::sync::Arc;

/// What a page finds in its context; and its content security policy.
pub fn page_context(state: &AppState) -> impl Fn() + Clone + Send + Sync + use<> {
    let context = context(state);
    move || {
        policy::page();
        context();
    }
}

pub fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + use<> {
    let state = state.clone();
    move || {
        provide_context(Arc::clone(&state.portal));
        provide_context(Arc::clone(&state.settings));
        if let Some(parts) = use_context::<Parts>() {
            let jar = Jar::of(&parts.headers, &state.settings);
            let language = jar.language().or_else(|| asked_for(&state, &parts));
            provide_context(language.unwrap_or_default());
            provide_context(site(&state, &parts));
        }
    }
}

/// The language that the service would like on whose request this page is, or in answer to which.
fn asked_for(state: &AppState, parts: &Parts) -> Option<Language> {
    if let Some(RequestLanguage(language)) = parts.extensions.get() {
        return Some(*language);
    }
    let here = parts.uri.path_and_query()?.as_str();
    AuthorizationRequest::in_address(&state.portal, here)?.language
}

/// Among a request's extensions: the answer is a page in this language, for whoever has chosen none.
#[derive(Debug, Clone, Copy)]
pub struct RequestLanguage(pub Language);

fn site(state: &AppState, parts: &Parts) -> Site {
    let here = parts.uri.path_and_query().map_or(paths::HOME, |here| here.as_str());
    let current = parts.extensions.get::<CurrentSession>();
    let session = current.and_then(|current| current.session.as_ref());
    let logged_in = session.filter(|session| session.stage == Stage::Authenticated);
    Site {
        address: state.settings.public_origin.host().to_owned(),
        demo: state.settings.demo,
        reference: parts.extensions.get::<RequestId>().map(ToString::to_string).unwrap_or_default(),
        here: here.to_owned(),
        owner: session.map(LiveSession::owner).unwrap_or_default(),
        person: logged_in.map(domain::launcher::view::person),
    }
}

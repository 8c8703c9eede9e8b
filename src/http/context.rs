//! What pages and server functions find in their context.

use super::{AppState, policy};
use crate::{
    domain::{
        self,
        session::{LiveSession, Stage},
    },
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
            provide_context(jar.language().unwrap_or_default());
            provide_context(site(&state, &parts));
        }
    }
}

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

//! The router: what is plain HTTP around pages and server functions.
//!
//! A layer copies whatever is below it for every request, so those that stand together are one stack.
//! From the outside in: the client's address, a number for the request and what is noted of it;
//! headers; compression; a limit on bodies; a task of its own for all that follows; the launcher of
//! whoever has nothing to do first, which nothing below can change; the origin check; error pages for
//! forms; the session, whose page a form was sent from, and what has to be renewed before anything else;
//! then the routes.

pub mod client_address;
mod error_page;
mod files;
mod headers;
mod health;
pub mod launcher;
mod limits;
mod link;
pub mod metrics;
mod observe;
mod open;
mod origin;
mod owner;
mod process;
mod renewal;
mod script;
mod service_worker;
mod shared_service;
mod task;
mod well_known;

use crate::{
    app::{App, shell},
    config::Settings,
    domain::{
        self, Portal,
        session::{LiveSession, Stage},
    },
    paths,
    ui::{Site, script::LAUNCHER},
    web::{
        cookies::Jar,
        request::{CurrentSession, RequestId},
    },
};
use axum::{
    Router,
    body::Body,
    extract::{FromRef, State},
    http::Request,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use client_address::Doubts;
use http::request::Parts;
use leptos::{prelude::*, server_fn::axum::server_fn_paths};
use leptos_axum::{LeptosRoutes, generate_route_list};
use observe::Routes;
use shared_service::SharedService;
use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tower::ServiceBuilder;
use tower_http::{CompressionLevel, compression::CompressionLayer};

/// Pages are compressed anew for each person. One level more saves 4 % of a launcher and costs twice
/// the time; `docs/adr/0018-pages-are-compressed-lightly.md`.
pub const COMPRESSION: CompressionLevel = CompressionLevel::Precise(COMPRESSION_LEVEL);
const COMPRESSION_LEVEL: i32 = 3;

/// What every handler may need. Each layer keeps one, so a copy costs nothing.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

pub struct Shared {
    pub portal: Arc<Portal>,
    pub settings: Arc<Settings>,
    pub leptos: LeptosOptions,
    pub tasks: task::Tasks,
    templates: launcher::Templates,
    doubts: Doubts,
    stopping: AtomicBool,
}

impl AppState {
    #[must_use]
    pub fn new(portal: Arc<Portal>, settings: Settings, leptos: LeptosOptions) -> Self {
        let settings = Arc::new(settings);
        Self(Arc::new(Shared {
            portal,
            settings,
            leptos,
            tasks: task::Tasks::default(),
            templates: launcher::Templates::default(),
            doubts: Doubts::default(),
            stopping: AtomicBool::new(false),
        }))
    }

    /// From now on this node says that it is about to stop.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}

pub fn router(state: AppState) -> Router {
    let pages = generate_route_list(App);
    let api = format!("{}/{{*function}}", paths::API);
    let open = format!("{}/{{slug}}", paths::OPEN);
    let functions = server_fn_paths().map(|(path, _)| path.to_owned());
    let others = [&open, &LAUNCHER.address, "/sw.js", "/healthz", "/readyz"].map(str::to_owned);
    let known = pages.iter().map(|page| page.path().to_owned()).chain(functions).chain(others);
    let known = known.chain(well_known::ADDRESSES.map(str::to_owned));
    let routes = Arc::new(Routes::new(known));
    Router::new()
        .route(&api, get(server_function).post(server_function))
        .leptos_routes_with_context(&state, pages, context(&state), {
            let state = state.clone();
            move || shell(state.leptos.clone())
        })
        .route(&open, get(open::service))
        .route_layer(from_fn_with_state(state.clone(), renewal::first))
        .route("/sw.js", get(service_worker::script))
        .route(&LAUNCHER.address, get(|| script::kept(&LAUNCHER)))
        .merge(well_known::routes())
        .fallback(files::file_or_not_found)
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(state.clone(), limits::body))
                .layer(from_fn_with_state(state.clone(), task::carry_out))
                .layer(from_fn_with_state(state.clone(), launcher::quickly))
                .layer_fn(SharedService::new)
                .layer(from_fn_with_state(state.clone(), origin::check))
                .layer(from_fn_with_state(state.clone(), error_page::for_forms))
                .layer(from_fn_with_state(state.clone(), link::take_key)),
        )
        .merge(health::routes())
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state((state.clone(), routes), client_address::identify))
                .layer(from_fn_with_state(state.clone(), headers::add))
                .layer(CompressionLayer::new().quality(COMPRESSION)),
        )
        .with_state(state)
}

async fn server_function(State(state): State<AppState>, request: Request<Body>) -> Response {
    let answer = leptos_axum::handle_server_fns_with_context(context(&state), request);
    answer.await.into_response()
}

/// What pages and server functions find in their context.
fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + use<> {
    let state = state.clone();
    move || {
        provide_context(Arc::clone(&state.portal));
        provide_context(Arc::clone(&state.settings));
        if let Some(parts) = use_context::<Parts>() {
            let jar = Jar::of(&parts.headers, &state.settings);
            provide_context(jar.language().unwrap_or_default());
            let reference = parts.extensions.get::<RequestId>().map(ToString::to_string);
            let here = parts.uri.path_and_query().map_or(paths::HOME, |here| here.as_str());
            let current = parts.extensions.get::<CurrentSession>();
            let session = current.and_then(|current| current.session.as_ref());
            let logged_in = session.filter(|session| session.stage == Stage::Authenticated);
            provide_context(Site {
                address: state.settings.public_origin.host().to_owned(),
                demo: state.settings.demo,
                reference: reference.unwrap_or_default(),
                here: here.to_owned(),
                owner: session.map(LiveSession::owner).unwrap_or_default(),
                person: logged_in.map(domain::launcher::person),
            });
        }
    }
}

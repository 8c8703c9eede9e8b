//! The router: two stacks, one for browsers ([`browser`]) and one for machines ([`machine`]), which share
//! no rule but what stands around both: the visitor's address, a number for the request and what is noted
//! of it, and the headers of the answer, by one table ([`policy`]).

pub mod browser;
mod context;
mod error_page;
mod files;
mod health;
pub mod launcher;
mod left_out;
mod limits;
mod link;
pub mod machine;
pub mod metrics;
mod observe;
mod oidc;
mod open;
mod origin;
mod own_data;
mod owner;
pub mod policy;
pub mod problem;
#[cfg(target_os = "linux")]
mod process;
mod record_file;
mod renewal;
mod scim;
mod script;
mod service_worker;
mod shared_service;
mod task;
mod upload;
pub mod visitor_address;
mod well_known;

use crate::{config::Settings, domain::Portal, outgoing::ClientKeys};
use axum::routing::MethodRouter;
use axum::{Router, extract::FromRef, middleware::from_fn_with_state};
use leptos::config::LeptosOptions;
use observe::Routes;
use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use visitor_address::Doubts;

/// Pages are compressed anew for each person. One level more saves 4 % of a launcher and costs twice
/// the time; `docs/adr/0018-pages-are-compressed-lightly.md`.
pub const COMPRESSION: CompressionLevel = CompressionLevel::Precise(COMPRESSION_LEVEL);
const COMPRESSION_LEVEL: i32 = 3;

/// A route of browsers that is no page and no server function.
type Plain = (String, MethodRouter<AppState>);

/// What every handler may need. Each layer keeps one, so a copy costs nothing.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

pub struct Shared {
    pub portal: Arc<Portal>,
    pub settings: Arc<Settings>,
    pub leptos: LeptosOptions,
    pub tasks: task::Tasks,
    client_keys: ClientKeys,
    templates: launcher::Templates,
    doubts: Doubts,
    stopping: AtomicBool,
}

impl AppState {
    #[must_use]
    pub fn new(portal: Arc<Portal>, settings: Settings, leptos: LeptosOptions) -> Self {
        let client_keys = ClientKeys::new(settings.outgoing());
        let settings = Arc::new(settings);
        Self(Arc::new(Shared {
            portal,
            settings,
            leptos,
            tasks: task::Tasks::default(),
            client_keys,
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

/// The portal.
pub fn router(state: AppState) -> Router {
    router_with(state, Router::new())
}

/// The portal with more for machines: each a [`machine::stack`].
pub fn router_with(state: AppState, machines: Router<AppState>) -> Router {
    let known = browser::addresses().into_iter().chain(oidc::addresses(&state));
    let known = known.chain(scim::addresses());
    let known = known.chain(health::ADDRESSES.map(str::to_owned));
    let routes = Arc::new(Routes::new(known));
    browser::stack(&state)
        .merge(machine::stack(health::routes()))
        .merge(oidc::for_machines(&state))
        .merge(scim::routes(&state))
        .merge(machines)
        .merge(upload::routes(&state))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state((state.clone(), routes), visitor_address::identify))
                .layer(from_fn_with_state(state.clone(), policy::answer)),
        )
        .with_state(state)
}

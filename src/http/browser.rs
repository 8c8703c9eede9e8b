//! The stack of browsers: pages, the forms on them, and files.
//!
//! A layer copies whatever is below it for every request, so those that stand together are one stack.
//! From the outside in: compression; a limit on bodies; a task of its own for all that follows; the
//! launcher of whoever has nothing to do first, which nothing below can change; the origin check; error
//! pages for forms; the session, whose page a form was sent from, and what has to be renewed before
//! anything else; then the routes.

use super::{
    AppState, COMPRESSION, Plain,
    context::{context, page_context},
    error_page, files, launcher, left_out, limits, link, oidc, open, origin, own_data, record_file,
    renewal, script, service_worker,
    shared_service::SharedService,
    task, well_known,
};
use crate::{
    app::{App, shell},
    paths,
    ui::script::LAUNCHER,
};
use axum::{
    Router,
    body::Body,
    extract::State,
    http::Request,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::{LeptosRoutes, generate_route_list};
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;

/// Behind the door of what has to be renewed, as pages and server functions are.
fn behind_the_door() -> [Plain; 4] {
    [
        (OPEN.to_owned(), get(open::service)),
        (paths::OWN_DATA.to_owned(), get(own_data::file)),
        (paths::RECORD_FILE.to_owned(), get(record_file::file)),
        (paths::left_out("{id}"), get(left_out::file)),
    ]
}

const OPEN: &str = "/buka/{slug}";

/// What is nobody's, so that it needs no session.
fn for_everybody() -> impl Iterator<Item = Plain> {
    let launcher = get(|| script::kept(&LAUNCHER));
    let worker = (service_worker::ADDRESS.to_owned(), get(service_worker::script));
    [worker, (LAUNCHER.address.clone(), launcher)].into_iter().chain(well_known::routes())
}

/// The address of every route there is, as its pattern.
#[must_use]
pub fn addresses() -> Vec<String> {
    let pages = generate_route_list(App).into_iter().map(|page| page.path().to_owned());
    let functions = server_fn_paths().map(|(path, _)| path.to_owned());
    let plain = behind_the_door().into_iter().chain(for_everybody());
    let resume = [paths::RESUME, paths::UPLOAD].map(str::to_owned);
    pages.chain(functions).chain(plain.map(|(address, _)| address)).chain(resume).collect()
}

pub fn stack(state: &AppState) -> Router<AppState> {
    let function = format!("{}/{{*function}}", paths::API);
    let add = |router: Router<_>, (address, handler): Plain| router.route(&address, handler);
    let pages = Router::new()
        .route(&function, get(server_function).post(server_function))
        .leptos_routes_with_context(state, generate_route_list(App), page_context(state), {
            let state = state.clone();
            move || shell(state.leptos.clone())
        });
    let behind = behind_the_door().into_iter().fold(pages, add);
    let behind = behind.route_layer(from_fn_with_state(state.clone(), renewal::first));
    for_everybody()
        .chain(oidc::for_browsers(state))
        .fold(behind, add)
        .fallback(files::file_or_not_found)
        .layer(
            ServiceBuilder::new()
                .layer(CompressionLayer::new().quality(COMPRESSION))
                .layer(from_fn_with_state(state.clone(), limits::body))
                .layer(from_fn_with_state(state.clone(), task::or_a_page))
                .layer(from_fn_with_state(state.clone(), launcher::quickly))
                .layer_fn(SharedService::new)
                .layer(from_fn_with_state(state.clone(), origin::check))
                .layer(from_fn_with_state(state.clone(), error_page::for_forms))
                .layer(from_fn_with_state(state.clone(), link::take_key)),
        )
}

async fn server_function(State(state): State<AppState>, request: Request<Body>) -> Response {
    let answer = leptos_axum::handle_server_fns_with_context(context(&state), request);
    answer.await.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_opened_below_the_address_of_paths() {
        assert_eq!(OPEN.strip_suffix("/{slug}"), Some(paths::OPEN));
    }
}

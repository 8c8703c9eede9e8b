//! Three small services that sign in with ASN Digital. They stand in for MyASN, SIASN and e-Kinerja beside a demo,
//! and show the owner of a service what there is to do:
//!
//! 1. `service.rs`: what is agreed with the portal, on its side in `clients.toml`.
//! 2. `login.rs`: to the portal and back; `provider.rs`: from the code to the person.
//! 3. `sessions.rs`, `home.rs`: a session of one's own, and who it belongs to.
//! 4. `logout.rs`, `logout_token.rs`: signing out, from either side.

mod claims;
mod client_assertion;
mod clock;
mod cookies;
mod home;
mod login;
mod logout;
mod logout_token;
mod origin;
mod pages;
mod provider;
mod service;
mod sessions;
#[cfg(test)]
mod tests;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::header::CONTENT_TYPE,
    middleware,
    response::Response,
    routing::{get, post},
    serve,
};
use clap::Parser;
use openidconnect::{IssuerUrl, RedirectUrl};
use provider::Provider;
use service::{App, SERVICES, Service};
use std::process::ExitCode;
use tokio::{
    net::TcpListener,
    signal::{
        ctrl_c,
        unix::{SignalKind, signal},
    },
    task::JoinSet,
};

/// A logout token has about one kilobyte; nothing else that is sent here is longer.
const LARGEST_BODY: usize = 16 * 1024;

/// Serves stand-ins for MyASN, SIASN and e-Kinerja, on this machine only, for a demo of ASN Digital.
#[derive(Parser)]
struct Arguments {
    /// Where the portal is, as in the address bar, without a trailing slash
    #[arg(long, default_value = "http://127.0.0.1:3000", value_parser = issuer)]
    issuer: IssuerUrl,
    /// Ports of MyASN, SIASN and e-Kinerja; other ones need a clients.toml that says so
    #[arg(long, default_value = "3001,3002,3003", value_parser = ports)]
    ports: [u16; SERVICES.len()],
}

fn issuer(typed: &str) -> Result<IssuerUrl, String> {
    IssuerUrl::new(typed.to_owned()).map_err(|error| error.to_string())
}

fn ports(typed: &str) -> Result<[u16; SERVICES.len()], String> {
    let ports: Result<Vec<_>, _> = typed.split(',').map(str::parse).collect();
    ports
        .ok()
        .and_then(|ports| ports.try_into().ok())
        .ok_or_else(|| "three ports, separated by commas".to_owned())
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { issuer, ports } = Arguments::parse();
    match run(&issuer, &ports).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("services: {why}");
            ExitCode::FAILURE
        }
    }
}

async fn run(issuer: &IssuerUrl, ports: &[u16; SERVICES.len()]) -> Result<(), String> {
    let mut open = Vec::new();
    for (service, port) in SERVICES.iter().zip(ports) {
        // All of them or none.
        let listener = TcpListener::bind(("127.0.0.1", *port)).await.map_err(|error| {
            format!(
                "port {port} of this machine cannot be had for {} ({error}); end what uses it",
                service.name
            )
        })?;
        open.push((listener, app(service, issuer, *port)?));
    }
    let mut serving = JoinSet::new();
    for (listener, app) in open {
        println!("{:<10} {}/  (a stand-in)", app.service.name, app.origin);
        serving.spawn(serve(listener, router(app)).into_future());
    }
    let mut terminated = signal(SignalKind::terminate()).map_err(|error| error.to_string())?;
    tokio::select! {
        _ = ctrl_c() => Ok(()),
        _ = terminated.recv() => Ok(()),
        _ = serving.join_next() => Err("a service ended by itself".to_owned()),
    }
}

fn app(service: &'static Service, issuer: &IssuerUrl, port: u16) -> Result<App, String> {
    let origin = format!("http://127.0.0.1:{port}");
    let redirect =
        RedirectUrl::new(format!("{origin}/masuk/kembali")).map_err(|error| error.to_string())?;
    let provider =
        Provider::new(service, issuer.clone(), redirect).map_err(|error| error.to_string())?;
    Ok(App::new(service, origin, provider))
}

fn router(app: App) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/perbarui", post(home::renew))
        .route("/masuk", get(login::begin))
        .route("/masuk/kembali", get(login::finish))
        .route("/keluar", post(logout::begin))
        .route("/keluar/selesai", get(logout::finish))
        .route("/keluar/back-channel", post(logout::told))
        .route("/gaya.css", get(([(CONTENT_TYPE, "text/css; charset=utf-8")], pages::STYLE)))
        .fallback(async |State(app): State<App>| pages::not_found(&app))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::map_response_with_state(app.clone(), protect))
        .with_state(app)
}

async fn protect(State(app): State<App>, mut response: Response) -> Response {
    response.headers_mut().extend(pages::headers(&app).into_iter().flatten());
    response
}

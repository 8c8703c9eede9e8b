//! `/sw.js`: the service worker, completed with what belongs to this build: its version, the files
//! it may keep, and the page shown without a network.

use super::{AppState, policy::AnswerKind};
use crate::{
    i18n::Language,
    pages::offline::OfflinePage,
    paths,
    ui::script::{self, LAUNCHER},
};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use leptos::{config::LeptosOptions, prelude::*};
use serde::Serialize;
use std::{collections::BTreeMap, env, fs, sync::OnceLock};

pub const ADDRESS: &str = "/sw.js";

const SCRIPT: &str = include_str!("service_worker.js");

#[derive(Serialize)]
struct Build {
    version: String,
    assets: Vec<String>,
    /// By language.
    offline: BTreeMap<&'static str, Offline>,
}

/// The page shown without a network, and what it may say is missing.
#[derive(Debug, Serialize)]
struct Offline {
    html: String,
    page: &'static str,
    service: String,
    logout: &'static str,
}

pub async fn script(State(state): State<AppState>) -> Response {
    static TEXT: OnceLock<Option<String>> = OnceLock::new();
    let text = TEXT.get_or_init(|| complete(&state.leptos));
    let Some(text) = text else {
        return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = Response::new(Body::from(text.as_str()));
    let headers = response.headers_mut();
    headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    response.extensions_mut().insert(AnswerKind::ServiceWorker);
    response
}

fn complete(options: &LeptosOptions) -> Option<String> {
    let mut assets = site_files(options);
    let icons = paths::icon("");
    assets.extend(icons.split('#').next().map(str::to_owned));
    assets.push("/favicon.svg".to_owned());
    assets.push(LAUNCHER.address.clone());
    let offline = Language::ALL.map(|language| {
        let words = &language.messages().offline;
        let offline = Offline {
            html: offline_page(language, options.clone()),
            page: words.page,
            service: (words.service)("%SERVICE%"),
            logout: words.logout,
        };
        (language.tag(), offline)
    });
    let offline = BTreeMap::from(offline);
    // Another build differs in its files, its words or its script.
    let everything = format!("{assets:?}{offline:?}{SCRIPT}");
    let version = format!("{:08x}", paths::fnv1a(everything.as_bytes()));
    let build = serde_json::to_string(&Build { version, assets, offline }).ok()?;
    Some(format!("const BUILD = {build};\n{}", script::script(SCRIPT)))
}

/// The built styles, script and program, as addresses. The file of hashes lies beside the binary.
fn site_files(options: &LeptosOptions) -> Vec<String> {
    let hashes = env::current_exe().ok().filter(|_| options.hash_files);
    let hashes = hashes.and_then(|exe| fs::read_to_string(exe.with_file_name("hash.txt")).ok());
    let hashes = hashes.unwrap_or_default();
    let address = |kind: &str| {
        let mut named = hashes.lines().filter_map(|line| line.split_once(": "));
        let hash = named.find(|(name, _)| *name == kind).map(|(_, hash)| format!(".{hash}"));
        let folder = &options.site_pkg_dir;
        let name = &options.output_name;
        format!("/{folder}/{name}{}.{kind}", hash.unwrap_or_default())
    };
    ["css", "js", "wasm"].map(address).into()
}

fn offline_page(language: Language, options: LeptosOptions) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_context(language);
        view! { <OfflinePage language=language options=options /> }.to_html()
    });
    owner.cleanup();
    html
}

//! The launcher as most people see it, at the price of a lookup: the page is rendered once for
//! everybody who would see the same, with a hole for each part that is somebody's own; then the
//! holes are filled. Whatever is not plainly that (a search, a message to show, nobody logged in)
//! is left to the page itself. (`docs/adr/0007-launcher-template.md`)

use super::{AppState, error_page};
use crate::{
    domain::{
        credentials::recovery_code,
        launcher::{
            at_home::{self, AtHome},
            view,
        },
        people::role::Roles,
        session::{Computer, Stage},
        values::renewal::Renewal,
    },
    i18n::Language,
    pages::launcher::{frame::Services, parts::Shape},
    paths,
    web::{cookies::Jar, fault::blame, request::CurrentSession},
    wire::launcher::LauncherView,
};
mod packed;
mod template;

use axum::{
    body::Body,
    extract::State,
    http::{Method, Request},
    middleware::Next,
    response::Response,
};
use http::request::Parts;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use template::Template;

/// More kinds of launcher than this are forgotten and rendered again.
const MOST: usize = 200;

/// The launchers rendered so far.
#[derive(Default)]
pub struct Templates(Mutex<HashMap<TemplateKey, Arc<Template>>>);

/// Everybody of one kind sees the same, but for the holes.
#[derive(Clone, PartialEq, Eq, Hash)]
struct TemplateKey {
    /// Of the services and announcements.
    revision: u64,
    language: Language,
    roles: Roles,
    shape: Shape,
}

/// Answers a plain `GET /beranda` of somebody logged in who has nothing to renew; leaves everything else
/// to what is below.
pub async fn quickly(
    State(state): State<AppState>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let uri = request.uri();
    if uri.path() != paths::LAUNCHER || uri.query().is_some() || request.method() != Method::GET {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let jar = Jar::of(&parts.headers, &state.settings);
    let at_home = match at_home::current(&state.portal, jar.session().as_ref()).await {
        Ok(at_home) => at_home,
        Err(fault) => {
            let error = blame(Some(&state.portal), &fault);
            let request = Request::from_parts(parts, Body::empty());
            return error_page::render(&state, request, error).await;
        }
    };
    if let Some(at_home) = at_home.as_ref().filter(|at_home| is_plain(at_home))
        && !jar.has_flash()
        && let Some(page) = page(&state, &parts, &jar, at_home).await
    {
        return page;
    }
    parts.extensions.insert(CurrentSession::from(at_home));
    next.run(Request::from_parts(parts, body)).await
}

async fn page(
    state: &AppState,
    parts: &Parts,
    jar: &Jar<'_>,
    at_home: &AtHome,
) -> Option<Response> {
    let session = &at_home.session;
    let language = jar.language().unwrap_or_default();
    let density = jar.density().unwrap_or_default();
    let commons = state.portal.commons.get();
    let view = view::view(&commons, at_home, state.portal.now(), language, density);
    let kind = TemplateKey {
        revision: commons.revision,
        language,
        roles: session.roles.clone(),
        shape: Shape::of(&view),
    };
    let template = template(state, kind, parts, &view).await?;
    let packs = packed::is_read_by(&parts.headers);
    Some(template.fill(&view, &session.owner(), packs))
}

/// Whether the page has nothing to add or to ask for this person.
fn is_plain(at_home: &AtHome) -> bool {
    let AtHome { session, belongings } = at_home;
    session.stage == Stage::Authenticated
        && session.renewal == Renewal::Nothing
        && session.computer == Computer::Own
        && !belongings.has_open_reset
        && belongings.recovery_codes_left > recovery_code::FEW
}

async fn template(
    state: &AppState,
    kind: TemplateKey,
    parts: &Parts,
    view: &LauncherView,
) -> Option<Arc<Template>> {
    let templates = || state.templates.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(template) = templates().get(&kind) {
        return Some(Arc::clone(template));
    }
    let services = Services { tiles: Arc::clone(&view.tiles), handled: Arc::clone(&view.handled) };
    let render = Template::render(state, parts, &kind, services);
    let template = Arc::new(render.await?);
    let mut templates = templates();
    if templates.len() >= MOST {
        templates.clear();
    }
    templates.insert(kind, Arc::clone(&template));
    Some(template)
}

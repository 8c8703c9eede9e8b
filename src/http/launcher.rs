//! The launcher as most people see it, at the price of a lookup: the page is rendered once for
//! everybody who would see the same, with a hole for each part that is somebody's own; then the
//! holes are filled. Whatever is not plainly that (a search, a message to show, nobody logged in)
//! is left to the page itself. (`docs/adr/0007-launcher-template.md`)

use super::{AppState, context, error_page};
use crate::{
    api::{
        cookies,
        request::{blame, current_of},
    },
    app::{Prepared, shell},
    domain::{
        Fault, launcher, recovery_code,
        role::Roles,
        session::{Computer, LiveSession, Stage},
    },
    i18n::Language,
    pages::launcher::parts::{CLOSES, OPENS, Part, Shape},
    paths,
    ui::tile::{Star, tile_html},
    wire::launcher::{LauncherView, Tile},
};
use axum::{
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderValue, Method, Request, header},
    middleware::Next,
    response::Response,
};
use http::request::Parts;
use leptos::{nonce::Nonce, prelude::*};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The largest page, that of somebody who sees every service, is 75 KB.
const ROOM: usize = 96 * 1024;
/// The name of the mark that stands for the nonce.
const NONCE: &str = "NONCE";
/// More kinds of launcher than this are forgotten and rendered again.
const MOST: usize = 200;

/// The launchers rendered so far.
#[derive(Default)]
pub struct Templates(Mutex<HashMap<Kind, Arc<Template>>>);

/// Everybody of one kind sees the same, but for the holes.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Kind {
    /// Of the services and announcements.
    revision: u64,
    language: Language,
    roles: Roles,
    shape: Shape,
}

/// Answers a plain `GET /beranda` of somebody logged in; leaves everything else to the router.
pub async fn quickly(
    State(state): State<AppState>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let uri = request.uri();
    if uri.path() != paths::LAUNCHER || uri.query().is_some() || request.method() != Method::GET {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    match page(&state, &parts).await {
        Ok(Some(page)) => page,
        Err(fault) => {
            let error = blame(Some(&state.portal), &fault);
            error_page::render(&state, Request::from_parts(parts, Body::empty()), error).await
        }
        Ok(None) => next.run(Request::from_parts(parts, body)).await,
    }
}

async fn page(state: &AppState, parts: &Parts) -> Result<Option<Response>, Fault> {
    let (portal, settings, headers) = (&state.portal, &state.settings, &parts.headers);
    if cookies::has_flash(headers, settings) {
        return Ok(None);
    }
    let session = current_of(portal, settings, parts).await?;
    let Some(session) = session.filter(|session| session.stage == Stage::Authenticated) else {
        return Ok(None);
    };
    if !is_plain(&session) {
        return Ok(None);
    }
    let language = cookies::language(headers, settings).unwrap_or_default();
    let density = cookies::density(headers, settings).unwrap_or_default();
    let commons = portal.commons.get();
    let view = launcher::view(&commons, &session, portal.now(), language, density);
    let kind = Kind {
        revision: commons.revision,
        language,
        roles: session.roles.clone(),
        shape: Shape::of(&view),
    };
    let Some(template) = template(state, kind, parts, &view).await else {
        return Ok(None);
    };
    Ok(Some(template.fill(&view, language)))
}

/// Whether the page has nothing to add or to ask for this person.
fn is_plain(session: &LiveSession) -> bool {
    session.computer == Computer::Own
        && !session.has_open_reset
        && session.recovery_codes_left > recovery_code::FEW
}

async fn template(
    state: &AppState,
    kind: Kind,
    parts: &Parts,
    view: &LauncherView,
) -> Option<Arc<Template>> {
    let templates = || state.templates.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(template) = templates().get(&kind) {
        return Some(Arc::clone(template));
    }
    let render = Template::render(state, parts, &kind.shape, &view.tiles, kind.language);
    let template = Arc::new(render.await?);
    let mut templates = templates();
    if templates.len() >= MOST {
        templates.clear();
    }
    templates.insert(kind, Arc::clone(&template));
    Some(template)
}

/// A page with holes.
struct Template {
    /// Text, and what comes after it.
    pieces: Vec<(String, Hole)>,
    rest: String,
    /// The content security policy on both sides of each nonce.
    policy: Vec<String>,
}

enum Hole {
    Nonce,
    Part(Part),
    /// A tile in both its forms: most of the holes are.
    Tile {
        slug: String,
        pin: Arc<str>,
        unpin: Arc<str>,
    },
}

impl Hole {
    /// In the language of the page: with its context around.
    fn of(part: Part) -> Self {
        match part {
            Part::Tile(tile) => Self::Tile {
                slug: tile.slug.clone(),
                pin: tile_html(&tile, Star::Pin),
                unpin: tile_html(&tile, Star::Unpin),
            },
            part => Self::Part(part),
        }
    }
}

impl Template {
    /// Lets Leptos render the page of `shape`, with a mark in each place that differs.
    async fn render(
        state: &AppState,
        parts: &Parts,
        shape: &Shape,
        tiles: &[Arc<Tile>],
        language: Language,
    ) -> Option<Self> {
        let prepared = Prepared::Launcher { shape: shape.clone(), tiles: tiles.to_vec() };
        let context = context(state);
        let context = move || {
            context();
            provide_context(prepared.clone());
        };
        let options = state.leptos.clone();
        let render =
            leptos_axum::render_app_async_with_context(context, move || shell(options.clone()));
        let request = Request::from_parts(parts.clone(), Body::empty());
        let response = render(request).await;
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY)?;
        let policy = policy.to_str().ok()?.to_owned();
        let nonce = policy.split("'nonce-").nth(1)?.split('\'').next()?.to_owned();
        let html = to_bytes(response.into_body(), usize::MAX).await.ok()?;
        let html = String::from_utf8(html.to_vec()).ok()?;
        let html = html.replace(&nonce, &format!("{OPENS}{NONCE}{CLOSES}"));
        in_language(language, || Self::parse(&html, tiles, &policy, &nonce))
    }

    fn parse(html: &str, tiles: &[Arc<Tile>], policy: &str, nonce: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = html;
        while let Some((text, after)) = rest.split_once(OPENS) {
            let (name, after) = after.split_once(CLOSES)?;
            let hole =
                if name == NONCE { Hole::Nonce } else { Hole::of(Part::named(name, tiles)?) };
            pieces.push((text.to_owned(), hole));
            rest = after;
        }
        let policy = policy.split(nonce).map(str::to_owned).collect();
        Some(Self { pieces, rest: rest.to_owned(), policy })
    }

    /// This person's page, with a nonce of its own.
    fn fill(&self, view: &LauncherView, language: Language) -> Response {
        let nonce = Nonce::new().to_string();
        let html = in_language(language, || {
            let mut html = String::with_capacity(ROOM);
            for (text, hole) in &self.pieces {
                html.push_str(text);
                match hole {
                    Hole::Nonce => html.push_str(&nonce),
                    Hole::Tile { slug, pin, unpin } => {
                        html.push_str(if view.favourites.contains(slug) { unpin } else { pin });
                    }
                    Hole::Part(part) if part.is_text() => {
                        html_escape::encode_text_to_string(part.of(view), &mut html);
                    }
                    Hole::Part(part) => part.write(&mut html, view),
                }
            }
            html.push_str(&self.rest);
            html
        });
        let mut response = Response::new(Body::from(html));
        let headers = response.headers_mut();
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, html);
        // A nonce is base64: always a header's value.
        if let Ok(policy) = HeaderValue::try_from(self.policy.join(&nonce)) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }
}

/// Renders parts of a page as in the page of that language.
fn in_language<T>(language: Language, render: impl FnOnce() -> T) -> T {
    let owner = Owner::new();
    let rendered = owner.with(|| {
        provide_context(language);
        render()
    });
    owner.cleanup();
    rendered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_back_and_anything_else_is_no_template() {
        let parse = |html: &str| Template::parse(html, &[], "script-src 'nonce-abc'", "abc");
        let name = Part::Name.mark();
        let html = format!("<p>{name}</p><i nonce=\"{OPENS}{NONCE}{CLOSES}\">");
        let template = parse(&html).unwrap();
        assert_eq!(template.pieces.len(), 2);
        assert_eq!(template.policy.join("xyz"), "script-src 'nonce-xyz'");
        for strange in ["strange", "no-such-tile", "name"] {
            assert!(parse(&format!("{OPENS}{strange}{CLOSES}")).is_none(), "{strange}");
        }
        assert!(parse(&format!("{OPENS}NAME")).is_none());
    }
}

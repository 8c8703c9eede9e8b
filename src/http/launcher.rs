//! The launcher as most people see it, at the price of a lookup: the page is rendered once for
//! everybody who would see the same, with a hole for each part that is somebody's own; then the
//! holes are filled. Whatever is not plainly that (a search, a message to show, nobody logged in)
//! is left to the page itself. (`docs/adr/0007-launcher-template.md`)

use super::{AppState, context};
use crate::{
    api::{cookies, request::client_of},
    app::{Prepared, shell},
    domain::{
        Fault, launcher,
        session::{self, Stage},
    },
    i18n::Language,
    pages::launcher::frame::{self, CLOSES, OPENS, Part, Shape},
    paths,
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

/// A page without its holes is about 30 KB; with them filled rarely more than this.
const ROOM: usize = 48 * 1024;
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
    roles: crate::domain::role::Roles,
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
        // The page itself tells the person, and the log why.
        Ok(None) | Err(_) => next.run(Request::from_parts(parts, body)).await,
    }
}

async fn page(state: &AppState, parts: &Parts) -> Result<Option<Response>, Fault> {
    let (portal, settings, headers) = (&state.portal, &state.settings, &parts.headers);
    if cookies::has_flash(headers, settings) {
        return Ok(None);
    }
    let Some(client) = client_of(parts, settings) else {
        return Ok(None);
    };
    let session = session::current(portal, &client).await?;
    let Some(session) = session.filter(|session| session.stage == Stage::Authenticated) else {
        return Ok(None);
    };
    let language = cookies::language(headers, settings).unwrap_or_default();
    let density = cookies::density(headers, settings).unwrap_or_default();
    let view = launcher::view(portal, &session, language, density);
    let kind = Kind {
        revision: portal.commons.get().revision,
        language,
        roles: session.roles.clone(),
        shape: Shape::of(&view),
    };
    let Some(template) = template(state, kind, parts, &view).await else {
        return Ok(None);
    };
    Ok(Some(template.fill(&view, language)))
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
    let template = Arc::new(Template::render(state, parts, &kind.shape, &view.tiles).await?);
    let mut templates = templates();
    if templates.len() >= MOST {
        templates.clear();
    }
    templates.insert(kind, Arc::clone(&template));
    Some(template)
}

/// A page with holes.
struct Template {
    /// Text, and the hole after it.
    pieces: Vec<(String, Hole)>,
    rest: String,
    /// The content security policy on both sides of each nonce.
    policy: Vec<String>,
}

enum Hole {
    Nonce,
    Name,
    MaskedNip,
    NipEnding,
    Announcements,
    Favourites,
    Rows,
    Recents,
    Tile(Arc<Tile>),
}

impl Hole {
    fn read(name: &str, tiles: &[Arc<Tile>]) -> Option<Self> {
        Some(match name {
            "nonce" => Self::Nonce,
            "name" => Self::Name,
            "masked-nip" => Self::MaskedNip,
            "nip-ending" => Self::NipEnding,
            "announcements" => Self::Announcements,
            "favourites" => Self::Favourites,
            "rows" => Self::Rows,
            "recents" => Self::Recents,
            _ => {
                let slug = name.strip_prefix("tile ")?;
                Self::Tile(Arc::clone(tiles.iter().find(|tile| tile.slug == slug)?))
            }
        })
    }
}

impl Template {
    /// Lets Leptos render the page of `shape`, with a mark in each place that differs.
    async fn render(
        state: &AppState,
        parts: &Parts,
        shape: &Shape,
        tiles: &[Arc<Tile>],
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
        let html = html.replace(&nonce, &format!("{OPENS}nonce{CLOSES}"));
        Self::parse(&html, tiles, &policy, &nonce)
    }

    fn parse(html: &str, tiles: &[Arc<Tile>], policy: &str, nonce: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = html;
        while let Some((text, after)) = rest.split_once(OPENS) {
            let (name, after) = after.split_once(CLOSES)?;
            pieces.push((text.to_owned(), Hole::read(name, tiles)?));
            rest = after;
        }
        let policy = policy.split(nonce).map(str::to_owned).collect();
        Some(Self { pieces, rest: rest.to_owned(), policy })
    }

    /// This person's page, with a nonce of its own.
    fn fill(&self, view: &LauncherView, language: Language) -> Response {
        let nonce = Nonce::new().to_string();
        let owner = Owner::new();
        let html = owner.with(|| {
            provide_context(language);
            let mut html = String::with_capacity(ROOM);
            for (text, hole) in &self.pieces {
                html.push_str(text);
                hole.fill(&mut html, view, &nonce);
            }
            html.push_str(&self.rest);
            html
        });
        owner.cleanup();
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

impl Hole {
    fn fill(&self, html: &mut String, view: &LauncherView, nonce: &str) {
        let part = match self {
            Self::Nonce => return html.push_str(nonce),
            Self::Name => return escape(html, &view.person.name),
            Self::MaskedNip => return escape(html, &view.person.masked_nip),
            Self::NipEnding => return escape(html, &view.person.nip_ending),
            Self::Announcements => Part::Announcements,
            Self::Favourites => Part::Favourites,
            Self::Rows => Part::Rows,
            Self::Recents => Part::Recents,
            Self::Tile(tile) => Part::Tile(tile),
        };
        frame::write_part(html, view, part);
    }
}

fn escape(html: &mut String, text: &str) {
    html_escape::encode_text_to_string(text, html);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_back_and_anything_else_is_no_template() {
        let parse = |html: &str| Template::parse(html, &[], "script-src 'nonce-abc'", "abc");
        let name = frame::mark(Part::Name);
        let html = format!("<p>{name}</p><i nonce=\"{OPENS}nonce{CLOSES}\">");
        let template = parse(&html).unwrap();
        assert_eq!(template.pieces.len(), 2);
        assert_eq!(template.policy.join("xyz"), "script-src 'nonce-xyz'");
        for strange in ["strange", "tile no-such-tile"] {
            assert!(parse(&format!("{OPENS}{strange}{CLOSES}")).is_none(), "{strange}");
        }
        assert!(parse(&format!("{OPENS}name")).is_none());
    }

    #[test]
    fn a_name_is_text_and_never_markup() {
        let mut html = String::new();
        escape(&mut html, "<b>Sri</b> & \"co\"");
        assert!(!html.contains('<'), "{html}");
    }
}

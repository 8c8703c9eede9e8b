//! A launcher with holes, and how it becomes somebody's page. `pages::launcher::parts` says the same of
//! the page that Leptos renders as a whole; here, whatever two people may share is ready beforehand.

use super::{AppState, TemplateKey, packed};
use crate::{
    app::{Prepared, shell},
    http::context::page_context,
    i18n::Language,
    pages::launcher::{
        frame::Services,
        parts::{CLOSES, OPENS, Part, Place, row_html},
    },
    ui::{
        Site, site,
        tile::{Stand, tile_html},
    },
    wire::launcher::{LauncherView, Tile},
};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderValue, Request, header},
    response::Response,
};
use http::request::Parts;
use leptos::{nonce::Nonce, prelude::*};
use std::{collections::HashMap, sync::Arc};

/// The largest page, that of somebody who sees every service, is 75 KB.
const ROOM: usize = 96 * 1024;
/// Headers of an answer, with those that are added to every one.
const HEADERS: usize = 24;
/// The names of the marks that stand for the nonce and for whose page it is.
const NONCE: &str = "NONCE";
const OWNER: &str = "OWNER";

pub struct Template {
    /// Text, and what comes after it.
    pieces: Vec<(String, Hole)>,
    rest: String,
    /// In catalogue order.
    tiles: Vec<Forms>,
    /// Where a slug's tile stands among them.
    places: HashMap<String, usize>,
    language: Language,
    /// The content security policy on both sides of each nonce.
    policy: Vec<String>,
}

enum Hole {
    Nonce,
    Owner,
    Part(Part),
    /// Where it stands among the tiles: most of the holes are such.
    Tile(usize),
}

/// A tile in all its forms.
struct Forms {
    group: Arc<str>,
    pinned: Arc<str>,
    favourite: Arc<str>,
    elsewhere: Arc<str>,
    /// In the order of [`Place::ALL`].
    rows: [Arc<str>; Place::ALL.len()],
}

impl Forms {
    /// In the language of the page: with its context around.
    fn of(tile: &Arc<Tile>) -> Self {
        Self {
            group: tile_html(tile, Stand::Group),
            pinned: tile_html(tile, Stand::Pinned),
            favourite: tile_html(tile, Stand::Favourite),
            elsewhere: tile_html(tile, Stand::Elsewhere),
            rows: Place::ALL.map(|place| row_html(tile, place)),
        }
    }
}

impl Template {
    /// Lets Leptos render the page of that kind, with a mark in each place that differs.
    pub async fn render(
        state: &AppState,
        parts: &Parts,
        kind: &TemplateKey,
        services: Services,
    ) -> Option<Self> {
        let tiles = Arc::clone(&services.tiles);
        let prepared = Prepared::Launcher { shape: kind.shape.clone(), services };
        let context = page_context(state);
        let context = move || {
            context();
            // Nothing of whoever happens to ask first.
            let owner = format!("{OPENS}{OWNER}{CLOSES}");
            provide_context(Site { owner, person: None, ..site() });
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
        let policy = policy.split(&nonce).map(str::to_owned).collect();
        Self::parse(&html, &tiles, kind.language, policy)
    }

    fn parse(
        html: &str,
        tiles: &[Arc<Tile>],
        language: Language,
        policy: Vec<String>,
    ) -> Option<Self> {
        let slugs = tiles.iter().map(|tile| tile.slug.clone());
        let places: HashMap<_, _> = slugs.zip(0..).collect();
        let mut pieces = Vec::new();
        let mut rest = html;
        while let Some((text, after)) = rest.split_once(OPENS) {
            let (name, after) = after.split_once(CLOSES)?;
            let hole = match (name, places.get(name)) {
                (NONCE, _) => Hole::Nonce,
                (OWNER, _) => Hole::Owner,
                (_, Some(place)) => Hole::Tile(*place),
                _ => Hole::Part(Part::named(name)?),
            };
            pieces.push((text.to_owned(), hole));
            rest = after;
        }
        let tiles = in_language(language, || tiles.iter().map(Forms::of).collect());
        Some(Self { pieces, rest: rest.to_owned(), tiles, places, language, policy })
    }

    /// This person's page, with a nonce of its own. `packs`: compressed.
    pub fn fill(&self, view: &LauncherView, owner: &str, packs: bool) -> Response {
        let nonce = Nonce::new().to_string();
        let page = self.html(view, &nonce, owner);
        let mut response =
            if packs { packed::answer(page) } else { Response::new(Body::from(page)) };
        let headers = response.headers_mut();
        headers.reserve(HEADERS);
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, html);
        // A nonce is base64: always a header's value.
        if let Ok(policy) = HeaderValue::try_from(self.policy.join(&nonce)) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    fn html(&self, view: &LauncherView, nonce: &str, owner: &str) -> String {
        let favourites = self.places(&view.favourites);
        let recents = self.places(&view.recents);
        let tile = |place: &usize| {
            let forms = self.tiles.get(*place)?;
            Some(if favourites.contains(place) { &*forms.pinned } else { &*forms.group })
        };
        let favourite = |place: &usize| Some(&*self.tiles.get(*place)?.favourite);
        let elsewhere = |place: &usize| Some(&*self.tiles.get(*place)?.elsewhere);
        let mut html = String::with_capacity(ROOM);
        for (text, hole) in &self.pieces {
            html.push_str(text);
            match hole {
                Hole::Nonce => html.push_str(nonce),
                Hole::Owner => html.push_str(owner),
                Hole::Tile(place) => html.extend(tile(place)),
                Hole::Part(Part::Favourites) => {
                    html.extend(favourites.iter().filter_map(favourite));
                }
                Hole::Part(Part::Recents) => html.extend(recents.iter().filter_map(elsewhere)),
                Hole::Part(Part::Rows) => html.extend(self.rows(&favourites)),
                Hole::Part(part) if part.is_text() => {
                    html_escape::encode_text_to_string(part.of(view), &mut html);
                }
                Hole::Part(Part::Announcements) if view.has_no_announcements() => {}
                Hole::Part(part) => in_language(self.language, || part.write(&mut html, view)),
            }
        }
        html.push_str(&self.rest);
        html
    }

    fn places(&self, slugs: &[String]) -> Vec<usize> {
        slugs.iter().filter_map(|slug| self.places.get(slug)).copied().collect()
    }

    fn rows<'a>(&'a self, favourites: &'a [usize]) -> impl Iterator<Item = &'a str> {
        favourites.iter().enumerate().filter_map(|(at, tile)| {
            let place = Place::of(at, favourites.len());
            self.tiles.get(*tile)?.rows.get(place as usize).map(|row| &**row)
        })
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
        let parse = |html: &str| Template::parse(html, &[], Language::Indonesian, Vec::new());
        let name = Part::Name.mark();
        let html = format!("<p>{name}</p><i nonce=\"{OPENS}{NONCE}{CLOSES}\">");
        let template = parse(&html).unwrap();
        assert_eq!(template.pieces.len(), 2);
        for strange in ["strange", "no-such-tile", "name"] {
            assert!(parse(&format!("{OPENS}{strange}{CLOSES}")).is_none(), "{strange}");
        }
        assert!(parse(&format!("{OPENS}NAME")).is_none());
    }
}

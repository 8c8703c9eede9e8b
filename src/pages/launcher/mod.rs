//! `/beranda`: every service that is for this person: favourites and the last opened first, then
//! all of them in the groups of a career; announcements above; a search over it all.

pub mod frame;
pub mod parts;
mod search_box;

use super::page;
use crate::{api, paths, wire::launcher::LauncherView};
use frame::{Asked, Frame, Search};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use parts::{Part, Shape};
use std::sync::Arc;

#[component]
pub fn LauncherPage() -> impl IntoView {
    let asked = use_query_map().read_untracked();
    let query = asked.get(paths::QUERY).unwrap_or_default();
    let arranging = asked.get(paths::ARRANGING).is_some();
    page(api::launcher::launcher(query), move |view| {
        view! { <Launcher view=view arranging=arranging /> }
    })
}

#[component]
fn Launcher(view: LauncherView, arranging: bool) -> impl IntoView {
    let (search, safety) = (Search::of(&view), view.safety.clone());
    let asked = Asked { search, notice: view.notice, safety, arranging };
    let (shape, tiles) = (Shape::of(&view), view.tiles.clone());
    let part = Arc::new(move |part: Part| part.of(&view));
    view! { <Frame shape=shape tiles=tiles part=part asked=asked /> }
}

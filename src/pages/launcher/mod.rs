//! `/beranda`: every service that is for this person: favourites first, then announcements, what was
//! opened last, and all of them in their groups; a search over it all, and over what others do for them.

mod found;
pub mod frame;
pub mod parts;
mod search_box;
mod stars;

use super::page;
use crate::{api, paths, wire::launcher::LauncherView};
use found::Search;
use frame::{Asked, Frame, Services};
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
    let search = Search::of(&view);
    let safety = view.safety.clone();
    let changed = view.changed.clone();
    let asked = Asked { search, notice: view.notice, changed, safety, arranging };
    let services = Services { tiles: view.tiles.clone(), handled: view.handled.clone() };
    let shape = Shape::of(&view);
    let part = Arc::new(move |part: Part| part.of(&view));
    view! { <Frame shape=shape services=services part=part asked=asked /> }
}

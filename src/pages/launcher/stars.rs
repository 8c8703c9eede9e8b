//! The forms that the stars, and the buttons beside them, belong to: one for each place, so that the page
//! comes back to where somebody pressed.

use crate::{
    api::shelf::{Acknowledge, Earlier, Later, Pin, Restore, Unpin},
    ui::form::PostForm,
    wire::launcher::{Changed, Spot},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// `query`: of the search that the page shows, which it comes back to.
#[component]
pub fn StarForms(query: String, changed: Option<Changed>) -> impl IntoView {
    let place = match changed {
        Some(Changed::Unpinned { place, .. }) => Some(place),
        _ => None,
    };
    let form = |id, action, spot: Spot, place: Option<u32>| {
        let query = (!query.is_empty() && spot == Spot::Group).then(|| query.clone());
        let hidden = [
            ("from", (spot != Spot::Group).then(|| spot.name().to_owned())),
            ("query", query),
            ("place", place.map(|place| place.to_string())),
        ];
        let hidden = hidden.into_iter().filter_map(|(name, value)| {
            value.map(|value| view! { <input type="hidden" name=name value=value /> })
        });
        let hidden = hidden.collect_view();
        view! { <PostForm id=id action=action>{hidden}</PostForm> }
    };
    let restoring = [
        ("restore", Spot::Group),
        ("restore-favourite", Spot::Favourites),
        ("restore-row", Spot::Rows),
    ];
    let restoring = place
        .is_some()
        .then(|| restoring.map(|(id, spot)| form(id, Restore::PATH, spot, place)).collect_view());
    view! {
        {form("pin", Pin::PATH, Spot::Group, None)}
        {form("unpin", Unpin::PATH, Spot::Group, None)}
        {form("unpin-favourite", Unpin::PATH, Spot::Favourites, None)}
        {form("unpin-row", Unpin::PATH, Spot::Rows, None)}
        {restoring}
        <PostForm id="earlier" action=Earlier::PATH />
        <PostForm id="later" action=Later::PATH />
        <PostForm id="acknowledge" action=Acknowledge::PATH />
    }
}

//! `/kelola`: what operators and administrators look after. To everybody else it is not there.

pub mod agencies;
pub mod announcements;
pub mod client;
mod client_examples;
mod client_form;
pub mod clients;
pub mod people;
pub mod person;
pub mod resets;
pub mod services;

use crate::{
    i18n::{agency_words, client_words, t},
    paths,
};
use leptos::prelude::*;

/// Where one can go from here; `here`: the list being shown.
fn tabs(here: &'static str, is_administrator: bool) -> impl IntoView {
    let words = &t().manage;
    let tab = |href: &'static str, word: &'static str| {
        let current = (href == here).then_some("page");
        view! { <li><a href=href aria-current=current>{word}</a></li> }
    };
    view! {
        <nav class="tabs" aria-label=words.title>
            <ul>
                {tab(paths::MANAGE_PEOPLE, t().people.title)}
                {tab(paths::MANAGE_ANNOUNCEMENTS, words.announcements)}
                {tab(paths::MANAGE_RESETS, words.resets)}
                {is_administrator.then(|| tab(paths::MANAGE_AGENCIES, agency_words().title))}
                {is_administrator.then(|| tab(paths::MANAGE_SERVICES, words.services))}
                {is_administrator.then(|| tab(paths::MANAGE_CLIENTS, client_words().title))}
            </ul>
        </nav>
    }
}

//! `/kelola`: what operators and administrators look after. To everybody else it is not there.

pub mod agencies;
pub mod announcements;
pub mod bulk;
pub mod bulk_job;
pub mod client;
mod client_examples;
mod client_form;
pub mod clients;
pub mod health;
pub mod import;
pub mod people;
pub mod person;
pub mod person_form;
pub mod proposals;
pub mod provisioning;
pub mod record;
pub mod resets;
pub mod services;

use crate::{
    i18n::{
        agency_words, bulk_words, client_words, health_words, provisioning_words, record_words, t,
    },
    paths,
    wire::person::ConsoleArea,
};
use leptos::prelude::*;

/// Where one can go from here; `here`: what is being shown, of all that is theirs.
fn tabs(here: ConsoleArea, console: &[ConsoleArea]) -> impl IntoView + use<> {
    let words = &t().manage;
    let tab = |area: &ConsoleArea| {
        let current = (*area == here).then_some("page");
        let word = match area {
            ConsoleArea::Announcements => words.announcements,
            ConsoleArea::People => t().people.title,
            ConsoleArea::Proposals => t().proposals.title,
            ConsoleArea::Bulk => bulk_words().title,
            ConsoleArea::Resets => words.resets,
            ConsoleArea::Agencies => agency_words().title,
            ConsoleArea::Services => words.services,
            ConsoleArea::Clients => client_words().title,
            ConsoleArea::Provisioning => provisioning_words().title,
            ConsoleArea::Record => record_words().title,
            ConsoleArea::Health => health_words().title,
        };
        view! { <li><a href=paths::console(*area) aria-current=current>{word}</a></li> }
    };
    let tabs: Vec<_> = console.iter().map(tab).collect();
    view! { <nav class="tabs" aria-label=words.title><ul>{tabs}</ul></nav> }
}

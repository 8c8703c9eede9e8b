//! `/pengumuman`: everything that is announced to this person at the moment.

use super::page;
use crate::{
    api,
    i18n::t,
    paths,
    ui::{
        announcement::{Offer, announcement_html},
        back::BackLink,
        layout::Layout,
    },
    wire::launcher::AnnouncementsView,
};
use leptos::prelude::*;

#[component]
pub fn AnnouncementsPage() -> impl IntoView {
    page(api::launcher::announcements(), |view| view! { <Announcements view=view /> })
}

#[component]
fn Announcements(view: AnnouncementsView) -> impl IntoView {
    let words = &t().announcements;
    let all = view.announcements.iter();
    let all: Vec<_> = all.map(|one| announcement_html(one, Offer::ReadOnly)).collect();
    let none = all.is_empty().then(|| view! { <p class="lead">{words.none}</p> });
    view! {
        <Layout title=words.title person=Some(view.person)>
            <div class="page narrow">
                <BackLink href=paths::LAUNCHER label=t().service.all />
                <h1>{words.title}</h1>
                {none}
                <section class="announcements" inner_html=all.concat()></section>
            </div>
        </Layout>
    }
}

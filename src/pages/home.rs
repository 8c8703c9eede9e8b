//! `/`: what the portal is, what is open to everyone, how to get in, whom to ask.

use super::page;
use crate::{
    api,
    i18n::{Step, t},
    paths,
    ui::{
        icon::Icon,
        layout::Layout,
        site,
        tile::{Stand, tile_html},
    },
    wire::launcher::Tile,
};
use leptos::prelude::*;
use std::sync::Arc;

#[component]
pub fn HomePage() -> impl IntoView {
    page(api::launcher::public_services(), |tiles| view! { <Home tiles=tiles /> })
}

#[component]
fn Home(tiles: Vec<Arc<Tile>>) -> impl IntoView {
    let words = &t().home;
    let tiles: Vec<_> = tiles.iter().map(|tile| tile_html(tile, Stand::Public)).collect();
    let (next, icon, word) = match site().person {
        Some(_) => (paths::LAUNCHER, "apps", words.go_on),
        None => (paths::LOGIN, "login", t().common.log_in),
    };
    view! {
        <Layout title=words.title main_class="home">
            <section class="hero" aria-labelledby="judul">
                <svg class="hero-art" viewBox="7 7 50 50" aria-hidden="true">
                    <use href="#kw2"></use>
                    <use href="#kw2" transform="rotate(180 32 32)"></use>
                </svg>
                <div class="wrap">
                    <h1 id="judul">{words.title}</h1>
                    <p>{words.lead}</p>
                    <div class="actions">
                        <a class="button" href=next>
                            <Icon name=icon />
                            {word}
                        </a>
                        <a class="button button-secondary" href="#cara-masuk">
                            {words.first_time}
                        </a>
                    </div>
                </div>
            </section>
            <section class="section wrap" id="cara-masuk" aria-labelledby="h-cara">
                <h2 id="h-cara">{words.how_to}</h2>
                <ol class="steps steps-across">{words.steps.iter().map(step).collect_view()}</ol>
            </section>
            <section class="section wrap" aria-labelledby="h-publik">
                <h2 id="h-publik">{words.public_services}</h2>
                <p class="hint">{words.public_hint}</p>
                <ul class="tile-grid" inner_html=tiles.concat()></ul>
            </section>
            <section class="section wrap" id="bantuan" aria-labelledby="h-bantuan">
                <h2 id="h-bantuan">{words.help}</h2>
                <ol class="steps steps-across">
                    {step(&words.ladder_agency)}
                    {step(&words.ladder_region)}
                    <li>
                        <h3>{words.ladder_help_desk.title}</h3>
                        <p>
                            {words.ladder_help_desk.text}" "
                            <a href=paths::service(paths::HELP_DESK)>{words.help_desk}</a>"."
                        </p>
                    </li>
                </ol>
            </section>
        </Layout>
    }
}

fn step(step: &'static Step) -> impl IntoView {
    view! { <li><h3>{step.title}</h3><p>{step.text}</p></li> }
}

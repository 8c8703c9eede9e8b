//! The launcher's page around what differs from person to person.
//!
//! [`Frame`] holds the differing parts as HTML, so that the page can be rendered in two ways that
//! cannot disagree: whole, with the parts of one person; and once for everybody, with a hole in
//! place of each part, to be filled later (`docs/adr/0007-launcher-template.md`).
//!
//! Services come first: whatever else there is to say stands below the first of them, but for what is
//! about the account's safety.

use super::{
    found::{Found, Handled, Results, Search},
    parts::{FavouritesAre, Part, Shape},
    search_box::SearchForm,
    stars::StarForms,
};
use crate::{
    api,
    i18n::t,
    ui::{
        form::PostForm,
        icon::Icon,
        layout::Layout,
        notice::notice,
        safety::{FewCodes, ResetAlarm},
        script::LAUNCHER,
    },
    wire::{
        account::Safety,
        launcher::{Changed, Density, Group, Tile},
        notice::Notice,
        person::Person,
    },
};
use leptos::{nonce::use_nonce, prelude::*, server_fn::ServerFn};
use std::sync::Arc;

/// What everybody of the same roles sees.
#[derive(Debug, Clone)]
pub struct Services {
    pub tiles: Arc<[Arc<Tile>]>,
    pub handled: Arc<[Arc<Tile>]>,
}

/// How the page was asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub search: Search,
    pub notice: Option<Notice>,
    pub changed: Option<Changed>,
    pub safety: Safety,
    /// The favourites are being arranged.
    pub arranging: bool,
}

type PartOf = Arc<dyn Fn(Part) -> String + Send + Sync>;

/// The page of `shape`, with `part` in each place that differs.
#[component]
pub fn Frame(shape: Shape, services: Services, part: PartOf, asked: Asked) -> impl IntoView {
    let words = &t().launcher;
    let person = Person {
        name: part(Part::Name),
        masked_nip: part(Part::MaskedNip),
        nip_ending: part(Part::NipEnding),
        console: shape.console.clone(),
        idle_seconds: shape.idle_seconds,
    };
    let Asked { search, notice: flash, changed, safety, arranging } = asked;
    let Services { tiles, handled } = services;
    let query = search.query.clone();
    let count = search.found.as_ref().map(Found::count);
    let status = count.map(|count| format!("{} {count}", words.found));
    let said = changed.as_ref().map(|changed| said(changed, &tiles));
    let main_class = match shape.density {
        Density::Comfortable => "wrap launcher",
        Density::Dense => "wrap launcher dense",
    };
    view! {
        <Layout title=words.title main_class=main_class person=Some(person)>
            <div class="launcher-head">
                <h1>{words.title}</h1>
                <DensitySwitch density=shape.density />
            </div>
            <SearchForm query=query.clone() />
            <p class="visually-hidden" role="status" id="jumlah">{status}</p>
            <p class="visually-hidden" role="status" id="kabar" data-once="">{said}</p>
            <div id="pesan" aria-live="polite">
                {flash.map(notice)}
                {safety.reset.map(|reset| view! { <ResetAlarm reset=reset /> })}
            </div>
            <Bars />
            <Results search=search tiles=tiles.clone() />
            <div id="jelajah" hidden=count.is_some()>
                {sections(&shape, &tiles, &part, arranging)}
                {safety.few_recovery_codes.map(|left| view! { <FewCodes left=left /> })}
                <StarForms query=query changed=changed />
            </div>
            <InstallOffer />
            <Handled tiles=handled />
            <script src=LAUNCHER.address.as_str() defer fetchpriority="low" nonce=use_nonce()></script>
        </Layout>
    }
}

/// For whoever hears the page; who sees it sees the star.
fn said(changed: &Changed, tiles: &[Arc<Tile>]) -> String {
    let words = &t().launcher;
    let name = |slug: &str| {
        let tile = tiles.iter().find(|tile| tile.slug == slug);
        tile.map(|tile| tile.name.clone()).unwrap_or_default()
    };
    match changed {
        Changed::Pinned { service } => (words.pinned)(&name(service)),
        Changed::Unpinned { service, .. } => (words.unpinned)(&name(service)),
        Changed::Moved => words.moved.to_owned(),
        Changed::Acknowledged => words.acknowledged.to_owned(),
    }
}

/// Favourites, what was opened last, all in their groups; announcements behind the first of these that
/// there are.
fn sections(
    shape: &Shape,
    tiles: &Arc<[Arc<Tile>]>,
    part: &PartOf,
    arranging: bool,
) -> impl IntoView + use<> {
    let announcements = announcements(shape, part).into_any();
    let favourites = favourites(shape, part, arranging).into_any();
    let recents = recents(shape, part).into_any();
    let mut groups: Vec<AnyView> = groups(tiles, &**part).map(IntoAny::into_any).collect();
    let links = view! { <GroupLinks tiles=Arc::clone(tiles) /> };
    let before = match (shape.favourites, shape.has_recents) {
        (FavouritesAre::Missing, false) => {
            groups.insert(groups.len().min(1), announcements);
            (favourites, ().into_any(), recents)
        }
        (FavouritesAre::Missing, true) => (favourites, recents, announcements),
        _ => (favourites, announcements, recents),
    };
    view! {
        {before}
        {links}
        <div class="groups" id="semua">{groups}</div>
    }
}

fn announcements(shape: &Shape, part: &PartOf) -> impl IntoView + use<> {
    view! {
        <section
            class="announcements"
            id="pengumuman"
            aria-labelledby="h-pengumuman"
            hidden=!shape.has_announcements
        >
            <h2 class="visually-hidden" id="h-pengumuman">{t().announcements.title}</h2>
            <div inner_html=part(Part::Announcements)></div>
        </section>
    }
}

fn recents(shape: &Shape, part: &PartOf) -> impl IntoView + use<> {
    view! {
        <section
            class="group"
            id="terakhir"
            aria-labelledby="h-terakhir"
            hidden=!shape.has_recents
        >
            <h2 id="h-terakhir">{t().launcher.recents}</h2>
            <ul class="tile-grid" inner_html=part(Part::Recents)></ul>
        </section>
    }
}

fn favourites(shape: &Shape, part: &PartOf, arranging: bool) -> impl IntoView + use<> {
    let words = &t().launcher;
    if shape.favourites == FavouritesAre::Missing {
        return view! {
            <section class="group" id="favorit" aria-labelledby="h-favorit">
                <h2 class="visually-hidden" id="h-favorit">{words.favourites}</h2>
                <p class="hint">{words.no_favourites}</p>
            </section>
        }
        .into_any();
    }
    let suggested = shape.favourites == FavouritesAre::Suggested;
    view! {
        <section class="group" id="favorit" aria-labelledby="h-favorit">
            <h2 id="h-favorit">{words.favourites}</h2>
            <ul class="tile-grid" inner_html=part(Part::Favourites)></ul>
            {suggested.then(|| view! { <p class="hint">{words.suggested}</p> })}
            <details class="fold arrange" id="atur" open=arranging>
                <summary>{words.arrange}</summary>
                <ol class="arrange-list" inner_html=part(Part::Rows)></ol>
            </details>
        </section>
    }
    .into_any()
}

fn groups<'a>(
    tiles: &'a [Arc<Tile>],
    part: &'a dyn Fn(Part) -> String,
) -> impl Iterator<Item = impl IntoView + use<>> + 'a {
    Group::ALL.into_iter().filter_map(move |group| {
        let here = tiles.iter().filter(|tile| tile.group == group);
        let html: String = here.map(|tile| part(Part::Tile(Arc::clone(tile)))).collect();
        (!html.is_empty()).then(|| {
            let heading = format!("h-{}", group.slug());
            let labelled_by = heading.clone();
            view! {
                <section class="group" id=group.slug() aria-labelledby=labelled_by>
                    <h2 id=heading>{group.in_words(t())}</h2>
                    <ul class="tile-grid" inner_html=html></ul>
                </section>
            }
        })
    })
}

#[component]
fn GroupLinks(tiles: Arc<[Arc<Tile>]>) -> impl IntoView {
    let there =
        Group::ALL.into_iter().filter(|group| tiles.iter().any(|tile| tile.group == *group));
    let links = there.map(|group| {
        view! { <li><a href=format!("#{}", group.slug())>{group.in_words(t())}</a></li> }
    });
    view! {
        <nav class="group-nav" aria-label=t().launcher.groups_label>
            <ul>{links.collect_view()}</ul>
        </nav>
    }
}

#[component]
fn DensitySwitch(density: Density) -> impl IntoView {
    let words = &t().launcher;
    let buttons = Density::ALL.into_iter().map(move |choice| {
        let (icon, word) = match choice {
            Density::Comfortable => ("layout-grid", words.density_comfortable),
            Density::Dense => ("list", words.density_dense),
        };
        let pressed = if choice == density { "true" } else { "false" };
        view! {
            <button name="density" value=choice.name() aria-pressed=pressed>
                <Icon name=icon />
                <span class="wide-word">{word}</span>
            </button>
        }
    });
    view! {
        <PostForm
            class="density"
            action=api::shelf::ChooseDensity::PATH
            label=words.density
        >
            {buttons.collect_view()}
        </PostForm>
    }
}

/// What only a script or the service worker can know; hidden until they do.
#[component]
fn Bars() -> impl IntoView {
    let words = &t().launcher;
    view! {
        <p class="bar bar-warning bar-edge" id="luring" role="status" hidden>
            <Icon name="wifi-off" />
            <span>{words.offline}" "<b data-saved=""></b>{words.offline_advice}</span>
        </p>
        <p class="bar" id="pembaruan" hidden>
            <Icon name="refresh" />
            <span>{words.update}</span>
            <button class="button button-secondary">{words.reload}</button>
        </p>
    }
}

/// Offered below everything else: it appears late, and must not push away what somebody reaches for.
#[component]
fn InstallOffer() -> impl IntoView {
    let words = &t().launcher;
    view! {
        <p class="bar" id="pasang" hidden>
            <Icon name="download" />
            <span>{words.install}</span>
            <button class="button button-secondary" data-install="">{words.install_button}</button>
            <button class="button button-quiet" data-dismiss="">{words.not_now}</button>
        </p>
    }
}

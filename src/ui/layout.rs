//! The frame of every page. The address and the greeting always stand in the same place, so that
//! people recognise the real portal (and miss something on a fake one). What there is to say about
//! what was just done has one place, too: above the heading.

use super::{
    field::ErrorSummary,
    form::PostForm,
    icon::{InlineIcon, Kawung, Mark},
    idle::IdleWarning,
    notice::notice,
    script::script,
    site,
};
use crate::{
    api,
    i18n::{Language, language, t},
    paths,
    wire::{notice::Notice, person::Person},
};
use leptos::{nonce::use_nonce, prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use std::sync::LazyLock;

/// Moves focus to errors, shows what only works with a script, sends a form once and says that it is
/// under way.
static ENHANCE: LazyLock<String> = LazyLock::new(|| script(include_str!("enhance.js")));

/// The CSS depends on header, main and footer being siblings.
#[component]
pub fn Layout(
    /// Without the portal's name.
    #[prop(into)]
    title: String,
    /// What the redirect before this page left to say.
    #[prop(optional_no_strip)]
    notice: Option<Notice>,
    /// What is wrong with a form: the field's id, and the words.
    #[prop(optional)]
    problems: Vec<(&'static str, String)>,
    /// Whether something is wrong that `messages` tell of.
    #[prop(default = false)]
    has_errors: bool,
    /// What else has to be read before the page.
    #[prop(optional_no_strip)]
    messages: Option<AnyView>,
    #[prop(default = "wrap")] main_class: &'static str,
    /// Whose session this is, when there is one.
    #[prop(optional_no_strip)]
    person: Option<Person>,
    /// A dialog over the page; all else is inert while it is open.
    #[prop(optional_no_strip)]
    dialog: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let has_errors = has_errors || !problems.is_empty();
    let prefix = if has_errors { t().common.error_prefix } else { "" };
    let is_silent = notice.is_none() && problems.is_empty() && messages.is_none();
    let messages = (!is_silent).then(|| {
        view! {
            <div class="messages">
                {messages}
                {notice.map(self::notice)}
                <ErrorSummary problems=problems />
            </div>
        }
    });
    let inert = dialog.is_some();
    let person = person.or_else(|| site().person);
    let idle = person.as_ref().map(|person| person.idle_seconds);
    let demo = site().demo.then(|| {
        view! {
            <aside class="demo-banner" aria-label=t().common.demo_title inert=inert>
                <b>{t().common.demo_title}</b>" "{t().common.demo_text}
            </aside>
        }
    });
    view! {
        <Title text=format!("{prefix}{title} – ASN Digital") />
        {dialog}
        <a class="skip-link button" href="#isi" inert=inert>{t().common.skip_link}</a>
        {demo}
        <Header person=person inert=inert />
        <main id="isi" class=main_class tabindex="-1" inert=inert>
            {messages}
            {children()}
        </main>
        <Footer inert=inert has_person=idle.is_some() />
        {idle.map(|seconds| view! { <IdleWarning idle_seconds=seconds /> })}
        <p class="busy" aria-live="polite" data-busy=t().common.busy></p>
        <script nonce=use_nonce() inner_html=ENHANCE.as_str()></script>
    }
}

/// One row on a phone, where what belongs to the account opens below a button; on a wide screen all of
/// it stands in the row. Where a browser knows no popovers, it stands below the row.
#[component]
fn Header(person: Option<Person>, inert: bool) -> impl IntoView {
    let site = site();
    let home = if person.is_some() { paths::LAUNCHER } else { paths::HOME };
    let path = site.here.split('?').next().unwrap_or_default();
    let offer_login = person.is_none()
        && ![paths::LOGIN, paths::MFA, paths::ACCOUNT]
            .iter()
            .any(|before| path.starts_with(before));
    view! {
        <header class="site-header" inert=inert>
            <div class="wrap site-header-bar">
                <div class="identity">
                    <a class="brand" href=home aria-label=t().common.brand_label translate="no">
                        <Kawung />
                        <span><b>"ASN"</b>" Digital"</span>
                    </a>
                    <p class="origin">
                        <InlineIcon mark=Mark::Lock />
                        <span class="visually-hidden">{t().common.official_address}" "</span>
                        <b translate="no">{site.address.clone()}</b>
                    </p>
                </div>
                {match person {
                    Some(person) => view! { <AccountMenu person=person here=site.here.clone() /> }.into_any(),
                    None => view! { <LanguageSwitch here=site.here.clone() /> }.into_any(),
                }}
                {offer_login.then(|| view! {
                    <a class="button" href=paths::LOGIN>{t().common.log_in}</a>
                })}
            </div>
        </header>
    }
}

#[component]
fn AccountMenu(person: Person, here: String) -> impl IntoView {
    view! {
        <button class="account-button" type="button" popovertarget="menu-akun">
            <InlineIcon mark=Mark::Person />
            <span class="visually-hidden">{t().common.account_menu}": "</span>
            <span class="account-name wide-word" translate="no">{person.name.clone()}</span>
        </button>
        <div class="account-menu" id="menu-akun" popover="">
            <p class="greeting">
                {t().common.welcome_person}" "<b translate="no">{person.name}</b>" "
                <small translate="no">
                    <span aria-hidden="true">{person.masked_nip}</span>
                    <span class="visually-hidden">{(t().common.nip_ending)(&person.nip_ending)}</span>
                </small>
            </p>
            <ul>
                <li><a href=paths::ACCOUNT>{t().account.short}</a></li>
                {person.console.first().map(|area| view! {
                    <li><a href=paths::console(*area)>{t().common.manage}</a></li>
                })}
            </ul>
            <LanguageSwitch here=here />
            <PostForm action=api::session::Logout::PATH busy=t().common.logging_out>
                <button class="button button-secondary">{t().common.log_out}</button>
            </PostForm>
        </div>
    }
}

#[component]
fn LanguageSwitch(here: String) -> impl IntoView {
    let here = paths::safe_page(&here).unwrap_or(paths::HOME).to_owned();
    let button = |choice: Language| {
        let tag = choice.tag();
        let current = (choice == language()).then_some("true");
        let short = tag.to_uppercase();
        view! {
            <button
                name="language"
                value=tag
                lang=tag
                aria-current=current
                aria-label=format!("{short}, {}", choice.name())
            >
                {short.clone()}
            </button>
        }
    };
    view! {
        <PostForm
            class="language"
            action=api::language::ChooseLanguage::PATH
            label=t().common.language
        >
            <input type="hidden" name="next" value=here />
            {Language::ALL.map(button).collect_view()}
        </PostForm>
    }
}

#[component]
fn Footer(inert: bool, has_person: bool) -> impl IntoView {
    view! {
        <footer class="site-footer" inert=inert>
            <div class="wrap">
                <ul aria-label=t().common.footer>
                    {has_person.then(|| view! {
                        <li><a href=paths::ACCOUNT>{t().account.link}</a></li>
                    })}
                    <li><a href=paths::HOME>{t().common.home}</a></li>
                    <li><a href="/#cara-masuk">{t().common.how_to}</a></li>
                    <li><a href="/#bantuan">{t().common.help}</a></li>
                </ul>
                <p>{t().common.unofficial}</p>
            </div>
        </footer>
    }
}

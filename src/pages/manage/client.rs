//! `/kelola/masuk-tunggal/layanan`: one service that people sign in to, and `…/baru` for another one.

use super::{
    client_examples::examples,
    client_form::{Form, texts},
    clients::{source_in_words, state, untold},
};
use crate::{
    api,
    i18n::client_words,
    pages::page,
    paths,
    ui::{
        back::BackLink,
        form::PostForm,
        keep::{KeepScript, ShownOnce},
        layout::Layout,
    },
    wire::{
        clients::{ClientEditView, ClientSetup, ClientSource, ClientState, UntoldLogouts},
        notice::Notice,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

#[component]
pub fn NewClientPage() -> impl IntoView {
    page(api::clients::new_client(), |view| view! { <Edit view=view /> })
}

#[component]
pub fn ClientPage() -> impl IntoView {
    let id = use_query_map().read_untracked().get(paths::CLIENT_ID).unwrap_or_default();
    page(api::clients::client(id), |view| view! { <Edit view=view /> })
}

#[component]
fn Edit(view: ClientEditView) -> impl IntoView {
    let words = client_words();
    let ClientEditView {
        person,
        notice,
        state,
        new_secret,
        services,
        has_keycloak,
        fields,
        refused,
    } = view;
    let problems = texts(&refused);
    let title = state.as_ref().map_or_else(|| words.new.to_owned(), |state| state.name.clone());
    let notice = if problems.is_empty() { notice } else { Some(Notice::NotSaved) };
    let known = state.is_some();
    let beyond_form = state.as_ref().map(|state| state.beyond_form.clone()).unwrap_or_default();
    let is_in_file = state.as_ref().is_some_and(|state| state.source != ClientSource::Console);
    let has_new_secret = new_secret.is_some();
    let had_one = state.as_ref().is_some_and(|state| state.secrets.len() > 1);
    let before = if had_one { format!(" {}", words.new_secret_before) } else { String::new() };
    let note = format!("{}{before}", words.new_secret_once);
    let shown = new_secret.map(|secret| {
        view! {
            <ShownOnce
                id="rahasia"
                secret=secret
                title=words.new_secret
                what=words.the_secret
                note=note
            />
        }
        .into_any()
    });
    let id = fields.client_id.clone();
    view! {
        <Layout
            title=title.clone()
            notice=notice
            messages=shown
            problems=problems.clone()
            person=Some(person)
        >
            <div class="page narrow">
                <BackLink href=paths::MANAGE_CLIENTS label=words.title />
                {match state.clone() {
                    Some(state) => view! { <Facts id=id.clone() state=state /> }.into_any(),
                    None => view! { <h1>{title}</h1> }.into_any(),
                }}
                {state.clone().map(|state| view! { <Secrets id=id.clone() state=state /> })}
                <section class="stack" aria-labelledby="h-keterangan">
                    <h2 id="h-keterangan">{words.form}</h2>
                    <Form
                        known=known
                        fields=fields
                        services=services
                        has_keycloak=has_keycloak
                        beyond_form=beyond_form
                        is_in_file=is_in_file
                        problems=problems
                    />
                </section>
                {state.map(|state| view! { <Stop id=id state=state /> })}
            </div>
            {has_new_secret.then(|| view! { <KeepScript /> })}
        </Layout>
    }
}

#[component]
fn Facts(id: String, state: ClientState) -> impl IntoView {
    let words = client_words();
    let is_told = state.untold == UntoldLogouts::default();
    view! {
        <div class="stack">
            <h1>{state.name}" "{self::state(state.enabled)}</h1>
            <p>{words.column_source}" "{source_in_words(state.source)}"."</p>
            {(!is_told).then(|| view! {
                <p>{untold(state.untold)}</p>
                <p class="hint">{words.untold_hint}</p>
            })}
        </div>
        <section class="stack" aria-labelledby="h-sisi-layanan">
            <h2 id="h-sisi-layanan">{words.setup}</h2>
            <p class="hint">{words.setup_hint}</p>
            <Setup id=id setup=state.setup />
        </section>
    }
}

#[component]
fn Setup(id: String, setup: ClientSetup) -> impl IntoView {
    let words = client_words();
    let examples = examples(&setup).into_iter().map(|(name, text)| {
        view! {
            <details class="fold">
                <summary translate="no">{name}</summary>
                <pre class="example" translate="no"><code>{text}</code></pre>
            </details>
        }
    });
    view! {
        <dl class="facts" translate="no">
            <div><dt>{words.issuer}</dt><dd><code>{setup.issuer.clone()}</code></dd></div>
            <div>
                <dt>{words.discovery}</dt>
                <dd><code>{setup.issuer.clone()}"/.well-known/openid-configuration"</code></dd>
            </div>
            <div><dt>{words.id_short}</dt><dd><code>{id}</code></dd></div>
        </dl>
        {examples.collect_view()}
    }
}

#[component]
fn Secrets(id: String, state: ClientState) -> impl IntoView {
    let words = client_words();
    let ClientState { secrets, secrets_in_file, setup, .. } = state;
    let none = secrets.is_empty() && secrets_in_file == 0;
    let listed = secrets.into_iter().map(|secret| {
        let good = match secret.until {
            Some(until) => format!("{} {until}", words.secret_until),
            None => words.secret_current.to_owned(),
        };
        view! { <li>{words.secret_made}" "{secret.made}", "{good}</li> }
    });
    let listed = listed.collect_view();
    setup.has_secret.then(|| {
        view! {
            <section class="stack" aria-labelledby="h-rahasia">
                <h2 id="h-rahasia">{words.secret}</h2>
                {none.then(|| view! { <p>{words.secret_none}</p> })}
                {(!none).then(|| view! {
                    <ul class="bullets">
                        {listed}
                        {(secrets_in_file > 0).then(|| view! {
                            <li>{(words.secrets_in_file)(secrets_in_file)}</li>
                        })}
                    </ul>
                })}
                <PostForm class="form" action=api::clients::DecideClient::PATH>
                    <input type="hidden" name="id" value=id />
                    <div class="actions">
                        <button class="button button-secondary" name="decision" value="new-secret">
                            {words.make_secret}
                        </button>
                    </div>
                    <p class="hint">{words.make_secret_hint}</p>
                </PostForm>
            </section>
        }
    })
}

#[component]
fn Stop(id: String, state: ClientState) -> impl IntoView {
    let words = client_words();
    let switch = if state.enabled {
        ("disable", words.disable, Some(words.disable_hint))
    } else {
        ("enable", words.enable, None)
    };
    let back = match state.source {
        ClientSource::File => None,
        ClientSource::ConsoleOverFile => {
            Some(("take-back", words.take_back_to_file, Some(words.take_back_to_file_hint)))
        }
        ClientSource::Console => {
            Some(("take-back", words.take_back_all, Some(words.take_back_all_hint)))
        }
    };
    let form = move |(decision, word, hint): (&'static str, &'static str, Option<&'static str>)| {
        let id = id.clone();
        view! {
            <PostForm class="form" action=api::clients::DecideClient::PATH>
                <input type="hidden" name="id" value=id />
                <div class="actions">
                    <button class="button button-secondary" name="decision" value=decision>
                        {word}
                    </button>
                </div>
                {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
            </PostForm>
        }
    };
    view! {
        <section class="stack" aria-labelledby="h-hentikan">
            <h2 id="h-hentikan">{words.stop}</h2>
            {[Some(switch), back].into_iter().flatten().map(form).collect_view()}
        </section>
    }
}

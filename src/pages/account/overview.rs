//! The overview: whether the account is safe, whose it is, what one proves oneself with, who is
//! logged in, what happened.

use super::{
    identity::Identity,
    security_log::{Disown, Events},
    services::Services,
    verdict::Verdict,
};
use crate::{
    api,
    i18n::t,
    pages::page,
    paths,
    ui::{
        badge::{Badge, Look},
        field::{Field, FieldError, FieldKind, text_problem},
        form::PostForm,
        icon::Icon,
        layout::Layout,
        passkey::{PasskeyError, PasskeyScript},
        site,
    },
    wire::{
        account::{
            AccountView, AuthenticatorKind, ListedAuthenticator, ListedSession, RefusedName,
        },
        mfa::DeviceNameProblem,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};

/// The id of the field with a new name that was refused.
const RENAMED: &str = "nama-baru";

#[component]
pub fn AccountPage() -> impl IntoView {
    page(api::account::account_page(), |view| view! { <Account view=view /> })
}

#[component]
fn Account(view: AccountView) -> impl IntoView {
    let words = &t().account;
    let refused = view.refused_name;
    let problems = refused.iter().map(describe).collect();
    view! {
        <Layout
            title=words.title
            notice=view.notice
            problems=problems
            person=Some(view.person.clone())
        >
            <div class="page">
                <h1>{words.title}</h1>
                <Verdict reset=view.reset advice=view.advice />
                <p><a class="more" href="#bukan-saya">{words.disown_title}</a></p>
                <div class="settings">
                    <Identity person=view.person agency=view.agency mailbox=view.mailbox />
                    <Authenticators
                        list=view.authenticators
                        offers_passkeys=view.offers_passkeys
                        passkey_name=view.passkey_name
                        refused=refused
                    />
                    <RecoveryCodes left=view.recovery_codes_left />
                    <Password changed=view.password_changed />
                    <Sessions list=view.sessions />
                    <Services list=view.services />
                    <section aria-labelledby="h-catatan">
                        <div><h2 id="h-catatan">{words.events}</h2></div>
                        <div class="stack">
                            <Events events=view.events is_part=true />
                            <p><a class="more" href=paths::SECURITY_LOG>{words.all_events}</a></p>
                            <p><a class="more" href=paths::ACCESSES>{t().accesses.link}</a></p>
                        </div>
                    </section>
                    <section aria-labelledby="h-bukan" id="bukan-saya">
                        <div><h2 id="h-bukan">{words.disown_title}</h2></div>
                        <Disown />
                    </section>
                </div>
            </div>
        </Layout>
    }
}

#[component]
fn Authenticators(
    list: Vec<ListedAuthenticator>,
    offers_passkeys: bool,
    passkey_name: String,
    refused: Option<RefusedName>,
) -> impl IntoView {
    let words = &t().account;
    let (of_one, of_new) = match refused {
        Some(refused) if refused.id.is_some() => (Some(refused), None),
        other => (None, other),
    };
    let list = list.into_iter().map(|one| {
        let refused = of_one.clone().filter(|refused| refused.id.as_ref() == Some(&one.id));
        authenticator(one, refused)
    });
    view! {
        <section aria-labelledby="h-cara">
            <div>
                <h2 id="h-cara">{words.authenticators}</h2>
                <p class="hint">{words.authenticators_hint}</p>
            </div>
            <div class="stack">
                <ul class="rows">{list.collect_view()}</ul>
                <div class="actions">
                    <a class="button button-secondary" href=paths::ADD_AUTHENTICATOR>
                        {words.add_app}
                    </a>
                </div>
                {offers_passkeys.then(|| view! { <AddPasskey name=passkey_name refused=of_new /> })}
            </div>
        </section>
    }
}

/// The field of a refused name, and what is wrong with it.
fn describe(refused: &RefusedName) -> (&'static str, String) {
    let words = &t().mfa;
    let label = t().account.passkey_name;
    let (id, label) = match refused.id {
        Some(_) => (RENAMED, t().account.new_name),
        None => ("device_name", label),
    };
    let text = match refused.problem {
        DeviceNameProblem::Empty => words.device_name_empty.to_owned(),
        DeviceNameProblem::Text(problem) => text_problem(label, problem),
    };
    (id, text)
}

fn authenticator(one: ListedAuthenticator, refused: Option<RefusedName>) -> impl IntoView {
    let words = &t().account;
    let (icon, kind) = match one.kind {
        AuthenticatorKind::App => ("device-mobile", words.app),
        AuthenticatorKind::Passkey => ("fingerprint", words.passkey),
    };
    let is_refused = refused.is_some();
    let field = if is_refused { RENAMED.to_owned() } else { format!("nama-{}", one.id) };
    let error = refused.as_ref().map(|refused| describe(refused).1);
    let error_id = format!("{field}-galat");
    let described_by = is_refused.then(|| error_id.clone());
    let value = refused.map_or_else(|| one.name.clone(), |refused| refused.name);
    let which = format!(" {}", one.name);
    let renamed = one.id.clone();
    let removed = one.id;
    view! {
        <li>
            <Icon name=icon />
            <div>
                <h3 translate="no">{one.name.clone()}</h3>
                <p class="hint">{kind}</p>
                <p class="hint">
                    {words.added}" "{one.added}". "{words.last_used}" "{one.last_used}"."
                </p>
                {one.clock_off.map(|minutes| view! {
                    <p class="hint">{(words.clock_off)(minutes)}</p>
                })}
                <details class="fold fold-quiet" open=is_refused>
                    <summary>
                        {words.rename}<span class="visually-hidden">{which.clone()}</span>
                    </summary>
                    <PostForm
                        class="field"
                        action=api::account::RenameAuthenticator::PATH
                    >
                        <input type="hidden" name="id" value=renamed />
                        <label for=field.clone()>{words.new_name}</label>
                        {error.map(|error| view! { <FieldError id=error_id error=error /> })}
                        <div class="field-row">
                            <input
                                id=field
                                name="name"
                                value=value
                                autocomplete="off"
                                aria-describedby=described_by
                                aria-invalid=is_refused.then_some("true")
                            />
                            <button class="button">{words.save}</button>
                        </div>
                    </PostForm>
                </details>
            </div>
            <PostForm action=api::account::RemoveAuthenticator::PATH>
                <button class="button button-secondary" name="id" value=removed>
                    {words.remove}<span class="visually-hidden">{which}</span>
                </button>
            </PostForm>
        </li>
    }
}

#[component]
fn AddPasskey(name: String, refused: Option<RefusedName>) -> impl IntoView {
    let words = &t().account;
    // Whoever has to prove themselves first comes back to the form.
    let proof = paths::then(paths::PROOF, paths::ADD_PASSKEY);
    let is_open = refused.is_some() || site().here == paths::ADD_PASSKEY;
    let error = refused.as_ref().map(|refused| describe(refused).1);
    view! {
        <details class="fold" open=is_open>
            <summary>{words.add_passkey}</summary>
            <PostForm
                class="form"
                attr:data-passkey="register"
                attr:data-proof=proof
                attr:data-again=paths::ADD_PASSKEY
                attr:hidden=true
            >
                <Field
                    id="device_name"
                    kind=FieldKind::Text
                    label=words.passkey_name
                    value=refused.map_or(name, |refused| refused.name)
                    error=error
                />
                <div class="actions"><button class="button">{words.add_passkey}</button></div>
                <PasskeyError />
            </PostForm>
            <p class="hint" data-no-passkey="">{words.passkey_no_script}</p>
        </details>
        <PasskeyScript />
    }
}

#[component]
fn RecoveryCodes(left: i64) -> impl IntoView {
    let words = &t().account;
    let title = match left {
        0 => words.no_codes.to_owned(),
        left => (words.codes_left)(left),
    };
    view! {
        <section aria-labelledby="h-kode" id="kode">
            <div><h2 id="h-kode">{words.recovery_codes}</h2></div>
            <ul class="rows">
                <li>
                    <Icon name="key" />
                    <div>
                        <h3>{title}</h3>
                        {(left > 0).then(|| view! {
                            <p class="hint">{words.make_codes_hint}</p>
                        })}
                    </div>
                    <PostForm action=api::account::RenewRecoveryCodes::PATH>
                        <button class="button button-secondary">{words.make_codes}</button>
                    </PostForm>
                </li>
            </ul>
        </section>
    }
}

#[component]
fn Password(changed: Option<String>) -> impl IntoView {
    let words = &t().account;
    view! {
        <section aria-labelledby="h-sandi">
            <div><h2 id="h-sandi">{words.password}</h2></div>
            <ul class="rows">
                <li>
                    <Icon name="lock" />
                    <div>
                        <h3>{words.password}</h3>
                        {changed.map(|when| view! {
                            <p class="hint">{(words.password_changed)(&when)}</p>
                        })}
                    </div>
                    <a class="button button-secondary" href=paths::PASSWORD>
                        {words.change_password}
                    </a>
                </li>
            </ul>
        </section>
    }
}

#[component]
fn Sessions(list: Vec<ListedSession>) -> impl IntoView {
    let words = &t().account;
    let has_others = list.len() > 1;
    view! {
        <section aria-labelledby="h-perangkat">
            <div><h2 id="h-perangkat">{words.sessions}</h2></div>
            <div class="stack">
                <ul class="rows">{list.into_iter().map(session).collect_view()}</ul>
                {if has_others {
                    view! {
                        <PostForm class="actions" action=api::account::EndSession::PATH>
                            <button class="button button-secondary">{words.end_others}</button>
                        </PostForm>
                    }
                    .into_any()
                } else {
                    view! { <p class="hint">{words.no_others}</p> }.into_any()
                }}
            </div>
        </section>
    }
}

fn session(one: ListedSession) -> impl IntoView {
    let words = &t().account;
    let which = format!(" {}", one.browser);
    view! {
        <li>
            <Icon name="device-desktop" />
            <div>
                <h3>
                    {one.browser}
                    {one.is_this.then(|| view! {
                        " "<Badge look=Look::Good text=words.this_device />
                    })}
                    {one.is_public.then(|| view! {
                        " "<Badge look=Look::Warning text=words.public_device />
                    })}
                </h3>
                <p class="hint">{one.place}</p>
                <p class="hint">
                    {words.since}" "{one.since}". "{words.last_used}" "{one.last_used}"."
                </p>
            </div>
            {(!one.is_this).then(|| view! {
                <PostForm action=api::account::EndSession::PATH>
                    <button class="button button-secondary" name="id" value=one.id>
                        {words.end_session}<span class="visually-hidden">{which}</span>
                    </button>
                </PostForm>
            })}
        </li>
    }
}

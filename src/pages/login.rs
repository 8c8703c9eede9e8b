//! `/masuk`: number, password, one-time code, in one form; and the dialog that offers MFA.

use super::page;
use crate::{
    api,
    i18n::t,
    paths,
    ui::{
        field::{Field, FieldKind, error_of},
        forget::ForgetScript,
        form::PostForm,
        icon::{InlineIcon, Mark},
        layout::Layout,
        passkey::{PasskeyButton, PasskeyError, PasskeyScript},
        site,
    },
    wire::login::{LoginProblem, LoginView, NipProblem, PasswordProblem},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

#[component]
pub fn LoginPage() -> impl IntoView {
    let next = use_query_map().read_untracked().get(paths::NEXT).unwrap_or_default();
    page(api::login::login_page(next), |view| view! { <Login view=view /> })
}

#[component]
fn Login(view: LoginView) -> impl IntoView {
    let words = &t().login;
    let problems: Vec<_> = view.problems.iter().map(|problem| describe(*problem)).collect();
    let passkey_next = view.next.clone().unwrap_or_default();
    let mfa = paths::then(paths::MFA, &passkey_next);
    let dialog = view.offer_mfa.then(|| view! { <OfferMfa mfa=mfa /> }.into_any());
    let title = if view.offer_mfa { words.offer_title } else { words.title };
    view! {
        <Layout title=title notice=view.notice problems=problems.clone() dialog=dialog>
            <div class="split">
                <div class="stack">
                    <h1>{words.title}</h1>
                    <PostForm
                        class="form form-close"
                        action=api::login::Login::PATH
                        busy=t().common.logging_in
                    >
                        <Field
                            id="nip"
                            kind=FieldKind::Nip
                            label=words.nip
                            hint=words.nip_hint
                            value=view.nip
                            error=error_of("nip", &problems)
                        />
                        <Field
                            id="password"
                            kind=FieldKind::Password
                            label=words.password
                            error=error_of("password", &problems)
                        />
                        <Field
                            id="code"
                            kind=FieldKind::OneTimeCode
                            label=words.code
                            hint=words.code_hint
                            error=error_of("code", &problems)
                        />
                        <div class="field">
                            <label class="check">
                                <input
                                    type="checkbox"
                                    name="public"
                                    value="yes"
                                    checked=view.is_public
                                />
                                <span>{words.public_device}</span>
                            </label>
                        </div>
                        {view.next.map(|next| view! {
                            <input type="hidden" name="next" value=next />
                        })}
                        <div class="actions side-by-side">
                            <button class="button">{words.submit}</button>
                            {view.offers_passkeys.then(|| view! {
                                <PasskeyButton ceremony="login" next=passkey_next />
                            })}
                        </div>
                        {view.offers_passkeys.then(|| view! { <PasskeyError /> })}
                    </PostForm>
                    {view.offers_passkeys.then(|| view! { <PasskeyScript /> })}
                    <p><a class="more" href=paths::FORGOTTEN>{words.forgotten}</a></p>
                </div>
                <Help />
            </div>
            <ForgetScript />
        </Layout>
    }
}

/// The field a problem belongs to, and its words.
pub(crate) fn describe(problem: LoginProblem) -> (&'static str, String) {
    let words = &t().login;
    match problem {
        LoginProblem::Nip(problem) => (
            "nip",
            match problem {
                NipProblem::Empty => words.nip_empty.into(),
                NipProblem::NotDigits => words.nip_not_digits.into(),
                NipProblem::Length(digits) => (words.nip_length)(digits),
                NipProblem::Structure => words.nip_structure.into(),
            },
        ),
        LoginProblem::Password(PasswordProblem::Empty) => ("password", words.password_empty.into()),
        LoginProblem::Password(PasswordProblem::TooLong) => {
            ("password", words.password_too_long.into())
        }
        LoginProblem::Code(_) => ("code", words.code_problem.into()),
        LoginProblem::Credentials => ("password", words.credentials.into()),
        LoginProblem::NumberChanged => ("nip", words.number_changed.into()),
        LoginProblem::Wait { seconds } => ("password", (words.wait)(seconds)),
    }
}

/// Opens without a script; the page behind it is inert, so focus stays inside.
#[component]
fn OfferMfa(
    /// Where it is activated.
    mfa: String,
) -> impl IntoView {
    let words = &t().login;
    view! {
        <dialog class="dialog" open aria-modal="true" aria-labelledby="mfa-judul" aria-describedby="mfa-isi">
            <InlineIcon mark=Mark::Shield class="icon medal" />
            <h2 id="mfa-judul" tabindex="-1" autofocus data-focus="">{words.offer_title}</h2>
            <div class="stack" id="mfa-isi">
                <p>{words.offer_text}</p>
                <p><b>{words.offer_needs}</b></p>
                <ul class="bullets">
                    {words.offer_list.map(|item| view! { <li>{item}</li> }).collect_view()}
                </ul>
            </div>
            <div class="actions">
                <a class="button" href=mfa>{words.offer_accept}</a>
                <PostForm action=api::mfa::CancelEnrolment::PATH>
                    <button class="button button-secondary">{t().common.cancel}</button>
                </PostForm>
            </div>
        </dialog>
    }
}

#[component]
fn Help() -> impl IntoView {
    let words = &t().login;
    let folds = words.folds.iter().map(|fold| {
        view! {
            <details class="fold">
                <summary>{fold.title}</summary>
                <p>{fold.text}</p>
            </details>
        }
    });
    view! {
        <aside class="stack" aria-label=words.help>
            {folds.collect_view()}
            <section class="address" aria-labelledby="alamat-judul">
                <h2 id="alamat-judul">{words.genuine}</h2>
                <p class="address-bar" translate="no">
                    <InlineIcon mark=Mark::Lock />
                    {site().address}
                </p>
                <p class="hint">{words.genuine_hint}</p>
            </section>
        </aside>
    }
}

//! `/akun/kata-sandi`: a new password, by choice or because there has to be one.

use crate::{
    api,
    i18n::t,
    pages::page,
    paths,
    ui::{
        back::BackLink,
        field::{Field, FieldKind, error_of},
        form::PostForm,
        layout::Layout,
        new_password::{self, NewPasswordField},
        notice::{Notice, Tone},
    },
    wire::account::{PasswordChangeProblem, PasswordView},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

#[component]
pub fn PasswordPage() -> impl IntoView {
    let next = use_query_map().read_untracked().get(paths::NEXT).unwrap_or_default();
    page(api::password::password_page(next), |view| view! { <Password view=view /> })
}

#[component]
fn Password(view: PasswordView) -> impl IntoView {
    let words = &t().account;
    let problems: Vec<_> = view.problems.iter().map(|problem| describe(*problem)).collect();
    let why = match (view.is_disowned, view.is_forced) {
        (true, _) => Some(words.disowned),
        (false, true) => Some(words.forced),
        (false, false) => None,
    };
    let why = why.map(|text| view! { <Notice tone=Tone::Warning text=text /> }.into_any());
    let name = view.person.name.clone();
    view! {
        <Layout
            title=words.change_title
            problems=problems.clone()
            messages=why
            person=Some(view.person)
        >
            <div class="page narrow">
                {(!view.is_forced).then(|| view! {
                    <BackLink href=paths::ACCOUNT label=words.back />
                })}
                <h1>{words.change_title}</h1>
                <PostForm
                    class="form"
                    action=api::password::ChangePassword::PATH
                >
                    <Field
                        id="password"
                        kind=FieldKind::Password
                        label=words.current
                        error=error_of("password", &problems)
                    />
                    <NewPasswordField
                        id="new_password"
                        label=words.new
                        hint=words.new_hint
                        error=error_of("new_password", &problems)
                        name=name
                    />
                    <input type="hidden" name="next" value=view.next.unwrap_or_default() />
                    <button class="button button-wide">{words.change_submit}</button>
                </PostForm>
            </div>
        </Layout>
    }
}

/// The field a problem belongs to, and its words.
fn describe(problem: PasswordChangeProblem) -> (&'static str, String) {
    let words = &t().account;
    match problem {
        PasswordChangeProblem::Current => ("password", words.wrong_current.into()),
        PasswordChangeProblem::New(problem) => ("new_password", new_password::describe(problem)),
        PasswordChangeProblem::Same => ("new_password", words.same_password.into()),
        PasswordChangeProblem::Wait { seconds } => ("password", (t().login.wait)(seconds)),
    }
}

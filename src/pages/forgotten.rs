//! `/lupa-kata-sandi`: asks for a link; `/kata-sandi-baru`: where the link leads.

use super::page;
use crate::{
    api,
    i18n::t,
    paths,
    ui::{
        back::BackLink,
        field::{Field, FieldKind, error_of},
        form::PostForm,
        layout::Layout,
        new_password::{self, NewPasswordField},
    },
    wire::{
        forgotten::{ForgottenProblem, ForgottenView, NewPasswordView, SetPasswordProblem},
        login::{LoginProblem, NipProblem},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn ForgottenPage() -> impl IntoView {
    page(api::password::forgotten_page(), |view| view! { <Forgotten view=view /> })
}

#[component]
fn Forgotten(view: ForgottenView) -> impl IntoView {
    let words = &t().forgotten;
    if view.sent {
        return view! {
            <Layout title=words.sent_title>
                <div class="page narrow">
                    <BackLink href=paths::LOGIN label=t().login.back />
                    <h1>{words.sent_title}</h1>
                    <p class="lead">{words.sent}</p>
                    <p>{words.no_mail}</p>
                </div>
            </Layout>
        }
        .into_any();
    }
    let problems: Vec<_> = view.problem.into_iter().map(describe).collect();
    view! {
        <Layout title=words.title notice=view.notice problems=problems.clone()>
            <div class="page narrow">
                <BackLink href=paths::LOGIN label=t().login.back />
                <h1>{words.title}</h1>
                <p class="lead">{words.lead}</p>
                <PostForm class="form" action=api::password::Forgotten::PATH>
                    <Field
                        id="nip"
                        kind=FieldKind::Nip
                        label=t().login.nip
                        hint=t().login.nip_hint
                        value=view.nip
                        error=error_of("nip", &problems)
                    />
                    <button class="button button-wide">{words.submit}</button>
                </PostForm>
                <p class="hint">{words.no_mail}</p>
            </div>
        </Layout>
    }
    .into_any()
}

fn describe(problem: ForgottenProblem) -> (&'static str, String) {
    match problem {
        ForgottenProblem::Nip(problem) => nip_problem(problem),
        ForgottenProblem::Wait { seconds } => ("nip", (t().login.wait)(seconds)),
    }
}

fn nip_problem(problem: NipProblem) -> (&'static str, String) {
    super::login::describe(LoginProblem::Nip(problem))
}

#[component]
pub fn NewPasswordPage() -> impl IntoView {
    page(api::password::new_password_page(), |view: NewPasswordView| {
        let words = &t().forgotten;
        let describe = |problem| match problem {
            SetPasswordProblem::New(problem) => ("new_password", new_password::describe(problem)),
            SetPasswordProblem::Wait { seconds } => ("new_password", (t().login.wait)(seconds)),
        };
        let problems: Vec<_> = view.problem.into_iter().map(describe).collect();
        view! {
            <Layout title=words.new_title problems=problems.clone()>
                <div class="page narrow">
                    <h1>{words.new_title}</h1>
                    <p class="lead">
                        {words.new_lead}" "<span translate="no">{view.masked_nip}</span>
                    </p>
                    <PostForm
                        class="form"
                        action=api::password::SetPassword::PATH
                    >
                        <NewPasswordField
                            id="new_password"
                            label=t().account.new
                            hint=t().account.new_hint
                            error=error_of("new_password", &problems)
                            name=view.name
                        />
                        <button class="button button-wide">{words.new_submit}</button>
                    </PostForm>
                </div>
            </Layout>
        }
    })
}

//! `/masuk/hp-hilang`: the ladder of help for whoever lost every authenticator; and
//! `/batalkan-atur-ulang`, where a letter's link leads.

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
        notice::{Notice, Tone},
    },
    wire::reset::{CancelResetView, LostPhoneView, ResetProblem, RunningReset},
};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn LostPhonePage() -> impl IntoView {
    page(api::reset::lost_phone_page(), |view| view! { <LostPhone view=view /> })
}

#[component]
fn LostPhone(view: LostPhoneView) -> impl IntoView {
    let words = &t().lost_phone;
    let problems: Vec<_> = view.problem.into_iter().map(describe).collect();
    let done = match &view.running {
        Some(RunningReset::Waiting { since, until }) => Some((words.waiting)(since, until)),
        Some(RunningReset::Requested { since }) => Some((words.requested)(since)),
        None if view.code_sent && view.problem.is_none() => Some(words.code_sent.to_owned()),
        None => None,
    };
    let done = done.map(|text| view! { <Notice tone=Tone::Success text=text /> }.into_any());
    view! {
        <Layout title=words.title problems=problems.clone() messages=done>
            <div class="page narrow">
                <h1>{words.title}</h1>
                <p class="lead">{words.lead}</p>
                <ol class="steps">
                    <li>
                        <h2>{words.first_title}</h2>
                        <p>{words.first_text}</p>
                        <BackLink href=paths::SECOND_STEP label=words.first_link />
                    </li>
                    <li>
                        <h2>{words.second_title}</h2>
                        <BySelf view=view problems=problems />
                    </li>
                    <li>
                        <h2>{words.third_title}</h2>
                        <p>{words.third_text}</p>
                    </li>
                </ol>
            </div>
        </Layout>
    }
}

#[component]
fn BySelf(view: LostPhoneView, problems: Vec<(&'static str, String)>) -> impl IntoView {
    let words = &t().lost_phone;
    if view.running.is_some() {
        return view! { <p>{words.how_to_cancel}</p> }.into_any();
    }
    let Some(mailbox) = view.mailbox else {
        return view! { <p>{words.no_mailbox}</p> }.into_any();
    };
    let start = view.code_sent.then(|| {
        view! {
            <PostForm class="form" action=api::reset::StartReset::PATH>
                <Field
                    id="code"
                    kind=FieldKind::PaperCode
                    label=words.code
                    hint=words.code_hint
                    error=error_of("code", &problems)
                />
                <button class="button">{words.start}</button>
            </PostForm>
        }
    });
    let send_class = if start.is_some() { "button button-secondary" } else { "button" };
    view! {
        <p>{(words.second_text)(&mailbox, view.wait_hours)}</p>
        {start}
        <PostForm action=api::reset::SendResetCode::PATH>
            <button class=send_class id="send">{words.send_code}</button>
        </PostForm>
    }
    .into_any()
}

/// The field a problem belongs to, and its words.
fn describe(problem: ResetProblem) -> (&'static str, String) {
    let words = &t().lost_phone;
    match problem {
        ResetProblem::NoMailbox => ("send", words.no_mailbox.into()),
        ResetProblem::MailboxAlone => ("send", words.mailbox_alone.into()),
        ResetProblem::MailboxRests => ("send", words.mailbox_rests.into()),
        ResetProblem::WrongCode => ("code", words.wrong_code.into()),
        ResetProblem::AlreadyOpen => ("send", words.already_open.into()),
        ResetProblem::Wait { seconds } => ("send", (t().login.wait)(seconds)),
    }
}

/// One button; a page that only looks at a link must not cancel anything.
#[component]
pub fn CancelResetPage() -> impl IntoView {
    page(api::reset::cancel_reset_page(), |view| view! { <CancelReset view=view /> })
}

#[component]
fn CancelReset(view: CancelResetView) -> impl IntoView {
    let words = &t().lost_phone;
    let can_cancel = view.has_link || view.person.is_some();
    let damaged = (!can_cancel)
        .then(|| view! { <Notice tone=Tone::Warning text=words.cancel_no_link /> }.into_any());
    view! {
        <Layout title=words.cancel_title person=view.person messages=damaged>
            <div class="page narrow">
                <h1>{words.cancel_title}</h1>
                <p class="lead">{words.cancel_lead}</p>
                <PostForm action=api::reset::CancelReset::PATH>
                    <button class="button button-wide">{words.cancel_submit}</button>
                </PostForm>
            </div>
        </Layout>
    }
}

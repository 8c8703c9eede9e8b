//! `/mfa`: three steps to the first authenticator; with two devices or with one.

use super::page;
use crate::{
    api,
    i18n::t,
    ui::{
        field::{ErrorSummary, Field, Kind, error_of},
        icon::{InlineIcon, Mark},
        layout::Layout,
    },
    wire::{
        login::CodeProblem,
        mfa::{DeviceNameProblem, EnrolmentProblem, EnrolmentView},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};

#[component]
pub fn MfaPage() -> impl IntoView {
    page(api::mfa::enrolment_page(), |view| view! { <Enrolment view=view /> })
}

#[component]
fn Enrolment(view: EnrolmentView) -> impl IntoView {
    let words = &t().mfa;
    let problems: Vec<_> = view.problems.iter().map(|problem| describe(*problem)).collect();
    let clock = view.problems.iter().find_map(|problem| match problem {
        EnrolmentProblem::ClockOff { minutes } => Some(*minutes),
        _ => None,
    });
    let summary = if clock.is_none() { problems.clone() } else { Vec::new() };
    view! {
        <Layout title=words.title has_errors=!problems.is_empty()>
            <div class="page narrow">
                <h1>{words.title}</h1>
                {clock.map(|minutes| view! { <ClockOff minutes=minutes /> })}
                <ErrorSummary problems=summary />
                <p class="lead">{words.lead}</p>
                <ol class="steps">
                    <li>
                        <h2>{words.install_title}</h2>
                        <p>{words.install_text}</p>
                    </li>
                    <li>
                        <h2>{words.connect_title}</h2>
                        <p>{words.connect_text}</p>
                        <Connect qr_svg=view.qr_svg otpauth_uri=view.otpauth_uri key=view.key />
                    </li>
                    <li>
                        <h2>{words.prove_title}</h2>
                        <Prove device_name=view.device_name problems=problems />
                    </li>
                </ol>
            </div>
        </Layout>
    }
}

/// Scan with another device, or go on with this one.
#[component]
fn Connect(qr_svg: String, otpauth_uri: String, key: String) -> impl IntoView {
    let words = &t().mfa;
    let groups: Vec<String> =
        key.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    let groups = groups.into_iter().map(|group| view! { <span>{group}</span>" " });
    view! {
        <div class="choices">
            <section class="choice" aria-labelledby="h-pindai">
                <h3 id="h-pindai">{words.scan_title}</h3>
                <p>{words.scan_text}</p>
                <div class="qr" role="img" aria-label=words.qr_label inner_html=qr_svg></div>
            </section>
            <section class="choice" aria-labelledby="h-sama">
                <h3 id="h-sama">{words.same_phone_title}</h3>
                <p>{words.same_phone_text}</p>
                <a class="button button-wide" href=otpauth_uri>{words.open_app}</a>
                <p>{words.key_label}</p>
                <div class="key-row">
                    <code class="key" id="kunci">{groups.collect_view()}</code>
                    <button
                        class="reveal"
                        type="button"
                        aria-controls="kunci"
                        aria-label=words.copy_key
                        data-word=words.copied
                        hidden
                    >
                        {words.copy}
                    </button>
                </div>
            </section>
        </div>
    }
}

#[component]
fn Prove(device_name: String, problems: Vec<(&'static str, String)>) -> impl IntoView {
    let words = &t().mfa;
    view! {
        <form class="form" method="post" action=api::mfa::ActivateMfa::PATH novalidate>
            <Field
                id="code"
                kind=Kind::OneTimeCode
                label=words.code
                hint=words.code_hint
                error=error_of("code", &problems)
            />
            <Field
                id="device_name"
                kind=Kind::Text
                label=words.device_name
                hint=words.device_name_hint
                value=device_name
                error=error_of("device_name", &problems)
            />
            <div class="actions">
                <button class="button">{words.submit}</button>
                <button class="button button-quiet" form="batal">{t().common.cancel}</button>
            </div>
        </form>
        <form id="batal" method="post" action=api::mfa::CancelEnrolment::PATH></form>
    }
}

/// The phone's clock is off: by how much, and how to mend it.
#[component]
fn ClockOff(minutes: i8) -> impl IntoView {
    let words = &t().mfa;
    let list = |title: &'static str, steps: [&'static str; 2]| {
        view! {
            <div>
                <h3>{title}</h3>
                <ol class="bullets">
                    {steps.map(|step| view! { <li>{step}</li> }).collect_view()}
                </ol>
            </div>
        }
    };
    view! {
        <div class="notice notice-warning" role="alert" tabindex="-1" data-focus="">
            <InlineIcon mark=Mark::Alert />
            <div class="stack">
                <h2>{(words.clock_off)(minutes)}</h2>
                <p>{words.clock_why}</p>
                <div class="pair">
                    {list("Android", words.clock_android)}
                    {list("iPhone", words.clock_iphone)}
                </div>
                <p>{words.clock_zone}</p>
            </div>
        </div>
    }
}

/// The field a problem belongs to, and its words.
fn describe(problem: EnrolmentProblem) -> (&'static str, String) {
    let words = &t().mfa;
    let (field, text) = match problem {
        EnrolmentProblem::Code(CodeProblem::Empty) => ("code", words.code_empty),
        EnrolmentProblem::Code(CodeProblem::NotSixDigits) => ("code", words.code_not_six),
        EnrolmentProblem::WrongCode => ("code", words.wrong_code),
        EnrolmentProblem::ClockOff { .. } => ("code", words.clock_code),
        EnrolmentProblem::DeviceName(problem) => (
            "device_name",
            match problem {
                DeviceNameProblem::Empty => words.device_name_empty,
                DeviceNameProblem::TooLong => words.device_name_too_long,
                DeviceNameProblem::Unreadable => words.device_name_unreadable,
            },
        ),
    };
    (field, text.to_owned())
}

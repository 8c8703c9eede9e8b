//! `/mfa`: three steps to the first authenticator; with two devices or with one.

use super::page;
use crate::{
    api,
    i18n::t,
    paths,
    ui::{
        back::BackLink,
        clock_off::ClockOff,
        field::{Field, FieldKind, error_of, text_problem},
        form::PostForm,
        keep::{KeepButton, KeepScript, Way},
        layout::Layout,
        notice::{Notice, Tone},
    },
    wire::{
        login::CodeProblem,
        mfa::{AfterReset, DeviceNameProblem, EnrolmentProblem, EnrolmentView, ResetCodeProblem},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

/// The id of the form that proves an authenticator.
const ACTIVATION: &str = "aktivasi";

#[component]
pub fn MfaPage() -> impl IntoView {
    page(api::mfa::enrolment_page(), |view| {
        let title = t().mfa.title;
        view! { <Enrolment view=view kind=Enrols::First title=title /> }
    })
}

/// A further app, for whoever is logged in.
#[component]
pub fn AddAuthenticatorPage() -> impl IntoView {
    page(api::account::add_authenticator_page(), |view: EnrolmentView| {
        let words = &t().account;
        let kind = if view.replaces { Enrols::Replacement } else { Enrols::Further };
        let title = if view.replaces { words.replace_title } else { words.add_title };
        view! { <Enrolment view=view kind=kind title=title /> }
    })
}

/// What an enrolment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Enrols {
    First,
    Further,
    /// In place of all there are.
    Replacement,
}

#[component]
fn Enrolment(view: EnrolmentView, kind: Enrols, title: &'static str) -> impl IntoView {
    let words = &t().mfa;
    let lead = match kind {
        Enrols::Replacement => t().account.replace_lead,
        Enrols::First | Enrols::Further => words.lead,
    };
    let problems: Vec<_> = view.problems.iter().map(|problem| describe(*problem)).collect();
    let clock = view.problems.iter().find_map(|problem| match problem {
        EnrolmentProblem::ClockOff { minutes } => Some(*minutes),
        _ => None,
    });
    let summary = if clock.is_none() { problems.clone() } else { Vec::new() };
    let is_mailed = matches!(view.after_reset, Some(AfterReset::Mailed { .. }));
    let sent = (view.code_sent && is_mailed).then_some(words.reset_sent);
    let no_way = match view.after_reset {
        Some(AfterReset::NoWay { problem }) => Some(describe_reset_code(problem).1),
        _ => None,
    };
    let messages = match (clock, sent, no_way) {
        (Some(minutes), ..) => Some(view! { <ClockOff minutes=minutes /> }.into_any()),
        (_, Some(text), _) => Some(view! { <Notice tone=Tone::Success text=text /> }.into_any()),
        (.., Some(text)) => Some(view! { <Notice tone=Tone::Warning text=text /> }.into_any()),
        (None, None, None) => None,
    };
    view! {
        <Layout
            title=title
            has_errors=!problems.is_empty()
            problems=summary
            messages=messages
            person=view.person
        >
            <div class="page narrow">
                {(kind == Enrols::Further).then(|| view! {
                    <BackLink href=paths::ACCOUNT label=t().account.back />
                })}
                <h1>{title}</h1>
                <p class="lead">{lead}</p>
                {view.after_reset.map(|asked| view! {
                    <AfterAReset
                        asked=asked
                        code_sent=sent.is_some()
                        reset_code=view.reset_code
                        problems=problems.clone()
                    />
                })}
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
                        <Prove device_name=view.device_name problems=problems kind=kind />
                    </li>
                </ol>
            </div>
        </Layout>
    }
}

/// The code that an enrolment after a reset asks for. It is sent with the form at the end of the page.
#[component]
fn AfterAReset(
    asked: AfterReset,
    code_sent: bool,
    reset_code: String,
    problems: Vec<(&'static str, String)>,
) -> impl IntoView {
    let words = &t().mfa;
    let (text, label, is_mailed) = match asked {
        AfterReset::Mailed { mailbox } => {
            ((words.reset_mailed)(&mailbox), words.reset_code_mailed, true)
        }
        AfterReset::FromOperator => {
            (words.reset_from_operator.to_owned(), words.reset_code_shown, false)
        }
        // Said above.
        AfterReset::NoWay { .. } => return None,
    };
    let send_class = if code_sent { "button button-secondary" } else { "button" };
    let section = view! {
        <section class="stack" aria-labelledby="h-atur-ulang">
            <h2 id="h-atur-ulang">{words.reset_title}</h2>
            <p>{text}</p>
            {is_mailed.then(|| view! {
                <PostForm action=api::mfa::SendEnrolmentCode::PATH>
                    <Next />
                    <button class=send_class id="send">{words.reset_send}</button>
                </PostForm>
            })}
            <Field
                id="reset_code"
                kind=FieldKind::PaperCode
                label=label
                hint=words.reset_code_hint
                value=reset_code
                form=ACTIVATION
                error=error_of("reset_code", &problems)
            />
        </section>
    };
    Some(section)
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
                    <code class="key" id="kunci" translate="no">{groups.collect_view()}</code>
                    <KeepButton way=Way::Copy of="kunci" what=words.the_key />
                </div>
                <KeepScript />
            </section>
        </div>
    }
}

#[component]
fn Prove(
    device_name: String,
    problems: Vec<(&'static str, String)>,
    kind: Enrols,
) -> impl IntoView {
    let words = &t().mfa;
    let (add, cancel) = match kind {
        Enrols::First => (api::mfa::ActivateMfa::PATH, api::mfa::CancelEnrolment::PATH),
        Enrols::Further | Enrols::Replacement => {
            (api::account::AddAuthenticator::PATH, api::account::CancelAdding::PATH)
        }
    };
    let submit = match kind {
        Enrols::First => words.title,
        Enrols::Further => t().account.add_submit,
        Enrols::Replacement => t().account.replace_submit,
    };
    view! {
        <PostForm class="form" id=ACTIVATION action=add>
            <Field
                id="code"
                kind=FieldKind::OneTimeCode
                label=words.code
                hint=words.code_hint
                error=error_of("code", &problems)
            />
            <Field
                id="device_name"
                kind=FieldKind::Text
                label=words.device_name
                hint=words.device_name_hint
                value=device_name
                error=error_of("device_name", &problems)
            />
            <Next />
            <div class="actions">
                <button class="button">{submit}</button>
                <button class="button button-quiet" form="batal">{t().common.cancel}</button>
            </div>
        </PostForm>
        <PostForm id="batal" action=cancel />
    }
}

/// Where its person wants to go once they are logged in.
#[component]
fn Next() -> impl IntoView {
    let next = use_query_map().read_untracked().get(paths::NEXT);
    next.map(|next| view! { <input type="hidden" name="next" value=next /> })
}

/// The field a problem belongs to, and its words.
fn describe(problem: EnrolmentProblem) -> (&'static str, String) {
    let words = &t().mfa;
    let (field, text) = match problem {
        EnrolmentProblem::ResetCode(problem) => return describe_reset_code(problem),
        EnrolmentProblem::Code(CodeProblem::Empty) => ("code", words.code_empty),
        EnrolmentProblem::Code(CodeProblem::NotSixDigits) => ("code", words.code_not_six),
        EnrolmentProblem::WrongCode => ("code", words.wrong_code),
        EnrolmentProblem::ClockOff { .. } => ("code", words.clock_code),
        EnrolmentProblem::Wait { seconds } => return ("code", (t().login.wait)(seconds)),
        EnrolmentProblem::DeviceName(problem) => (
            "device_name",
            match problem {
                DeviceNameProblem::Empty => words.device_name_empty,
                DeviceNameProblem::Text(problem) => {
                    return ("device_name", text_problem(words.device_name, problem));
                }
            },
        ),
    };
    (field, text.to_owned())
}

fn describe_reset_code(problem: ResetCodeProblem) -> (&'static str, String) {
    let words = &t().mfa;
    let text = match problem {
        ResetCodeProblem::Empty => words.reset_code_empty.to_owned(),
        ResetCodeProblem::Wrong => words.reset_code_wrong.to_owned(),
        ResetCodeProblem::Wait { seconds } => (t().login.wait)(seconds),
        ResetCodeProblem::NoMailbox => words.reset_no_mailbox.to_owned(),
        ResetCodeProblem::MailboxAlone => words.reset_mailbox_alone.to_owned(),
        ResetCodeProblem::MailboxRests => words.reset_mailbox_rests.to_owned(),
    };
    ("reset_code", text)
}

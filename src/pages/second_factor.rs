//! `/masuk/langkah-kedua`: the second factor after the right password; and `/akun/bukti`, the same
//! once more for whoever is logged in.

use super::page;
use crate::{
    api,
    i18n::t,
    paths,
    ui::{
        back::BackLink,
        clock_off::ClockOff,
        field::{Field, FieldKind, error_of},
        form::PostForm,
        layout::Layout,
        passkey::{PasskeyButton, PasskeyError, PasskeyScript},
    },
    wire::{
        account::ProofView,
        login::{CodeProblem, SecondFactorProblem, SecondFactorView},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

#[component]
pub fn SecondFactorPage() -> impl IntoView {
    page(api::second_factor::second_step_page(next()), |view: SecondFactorView| {
        let words = &t().second_factor;
        let forms = Forms {
            code: api::second_factor::SecondStepCode::PATH,
            recovery_code: api::second_factor::SecondStepRecoveryCode::PATH,
            ceremony: "login",
            busy: t().common.logging_in,
            offers_passkeys: view.offers_passkeys,
            has_long_codes: view.has_long_codes,
            next: view.next.unwrap_or_default(),
        };
        view! {
            <Layout
                title=words.title
                has_errors=view.problem.is_some()
                problems=summary(view.problem)
                messages=clock_off(view.problem)
            >
                <div class="split">
                    <div class="stack">
                        <h1>{words.title}</h1>
                        <p class="lead">{words.lead}</p>
                        <Code forms=forms.clone() problem=view.problem />
                        <PostForm action=api::second_factor::CancelSecondStep::PATH>
                            <button class="button button-quiet">{t().common.cancel}</button>
                        </PostForm>
                    </div>
                    <OtherWays forms=forms problem=view.problem>
                        <p><a class="more" href=paths::LOST_PHONE>{words.lost}</a></p>
                    </OtherWays>
                </div>
            </Layout>
        }
    })
}

#[component]
pub fn ProofPage() -> impl IntoView {
    page(api::second_factor::proof_page(next()), |view: ProofView| {
        let words = &t().second_factor;
        let forms = Forms {
            code: api::second_factor::ProofCode::PATH,
            recovery_code: api::second_factor::ProofRecoveryCode::PATH,
            ceremony: "step-up",
            busy: t().common.busy,
            offers_passkeys: view.offers_passkeys,
            has_long_codes: view.has_long_codes,
            next: view.next,
        };
        view! {
            <Layout
                title=words.proof_title
                has_errors=view.problem.is_some()
                problems=summary(view.problem)
                messages=clock_off(view.problem)
                person=Some(view.person)
            >
                <div class="split">
                    <div class="stack">
                        <BackLink href=paths::ACCOUNT label=t().account.back />
                        <h1>{words.proof_title}</h1>
                        <p class="lead">{words.proof_lead}</p>
                        <Code forms=forms.clone() problem=view.problem />
                    </div>
                    <OtherWays forms=forms problem=view.problem />
                </div>
            </Layout>
        }
    })
}

fn next() -> String {
    use_query_map().read_untracked().get(paths::NEXT).unwrap_or_default()
}

/// Where the forms of a page lead.
#[derive(Debug, Clone)]
struct Forms {
    code: &'static str,
    recovery_code: &'static str,
    ceremony: &'static str,
    /// What is said while one of them is under way.
    busy: &'static str,
    offers_passkeys: bool,
    has_long_codes: bool,
    next: String,
}

#[component]
fn Code(forms: Forms, problem: Option<SecondFactorProblem>) -> impl IntoView {
    let words = &t().second_factor;
    let problems: Vec<_> = problem.into_iter().map(describe).collect();
    let (label, hint) = if forms.has_long_codes {
        (words.long_code, words.long_code_hint)
    } else {
        (words.code, words.code_hint)
    };
    view! {
        <PostForm class="form" action=forms.code busy=forms.busy>
            <Field
                id="code"
                kind=FieldKind::OneTimeCode
                label=label
                hint=hint
                error=error_of("code", &problems)
            />
            <input type="hidden" name="next" value=forms.next />
            <button class="button button-wide">{words.submit}</button>
        </PostForm>
    }
}

#[component]
fn OtherWays(
    forms: Forms,
    problem: Option<SecondFactorProblem>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let words = &t().second_factor;
    let problems: Vec<_> = problem.into_iter().map(describe).collect();
    let recovery = error_of("recovery_code", &problems);
    let is_open = recovery.is_some();
    view! {
        <section class="stack" aria-labelledby="h-lain">
            <h2 id="h-lain">{words.other_ways}</h2>
            {forms.offers_passkeys.then(|| view! {
                <div class="actions">
                    <PasskeyButton ceremony=forms.ceremony next=forms.next.clone() />
                </div>
                <PasskeyError />
                <PasskeyScript />
            })}
            <details class="fold" open=is_open>
                <summary>{words.recovery}</summary>
                <PostForm class="form" action=forms.recovery_code busy=forms.busy>
                    <Field
                        id="recovery_code"
                        kind=FieldKind::PaperCode
                        label=words.recovery_label
                        hint=words.recovery_hint
                        error=recovery
                    />
                    <input type="hidden" name="next" value=forms.next />
                    <button class="button">{words.recovery_submit}</button>
                </PostForm>
            </details>
            {children.map(|children| children())}
        </section>
    }
}

/// What is said of a phone's clock that is off, in place of a summary.
fn clock_off(problem: Option<SecondFactorProblem>) -> Option<AnyView> {
    let words = &t().second_factor;
    let (minutes, what_to_do) = match problem? {
        SecondFactorProblem::ClockOff { minutes } => (minutes, words.clock_next),
        SecondFactorProblem::ClockSlow { minutes } => (minutes, words.clock_slow),
        _ => return None,
    };
    let help = view! {
        <ClockOff minutes=minutes>
            <p><b>{what_to_do}</b></p>
        </ClockOff>
    };
    Some(help.into_any())
}

fn summary(problem: Option<SecondFactorProblem>) -> Vec<(&'static str, String)> {
    let is_clock = matches!(
        problem,
        Some(SecondFactorProblem::ClockOff { .. } | SecondFactorProblem::ClockSlow { .. })
    );
    problem.filter(|_| !is_clock).into_iter().map(describe).collect()
}

/// The field a problem belongs to, and its words.
fn describe(problem: SecondFactorProblem) -> (&'static str, String) {
    let words = &t().second_factor;
    match problem {
        SecondFactorProblem::Code(CodeProblem::Empty) => ("code", words.code_empty.into()),
        SecondFactorProblem::Code(CodeProblem::NotSixDigits) => ("code", words.code_not_six.into()),
        SecondFactorProblem::WrongCode => ("code", words.wrong_code.into()),
        SecondFactorProblem::UsedCode => ("code", words.used_code.into()),
        SecondFactorProblem::ClockOff { .. } | SecondFactorProblem::ClockSlow { .. } => {
            ("code", t().mfa.clock_code.into())
        }
        SecondFactorProblem::WrongRecoveryCode => ("recovery_code", words.wrong_recovery.into()),
        SecondFactorProblem::Wait { seconds } => ("code", (t().login.wait)(seconds)),
    }
}

//! Why one was not sent on to a service: what happened, what to do now, and a number to quote.

use crate::{
    i18n::t,
    paths,
    ui::{layout::Layout, site},
    wire::sso::{SignInProblem, SignInRefusal},
};
use leptos::prelude::*;

#[component]
pub fn SignInRefusedPage(view: SignInRefusal) -> impl IntoView {
    let refused = &t().sign_in_refused;
    let words = match view.problem {
        SignInProblem::TooLong => &refused.too_long,
        SignInProblem::TooMany => &refused.too_many,
        SignInProblem::NoClient => &refused.no_client,
        SignInProblem::UnknownClient => &refused.unknown_client,
        SignInProblem::NoRedirect => &refused.no_redirect,
        SignInProblem::UnknownRedirect => &refused.unknown_redirect,
        SignInProblem::Stale => &refused.stale,
        SignInProblem::NotForThem => &refused.not_for_them,
        SignInProblem::Closed => &refused.closed,
        SignInProblem::NeedsPasskey => &refused.needs_passkey,
    };
    let person = site().person;
    let home = if person.is_some() { paths::LAUNCHER } else { paths::HOME };
    let advice = words.advice.map(|advice| view! { <li>{advice}</li> });
    let is_entry = matches!(view.problem, SignInProblem::NotForThem | SignInProblem::Closed);
    let about = view.service.as_deref().filter(|_| is_entry).map(paths::service);
    let start = view.start.filter(|_| view.problem == SignInProblem::Stale);
    let passkey = (view.problem == SignInProblem::NeedsPasskey).then_some(paths::ADD_PASSKEY);
    view! {
        <Layout title=words.title person=person>
            <div class="page narrow">
                <h1>{words.title}</h1>
                <p class="lead">{words.lead}</p>
                {view.name.map(|name| view! {
                    <p>{refused.client}" "<b translate="no">{name}</b></p>
                })}
                {view.sent.map(|sent| view! {
                    <p>{refused.sent}<br /><code class="sent" translate="no">{sent}</code></p>
                })}
                <h2>{t().error.what_now}</h2>
                <ul class="bullets">{advice.collect_view()}</ul>
                <div class="actions">
                    {start.map(|start| view! { <a class="button" href=start>{refused.start}</a> })}
                    {passkey.map(|add| view! {
                        <a class="button" href=add>{refused.add_passkey}</a>
                    })}
                    {about.map(|about| view! {
                        <a class="button" href=about>{refused.about}</a>
                    })}
                    <a class="button button-secondary" href=home>{words.action}</a>
                </div>
                <p class="reference">
                    {t().error.reference}" "<code translate="no">{site().reference}</code><br />
                    {t().error.reference_hint}
                </p>
            </div>
        </Layout>
    }
}

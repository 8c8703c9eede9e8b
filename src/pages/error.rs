//! What went wrong: what happened, that nothing is lost, what to do now, and a number to quote.

use crate::{
    i18n::t,
    paths,
    ui::{layout::Layout, site},
    wire::error::ApiError,
};
use leptos::prelude::*;

#[component]
pub fn ErrorPage(error: ApiError) -> impl IntoView {
    // Who is not logged in has been redirected already.
    #[cfg(feature = "ssr")]
    if error != ApiError::Unauthenticated
        && let Some(response) = use_context::<leptos_axum::ResponseOptions>()
    {
        response.set_status(error.status());
    }
    let words = match error {
        ApiError::BadRequest => &t().error.bad_request,
        ApiError::Forbidden | ApiError::Unauthenticated => &t().error.forbidden,
        ApiError::SomebodyElse => &t().error.somebody_else,
        ApiError::NotFound => &t().error.not_found,
        ApiError::TooLarge => &t().error.too_large,
        ApiError::Busy => &t().error.busy,
        ApiError::CannotSave => &t().error.cannot_save,
        ApiError::Unavailable => &t().error.unavailable,
        ApiError::Internal => &t().error.internal,
    };
    let action = match error {
        ApiError::SomebodyElse => paths::LAUNCHER,
        ApiError::Busy => paths::LOGIN,
        _ if site().person.is_some() => paths::LAUNCHER,
        _ => paths::HOME,
    };
    let advice = words.advice.map(|advice| view! { <li>{advice}</li> });
    view! {
        <Layout title=words.title>
            <div class="page narrow">
                <h1>{words.title}</h1>
                <p class="lead">{words.lead}</p>
                <h2>{t().error.what_now}</h2>
                <ul class="bullets">{advice.collect_view()}</ul>
                <div class="actions">
                    <a class="button" href=action>{words.action}</a>
                </div>
                <p class="reference">
                    {t().error.reference}" "<code translate="no">{site().reference}</code><br />
                    {t().error.reference_hint}
                </p>
            </div>
        </Layout>
    }
}

//! Help for a phone whose clock is off.

use super::icon::{InlineIcon, Mark};
use crate::i18n::t;
use leptos::prelude::*;

/// The phone's clock is off: by how much, and how to mend it.
#[component]
pub fn ClockOff(minutes: i8, #[prop(optional)] children: Option<Children>) -> impl IntoView {
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
                {match children {
                    Some(what_to_do) => what_to_do().into_any(),
                    None => view! { <p>{words.clock_why}</p> }.into_any(),
                }}
                <div class="pair">
                    {list("Android", words.clock_android)}
                    {list("iPhone", words.clock_iphone)}
                </div>
                <p>{words.clock_zone}</p>
            </div>
        </div>
    }
}

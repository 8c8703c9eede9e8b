//! What is said first of an account: that it is safe, or what to do.

use crate::{
    i18n::t,
    paths,
    ui::{
        icon::{InlineIcon, Mark},
        safety::ResetAlarm,
    },
    wire::account::{Advice, OpenReset},
};
use leptos::prelude::*;

#[component]
pub fn Verdict(reset: Option<OpenReset>, advice: Vec<Advice>) -> impl IntoView {
    let words = &t().account;
    let is_safe = advice.is_empty() && reset.is_none();
    let (class, mark, title) = if is_safe {
        ("verdict verdict-good", Mark::Shield, words.safe)
    } else {
        ("verdict", Mark::Alert, words.to_do)
    };
    // What is cancelled at once has a bar and a button of its own.
    let has_card = is_safe || !advice.is_empty();
    view! {
        {reset.map(|reset| view! { <ResetAlarm reset=reset /> })}
        {has_card.then(|| view! {
            <section class=class aria-labelledby="h-keadaan">
                <InlineIcon mark=mark />
                <div class="stack">
                    <h2 id="h-keadaan">{title}</h2>
                    {if is_safe {
                        view! { <p>{words.safe_text}</p> }.into_any()
                    } else {
                        view! { <ul class="to-do">{advice.into_iter().map(one).collect_view()}</ul> }
                            .into_any()
                    }}
                </div>
            </section>
        })}
    }
}

fn one(advice: Advice) -> impl IntoView {
    let words = &t().account;
    let (text, href, link) = match advice {
        Advice::NewPassword { times } => {
            ((words.strange_attempts)(times), paths::PASSWORD, words.change_password)
        }
        Advice::RecoveryCodes { left } => ((words.few_codes)(left), "#kode", words.few_codes_link),
        Advice::Mailbox => (words.no_mailbox.to_owned(), "/#bantuan", words.whom_to_ask),
    };
    view! {
        <li>
            <p>{text}</p>
            <p><a class="more" href=href>{link}</a></p>
        </li>
    }
}

//! Whose account it is, and how what stands there is changed: by the operator, and not here.

use crate::{i18n::t, wire::person::Person};
use leptos::prelude::*;

#[component]
pub fn Identity(person: Person, agency: String, mailbox: Option<String>) -> impl IntoView {
    let words = &t().account;
    let has_mailbox = mailbox.is_some();
    let mailbox = match mailbox {
        Some(mailbox) => view! { <span translate="no">{mailbox}</span> }.into_any(),
        None => words.mailbox_missing.into_any(),
    };
    view! {
        <section aria-labelledby="h-diri">
            <div>
                <h2 id="h-diri">{words.identity}</h2>
                <p class="hint">{words.identity_hint}</p>
            </div>
            <dl class="facts">
                <div><dt>{words.name}</dt><dd translate="no">{person.name}</dd></div>
                <div>
                    <dt>{t().login.nip}</dt>
                    <dd class="number" translate="no">{person.masked_nip}</dd>
                </div>
                <div><dt>{words.agency}</dt><dd translate="no">{agency}</dd></div>
                <div>
                    <dt>{words.mailbox}</dt>
                    <dd>
                        {mailbox}
                        {has_mailbox.then(|| view! { <p class="hint">{words.mailbox_hint}</p> })}
                    </dd>
                </div>
            </dl>
        </section>
    }
}

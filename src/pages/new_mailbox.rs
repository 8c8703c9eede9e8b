//! `/surel-baru`: where the link leads that is mailed to a corrected mailbox.

use super::page;
use crate::{
    api,
    i18n::t,
    ui::{form::PostForm, layout::Layout},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// One button; a mail filter that only looks at a link must not confirm anything.
#[component]
pub fn NewMailboxPage() -> impl IntoView {
    page(api::correction::new_mailbox_page(), |view| {
        let words = &t().new_mailbox;
        view! {
            <Layout title=words.title person=view.person>
                <div class="page narrow">
                    <h1>{words.title}</h1>
                    <p class="lead">
                        {words.lead}" "<span translate="no">{view.masked_nip}</span>
                    </p>
                    <p translate="no"><strong>{view.mailbox}</strong></p>
                    <p>{words.text}</p>
                    <PostForm action=api::correction::ConfirmMailbox::PATH>
                        <button class="button button-wide">{words.confirm}</button>
                    </PostForm>
                    <p class="hint">{words.not_yours}</p>
                </div>
            </Layout>
        }
    })
}

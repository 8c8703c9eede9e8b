//! `/kelola/impor`: a clerk's file is sent; what becomes of it is seen at `/kelola/massal/ID`.

use super::tabs;
use crate::{
    api,
    i18n::bulk_words,
    pages::page,
    paths,
    ui::{back::BackLink, counter::WritingScript, field::TextArea, form::PostForm, layout::Layout},
    wire::{bulk::ImportView, person::ConsoleArea, reset::LONGEST_REASON},
};
use leptos::prelude::*;

#[component]
pub fn ImportPage() -> impl IntoView {
    page(api::bulk::import_form(), |view| view! { <Import view=view /> })
}

#[component]
fn Import(view: ImportView) -> impl IntoView {
    let words = bulk_words();
    let ImportView { person, may_change_privileges } = view;
    let tabs = tabs(ConsoleArea::Bulk, &person.console);
    view! {
        <Layout title=words.import person=Some(person)>
            <div class="page">
                {tabs}
                <BackLink href=paths::MANAGE_BULK label=words.back />
                <div class="stack">
                    <h1>{words.import}</h1>
                    <p class="lead">{words.import_lead}</p>
                    <p>{words.import_columns}</p>
                </div>
                <PostForm class="form" action=paths::UPLOAD has_file=true busy=words.import_busy>
                    <TextArea
                        id="reason"
                        label=words.reason
                        hint=words.reason_hint
                        value=""
                        longest=LONGEST_REASON
                    />
                    {may_change_privileges.then(|| view! {
                        <div class="field">
                            <label class="check">
                                <input type="checkbox" name="privileges" value="yes" />
                                <span>{words.import_privileges}</span>
                            </label>
                        </div>
                    })}
                    <div class="field">
                        <label for="berkas">{words.import_file}</label>
                        <p class="hint" id="berkas-petunjuk">{words.import_file_hint}</p>
                        <input
                            id="berkas"
                            name="file"
                            type="file"
                            accept=".csv,.txt,text/csv,text/plain"
                            aria-describedby="berkas-petunjuk"
                        />
                    </div>
                    <button class="button">{words.import_send}</button>
                </PostForm>
                <WritingScript />
            </div>
        </Layout>
    }
}

//! `/mfa/kode-pemulihan` and `/akun/kode-pemulihan`: the codes that were just made, shown once.

use super::page;
use crate::{
    api,
    i18n::t,
    paths,
    ui::{
        keep::{KeepButton, KeepScript, Way},
        layout::Layout,
        notice::{Notice, Tone},
    },
    wire::{account::RecoveryCodesView, person::Person},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn RecoveryCodesPage() -> impl IntoView {
    let next = use_query_map().read_untracked().get(paths::NEXT).unwrap_or_default();
    page(api::account::recovery_codes_page(next), |view: RecoveryCodesView| {
        if view.codes.is_empty() {
            view! { <Gone next=view.next person=view.person /> }.into_any()
        } else {
            view! { <Codes view=view /> }.into_any()
        }
    })
}

#[component]
fn Codes(view: RecoveryCodesView) -> impl IntoView {
    let words = &t().recovery_codes;
    let once = view! { <Notice tone=Tone::Warning text=words.once /> }.into_any();
    let made = (words.made)(&view.made);
    let file = file(words.list, &view.masked_nip, &made, &view.codes);
    let codes = view.codes.into_iter().map(|code| view! { <li><code>{code}</code></li> });
    view! {
        <Layout title=words.title main_class="wrap sheet" person=view.person messages=Some(once)>
            <div class="page narrow">
                <h1>{words.title}</h1>
                <p class="lead">{words.lead}</p>
                <p class="print-only" translate="no">{view.masked_nip}", "{made}</p>
                <ol class="codes" id="kode" translate="no" aria-label=words.list>
                    {codes.collect_view()}
                </ol>
                <p class="phone-only">{words.no_paper}</p>
                <div class="actions side-by-side">
                    <KeepButton way=Way::Print of="kode" />
                    <KeepButton way=Way::Share of="kode" />
                    <KeepButton way=Way::Copy of="kode" />
                    <a
                        class="button button-secondary"
                        href=file
                        download="kode-pemulihan-asn-digital.txt"
                    >
                        {t().keep.download}
                    </a>
                </div>
                <KeepScript />
                <a class="button button-wide" href=view.next>{words.next}</a>
            </div>
        </Layout>
    }
}

/// The codes as a file of their own; it never leaves the page.
fn file(title: &str, masked_nip: &str, made: &str, codes: &[String]) -> String {
    let text =
        format!("ASN Digital: {title}\r\n{masked_nip}\r\n{made}\r\n\r\n{}\r\n", codes.join("\r\n"));
    let escaped = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    format!("data:text/plain;charset=utf-8,{}", escaped.collect::<String>())
}

#[component]
fn Gone(next: String, person: Option<Person>) -> impl IntoView {
    let words = &t().recovery_codes;
    view! {
        <Layout title=words.gone_title person=person>
            <div class="page narrow">
                <h1>{words.gone_title}</h1>
                <p class="lead">{words.gone}</p>
                <a class="button" href=next>{t().second_factor.submit}</a>
            </div>
        </Layout>
    }
}

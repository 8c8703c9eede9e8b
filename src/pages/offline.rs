//! What the browser shows in place of a page that it cannot get: a document of its own, kept by the
//! service worker, without a person, a script or a link to anything but the start.

use crate::{
    i18n::{Language, t},
    paths,
    ui::icon::Kawung,
};
use leptos::{config::LeptosOptions, prelude::*};
use leptos_meta::HashedStylesheet;

/// Stands where the service worker says what is missing.
const LEAD: &str = "%LEAD%";

#[component]
pub fn OfflinePage(language: Language, options: LeptosOptions) -> impl IntoView {
    let words = &language.messages().offline;
    view! {
        <!DOCTYPE html>
        <html lang=language.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title>{words.title}" – ASN Digital"</title>
                <HashedStylesheet options=options id="css" />
            </head>
            <body>
                <header class="site-header">
                    <div class="wrap site-header-bar">
                        <a class="brand" href=paths::LAUNCHER aria-label=t().common.brand_label>
                            <Kawung />
                            <span><b>"ASN"</b>" Digital"</span>
                        </a>
                    </div>
                </header>
                <main id="isi" class="wrap">
                    <div class="page narrow">
                        <h1>{words.title}</h1>
                        <p class="lead">{LEAD}</p>
                        <ul class="bullets">
                            <li>{words.check}</li>
                            // The service worker takes it away where it has none.
                            <li data-last-view="">{words.last_view}</li>
                            <li>{words.help}</li>
                        </ul>
                        <div class="actions">
                            <a class="button" href=paths::LAUNCHER>{words.back}</a>
                        </div>
                    </div>
                </main>
            </body>
        </html>
    }
}

//! What an answer may do, and what may be asked: one row for each kind of answer, in one table that stands
//! in `docs/SECURITY.md` as well (ASVS 5.0 §3.4). Nothing else sets these headers or knows these numbers.
//! A page's row is written by [`page`], since it carries a nonce; all others by [`answer`], on the way out.

use super::AppState;
use crate::api::{bulk::OrderBulk, clients::SetClient, manage::SaveAnnouncement};
use axum::{
    body::Body,
    extract::State,
    http::{HeaderName, HeaderValue, Request, StatusCode, header},
    middleware::Next,
    response::Response,
};
use leptos::{context::use_context, nonce::use_nonce, server_fn::ServerFn};
use leptos_axum::ResponseOptions;

/// A kind of answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// A page, and an error's page: with a nonce for its scripts.
    Page,
    /// What is no page and no file: the answer to a form or a script of ours, a redirect, a line for a
    /// program.
    Plain,
    /// The same in answer to a form that may be long.
    LongForm,
    /// A file of the site.
    File,
    /// One whose address changes with it.
    VersionedFile,
    ServiceWorker,
    /// Whatever the machines' stack answers, but for the next two.
    Machine,
    /// What an issuer publishes for everybody: its configuration and keys.
    Published,
    /// A page that tells the page around it, whosever that is, that it gets no cookies here.
    Frame,
    /// A form that brings an answer to a service, with a nonce for the script that sends it.
    FormPost,
}

/// From where a request may come that changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From pages of ours only ([`super::origin`]).
    Ours,
    /// From anywhere: it brings what it may do with it, and no cookie counts.
    Any,
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerPolicy {
    /// What it is called in the docs.
    pub name: &'static str,
    /// The content security policy, with [`NONCE`] where the page's nonce belongs.
    pub content: &'static str,
    /// What browsers and proxies may keep of it (RFC 9111 §5.2.2).
    pub kept: &'static str,
    pub origin: Origin,
    /// The longest body of a request, in bytes; `None`: each route says its own.
    pub longest_body: Option<usize>,
}

pub const NONCE: &str = "NONCE";

/// The one script is known by its hash.
const FRAME: &str = "default-src 'none'; \
    script-src 'sha256-9uq5gEUx6cvgmp5oFz+IUNz9V55G2Xfqbak9Emn6VbQ='";
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'";
/// A form of ours is a few hundred bytes.
const FORM: usize = 32 * 1024;
/// Room for two texts of the longest, each of their characters as twelve bytes, or for all addresses of a
/// service that people sign in to; and for some more, so that what is too long is refused with the numbers.
pub const LONGEST_FORM: usize = 128 * 1024;

impl AnswerKind {
    pub const ALL: [Self; 10] = [
        Self::Page,
        Self::Plain,
        Self::LongForm,
        Self::File,
        Self::VersionedFile,
        Self::ServiceWorker,
        Self::Machine,
        Self::Published,
        Self::Frame,
        Self::FormPost,
    ];

    #[must_use]
    pub const fn policy(self) -> AnswerPolicy {
        let plain = AnswerPolicy {
            name: "anything else for a browser",
            content: NOTHING,
            kept: "no-store",
            origin: Origin::Ours,
            longest_body: Some(FORM),
        };
        let machine = AnswerPolicy {
            name: "answer to a machine",
            origin: Origin::Any,
            longest_body: None,
            ..plain
        };
        match self {
            // Scripts by nonce only, nothing from other hosts, nothing may frame the portal, and no form
            // leads to another site, by its answer neither (`docs/adr/0035`).
            Self::Page => AnswerPolicy {
                name: "page, error page",
                content: "default-src 'none'; \
                    script-src 'nonce-NONCE' 'strict-dynamic' 'wasm-unsafe-eval'; \
                    style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; \
                    worker-src 'self'; \
                    form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
                ..plain
            },
            Self::Plain => plain,
            Self::LongForm => {
                let name = "answer to a long form";
                AnswerPolicy { name, longest_body: Some(LONGEST_FORM), ..plain }
            }
            Self::File => {
                AnswerPolicy { name: "file of the site", kept: "public, max-age=86400", ..plain }
            }
            Self::VersionedFile => AnswerPolicy {
                name: "file whose address names its version",
                kept: "public, max-age=31536000, immutable",
                ..plain
            },
            // Browsers ask anew each time, so that a new version is found.
            Self::ServiceWorker => AnswerPolicy {
                name: "service worker",
                content: "default-src 'none'; connect-src 'self'",
                kept: "no-cache",
                ..plain
            },
            Self::Machine => machine,
            // Shorter than a key is published before it signs.
            Self::Published => AnswerPolicy {
                name: "what an issuer publishes",
                kept: "public, max-age=300",
                ..machine
            },
            Self::Frame => AnswerPolicy {
                name: "frame that says that it gets no cookies",
                content: FRAME,
                kept: "public, max-age=300",
                ..machine
            },
            // The one form that leads to another site: nothing else stands on its page, and a service leads
            // on from there to wherever it likes.
            Self::FormPost => AnswerPolicy {
                name: "form that brings an answer to a service",
                content: "default-src 'none'; script-src 'nonce-NONCE'; frame-ancestors 'none'; \
                    base-uri 'none'",
                ..plain
            },
        }
    }

    /// Under which row a browser's request at this path comes in.
    #[must_use]
    pub fn asked(path: &str) -> Self {
        let is_long = [SaveAnnouncement::PATH, SetClient::PATH, OrderBulk::PATH].contains(&path);
        if is_long { Self::LongForm } else { Self::Plain }
    }
}

/// Marks what the portal itself answered. The service worker and the scripts believe nothing else: a
/// page of the Wi-Fi that asks for a room number has status 200, too.
const OURS: (&str, &str) = ("x-asn-portal", "1");

/// In every answer, of whatever kind.
pub const ALWAYS: [(&str, &str); 8] = [
    OURS,
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    ),
    ("x-permitted-cross-domain-policies", "none"),
];

/// What is unavailable now may be asked for again after so long: the hashing queue is shorter, or
/// the database back. Seconds.
const RETRY_AFTER: &str = "5";

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Writes the row into an answer: its [`AnswerKind`] stands among its extensions; without one it is plain.
pub async fn answer(State(state): State<AppState>, request: Request<Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    let kind = response.extensions().get::<AnswerKind>().copied().unwrap_or(AnswerKind::Plain);
    let policy = kind.policy();
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if kind == AnswerKind::Frame {
        headers.remove(header::X_FRAME_OPTIONS);
    }
    // What pages of other sites may read, they may have.
    if headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) || kind == AnswerKind::Frame {
        headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    }
    if state.settings.is_https() {
        let two_years = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, two_years);
    }
    // A page has its own, with the nonce.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(policy.content));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(policy.kept));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.entry(header::RETRY_AFTER).or_insert(HeaderValue::from_static(RETRY_AFTER));
    }
    // A node that is about to stop asks whoever keeps a connection to open another one, which a proxy
    // opens to another node. What is asked of it meanwhile, it answers.
    if state.is_stopping() {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Gives a form that brings an answer to a service its content security policy.
pub fn form_post(response: &mut Response, nonce: &str) {
    let policy = AnswerKind::FormPost.policy().content.replace(NONCE, nonce);
    if let Ok(policy) = policy.parse() {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Gives the page that is being rendered its content security policy, with its nonce.
pub fn page() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    let policy = AnswerKind::Page.policy().content.replace(NONCE, &nonce);
    if let Ok(policy) = policy.parse() {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The row as it stands in the docs.
    fn row(policy: &AnswerPolicy) -> String {
        let AnswerPolicy { name, content, kept, origin, longest_body } = policy;
        let origin = match origin {
            Origin::Ours => "our own pages",
            Origin::Any => "anywhere",
        };
        let body = longest_body
            .map_or("each route's own".to_owned(), |bytes| format!("{} KiB", bytes / 1024));
        format!("| {name} | `{content}` | `{kept}` | {origin} | {body} |")
    }

    #[test]
    fn the_table_in_the_docs_is_this_one() {
        let docs = include_str!("../../docs/SECURITY.md");
        let (_, table) = docs.split_once("| Answer | Content security policy |").unwrap();
        let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
        let ours = AnswerKind::ALL.map(|kind| row(&kind.policy()));
        assert_eq!(rows.collect::<Vec<_>>(), ours);
        for (name, value) in ALWAYS {
            assert!(docs.contains(&format!("`{name}: {value}`")), "{name}");
        }
    }

    #[test]
    fn no_kind_of_answer_lets_scripts_or_forms_go_elsewhere() {
        for kind in AnswerKind::ALL {
            let content = kind.policy().content;
            assert!(content.starts_with("default-src 'none'"), "{kind:?}");
            for wide in ["'unsafe-", "http:", "https:", "*", "data:", "blob:"] {
                assert!(!content.contains(wide), "{kind:?}: {wide}");
            }
            let with_nonce = matches!(kind, AnswerKind::Page | AnswerKind::FormPost);
            assert_eq!(content.contains(NONCE), with_nonce, "{kind:?}");
            let of_machines =
                matches!(kind, AnswerKind::Machine | AnswerKind::Published | AnswerKind::Frame);
            assert_eq!(kind.policy().origin == Origin::Any, of_machines, "{kind:?}");
            assert_eq!(
                content.contains("frame-ancestors 'none'"),
                kind != AnswerKind::Frame && kind != AnswerKind::ServiceWorker,
                "{kind:?}"
            );
        }
        assert!(AnswerKind::Page.policy().content.contains("form-action 'self';"));
    }
}

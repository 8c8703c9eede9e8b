//! Whose page a form was sent from. A tab outlives the session that it was opened in; when somebody
//! else has logged in meanwhile, what stands on it must not act for them. Every page puts the mark of
//! its owner into its forms ([`crate::ui::form`]). A form that arrives in a live session with another
//! mark, or with none, is refused before anything is counted or changed, whichever it is.

use super::policy::LONGEST_FORM;
use crate::{
    api::{
        language::ChooseLanguage,
        login::Login,
        password::{Forgotten, SetPassword},
        session::SessionLeft,
    },
    domain::session::LiveSession,
    paths,
};
use axum::{
    body::{Body, to_bytes},
    http::{Method, request::Parts},
};
use leptos::server_fn::ServerFn;
use url::form_urlencoded;

/// What acts for whose number, or letter, it brings, and for nobody who is logged in; the language, which
/// is this browser's; and a question that must not count as a use of the session.
pub const FOR_ANYBODY: [&str; 5] =
    [Login::PATH, ChooseLanguage::PATH, Forgotten::PATH, SetPassword::PATH, SessionLeft::PATH];

/// Whether this request has to say whose page it came from.
pub fn asks(parts: &Parts) -> bool {
    let reads = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    !reads && !FOR_ANYBODY.contains(&parts.uri.path())
}

/// The body again, when it was sent from a page of whoever is logged in.
pub async fn theirs(body: Body, session: &LiveSession) -> Option<Body> {
    // It was read as a whole already ([`super::limits`]).
    let body = to_bytes(body, LONGEST_FORM).await.ok()?;
    let mut fields = form_urlencoded::parse(&body);
    let (_, mark) = fields.find(|(name, _)| name == paths::OWNER)?;
    (mark == session.owner()).then(|| Body::from(body.clone()))
}

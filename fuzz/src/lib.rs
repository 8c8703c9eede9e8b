//! Whatever parses bytes from outside, with what must be true of every answer.
//!
//! Each target takes any bytes and panics when a promise is broken; not to panic is the least of
//! them. The answers are checked by other means than the portal's own wherever there are any: a
//! calendar of a few lines, a browser's reading of an address, a scanner for tags.

#![forbid(unsafe_code)]

mod accounts;
mod codes;
mod pages;
mod passkeys;
mod passwords;
mod portal;
mod requests;
mod scim;
mod sso;

pub use accounts::{accounts_csv, device_name};
pub use codes::{codes, nip, tokens};
pub use pages::{announcement_markdown, catalogue};
pub use passkeys::passkey_answer;
pub use passwords::new_password;
pub use requests::{browser_name, language, return_addresses};
pub use scim::{scim_filter, scim_patch, scim_path};
pub use sso::{
    authorize_parameters, client_assertions, id_token_hints, logout_parameters, sealed_requests,
    token_requests,
};

use std::borrow::Cow;

/// What arrives as text: a form's field, a file, a header.
fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// Characters that change the direction of what is written after them.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

//! Which attributes of a user there are (RFC 7643 §4.1, §4.3): those that are kept, those that only we set, and those that
//! many sources send and nobody needs here.

use super::{
    error::{ScimProblem, ScimType},
    filter::AttributePath,
};
use serde_json::{Map, Value};

pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// The attributes of a user that were said, by their names; those of the extension among them. What was taken away
/// is `null`.
pub type Document = Map<String, Value>;

/// What an operation does with an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
pub enum PatchVerb {
    Add,
    Replace,
    Remove,
}

/// Where a value of a user stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributePlace {
    /// One value, by its name; of those that are always there none is taken away.
    Single(&'static str, Necessity),
    /// Of the extension.
    Extension(&'static str),
    /// `name`, with parts.
    Name,
    /// `emails`, of which there may be several.
    Emails,
    /// Set by us alone.
    ReadOnly,
    /// Taken, and forgotten.
    Forgotten,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Necessity {
    Always,
    Perhaps,
}

const READ_ONLY: [&str; 7] =
    ["id", "schemas", "meta", "groups", "roles", "entitlements", "password"];
const FORGOTTEN: [&str; 12] = [
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "x509Certificates",
];
const FORGOTTEN_EXTENSION: [&str; 5] =
    ["employeeNumber", "costCenter", "division", "manager", "organization"];

/// # Errors
/// `invalidPath` for what nobody knows.
pub fn find(path: &AttributePath) -> Result<AttributePlace, ScimProblem> {
    let is = |names: &[&str]| names.iter().any(|name| path.name.eq_ignore_ascii_case(name));
    let of = |urn: &str| path.urn.as_ref().is_none_or(|named| named.eq_ignore_ascii_case(urn));
    let place = match () {
        () if of(USER) && is(&["userName"]) => {
            AttributePlace::Single("userName", Necessity::Always)
        }
        () if of(USER) && is(&["displayName"]) => {
            AttributePlace::Single("displayName", Necessity::Always)
        }
        () if of(USER) && is(&["active"]) => AttributePlace::Single("active", Necessity::Always),
        () if of(USER) && is(&["externalId"]) => {
            AttributePlace::Single("externalId", Necessity::Perhaps)
        }
        () if of(USER) && is(&["name"]) => AttributePlace::Name,
        () if of(USER) && is(&["emails"]) => AttributePlace::Emails,
        () if of(USER) && is(&READ_ONLY) => AttributePlace::ReadOnly,
        () if of(USER) && is(&FORGOTTEN) => AttributePlace::Forgotten,
        () if of(ENTERPRISE) && is(&["department"]) => AttributePlace::Extension("department"),
        () if of(ENTERPRISE) && is(&FORGOTTEN_EXTENSION) => AttributePlace::Forgotten,
        () => return Err(no_such(&path.to_string())),
    };
    Ok(place)
}

#[must_use]
pub fn no_such(path: &str) -> ScimProblem {
    let path: String = path.chars().take(100).collect();
    let detail = format!("there is no attribute {}", path.escape_debug());
    ScimProblem::bad(ScimType::InvalidPath, detail)
}

#[must_use]
pub fn read_only(what: &str) -> ScimProblem {
    let what: String = what.chars().take(100).collect();
    let detail = format!("{} cannot be changed here", what.escape_debug());
    ScimProblem::bad(ScimType::Mutability, detail)
}

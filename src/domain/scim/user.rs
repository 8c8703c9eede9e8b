//! A person as a user (RFC 7643 §4.1), and what a user says of a person.
//!
//! `id` is the account's, `userName` the number. A person has one name (`name.formatted` and `displayName` are
//! the same) and one mailbox. `department` is the agency, where it is another one than the token's own.

use super::{
    attributes::{Document, ENTERPRISE, USER},
    error::{ScimProblem, ScimType},
    filter::{AttributePath, Comparison, FilterTree},
    predicate::{FilterField, Predicate, TextMatch},
    scope::{AgencyGroup, TokenScope},
};
use crate::store::ProvisionedAccount;
use data_encoding::HEXLOWER;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Characters; whatever a source numbers its people by.
const LONGEST_EXTERNAL_ID: usize = 255;

/// What a filter may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserField {
    Id,
    UserName,
    ExternalId,
    Name,
    Email,
    Active,
}

impl FilterField for UserField {
    fn named(path: &AttributePath) -> Option<Self> {
        if path.urn.as_ref().is_some_and(|urn| !urn.eq_ignore_ascii_case(USER)) {
            return None;
        }
        let fields = [
            (Self::Id, "id", None),
            (Self::UserName, "userName", None),
            (Self::ExternalId, "externalId", None),
            (Self::Name, "displayName", None),
            (Self::Name, "name", Some("formatted")),
            (Self::Email, "emails", None),
            (Self::Email, "emails", Some("value")),
            (Self::Active, "active", None),
        ];
        fields.into_iter().find(|(_, name, sub)| path.is(name, *sub)).map(|(field, ..)| field)
    }

    fn is_exact(self) -> bool {
        matches!(self, Self::Id | Self::ExternalId)
    }

    fn is_truth(self) -> bool {
        self == Self::Active
    }

    /// Of the one mailbox, which is that of work.
    fn within(path: &AttributePath, tree: &FilterTree) -> Option<Predicate<Self>> {
        if !path.is("emails", None) {
            return None;
        }
        let each = |all: &[FilterTree]| {
            all.iter().map(|one| Self::within(path, one)).collect::<Option<Vec<_>>>()
        };
        Some(match tree {
            FilterTree::All(all) => Predicate::All(each(all)?),
            FilterTree::Any(all) => Predicate::Any(each(all)?),
            FilterTree::Present(inner) if inner.is("value", None) => {
                Predicate::Present(Self::Email)
            }
            FilterTree::Compare(inner, Comparison::Eq, value) if inner.is("type", None) => {
                let is_work = value.as_str()?.eq_ignore_ascii_case("work");
                if is_work { Predicate::Present(Self::Email) } else { Predicate::Never }
            }
            FilterTree::Compare(inner, comparison, Value::String(text))
                if inner.is("value", None) =>
            {
                let by = match comparison {
                    Comparison::Eq => TextMatch::Whole,
                    Comparison::Co => TextMatch::Part,
                    Comparison::Sw => TextMatch::Beginning,
                    _ => return None,
                };
                Predicate::Is(Self::Email, by, text.to_lowercase())
            }
            _ => return None,
        })
    }
}

/// Whether a predicate is true of a person.
#[must_use]
pub fn fulfils(person: &ProvisionedAccount, predicate: &Predicate<UserField>) -> bool {
    predicate.holds(&|field| {
        Some(match field {
            UserField::Id => Cow::Owned(person.id.to_string()),
            UserField::UserName => Cow::Borrowed(person.nip.as_str()),
            UserField::ExternalId => Cow::Borrowed(person.external_id.as_deref()?),
            UserField::Name => Cow::Borrowed(person.name.as_str()),
            UserField::Email => Cow::Borrowed(person.email.as_deref()?),
            UserField::Active => Cow::Borrowed(if person.is_active() { "true" } else { "false" }),
        })
    })
}

/// The agency of somebody who is not of the token's own.
fn department(person: &ProvisionedAccount, scope: &TokenScope) -> Option<String> {
    let group = scope.group_of(&person.agency).filter(|_| !scope.is_root(&person.agency))?;
    Some(group.name)
}

/// What can be changed of a person, as a PATCH finds it.
#[must_use]
pub fn document(person: &ProvisionedAccount, scope: &TokenScope) -> Document {
    let email = person.email.as_deref();
    let emails: Vec<_> = email
        .map(|email| json!({ "value": email, "type": "work", "primary": true }))
        .into_iter()
        .collect();
    Map::from_iter([
        ("userName".to_owned(), json!(person.nip)),
        ("externalId".to_owned(), json!(person.external_id)),
        ("name".to_owned(), json!({ "formatted": person.name })),
        ("displayName".to_owned(), json!(person.name)),
        ("emails".to_owned(), json!(emails)),
        ("active".to_owned(), json!(person.is_active())),
        ("department".to_owned(), json!(department(person, scope))),
    ])
}

/// A person as a client sees them. `base`: what the addresses of resources begin with.
#[must_use]
pub fn resource(person: &ProvisionedAccount, scope: &TokenScope, base: &str) -> Value {
    let department = department(person, scope);
    let schemas: &[&str] = if department.is_some() { &[USER, ENTERPRISE] } else { &[USER] };
    let groups = scope.group_of(&person.agency).map(|AgencyGroup { id, name }| {
        json!({
            "value": id, "display": name, "type": "direct", "$ref": format!("{base}/Groups/{id}"),
        })
    });
    let mut user = json!({
        "schemas": schemas,
        "id": person.id,
        "userName": person.nip,
        "name": { "formatted": person.name },
        "displayName": person.name,
        "active": person.is_active(),
        "groups": groups.into_iter().collect::<Vec<_>>(),
    });
    let mut add = |name: &str, value: Option<Value>| {
        if let (Some(user), Some(value)) = (user.as_object_mut(), value) {
            user.insert(name.to_owned(), value);
        }
    };
    add("externalId", person.external_id.as_ref().map(|id| json!(id)));
    add("emails", person.email.as_ref().map(|email| json!([{ "value": email, "type": "work" }])));
    add(ENTERPRISE, department.map(|agency| json!({ "department": agency })));
    let meta = json!({
        "resourceType": "User",
        "created": moment(person.created_at),
        "lastModified": moment(person.last_modified()),
        "location": format!("{base}/Users/{}", person.id),
        "version": version(person),
    });
    add("meta", Some(meta));
    user
}

#[must_use]
pub fn moment(at: OffsetDateTime) -> String {
    let at = at.replace_nanosecond(0).unwrap_or(at);
    at.format(&Rfc3339).unwrap_or_default()
}

/// A weak entity tag of all that can change of a person, whoever changes it (RFC 9110 §8.8.3).
#[must_use]
pub fn version(person: &ProvisionedAccount) -> String {
    let ProvisionedAccount { nip, name, email, agency, external_id, .. } = person;
    let active = if person.is_active() { "1" } else { "0" };
    let email = email.as_deref().unwrap_or_default();
    let external_id = external_id.as_deref().unwrap_or_default();
    let mut hash = Sha256::new();
    for part in [nip, name, email, agency, external_id, active] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let hash: Vec<u8> = hash.finalize().iter().take(8).copied().collect();
    format!("W/\"{}\"", HEXLOWER.encode(&hash))
}

/// What a document says of a person: `None` where it says nothing, `Some(None)` where it says that there
/// is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedUser {
    pub number: Option<String>,
    pub name: Option<String>,
    pub email: Option<Option<String>>,
    pub active: Option<bool>,
    pub department: Option<Option<String>>,
    pub external_id: Option<Option<String>>,
}

fn invalid(detail: &'static str) -> ScimProblem {
    ScimProblem::bad(ScimType::InvalidValue, detail)
}

/// `present`: the name by now, where there is one.
///
/// # Errors
/// When a value is of another kind than its attribute.
pub fn read(document: &Document, present: Option<&str>) -> Result<WantedUser, ScimProblem> {
    let number = match document.get("userName") {
        None => None,
        Some(Value::String(number)) => Some(number.clone()),
        Some(_) => return Err(invalid("userName is the number of a person, as a text")),
    };
    let active = match document.get("active") {
        None | Some(Value::Null) => None,
        Some(Value::Bool(active)) => Some(*active),
        Some(Value::String(text)) if text.trim().eq_ignore_ascii_case("true") => Some(true),
        Some(Value::String(text)) if text.trim().eq_ignore_ascii_case("false") => Some(false),
        Some(_) => return Err(invalid("active is true or false")),
    };
    let external_id = perhaps_text(document, "externalId", "externalId is a text")?;
    if let Some(Some(id)) = &external_id
        && (id.chars().nth(LONGEST_EXTERNAL_ID).is_some() || id.chars().any(char::is_control))
    {
        return Err(invalid("externalId is at most 255 characters that can be read"));
    }
    Ok(WantedUser {
        number,
        name: name(document, present)?,
        email: mailbox(document)?,
        active,
        department: perhaps_text(document, "department", "department is a text")?,
        external_id,
    })
}

#[expect(clippy::option_option, reason = "left out, taken away, or there")]
fn perhaps_text(
    document: &Document,
    name: &str,
    otherwise: &'static str,
) -> Result<Option<Option<String>>, ScimProblem> {
    match document.get(name) {
        None => Ok(None),
        Some(Value::Null) => Ok(Some(None)),
        Some(Value::String(text)) => {
            Ok(Some(Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)))
        }
        Some(_) => Err(invalid(otherwise)),
    }
}

/// Of the two that are one, whichever says something new; of a newcomer without either, what their parts
/// make.
fn name(document: &Document, present: Option<&str>) -> Result<Option<String>, ScimProblem> {
    let text = |value: Option<&Value>| match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
        }
        Some(_) => Err(invalid("a name is a text")),
    };
    let parts = document.get("name").and_then(Value::as_object);
    let part = |name: &str| text(parts.and_then(|parts| parts.get(name)));
    let (formatted, displayed) = (part("formatted")?, text(document.get("displayName"))?);
    let given = [part("givenName")?, part("middleName")?, part("familyName")?];
    let either = [formatted, displayed];
    let news = either.iter().flatten().find(|name| Some(name.as_str()) != present);
    if let Some(news) = news.or(either.iter().flatten().next()) {
        return Ok(Some(news.clone()));
    }
    let joined = given.into_iter().flatten().collect::<Vec<_>>().join(" ");
    Ok(Some(joined).filter(|joined| !joined.is_empty() && present.is_none()))
}

/// The one that is primary, or that of work, or the first.
#[expect(clippy::option_option, reason = "left out, taken away, or there")]
fn mailbox(document: &Document) -> Result<Option<Option<String>>, ScimProblem> {
    let Some(emails) = document.get("emails") else { return Ok(None) };
    let all: Vec<_> =
        emails.as_array().into_iter().flatten().filter_map(Value::as_object).collect();
    let is_primary = |one: &&&Document| match one.get("primary") {
        Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
        primary => primary == Some(&Value::Bool(true)),
    };
    let is_of_work = |one: &&&Document| {
        one.get("type")
            .and_then(Value::as_str)
            .is_some_and(|kind| kind.eq_ignore_ascii_case("work"))
    };
    let chosen = all.iter().rfind(is_primary).or_else(|| all.iter().rfind(is_of_work));
    let Some(chosen) = chosen.or(all.first()) else { return Ok(Some(None)) };
    match chosen.get("value") {
        None | Some(Value::Null) => Ok(Some(None)),
        Some(Value::String(address)) if address.trim().is_empty() => Ok(Some(None)),
        Some(Value::String(address)) => Ok(Some(Some(address.clone()))),
        Some(_) => Err(invalid("the value of an email is a text")),
    }
}

#[cfg(test)]
mod tests;

//! Agencies as groups (RFC 7643 §4.2). Who is in one follows from the agency that stands with a person, so
//! groups are read only. Their members are not listed: an agency has thousands, and each user names theirs.

use super::{
    filter::{AttributePath, FilterTree},
    predicate::{FilterField, Predicate},
    scope::{AgencyGroup, TokenScope},
};
use serde_json::{Value, json};
use std::borrow::Cow;

pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// What a filter may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupField {
    Id,
    Name,
}

impl FilterField for GroupField {
    fn named(path: &AttributePath) -> Option<Self> {
        if path.urn.as_ref().is_some_and(|urn| !urn.eq_ignore_ascii_case(GROUP)) {
            return None;
        }
        let fields = [(Self::Id, "id"), (Self::Name, "displayName")];
        fields.into_iter().find(|(_, name)| path.is(name, None)).map(|(field, _)| field)
    }

    fn is_exact(self) -> bool {
        self == Self::Id
    }

    fn is_truth(self) -> bool {
        false
    }

    fn within(_: &AttributePath, _: &FilterTree) -> Option<Predicate<Self>> {
        None
    }
}

/// Those of a scope that fulfil a predicate, in the order of their names.
#[must_use]
pub fn found<'a>(
    scope: &'a TokenScope,
    predicate: Option<&Predicate<GroupField>>,
) -> Vec<&'a AgencyGroup> {
    let fulfils = |group: &&AgencyGroup| {
        predicate.is_none_or(|predicate| {
            predicate.holds(&|field| {
                Some(match field {
                    GroupField::Id => Cow::Owned(group.id.to_string()),
                    GroupField::Name => Cow::Borrowed(group.name.as_str()),
                })
            })
        })
    };
    scope.groups().iter().filter(fulfils).collect()
}

#[must_use]
pub fn resource(AgencyGroup { id, name }: &AgencyGroup, base: &str) -> Value {
    json!({
        "schemas": [GROUP],
        "id": id,
        "displayName": name,
        "meta": { "resourceType": "Group", "location": format!("{base}/Groups/{id}") },
    })
}

//! Which attributes of a resource are sent (RFC 7644 §3.9): all, those that are asked for, or all but some.
//! `schemas` and `id` are always there.

use super::{attributes::no_such, error::ScimProblem, filter::AttributePath};
use serde_json::{Map, Value};

/// Names in one request.
const MOST: usize = 100;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Projection {
    #[default]
    Whole,
    Only(Vec<AttributePath>),
    Without(Vec<AttributePath>),
}

impl Projection {
    /// From `attributes` and `excludedAttributes`, names between commas; of both, the former counts.
    ///
    /// # Errors
    /// When one of them is no name.
    pub fn read(only: Option<&str>, without: Option<&str>) -> Result<Self, ScimProblem> {
        let names = |text: &str| {
            let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
            let paths = names.take(MOST).map(|name| {
                // A schema alone means all of it.
                AttributePath::parse(name).map_err(|_| no_such(name))
            });
            paths.collect::<Result<Vec<_>, _>>()
        };
        match (only.map(names).transpose()?, without.map(names).transpose()?) {
            (Some(only), _) if !only.is_empty() => Ok(Self::Only(only)),
            (_, Some(without)) if !without.is_empty() => Ok(Self::Without(without)),
            _ => Ok(Self::Whole),
        }
    }

    #[must_use]
    pub fn of(&self, resource: Value) -> Value {
        let Value::Object(whole) = resource else { return resource };
        match self {
            Self::Whole => Value::Object(whole),
            Self::Only(paths) => {
                let kept = whole.iter().filter_map(|(key, value)| {
                    if is_always(key) {
                        return Some((key.clone(), value.clone()));
                    }
                    Some((key.clone(), only(key, value, paths)?))
                });
                Value::Object(kept.collect())
            }
            Self::Without(paths) => {
                let kept = whole.into_iter().filter_map(|(key, value)| {
                    if is_always(&key) {
                        return Some((key, value));
                    }
                    let value = without(&key, value, paths)?;
                    Some((key, value))
                });
                Value::Object(kept.collect())
            }
        }
    }
}

fn is_always(key: &str) -> bool {
    ["schemas", "id"].contains(&key)
}

/// Whether `path` means what stands under `key`, or part of it: which part.
#[expect(clippy::option_option, reason = "not meant, meant whole, or in part")]
fn means<'a>(path: &'a AttributePath, key: &str) -> Option<Option<&'a str>> {
    if key.contains(':') {
        let whole = path.to_string();
        if whole.eq_ignore_ascii_case(key) {
            return Some(None);
        }
        let of_it = path.urn.as_ref().is_some_and(|urn| urn.eq_ignore_ascii_case(key));
        return of_it.then_some(Some(&path.name));
    }
    path.name.eq_ignore_ascii_case(key).then_some(path.sub.as_deref())
}

/// What is left of a value, with the parts for which `keeps` is true.
fn parts(value: &Value, keeps: &impl Fn(&str) -> bool) -> Option<Value> {
    match value {
        Value::Object(parts) => {
            let kept = parts.iter().filter(|(key, _)| keeps(key));
            let kept: Map<_, _> = kept.map(|(key, value)| (key.clone(), value.clone())).collect();
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        Value::Array(all) => {
            let kept: Vec<_> = all.iter().filter_map(|one| parts(one, keeps)).collect();
            (!kept.is_empty()).then_some(Value::Array(kept))
        }
        _ => None,
    }
}

fn only(key: &str, value: &Value, paths: &[AttributePath]) -> Option<Value> {
    let meant: Vec<_> = paths.iter().filter_map(|path| means(path, key)).collect();
    if meant.contains(&None) {
        return Some(value.clone());
    }
    let keeps = |part: &str| meant.iter().flatten().any(|one| one.eq_ignore_ascii_case(part));
    parts(value, &keeps)
}

fn without(key: &str, value: Value, paths: &[AttributePath]) -> Option<Value> {
    let meant: Vec<_> = paths.iter().filter_map(|path| means(path, key)).collect();
    if meant.is_empty() {
        return Some(value);
    }
    if meant.contains(&None) {
        return None;
    }
    let keeps = |part: &str| !meant.iter().flatten().any(|one| one.eq_ignore_ascii_case(part));
    parts(&value, &keeps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn projected(only: Option<&str>, without: Option<&str>) -> Value {
        let urn = super::super::attributes::ENTERPRISE;
        let user = json!({
            "schemas": [], "id": "1", "userName": "2", "name": { "formatted": "Sri", "givenName": "S" },
            "emails": [{ "value": "a@b.go.id", "type": "work" }], urn: { "department": "D" },
        });
        Projection::read(only, without).unwrap().of(user)
    }

    #[test]
    fn what_is_asked_for_is_there_with_what_always_is() {
        let urn = super::super::attributes::ENTERPRISE;
        assert_eq!(
            projected(Some("username"), None),
            json!({ "schemas": [], "id": "1", "userName": "2" })
        );
        let parts = projected(Some("name.formatted, emails.value"), None);
        assert_eq!(parts["name"], json!({ "formatted": "Sri" }));
        assert_eq!(parts["emails"], json!([{ "value": "a@b.go.id" }]));
        assert_eq!(parts.get("userName"), None);
        for asked in [urn.to_owned(), format!("{urn}:department")] {
            assert_eq!(projected(Some(&asked), None)[urn]["department"], "D", "{asked}");
        }
        assert!(Projection::read(Some("a b"), None).is_err());
        assert_eq!(projected(Some(""), Some(",")).as_object().unwrap().len(), 6);
    }

    #[test]
    fn what_is_excluded_is_not_there_but_for_what_always_is() {
        let left = projected(None, Some("id,emails,name.givenName"));
        assert_eq!(left["id"], "1");
        assert_eq!(left.get("emails"), None);
        assert_eq!(left["name"], json!({ "formatted": "Sri" }));
    }
}

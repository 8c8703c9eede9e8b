//! What a body makes of a user's attributes: a whole one (POST, PUT) or the operations of a PATCH (RFC 7644 §3.5.2), with
//! what the great sources write differently: operations in capitals, names with dots or with their schema
//! as keys of a value without a path, several values to remove. Pure: it changes a document of JSON and
//! nothing else; what that means is read by [`super::user`].
//!
//! What is taken away becomes `null`, so that it can be told from what nobody spoke of.

use super::{
    attributes::{
        self, AttributePlace, Document, ENTERPRISE, Necessity, PatchVerb, USER, read_only,
    },
    element,
    error::{ScimProblem, ScimType},
    filter::{self, AttributePath, FilteredPath},
};
use serde_json::{Map, Value};

/// Operations of one request.
pub const MOST: usize = 1000;

#[derive(Debug, Clone, PartialEq)]
pub struct PatchOperation {
    pub verb: PatchVerb,
    pub path: Option<String>,
    pub value: Value,
}

/// Whether an attempt at what only we set is refused, or passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Operation,
    WholeBody,
}

fn wrong(detail: &'static str) -> ScimProblem {
    ScimProblem::bad(ScimType::InvalidSyntax, detail)
}

/// # Errors
/// When it is no PATCH.
pub fn read(body: &Value) -> Result<Vec<PatchOperation>, ScimProblem> {
    let operations = body.as_object().and_then(|body| named(body, "Operations"));
    let operations = operations.and_then(Value::as_array).filter(|all| !all.is_empty());
    let operations = operations.ok_or_else(|| wrong("a PATCH has Operations, at least one"))?;
    if operations.len() > MOST {
        return Err(wrong("a PATCH has at most 1,000 operations"));
    }
    operations.iter().map(operation).collect()
}

fn operation(operation: &Value) -> Result<PatchOperation, ScimProblem> {
    let operation = operation.as_object().ok_or_else(|| wrong("an operation is an object"))?;
    let verb = named(operation, "op").and_then(Value::as_str);
    let verb = verb.and_then(|verb| verb.parse().ok());
    let verb = verb.ok_or_else(|| wrong("an operation is an add, a replace or a remove"))?;
    let path = match named(operation, "path") {
        None | Some(Value::Null) => None,
        Some(Value::String(path)) if path.trim().is_empty() => None,
        Some(Value::String(path)) => Some(path.clone()),
        Some(_) => return Err(wrong("a path is a text")),
    };
    let value = named(operation, "value").cloned().unwrap_or_default();
    Ok(PatchOperation { verb, path, value })
}

/// Names know no capitals (RFC 7643 §2.1).
fn named<'a>(map: &'a Document, name: &str) -> Option<&'a Value> {
    map.get(name).or_else(|| {
        map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    })
}

/// The operations, one after another.
///
/// # Errors
/// When one of them cannot be; then the document is of no use.
pub fn apply(document: &mut Document, operations: &[PatchOperation]) -> Result<(), ScimProblem> {
    for PatchOperation { verb, path, value } in operations {
        match path {
            Some(path) => at(document, *verb, path, value, Manner::Operation)?,
            None if *verb == PatchVerb::Remove => {
                let detail = "a remove needs a path";
                return Err(ScimProblem::bad(ScimType::NoTarget, detail));
            }
            None => {
                let value = value.as_object();
                let value = value.ok_or_else(|| {
                    let detail = "without a path the value is an object of attributes";
                    ScimProblem::bad(ScimType::InvalidValue, detail)
                })?;
                each(document, *verb, value, Manner::Operation)?;
            }
        }
    }
    Ok(())
}

/// A whole body: what it does not speak of stays, and what is not its to say is passed over.
///
/// # Errors
/// When a value is of another kind than the attribute's.
pub fn overlay(document: &mut Document, body: &Document) -> Result<(), ScimProblem> {
    each(document, PatchVerb::Replace, body, Manner::WholeBody)
}

fn each(
    document: &mut Document,
    verb: PatchVerb,
    attributes: &Document,
    manner: Manner,
) -> Result<(), ScimProblem> {
    for (key, value) in attributes {
        let is = |urn: &str| key.eq_ignore_ascii_case(urn);
        match value {
            Value::Object(inner) if is(USER) => each(document, verb, inner, manner)?,
            _ if is(ENTERPRISE) => extension(document, verb, value, manner)?,
            _ => at(document, verb, key, value, manner)?,
        }
    }
    Ok(())
}

/// The extension as a whole: an object of its attributes.
fn extension(
    document: &mut Document,
    verb: PatchVerb,
    value: &Value,
    manner: Manner,
) -> Result<(), ScimProblem> {
    if verb == PatchVerb::Remove || value.is_null() {
        document.insert("department".to_owned(), Value::Null);
        return Ok(());
    }
    let inner = value.as_object().ok_or_else(|| {
        ScimProblem::bad(ScimType::InvalidValue, "an extension is an object of attributes")
    })?;
    // Some name the schemas of an extension within it, as they do of the whole.
    for (key, value) in inner.iter().filter(|(key, _)| !key.eq_ignore_ascii_case("schemas")) {
        at(document, verb, &format!("{ENTERPRISE}:{key}"), value, manner)?;
    }
    Ok(())
}

fn at(
    document: &mut Document,
    verb: PatchVerb,
    path: &str,
    value: &Value,
    manner: Manner,
) -> Result<(), ScimProblem> {
    if path.trim().eq_ignore_ascii_case(ENTERPRISE) {
        return extension(document, verb, value, manner);
    }
    let (place, target) = match locate(path) {
        Ok(found) => found,
        Err(_) if manner == Manner::WholeBody => return Ok(()),
        Err(problem) => return Err(problem),
    };
    // In a whole body and in a replace, nothing is what a remove leaves.
    let verb = if value.is_null() && verb != PatchVerb::Remove { PatchVerb::Remove } else { verb };
    let removes = verb == PatchVerb::Remove;
    match place {
        AttributePlace::Forgotten => Ok(()),
        AttributePlace::ReadOnly if manner == Manner::WholeBody => Ok(()),
        AttributePlace::ReadOnly => Err(read_only(path)),
        AttributePlace::Emails => element::change(document, verb, &target, value),
        _ if target.filter.is_some() => Err(attributes::no_such(path)),
        AttributePlace::Name => name(document, verb, target.sub.as_deref(), value, manner),
        _ if target.sub.is_some() => Err(attributes::no_such(path)),
        // Who leaves it out disables nobody, and whoever is there has a number and a name.
        AttributePlace::Single(_, Necessity::Always) if removes && manner == Manner::WholeBody => {
            Ok(())
        }
        AttributePlace::Single(name, Necessity::Always) if removes => Err(read_only(name)),
        AttributePlace::Single(name, _) | AttributePlace::Extension(name) => {
            let value = if removes { Value::Null } else { value.clone() };
            document.insert(name.to_owned(), value);
            Ok(())
        }
    }
}

fn locate(path: &str) -> Result<(AttributePlace, FilteredPath), ScimProblem> {
    let target = filter::parse_path(path).map_err(|problem| {
        let path: String = path.chars().take(100).collect();
        let detail = format!("the path {} cannot be read: {problem}", path.escape_debug());
        ScimProblem::bad(ScimType::InvalidPath, detail)
    })?;
    let AttributePath { urn, name, .. } = &target.attribute;
    let bare = AttributePath { urn: urn.clone(), name: name.clone(), sub: None };
    Ok((attributes::find(&bare)?, target))
}

/// `name` or a part of it.
fn name(
    document: &mut Document,
    verb: PatchVerb,
    part: Option<&str>,
    value: &Value,
    manner: Manner,
) -> Result<(), ScimProblem> {
    const PARTS: [&str; 6] = [
        "formatted",
        "givenName",
        "familyName",
        "middleName",
        "honorificPrefix",
        "honorificSuffix",
    ];
    let known = |part: &str| PARTS.into_iter().find(|one| one.eq_ignore_ascii_case(part));
    let removes = verb == PatchVerb::Remove;
    let parts: Vec<(&str, &Value)> = match (part, value) {
        (Some(part), value) => {
            let part = known(part).ok_or_else(|| attributes::no_such(&format!("name.{part}")))?;
            vec![(part, value)]
        }
        (None, _) if removes && manner == Manner::WholeBody => return Ok(()),
        (None, _) if removes => return Err(read_only("name")),
        (None, Value::Object(inner)) => {
            inner.iter().filter_map(|(part, value)| Some((known(part)?, value))).collect()
        }
        (None, _) => {
            let detail = "name is an object with formatted";
            return Err(ScimProblem::bad(ScimType::InvalidValue, detail));
        }
    };
    let held = document.entry("name").or_insert_with(|| Value::Object(Map::new()));
    let Some(held) = held.as_object_mut() else { return Ok(()) };
    for (part, value) in parts {
        if removes || value.is_null() {
            if part == "formatted" && manner == Manner::Operation {
                return Err(read_only("name.formatted"));
            }
            held.remove(part);
        } else {
            held.insert(part.to_owned(), value.clone());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

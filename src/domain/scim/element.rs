//! Elements of `emails`: which of them an operation means, and what becomes of them.

use super::{
    attributes::{self, Document, PatchVerb},
    error::{ScimProblem, ScimType},
    filter::{Comparison, FilterTree, FilteredPath},
};
use serde_json::{Map, Value};

/// Elements of one list.
const MOST: usize = 100;

fn invalid(detail: &'static str) -> ScimProblem {
    ScimProblem::bad(ScimType::InvalidValue, detail)
}

/// # Errors
/// When the value is of another kind, or the filter asks for what an element does not have.
pub fn change(
    document: &mut Document,
    verb: PatchVerb,
    target: &FilteredPath,
    value: &Value,
) -> Result<(), ScimProblem> {
    let held = document.remove("emails");
    let mut all: Vec<Document> = held.as_ref().map(elements).transpose()?.unwrap_or_default();
    match (&target.filter, target.sub.as_deref()) {
        (None, None) => whole(&mut all, verb, value)?,
        (filter, sub) => some(&mut all, verb, filter.as_ref(), sub, value)?,
    }
    if all.len() > MOST {
        return Err(invalid("emails has at most 100 elements"));
    }
    let all: Vec<_> = all.into_iter().map(Value::Object).collect();
    document.insert("emails".to_owned(), all.into());
    Ok(())
}

/// A list, or one element that stands alone; of an address alone its element.
fn elements(value: &Value) -> Result<Vec<Document>, ScimProblem> {
    let one = |value: &Value| match value {
        Value::Object(element) => Ok(in_one_form(element)),
        Value::String(_) => Ok(Map::from_iter([("value".to_owned(), value.clone())])),
        _ => Err(invalid("an element of emails is an object with a value")),
    };
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(all) if all.len() > MOST => Err(invalid("emails has at most 100 elements")),
        Value::Array(all) => all.iter().map(one).collect(),
        alone => Ok(vec![one(alone)?]),
    }
}

/// What is known of an element, by its names in their right form.
fn in_one_form(element: &Document) -> Document {
    let known = |key: &str| {
        ["value", "type", "primary"].into_iter().find(|name| name.eq_ignore_ascii_case(key))
    };
    let kept =
        element.iter().filter_map(|(key, value)| Some((known(key)?.to_owned(), value.clone())));
    kept.filter(|(_, value)| !value.is_null()).collect()
}

fn is_same(one: &Document, other: &Document) -> bool {
    let value =
        |element: &Document| element.get("value").and_then(Value::as_str).map(str::to_lowercase);
    value(one).is_some() && value(one) == value(other)
}

fn whole(all: &mut Vec<Document>, verb: PatchVerb, value: &Value) -> Result<(), ScimProblem> {
    let named = elements(value)?;
    match verb {
        PatchVerb::Replace => *all = named,
        PatchVerb::Add => {
            all.retain(|held| !named.iter().any(|new| is_same(held, new)));
            all.extend(named);
        }
        // Those that it names, or all of them.
        PatchVerb::Remove if named.is_empty() => all.clear(),
        PatchVerb::Remove => all.retain(|held| !named.iter().any(|gone| is_same(held, gone))),
    }
    Ok(())
}

fn some(
    all: &mut Vec<Document>,
    verb: PatchVerb,
    filter: Option<&FilterTree>,
    sub: Option<&str>,
    value: &Value,
) -> Result<(), ScimProblem> {
    let sub = match sub {
        None => None,
        Some(sub) => {
            let known = ["value", "type", "primary", "display"];
            let known = known.into_iter().find(|one| one.eq_ignore_ascii_case(sub));
            Some(known.ok_or_else(|| attributes::no_such(&format!("emails.{sub}")))?)
        }
    };
    let mut meant = Vec::with_capacity(all.len());
    for element in all.iter() {
        meant.push(filter.map_or(Ok(true), |filter| is_meant(filter, element))?);
    }
    if verb == PatchVerb::Remove {
        let mut meant = meant.into_iter();
        // Without its address an element is none.
        let goes = matches!(sub, None | Some("value"));
        all.retain_mut(|element| {
            let is_meant = meant.next().unwrap_or_default();
            if let (true, false, Some(sub)) = (is_meant, goes, sub) {
                element.remove(sub);
            }
            !(is_meant && goes)
        });
        return Ok(());
    }
    let new = match sub {
        Some(sub) => Map::from_iter([(sub.to_owned(), value.clone())]),
        None => in_one_form(
            value
                .as_object()
                .ok_or_else(|| invalid("an element of emails is an object with a value"))?,
        ),
    };
    let new = in_one_form(&new);
    if !meant.contains(&true) {
        // Sources replace what is not there yet: then it is made as they describe it.
        let mut made = filter.map(described).transpose()?.unwrap_or_default();
        made.extend(new);
        all.push(made);
        return Ok(());
    }
    for (element, _) in all.iter_mut().zip(meant).filter(|(_, is_meant)| *is_meant) {
        element.extend(new.clone());
    }
    Ok(())
}

/// Whether a filter means an element.
fn is_meant(filter: &FilterTree, element: &Document) -> Result<bool, ScimProblem> {
    let unsupported =
        || ScimProblem::bad(ScimType::InvalidFilter, "a path compares by eq, co or sw, or by pr");
    let held = |name: &str| {
        element.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    };
    Ok(match filter {
        FilterTree::All(all) => {
            all.iter().try_fold(true, |so_far, one| Ok(is_meant(one, element)? && so_far))?
        }
        FilterTree::Any(all) => {
            all.iter().try_fold(false, |so_far, one| Ok(is_meant(one, element)? || so_far))?
        }
        FilterTree::Not(inner) => !is_meant(inner, element)?,
        FilterTree::Present(path) => held(&path.name).is_some(),
        FilterTree::Within(..) => return Err(unsupported()),
        FilterTree::Compare(path, comparison, value) => {
            let held = held(&path.name);
            let texts = (held.and_then(Value::as_str), value.as_str());
            let texts = match texts {
                (Some(one), Some(other)) => Some((one.to_lowercase(), other.to_lowercase())),
                _ => None,
            };
            match (comparison, texts) {
                (Comparison::Eq, Some((held, text))) => held == text,
                (Comparison::Co, Some((held, text))) => held.contains(&text),
                (Comparison::Sw, Some((held, text))) => held.starts_with(&text),
                (Comparison::Eq, None) => held == Some(value),
                (Comparison::Co | Comparison::Sw, None) => false,
                _ => return Err(unsupported()),
            }
        }
    })
}

/// The element that a filter describes, where it says what it holds.
fn described(filter: &FilterTree) -> Result<Document, ScimProblem> {
    match filter {
        FilterTree::Compare(path, Comparison::Eq, value) => {
            Ok(in_one_form(&Map::from_iter([(path.name.clone(), value.clone())])))
        }
        FilterTree::All(all) => all.iter().try_fold(Map::new(), |mut made, one| {
            made.extend(described(one)?);
            Ok(made)
        }),
        _ => Err(ScimProblem::bad(ScimType::NoTarget, "nothing is there that the path means")),
    }
}

//! What a filter may ask for: `eq`, `co`, `sw` and `pr`, joined by `and` and `or`, of the attributes that a
//! resource has here. Anything else is refused by its name: an answer without anybody would be believed.

use super::{
    error::{ScimProblem, ScimType},
    filter::{self, AttributePath, Comparison, FilterTree},
};
use serde_json::Value;
use std::borrow::Cow;

/// The attributes of a kind of resource that a filter may name. Each holds one text, or nothing.
pub trait FilterField: Copy + PartialEq {
    fn named(path: &AttributePath) -> Option<Self>;
    /// Whether capitals count.
    fn is_exact(self) -> bool;
    /// Whether it is `true` or `false`, and nothing else.
    fn is_truth(self) -> bool;
    /// Of elements of what has several: what each holds besides.
    fn within(path: &AttributePath, tree: &FilterTree) -> Option<Predicate<Self>>;
}

#[derive(Debug, Clone, PartialEq)]
pub enum Predicate<F> {
    All(Vec<Predicate<F>>),
    Any(Vec<Predicate<F>>),
    Is(F, TextMatch, String),
    Present(F),
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextMatch {
    Whole,
    Part,
    Beginning,
}

/// # Errors
/// `invalidFilter`, with what is wrong or not supported.
pub fn read<F: FilterField>(text: &str) -> Result<Predicate<F>, ScimProblem> {
    let tree = filter::parse(text)
        .map_err(|problem| invalid(format!("the filter cannot be read: {problem}")))?;
    of(&tree)
}

fn invalid(detail: impl Into<Cow<'static, str>>) -> ScimProblem {
    ScimProblem::bad(ScimType::InvalidFilter, detail)
}

/// # Errors
/// `invalidFilter`, with what is not supported.
pub fn of<F: FilterField>(tree: &FilterTree) -> Result<Predicate<F>, ScimProblem> {
    let unknown = |path: &AttributePath| {
        invalid(format!("the filter names {path}, which cannot be filtered by"))
    };
    let field = |path: &AttributePath| F::named(path).ok_or_else(|| unknown(path));
    let each = |all: &[FilterTree]| all.iter().map(of).collect::<Result<Vec<_>, _>>();
    Ok(match tree {
        FilterTree::All(all) => Predicate::All(each(all)?),
        FilterTree::Any(all) => Predicate::Any(each(all)?),
        FilterTree::Not(_) => return Err(invalid("the filter uses not, which is not supported")),
        FilterTree::Present(path) => Predicate::Present(field(path)?),
        FilterTree::Within(path, inner) => F::within(path, inner).ok_or_else(|| unknown(path))?,
        FilterTree::Compare(path, comparison, value) => {
            compare(field(path)?, path, *comparison, value)?
        }
    })
}

fn compare<F: FilterField>(
    field: F,
    path: &AttributePath,
    comparison: Comparison,
    value: &Value,
) -> Result<Predicate<F>, ScimProblem> {
    let by = match comparison {
        Comparison::Eq => TextMatch::Whole,
        Comparison::Co if !field.is_truth() => TextMatch::Part,
        Comparison::Sw if !field.is_truth() => TextMatch::Beginning,
        other => {
            let name = <&str>::from(other);
            return Err(invalid(format!(
                "the filter compares {path} by {name}, which is not supported"
            )));
        }
    };
    let text = match value {
        Value::String(text) if !field.is_truth() => text.clone(),
        // Some write it as a text.
        Value::String(text) if ["true", "false"].contains(&&*text.to_ascii_lowercase()) => {
            text.to_ascii_lowercase()
        }
        Value::Bool(truth) if field.is_truth() => truth.to_string(),
        _ => return Err(invalid(format!("the filter compares {path} with what it cannot be"))),
    };
    let text = if field.is_exact() { text } else { text.to_lowercase() };
    Ok(Predicate::Is(field, by, text))
}

impl<F: FilterField> Predicate<F> {
    /// Whether it is true of a resource; `has`: what that holds.
    #[must_use]
    pub fn holds<'a>(&self, has: &impl Fn(F) -> Option<Cow<'a, str>>) -> bool {
        match self {
            Self::All(all) => all.iter().all(|one| one.holds(has)),
            Self::Any(all) => all.iter().any(|one| one.holds(has)),
            Self::Present(field) => has(*field).is_some(),
            Self::Never => false,
            Self::Is(field, by, text) => has(*field).is_some_and(|held| {
                let held = if field.is_exact() { held } else { held.to_lowercase().into() };
                match by {
                    TextMatch::Whole => held == *text,
                    TextMatch::Part => held.contains(text.as_str()),
                    TextMatch::Beginning => held.starts_with(text.as_str()),
                }
            }),
        }
    }

    /// What whoever fulfils it holds exactly in one of `keys`, where it says so.
    #[must_use]
    pub fn key(&self, keys: &[F]) -> Option<(F, &str)> {
        match self {
            Self::Is(field, TextMatch::Whole, text) if keys.contains(field) => Some((*field, text)),
            Self::All(all) => all.iter().find_map(|one| one.key(keys)),
            _ => None,
        }
    }
}

//! Filters, whole grammar (RFC 7644 §3.4.2.2), and the paths of attributes (§3.10). Whatever is longer or nested deeper than
//! anybody's need is refused while it is read, so that no text costs more than its length. What a filter
//! may ask for here is decided by [`super::predicate`].

use serde_json::Value;
use std::fmt;

/// Bytes.
pub const LONGEST: usize = 4096;
/// Brackets within brackets.
pub const DEEPEST: usize = 16;

#[derive(Debug, Clone, PartialEq)]
pub enum FilterTree {
    All(Vec<FilterTree>),
    Any(Vec<FilterTree>),
    Not(Box<FilterTree>),
    Present(AttributePath),
    Compare(AttributePath, Comparison, Value),
    /// Of one element of an attribute with several: `emails[type eq "work"]`.
    Within(AttributePath, Box<FilterTree>),
}

/// `urn:…:User:name.formatted`, split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributePath {
    pub urn: Option<String>,
    pub name: String,
    pub sub: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
pub enum Comparison {
    Eq,
    Ne,
    Co,
    Sw,
    Ew,
    Gt,
    Ge,
    Lt,
    Le,
}

/// Why a text is no filter, for whoever wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FilterProblem {
    #[error("it is longer than {LONGEST} bytes")]
    Long,
    #[error("its brackets are nested more than {DEEPEST} deep")]
    Deep,
    #[error("it ends too early")]
    CutOff,
    #[error("something stands where the name of an attribute belongs")]
    NoAttribute,
    #[error("there is no such operator")]
    NoOperator,
    #[error("what is compared with is no text in quotes, number, true, false or null")]
    NoValue,
    #[error("a bracket does not close")]
    Open,
    #[error("something follows where it should end")]
    More,
}

impl AttributePath {
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, FilterProblem> {
        let (urn, rest) = match text.rsplit_once(':') {
            Some((urn, rest)) => (Some(urn), rest),
            None => (None, text),
        };
        let (name, sub) = match rest.split_once('.') {
            Some((name, sub)) => (name, Some(sub)),
            None => (rest, None),
        };
        let is_urn = |urn: &str| {
            urn.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("urn:"))
                && urn.bytes().all(|b| b.is_ascii_alphanumeric() || b":.-_".contains(&b))
        };
        if !is_name(name) || !sub.is_none_or(is_name) || !urn.is_none_or(is_urn) {
            return Err(FilterProblem::NoAttribute);
        }
        Ok(Self { urn: urn.map(str::to_owned), name: name.to_owned(), sub: sub.map(str::to_owned) })
    }

    /// Whether it is that attribute, whatever its schema; names know no capitals.
    #[must_use]
    pub fn is(&self, name: &str, sub: Option<&str>) -> bool {
        let same = match (&self.sub, sub) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            (None, None) => true,
            _ => false,
        };
        same && self.name.eq_ignore_ascii_case(name)
    }
}

/// `$ref` is one, too.
fn is_name(name: &str) -> bool {
    let rest = name.strip_prefix('$').unwrap_or(name);
    rest.starts_with(|c: char| c.is_ascii_alphabetic())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// # Errors
/// Why it is none.
pub fn parse(text: &str) -> Result<FilterTree, FilterProblem> {
    let mut reader = Reader::new(text)?;
    let tree = reader.any(0)?;
    reader.end()?;
    Ok(tree)
}

/// What stands at a place of a resource, with or without a filter: `emails[type eq "work"].value`.
#[derive(Debug, Clone, PartialEq)]
pub struct FilteredPath {
    pub attribute: AttributePath,
    pub filter: Option<FilterTree>,
    pub sub: Option<String>,
}

/// A path of PATCH (RFC 7644 §3.5.2).
///
/// # Errors
/// Why it is none.
pub fn parse_path(text: &str) -> Result<FilteredPath, FilterProblem> {
    let mut reader = Reader::new(text)?;
    let mut attribute = AttributePath::parse(reader.word())?;
    let mut filter = None;
    let mut sub = attribute.sub.take();
    if reader.takes(b'[') {
        let tree = reader.any(1)?;
        reader.close(b']')?;
        filter = Some(tree);
        if let Some(after) = reader.rest.strip_prefix('.') {
            reader.rest = after;
            let name = reader.word();
            if !is_name(name) || sub.is_some() {
                return Err(FilterProblem::NoAttribute);
            }
            sub = Some(name.to_owned());
        }
    }
    reader.end()?;
    Ok(FilteredPath { attribute, filter, sub })
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Result<Self, FilterProblem> {
        if text.len() > LONGEST { Err(FilterProblem::Long) } else { Ok(Self { rest: text.trim() }) }
    }

    fn end(&self) -> Result<(), FilterProblem> {
        if self.rest.is_empty() { Ok(()) } else { Err(FilterProblem::More) }
    }

    fn takes(&mut self, byte: u8) -> bool {
        let Some(rest) = self.rest.strip_prefix(char::from(byte)) else { return false };
        self.rest = rest.trim_start();
        true
    }

    fn close(&mut self, byte: u8) -> Result<(), FilterProblem> {
        self.rest = self.rest.trim_start();
        let Some(rest) = self.rest.strip_prefix(char::from(byte)) else {
            return Err(FilterProblem::Open);
        };
        // A path goes on right behind it.
        self.rest = if rest.starts_with('.') { rest } else { rest.trim_start() };
        Ok(())
    }

    /// What could be a name or an operator; empty where there is none.
    fn word(&mut self) -> &'a str {
        let is_word = |c: char| c.is_ascii_alphanumeric() || "$:._-".contains(c);
        let end = self.rest.find(|c| !is_word(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        word
    }

    /// Whether this word comes next, by itself; then it is taken.
    fn takes_word(&mut self, word: &str) -> bool {
        let before = self.rest;
        if self.word().eq_ignore_ascii_case(word) {
            return true;
        }
        self.rest = before;
        false
    }

    fn any(&mut self, depth: usize) -> Result<FilterTree, FilterProblem> {
        let mut all = vec![self.all(depth)?];
        while self.takes_word("or") {
            all.push(self.all(depth)?);
        }
        Ok(alone(all, FilterTree::Any))
    }

    fn all(&mut self, depth: usize) -> Result<FilterTree, FilterProblem> {
        let mut all = vec![self.one(depth)?];
        while self.takes_word("and") {
            all.push(self.one(depth)?);
        }
        Ok(alone(all, FilterTree::All))
    }

    fn one(&mut self, depth: usize) -> Result<FilterTree, FilterProblem> {
        if depth > DEEPEST {
            return Err(FilterProblem::Deep);
        }
        if self.takes(b'(') {
            return self.bracket(depth);
        }
        if self.rest.is_empty() {
            return Err(FilterProblem::CutOff);
        }
        let word = self.word();
        if word.eq_ignore_ascii_case("not") && self.takes(b'(') {
            return Ok(FilterTree::Not(Box::new(self.bracket(depth)?)));
        }
        let attribute = AttributePath::parse(word)?;
        if self.takes(b'[') {
            return self.within(attribute, depth);
        }
        self.comparison(attribute)
    }

    fn bracket(&mut self, depth: usize) -> Result<FilterTree, FilterProblem> {
        let tree = self.any(depth + 1)?;
        self.close(b')')?;
        Ok(tree)
    }

    /// `emails[type eq "work"]`, or, as some write, `emails[type eq "work"].value eq "…"`.
    fn within(
        &mut self,
        attribute: AttributePath,
        depth: usize,
    ) -> Result<FilterTree, FilterProblem> {
        let mut inner = self.any(depth + 1)?;
        self.close(b']')?;
        if let Some(rest) = self.rest.strip_prefix('.') {
            self.rest = rest;
            let sub = AttributePath::parse(self.word())?;
            let compared = self.comparison(sub)?;
            inner = match inner {
                FilterTree::All(mut all) => {
                    all.push(compared);
                    FilterTree::All(all)
                }
                other => FilterTree::All(vec![other, compared]),
            };
        }
        Ok(FilterTree::Within(attribute, Box::new(inner)))
    }

    fn comparison(&mut self, attribute: AttributePath) -> Result<FilterTree, FilterProblem> {
        if self.rest.is_empty() {
            return Err(FilterProblem::CutOff);
        }
        let word = self.word();
        if word.eq_ignore_ascii_case("pr") {
            return Ok(FilterTree::Present(attribute));
        }
        let comparison = word.parse().map_err(|_| FilterProblem::NoOperator)?;
        Ok(FilterTree::Compare(attribute, comparison, self.value()?))
    }

    /// A value of JSON that holds no others.
    fn value(&mut self) -> Result<Value, FilterProblem> {
        let end = if self.rest.starts_with('"') {
            let mut escaped = false;
            let closes = |(at, c): (usize, char)| {
                let is_end = c == '"' && !escaped && at > 0;
                escaped = c == '\\' && !escaped;
                is_end.then_some(at + 1)
            };
            self.rest.char_indices().find_map(closes).ok_or(FilterProblem::CutOff)?
        } else {
            let is_end = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '"' | '[' | '{');
            self.rest.find(is_end).unwrap_or(self.rest.len())
        };
        let (value, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        serde_json::from_str(value).map_err(|_| FilterProblem::NoValue)
    }
}

fn alone(mut all: Vec<FilterTree>, together: fn(Vec<FilterTree>) -> FilterTree) -> FilterTree {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        Some(last) => {
            all.push(last);
            together(all)
        }
        None => together(all),
    }
}

impl fmt::Display for AttributePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(urn) = &self.urn {
            write!(f, "{urn}:")?;
        }
        f.write_str(&self.name)?;
        self.sub.as_ref().map_or(Ok(()), |sub| write!(f, ".{sub}"))
    }
}

/// With brackets wherever it is not one comparison, so that it is read again as it was.
impl fmt::Display for FilterTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, all: &[Self], word: &str| {
            for (place, one) in all.iter().enumerate() {
                let word = if place == 0 { "" } else { word };
                match one {
                    Self::All(_) | Self::Any(_) => write!(f, "{word}({one})")?,
                    _ => write!(f, "{word}{one}")?,
                }
            }
            Ok(())
        };
        match self {
            Self::All(all) => joined(f, all, " and "),
            Self::Any(all) => joined(f, all, " or "),
            Self::Not(inner) => write!(f, "not ({inner})"),
            Self::Present(attribute) => write!(f, "{attribute} pr"),
            Self::Compare(attribute, comparison, value) => {
                write!(f, "{attribute} {} {value}", <&str>::from(*comparison))
            }
            Self::Within(attribute, inner) => write!(f, "{attribute}[{inner}]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As it is understood.
    fn read(text: &str) -> String {
        parse(text).unwrap().to_string()
    }

    #[test]
    fn the_examples_of_the_rfc_are_read() {
        for text in [
            r#"userName eq "bjensen""#,
            r#"name.familyName co "O'Malley""#,
            r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J""#,
            "title pr",
            r#"meta.lastModified gt "2011-05-13T04:42:34Z""#,
            r#"title pr and userType eq "Employee""#,
            r#"userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")"#,
            r#"userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")"#,
            r#"emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@foo.com"]"#,
            "active eq true",
            "x eq null or y gt -1.5",
        ] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn and_binds_closer_than_or_and_capitals_and_blanks_do_not_count() {
        assert_eq!(read("a pr OR b pr AND c pr"), "a pr or (b pr and c pr)");
        assert_eq!(read("  (a pr or b pr)  and   c PR "), "(a pr or b pr) and c pr");
        assert_eq!(read(r#"NOT(a Eq "x")"#), r#"not (a eq "x")"#);
        assert_eq!(read("not pr"), "not pr", "an attribute may be called so");
    }

    #[test]
    fn what_stands_in_quotes_ends_nothing() {
        assert_eq!(read(r#"a eq "\") or b pr""#), r#"a eq "\") or b pr""#);
        assert_eq!(read(r#"a eq "\\" and b pr"#), r#"a eq "\\" and b pr"#);
        assert_eq!(read(r#"a eq "é\u00e9""#), r#"a eq "éé""#);
    }

    #[test]
    fn a_comparison_behind_a_bracket_belongs_to_it() {
        let short = r#"emails[type eq "work"].value eq "a@b.go.id""#;
        assert_eq!(read(short), r#"emails[type eq "work" and value eq "a@b.go.id"]"#);
    }

    #[test]
    fn what_is_no_filter_is_named() {
        use FilterProblem::*;
        for (text, problem) in [
            ("", CutOff),
            ("userName", CutOff),
            ("userName eq", NoValue),
            ("userName is \"x\"", NoOperator),
            ("userName eq x", NoValue),
            ("userName eq \"x", CutOff),
            ("userName eq {\"a\":1}", NoValue),
            ("userName eq [1]", NoValue),
            ("(userName pr", Open),
            ("emails[value pr", Open),
            ("userName pr)", More),
            ("userName pr userName pr", More),
            ("1 pr", NoAttribute),
            ("a.b.c pr", NoAttribute),
            ("a..b pr", NoAttribute),
            (":a pr", NoAttribute),
            ("http:a pr", NoAttribute),
            ("a pr and", CutOff),
            ("\u{0} pr", NoAttribute),
        ] {
            assert_eq!(parse(text), Err(problem), "{text}");
        }
    }

    #[test]
    fn what_is_nested_a_thousand_deep_or_very_long_is_refused() {
        for (open, close) in [("(", ")"), ("not (", ")"), ("a[", "]")] {
            let deep = |n| format!("{}a pr{}", open.repeat(n), close.repeat(n));
            assert!(parse(&deep(DEEPEST)).is_ok(), "{open}");
            assert_eq!(parse(&deep(DEEPEST + 1)), Err(FilterProblem::Deep), "{open}");
            let thousand = parse(&deep(1000));
            assert!(matches!(thousand, Err(FilterProblem::Deep | FilterProblem::Long)));
            assert!(parse(&open.repeat(LONGEST / open.len())).is_err());
        }
        let chain = vec!["a pr"; 500].join(" or ");
        assert!(parse(&chain).is_ok(), "a chain is no nesting");
        assert_eq!(parse(&vec!["a pr"; 5000].join(" or ")), Err(FilterProblem::Long));
    }

    #[test]
    fn paths_are_split() {
        let path = |text: &str| {
            let FilteredPath { attribute, filter, sub } = parse_path(text).unwrap();
            (attribute.to_string(), filter.map(|tree| tree.to_string()), sub)
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(path("name.formatted"), ("name".into(), None, some("formatted")));
        assert_eq!(
            path(r#"emails[type eq "work"].value"#),
            ("emails".into(), some(r#"type eq "work""#), some("value"))
        );
        assert_eq!(path(r#"members[value eq "1"]"#).2, None);
        let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department";
        assert_eq!(path(urn).0, urn);
        for wrong in
            ["", "a[", "a[b pr", "a[b pr]x", "a[b pr].", "a.b[c pr].d", "a b", "[a pr]", "a."]
        {
            assert!(parse_path(wrong).is_err(), "{wrong}");
        }
    }
}

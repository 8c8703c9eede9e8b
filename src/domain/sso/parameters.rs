//! What a service sent, in a query or a form. Bounded before anything is made of it.

use url::form_urlencoded;

/// More fields are none of a service's.
const MOST: usize = 100;
/// The longest of all together. Bytes.
pub const LONGEST: usize = 24 * 1024;

/// The fields, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

/// What cannot be read: too long, or the same field twice, which one is not said (RFC 6749 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    TooLong,
    Twice(&'static str),
}

impl Parameters {
    /// # Errors
    /// [`Unreadable::TooLong`] when it is longer than any request.
    pub fn parse(text: &[u8]) -> Result<Self, Unreadable> {
        if text.len() > LONGEST {
            return Err(Unreadable::TooLong);
        }
        let fields: Vec<_> = form_urlencoded::parse(text)
            .take(MOST + 1)
            .map(|(a, b)| (a.into(), b.into()))
            .collect();
        if fields.len() > MOST { Err(Unreadable::TooLong) } else { Ok(Self(fields)) }
    }

    /// The value of a field; one without a value counts as left out.
    ///
    /// # Errors
    /// [`Unreadable::Twice`] when it stands there more than once.
    pub fn one(&self, name: &'static str) -> Result<Option<&str>, Unreadable> {
        let mut values =
            self.0.iter().filter(|(field, _)| field == name).map(|(_, value)| &**value);
        let first = values.next();
        if values.next().is_some() {
            return Err(Unreadable::Twice(name));
        }
        Ok(first.filter(|value| !value.is_empty()))
    }

    /// The same where it may be used whatever else is wrong.
    #[must_use]
    pub fn any(&self, name: &'static str) -> Option<&str> {
        self.one(name).ok().flatten()
    }

    /// As a query.
    #[must_use]
    pub fn to_query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_read_once_or_not_at_all() {
        let sent = Parameters::parse(b"a=1&b=&c=2&c=2&d=x%20y+z").unwrap();
        assert_eq!(sent.one("a"), Ok(Some("1")));
        assert_eq!(sent.one("b"), Ok(None), "without a value it was left out");
        assert_eq!(sent.one("c"), Err(Unreadable::Twice("c")), "even the same value");
        assert_eq!(sent.one("d"), Ok(Some("x y z")));
        assert_eq!((sent.one("e"), sent.any("c")), (Ok(None), None));
        assert_eq!(Parameters::parse(sent.to_query().as_bytes()), Ok(sent));
    }

    #[test]
    fn more_than_a_service_needs_is_not_read() {
        let long = vec![b'a'; LONGEST + 1];
        assert_eq!(Parameters::parse(&long), Err(Unreadable::TooLong));
        let many = "a&".repeat(MOST + 1);
        assert_eq!(Parameters::parse(many.as_bytes()), Err(Unreadable::TooLong));
        assert!(Parameters::parse("a&".repeat(MOST).as_bytes()).is_ok());
        assert!(Parameters::parse(&[0xff, b'=', 0xfe]).is_ok(), "bytes that are no text");
    }
}

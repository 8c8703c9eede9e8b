//! What a service sent, in a query or a form. Bounded before anything is made of it.

use url::form_urlencoded;

/// More fields are none of a service's.
const MOST: usize = 100;
/// The longest of all together. Bytes.
pub const LONGEST: usize = 24 * 1024;

/// The fields, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

/// Fields that may be named in the log: their names tell nothing, and nobody chose them.
const KNOWN: [&str; 30] = [
    "acr_values",
    "claims",
    "claims_locales",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "display",
    "grant_type",
    "id_token_hint",
    "login_hint",
    "max_age",
    "nonce",
    "prompt",
    "redirect_uri",
    "refresh_token",
    "registration",
    "request",
    "request_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "token",
    "token_type_hint",
    "ui_locales",
];

/// What cannot be read: too long, or the same field twice, which one is not said (RFC 6749 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    TooLong,
    /// More than a hundred fields.
    TooMany,
    Twice(&'static str),
}

impl Parameters {
    /// # Errors
    /// [`Unreadable`] when it is longer than any request, or has more fields.
    pub fn parse(text: &[u8]) -> Result<Self, Unreadable> {
        if text.len() > LONGEST {
            return Err(Unreadable::TooLong);
        }
        let fields: Vec<_> = form_urlencoded::parse(text)
            .take(MOST + 1)
            .map(|(a, b)| (a.into(), b.into()))
            .collect();
        if fields.len() > MOST { Err(Unreadable::TooMany) } else { Ok(Self(fields)) }
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

    /// The others, without this field.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.0.retain(|(field, _)| field != name);
        self
    }

    /// As a query.
    #[must_use]
    pub fn to_query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }

    /// What was sent, by its names alone: for the log.
    #[must_use]
    pub fn names(&self) -> String {
        let is_sent = |name: &&str| self.0.iter().any(|(field, _)| field == name);
        KNOWN.into_iter().filter(is_sent).collect::<Vec<_>>().join(" ")
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
        assert_eq!(Parameters::parse(sent.to_query().as_bytes()), Ok(sent.clone()));
        assert_eq!(sent.without("c").to_query(), "a=1&b=&d=x+y+z");
    }

    #[test]
    fn of_what_was_sent_only_names_that_we_chose_are_named() {
        let sent = b"state=rahasia&client_id=uji&rahasia=1&code=rahasia&code=dua";
        assert_eq!(Parameters::parse(sent).unwrap().names(), "client_id code state");
        assert!(KNOWN.is_sorted());
    }

    #[test]
    fn more_than_a_service_needs_is_not_read() {
        let long = vec![b'a'; LONGEST + 1];
        assert_eq!(Parameters::parse(&long), Err(Unreadable::TooLong));
        let many = "a&".repeat(MOST + 1);
        assert_eq!(Parameters::parse(many.as_bytes()), Err(Unreadable::TooMany));
        assert!(Parameters::parse("a&".repeat(MOST).as_bytes()).is_ok());
        assert!(Parameters::parse(&[0xff, b'=', 0xfe]).is_ok(), "bytes that are no text");
    }
}

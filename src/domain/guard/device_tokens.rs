//! What a browser carries to be known by: a token for each person who logs in there.

use crate::domain::values::reference_token::ReferenceToken;

/// More people than share an office's computer.
pub const MOST: usize = 8;

/// What a browser is known by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeviceTokens(pub(super) Vec<ReferenceToken>);

impl DeviceTokens {
    /// Reads what [`DeviceTokens::to_text`] wrote; what is no token is left out.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(text.split('.').take(MOST).filter_map(ReferenceToken::parse).collect())
    }

    /// Safe in a cookie; at most 351 characters.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.0.iter().map(ReferenceToken::to_text).collect::<Vec<_>>().join(".")
    }

    pub(super) fn hashes(&self) -> [Vec<u8>; MOST] {
        let mut hashes = <[Vec<u8>; MOST]>::default();
        for (hash, token) in hashes.iter_mut().zip(&self.0) {
            *hash = token.hash();
        }
        hashes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::SeededRandom;

    #[test]
    fn tokens_are_read_back_and_what_is_none_is_left_out() {
        let random = SeededRandom::new(1);
        let tokens = DeviceTokens((0..MOST).map(|_| ReferenceToken::generate(&random)).collect());
        let text = tokens.to_text();
        assert_eq!((text.len(), DeviceTokens::parse(&text)), (351, tokens.clone()));
        assert_eq!(DeviceTokens::parse(&format!("{text}.{text}")), tokens, "no more than these");
        let (first, rest) = text.split_once('.').unwrap();
        assert_eq!(DeviceTokens::parse(first).0, tokens.0[..1], "one alone, as it was before");
        assert_eq!(DeviceTokens::parse(&format!("x..é.{rest}")).0.len(), MOST - 3);
        assert_eq!(DeviceTokens::parse(""), DeviceTokens::default());
    }
}

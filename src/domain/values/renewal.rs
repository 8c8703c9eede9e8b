//! What a person has to do anew, right after the login, before anything else.
//!
//! ```text
//!   Nothing ── a password that breaks the policy, or set by an operator ─▶ Password ── new password ─▶ Nothing
//!   any     ── "this was not me" ─▶ Both ── new password ─▶ Authenticator ── new authenticator ─▶ Nothing
//! ```
//!
//! What is asked for only grows ([`Renewal::and`]) until it is done. It is read and written with the
//! account locked.

use strum::{EnumString, IntoStaticStr, VariantArray};

#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum Renewal {
    #[strum(serialize = "")]
    Nothing,
    Password,
    /// Another authenticator, in place of all there are.
    Authenticator,
    Both,
}

impl Renewal {
    /// As in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    #[must_use]
    pub fn needs_password(self) -> bool {
        matches!(self, Self::Password | Self::Both)
    }

    #[must_use]
    pub fn needs_authenticator(self) -> bool {
        matches!(self, Self::Authenticator | Self::Both)
    }

    #[must_use]
    pub fn of(password: bool, authenticator: bool) -> Self {
        match (password, authenticator) {
            (false, false) => Self::Nothing,
            (true, false) => Self::Password,
            (false, true) => Self::Authenticator,
            (true, true) => Self::Both,
        }
    }

    /// Whatever either of them asks for.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::of(
            self.needs_password() || other.needs_password(),
            self.needs_authenticator() || other.needs_authenticator(),
        )
    }

    #[must_use]
    pub fn after_password(self) -> Self {
        Self::of(false, self.needs_authenticator())
    }

    #[must_use]
    pub fn after_authenticator(self) -> Self {
        Self::of(self.needs_password(), false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_is_not_asked_again_and_what_is_not_done_still_is() {
        for renewal in Renewal::VARIANTS.iter().copied() {
            assert_eq!(renewal.name().parse(), Ok(renewal));
            assert_eq!(
                renewal.after_password().needs_authenticator(),
                renewal.needs_authenticator()
            );
            assert_eq!(renewal.after_authenticator().needs_password(), renewal.needs_password());
            assert!(!renewal.after_password().needs_password());
            assert!(!renewal.after_authenticator().needs_authenticator());
            for other in Renewal::VARIANTS.iter().copied() {
                let both = renewal.and(other);
                assert_eq!(both, other.and(renewal));
                let password = renewal.needs_password() || other.needs_password();
                let authenticator = renewal.needs_authenticator() || other.needs_authenticator();
                assert_eq!(
                    (both.needs_password(), both.needs_authenticator()),
                    (password, authenticator)
                );
            }
        }
        assert!("all".parse::<Renewal>().is_err());
    }
}

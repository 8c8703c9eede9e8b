//! What a person has to do anew, right after the login, before anything else.
//!
//! ```text
//!   Nothing ── a password that breaks the policy, or set by an operator ─▶ Password ── new password ─▶ Nothing
//!   any     ── "this was not me" ─▶ Both ── new password ─▶ Authenticator ── new authenticator ─▶ Nothing
//! ```
//!
//! What is asked for only grows ([`Renewal::and`]) until it is done. It is read and written with the
//! account locked.

use crate::{domain::Fault, store::Account};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    Nothing,
    Password,
    /// Another authenticator, in place of all there are.
    Authenticator,
    Both,
}

impl Renewal {
    const ALL: [Self; 4] = [Self::Nothing, Self::Password, Self::Authenticator, Self::Both];

    /// As in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Password => "password",
            Self::Authenticator => "authenticator",
            Self::Both => "both",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|renewal| renewal.name() == name)
    }

    /// # Errors
    /// When the database holds one that is unknown.
    pub fn of_account(account: &Account) -> Result<Self, Fault> {
        Self::from_name(&account.renewal).ok_or(Fault::Corrupt("an unknown renewal"))
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
        for renewal in Renewal::ALL {
            assert_eq!(Renewal::from_name(renewal.name()), Some(renewal));
            assert_eq!(
                renewal.after_password().needs_authenticator(),
                renewal.needs_authenticator()
            );
            assert_eq!(renewal.after_authenticator().needs_password(), renewal.needs_password());
            assert!(!renewal.after_password().needs_password());
            assert!(!renewal.after_authenticator().needs_authenticator());
            for other in Renewal::ALL {
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
        assert_eq!(Renewal::from_name("all"), None);
    }
}

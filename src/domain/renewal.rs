//! What a person has to do anew, right after the login, before anything else.
//!
//! ```text
//!   Nothing ── a password that breaks the policy, or set by an operator ─▶ Password ── new password ─▶ Nothing
//!   any     ── "this was not me" ─▶ Both ── new password ─▶ Authenticator ── new authenticator ─▶ Nothing
//! ```

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

    #[must_use]
    pub fn needs_password(self) -> bool {
        matches!(self, Self::Password | Self::Both)
    }

    #[must_use]
    pub fn needs_authenticator(self) -> bool {
        matches!(self, Self::Authenticator | Self::Both)
    }

    #[must_use]
    pub fn and_password(self) -> Self {
        if self.needs_authenticator() { Self::Both } else { Self::Password }
    }

    #[must_use]
    pub fn after_password(self) -> Self {
        if self.needs_authenticator() { Self::Authenticator } else { Self::Nothing }
    }

    #[must_use]
    pub fn after_authenticator(self) -> Self {
        if self.needs_password() { Self::Password } else { Self::Nothing }
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
            assert!(renewal.and_password().needs_password());
        }
        assert_eq!(Renewal::from_name("all"), None);
    }
}

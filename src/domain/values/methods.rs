//! How the person of a session proved who they are, and what that is worth to a service.

use strum::{EnumString, IntoStaticStr, VariantArray};

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, EnumString, IntoStaticStr, VariantArray,
)]
pub enum Methods {
    #[default]
    #[strum(serialize = "pwd otp")]
    PasswordAndCode,
    #[strum(serialize = "pwd recovery")]
    PasswordAndRecoveryCode,
    #[strum(serialize = "passkey")]
    Passkey,
    /// A passkey opened the session; the last proof in it was a code.
    #[strum(serialize = "passkey otp")]
    PasskeyAndCode,
}

/// Authentication context class reference, the weaker one first (OpenID Connect Core 1.0 §2).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    EnumString,
    IntoStaticStr,
    VariantArray,
    serde::Serialize,
    serde::Deserialize,
)]
#[strum(serialize_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Acr {
    /// Two factors (NIST SP 800-63B).
    #[default]
    Aal2,
    /// Phishing-resistant (OpenID Connect Extended Authentication Profile ACR Values 1.0).
    Phr,
}

impl Acr {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Methods {
    /// As in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Once a one-time code has proved anew that they are there.
    #[must_use]
    pub fn then_code(self) -> Self {
        match self {
            Self::PasswordAndCode | Self::PasswordAndRecoveryCode => Self::PasswordAndCode,
            Self::Passkey | Self::PasskeyAndCode => Self::PasskeyAndCode,
        }
    }

    /// The same by a recovery code.
    #[must_use]
    pub fn then_recovery_code(self) -> Self {
        match self {
            Self::PasswordAndCode | Self::PasswordAndRecoveryCode => Self::PasswordAndRecoveryCode,
            Self::Passkey | Self::PasskeyAndCode => Self::PasskeyAndCode,
        }
    }

    #[must_use]
    pub fn acr(self) -> Acr {
        if self == Self::Passkey { Acr::Phr } else { Acr::Aal2 }
    }

    /// Authentication method references (RFC 8176), and `recovery`, which has none there.
    #[must_use]
    pub fn amr(self) -> &'static [&'static str] {
        match self {
            Self::PasswordAndCode => &["pwd", "otp", "mfa"],
            Self::PasswordAndRecoveryCode => &["pwd", "recovery", "mfa"],
            Self::Passkey => &["pop", "user", "mfa"],
            Self::PasskeyAndCode => &["pop", "user", "otp", "mfa"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_passkey_by_itself_resists_phishing() {
        let strong: Vec<_> = Methods::VARIANTS.iter().filter(|one| one.acr() == Acr::Phr).collect();
        assert_eq!(strong, [&Methods::Passkey]);
        assert_eq!(Methods::Passkey.then_code().acr(), Acr::Aal2);
        assert!(Acr::Aal2 < Acr::Phr);
    }

    #[test]
    fn each_is_read_back_as_it_was_written() {
        for methods in Methods::VARIANTS {
            assert_eq!(methods.name().parse(), Ok(*methods));
            assert!(methods.amr().contains(&"mfa"));
        }
        for acr in Acr::VARIANTS {
            assert_eq!(acr.name().parse(), Ok(*acr));
        }
    }

    #[test]
    fn a_code_does_not_say_that_there_was_a_password() {
        assert_eq!(Methods::Passkey.then_code(), Methods::PasskeyAndCode);
        assert_eq!(Methods::PasskeyAndCode.then_recovery_code(), Methods::PasskeyAndCode);
        assert_eq!(Methods::PasswordAndRecoveryCode.then_code(), Methods::PasswordAndCode);
        assert_eq!(Methods::PasswordAndCode.then_recovery_code().name(), "pwd recovery");
    }
}

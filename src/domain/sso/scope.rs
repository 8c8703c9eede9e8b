//! What a service asks to know (RFC 6749 §3.3; OpenID Connect Core 1.0 §5.4).

use crate::wire::sso::Learns;
use std::{fmt, str::FromStr};
use strum::{EnumString, IntoStaticStr, VariantArray};

#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum Scope {
    Openid,
    /// Name, number, agency.
    Profile,
    Email,
    /// Nothing is known of it; services ask for it all the same.
    Phone,
    /// As [`Scope::Phone`].
    Address,
    /// What the person is to the portal.
    Roles,
}

impl From<Scope> for Learns {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Openid => Self::Openid,
            Scope::Profile => Self::Profile,
            Scope::Email => Self::Email,
            Scope::Phone => Self::Phone,
            Scope::Address => Self::Address,
            Scope::Roles => Self::Roles,
        }
    }
}

impl Scope {
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A set of them, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    #[must_use]
    pub fn all() -> Self {
        Self(Scope::VARIANTS.to_vec())
    }

    /// Those of a list with spaces that are known; the others count for nothing.
    #[must_use]
    pub fn known(text: &str) -> Self {
        let mut scopes: Vec<_> =
            text.split_ascii_whitespace().filter_map(|word| Scope::from_str(word).ok()).collect();
        scopes.sort_unstable();
        scopes.dedup();
        Self(scopes)
    }

    #[must_use]
    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    #[must_use]
    pub fn within(&self, others: &Self) -> Self {
        Self(self.0.iter().copied().filter(|scope| others.has(*scope)).collect())
    }

    #[must_use]
    pub fn is_within(&self, others: &Self) -> bool {
        self.0.iter().all(|scope| others.has(*scope))
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.iter().map(|scope| scope.name()).collect();
        f.write_str(&names.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_knows_is_ignored_and_the_rest_has_one_order() {
        let asked = Scopes::known("email  openid offline_access openid OpenID roles");
        assert_eq!(asked.to_string(), "openid email roles");
        let allowed = Scopes::known("openid profile email");
        assert_eq!(asked.within(&allowed).to_string(), "openid email");
        assert!(!asked.is_within(&allowed) && asked.within(&allowed).is_within(&allowed));
        assert!(Scopes::known("offline_access").is_empty());
        assert_eq!(Scopes::known(&Scopes::all().to_string()), Scopes::all());
    }
}

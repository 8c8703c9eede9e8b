//! What a person is to the portal. What that opens: [`super::rights`].

use crate::{i18n::Messages, wire::launcher::Viewer};
use std::{fmt, str::FromStr};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    Employee,
    /// Works for an agency's staffing unit.
    Operator,
    /// Looks after several agencies for the civil service agency. This and what follows is granted over a
    /// part of the tree of agencies.
    RegionalOffice,
    /// Helps people who cannot log in, and does nothing else.
    HelpDesk,
    /// Reads what operators see, and changes nothing.
    Auditor,
    /// Runs a service that people sign in to.
    ServiceOwner,
    /// Runs the portal: sees every service.
    Administrator,
}

/// Everybody's.
pub const EMPLOYEE: &str = "employee";

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Employee,
        Self::Operator,
        Self::RegionalOffice,
        Self::HelpDesk,
        Self::Auditor,
        Self::ServiceOwner,
        Self::Administrator,
    ];

    /// Those that stand with the account, as a file says them. All others are granted for a time, over a part
    /// of the tree of agencies.
    pub const OF_ACCOUNTS: [Self; 3] = [Self::Employee, Self::Operator, Self::Administrator];
    pub const GRANTED: [Self; 5] =
        [Self::Operator, Self::RegionalOffice, Self::HelpDesk, Self::Auditor, Self::ServiceOwner];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Employee => EMPLOYEE,
            Self::Operator => "operator",
            Self::RegionalOffice => "regional-office",
            Self::HelpDesk => "help-desk",
            Self::Auditor => "auditor",
            Self::ServiceOwner => "service-owner",
            Self::Administrator => "administrator",
        }
    }
}

impl Role {
    /// What it is called.
    #[must_use]
    pub fn in_words(self, words: &Messages) -> &'static str {
        let words = &words.people;
        match self {
            Self::Employee => words.role_employee,
            Self::Operator => words.role_operator,
            Self::RegionalOffice => words.role_regional_office,
            Self::HelpDesk => words.role_help_desk,
            Self::Auditor => words.role_auditor,
            Self::ServiceOwner => words.role_service_owner,
            Self::Administrator => words.role_administrator,
        }
    }
}

/// The roles of one person; nobody has none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Roles(Vec<Role>);

/// A word that is no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no role is called \"{0}\"")]
pub struct UnknownRole(pub String);

impl Default for Roles {
    fn default() -> Self {
        Self(vec![Role::Employee])
    }
}

impl Roles {
    /// Reads names separated by spaces, commas, semicolons or bars. None at all is an employee.
    ///
    /// # Errors
    /// [`UnknownRole`] with the first word that is none.
    pub fn parse(text: &str) -> Result<Self, UnknownRole> {
        let mut roles = text
            .split([' ', ',', ';', '|'])
            .filter(|word| !word.is_empty())
            .map(|word| {
                let named = |role: &Role| role.name().eq_ignore_ascii_case(word);
                Role::ALL.into_iter().find(named).ok_or_else(|| UnknownRole(word.to_owned()))
            })
            .collect::<Result<Vec<_>, _>>()?;
        if roles.is_empty() {
            roles.push(Role::Employee);
        }
        roles.sort_unstable();
        roles.dedup();
        Ok(Self(roles))
    }

    /// None at all, which nobody has.
    #[cfg(test)]
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// With more roles.
    #[must_use]
    pub fn with(&self, more: impl IntoIterator<Item = Role>) -> Self {
        let mut roles: Vec<_> = self.iter().chain(more).collect();
        roles.sort_unstable();
        roles.dedup();
        Self(roles)
    }

    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    pub fn iter(&self) -> impl Iterator<Item = Role> {
        self.0.iter().copied()
    }

    /// The names of those that are more than everybody's.
    pub fn privileges(&self) -> impl Iterator<Item = &'static str> {
        self.iter().map(Role::name).filter(|name| *name != EMPLOYEE)
    }

    /// Whether a service that is suggested to `viewers` is suggested to these roles. The public's
    /// suggestions are nobody's.
    #[must_use]
    pub fn is_suggested(&self, viewers: &[Viewer]) -> bool {
        self.0.iter().any(|role| match role {
            Role::Administrator | Role::Operator | Role::RegionalOffice => {
                viewers.contains(&Viewer::Operator)
            }
            Role::Employee => viewers.contains(&Viewer::Employee),
            Role::HelpDesk | Role::Auditor | Role::ServiceOwner => false,
        })
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        let named = |role: &Self| role.name() == text;
        Self::ALL.into_iter().find(named).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

impl FromStr for Roles {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::parse(text)
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.0.iter().map(|role| role.name()).collect();
        f.write_str(&names.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_more_than_everybodys_is_a_privilege() {
        let privileges = |roles: &str| Roles::parse(roles).unwrap().privileges().count();
        assert_eq!(
            ["", "employee", "operator", "administrator employee operator"].map(privileges),
            [0, 0, 1, 2]
        );
    }

    #[test]
    fn roles_are_read_in_any_order_and_written_in_one() {
        assert_eq!(Roles::parse("operator|employee").unwrap().to_string(), "employee operator");
        assert_eq!(Roles::parse("Employee, employee").unwrap().to_string(), "employee");
        assert_eq!(Roles::parse("").unwrap().to_string(), "employee");
        assert!(Roles::parse("employee root").unwrap_err().to_string().contains("\"root\""));
    }
}

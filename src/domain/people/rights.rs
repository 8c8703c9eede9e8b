//! Rights in one table: right × role × of whom. Nothing is allowed that does not stand here, and no other
//! folder names a role. `docs/SECURITY.md` shows the same table.

use super::role::{Role, Roles};
use crate::wire::launcher::Viewer;

/// What a role may open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Right {
    /// To see and open the services that are for employees.
    UseEmployeeServices,
    /// The same of those for operators.
    UseOperatorServices,
    /// To be told what is said to operators.
    ReadOperatorAnnouncements,
    /// To write, publish and end announcements.
    WriteAnnouncements,
    /// To ask for, decide on, and see resets of people without privileges that reach everybody.
    ResetPeople,
    /// The same of people with such privileges.
    ResetAdministrators,
    /// To say where a service is and whether it can be used.
    ChangeServices,
    /// To say which services people sign in to here, and how.
    ManageClients,
}

/// Of whom somebody has a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    Nobody,
    /// The people of their own agency.
    OwnAgency,
    Everybody,
}

impl Right {
    pub const ALL: [Self; 8] = [
        Self::UseEmployeeServices,
        Self::UseOperatorServices,
        Self::ReadOperatorAnnouncements,
        Self::WriteAnnouncements,
        Self::ResetPeople,
        Self::ResetAdministrators,
        Self::ChangeServices,
        Self::ManageClients,
    ];

    /// Of whom each role has it, in the order of [`Role::ALL`].
    #[expect(clippy::match_same_arms, reason = "a line for each right")]
    const fn row(self) -> [Reach; 3] {
        use Reach::{Everybody, Nobody, OwnAgency};
        match self {
            //                                employee   operator   administrator
            Self::UseEmployeeServices => [Everybody, Nobody, Everybody],
            Self::UseOperatorServices => [Nobody, Everybody, Everybody],
            Self::ReadOperatorAnnouncements => [Nobody, Everybody, Everybody],
            Self::WriteAnnouncements => [Nobody, OwnAgency, Everybody],
            Self::ResetPeople => [Nobody, OwnAgency, Everybody],
            Self::ResetAdministrators => [Nobody, Nobody, Everybody],
            Self::ChangeServices => [Nobody, Nobody, Everybody],
            Self::ManageClients => [Nobody, Nobody, Everybody],
        }
    }

    /// Of whom `role` has it.
    #[must_use]
    pub fn of(self, role: Role) -> Reach {
        Role::ALL
            .into_iter()
            .zip(self.row())
            .find(|(one, _)| *one == role)
            .map_or(Reach::Nobody, |(_, reach)| reach)
    }

    /// The one that a reset of a person with these roles needs.
    #[must_use]
    pub fn to_reset(roles: &Roles) -> Self {
        if roles.has(Role::Administrator) { Self::ResetAdministrators } else { Self::ResetPeople }
    }

    /// The one that a service for `viewer` needs; none for the public.
    fn to_use(viewer: Viewer) -> Option<Self> {
        match viewer {
            Viewer::Employee => Some(Self::UseEmployeeServices),
            Viewer::Operator => Some(Self::UseOperatorServices),
            Viewer::Public => None,
        }
    }
}

impl Roles {
    /// Of whom somebody with these roles has a right: the most that one of them gives.
    #[must_use]
    pub fn reach(&self, right: Right) -> Reach {
        self.iter().map(|role| right.of(role)).max().unwrap_or(Reach::Nobody)
    }

    /// Whether they have it of anybody.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.reach(right) > Reach::Nobody
    }

    /// Whether a service for `viewers` is for a person with these roles.
    #[must_use]
    pub fn may_see(&self, viewers: &[Viewer]) -> bool {
        viewers.iter().any(|one| Right::to_use(*one).is_none_or(|right| self.may(right)))
    }
}

/// Whoever has no right to something is told that it is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotTheirs;

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of `docs/SECURITY.md`, cell by cell.
    #[test]
    fn the_table_in_the_docs_is_this_one() {
        let docs = include_str!("../../../docs/SECURITY.md");
        let table = docs.split("<!-- rights -->").nth(1).expect("the docs have the table");
        let cells = |line: &str| -> Vec<String> {
            line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
        };
        let mut lines = table.lines().filter(|line| line.starts_with('|')).map(cells);
        let roles: Vec<_> = Role::ALL.iter().map(|role| role.name()).collect();
        assert_eq!(lines.next().unwrap()[1..], roles);
        lines.next();
        for right in Right::ALL {
            let cells = lines.next().unwrap();
            let name = format!("{right:?}");
            assert!(cells[0].starts_with(&format!("`{name}`")), "{name}: {cells:?}");
            for (role, cell) in Role::ALL.into_iter().zip(&cells[1..]) {
                let words = match right.of(role) {
                    Reach::Nobody => "–",
                    Reach::OwnAgency => "own agency",
                    Reach::Everybody => "everybody",
                };
                assert_eq!(cell, words, "{name}, {}", role.name());
            }
        }
        assert_eq!(lines.next(), None, "a right that there is not");
    }

    #[test]
    fn of_several_roles_the_one_that_gives_most_counts() {
        let reach = |roles: &str, right| Roles::parse(roles).unwrap().reach(right);
        assert_eq!(reach("employee", Right::WriteAnnouncements), Reach::Nobody);
        assert_eq!(reach("employee operator", Right::WriteAnnouncements), Reach::OwnAgency);
        assert_eq!(
            reach("employee operator administrator", Right::WriteAnnouncements),
            Reach::Everybody
        );
        assert_eq!(reach("operator", Right::UseEmployeeServices), Reach::Nobody);
    }

    #[test]
    fn each_role_opens_its_services_and_the_public_ones() {
        let sees = |role: &str, viewers: &[Viewer]| Roles::parse(role).unwrap().may_see(viewers);
        assert!(sees("employee", &[Viewer::Employee]));
        assert!(!sees("employee", &[Viewer::Operator]));
        assert!(sees("employee", &[Viewer::Public, Viewer::Operator]));
        assert!(sees("operator", &[Viewer::Operator]));
        assert!(!sees("operator", &[Viewer::Employee]));
        assert!(sees("administrator", &[Viewer::Operator]));
        assert!(!sees("administrator", &[]), "for nobody");
    }

    #[test]
    fn whoever_could_reset_others_is_reset_by_an_administrator_alone() {
        let roles = |roles: &str| Roles::parse(roles).unwrap();
        assert_eq!(Right::to_reset(&roles("employee operator")), Right::ResetPeople);
        let right = Right::to_reset(&roles("employee administrator"));
        assert_eq!(right, Right::ResetAdministrators);
        assert!(!roles("operator").may(right) && roles("administrator").may(right));
    }
}

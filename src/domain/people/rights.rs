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
    /// To find people, and to see their page.
    SeePeople,
    /// To change what stands with people, to disable and to enable them, to end their sessions.
    ChangePeople,
    /// To bring people in from a file.
    ImportPeople,
    /// To propose that somebody moves to another agency, and to accept who comes.
    MovePeople,
    /// To see what one proposed, and what one may decide on.
    SeeProposals,
    /// To grant roles over a part of the tree, and to end them.
    GrantRoles,
    /// To say which agencies there are, and which one a text stands for.
    ManageAgencies,
    /// To read the record of what happened.
    ReadRecord,
    /// To write, publish and end announcements.
    WriteAnnouncements,
    /// To ask for, decide on, and see resets of people without privileges.
    ResetPeople,
    /// The same of people with privileges that reach a part of the tree.
    ResetOperators,
    /// The same of people with privileges that reach everybody.
    ResetAdministrators,
    /// To say whether a service can be used, and to propose where it is: of services of theirs.
    ChangeServices,
    /// To say which services people sign in to here, and how.
    ManageClients,
    /// To let the systems of agencies bring people in, and to say that they may go on.
    ManageProvisioning,
    /// To see how the portal fares.
    SeeHealth,
}

/// Of whom somebody has a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    Nobody,
    /// The people of the agency where it is held, and of all below it.
    Subtree,
    Everybody,
}

impl Right {
    pub const ALL: [Self; 19] = [
        Self::UseEmployeeServices,
        Self::UseOperatorServices,
        Self::ReadOperatorAnnouncements,
        Self::SeePeople,
        Self::ChangePeople,
        Self::ImportPeople,
        Self::MovePeople,
        Self::SeeProposals,
        Self::GrantRoles,
        Self::ManageAgencies,
        Self::ReadRecord,
        Self::WriteAnnouncements,
        Self::ResetPeople,
        Self::ResetOperators,
        Self::ResetAdministrators,
        Self::ChangeServices,
        Self::ManageClients,
        Self::ManageProvisioning,
        Self::SeeHealth,
    ];

    /// Of whom each role has it, in the order of [`Role::ALL`].
    #[expect(clippy::match_same_arms, reason = "a line for each right")]
    const fn row(self) -> [Reach; 7] {
        use Reach::{Everybody as All, Nobody as No, Subtree as Sub};
        match self {
            //                            employee, operator, regional office, help desk, auditor,
            //                            service owner, administrator
            Self::UseEmployeeServices => [All, No, No, No, No, No, All],
            Self::UseOperatorServices => [No, All, All, No, No, No, All],
            Self::ReadOperatorAnnouncements => [No, All, All, All, No, No, All],
            Self::SeePeople => [No, Sub, Sub, Sub, Sub, No, All],
            Self::ChangePeople => [No, Sub, Sub, No, No, No, All],
            Self::ImportPeople => [No, Sub, Sub, No, No, No, All],
            Self::MovePeople => [No, Sub, Sub, No, No, No, All],
            Self::SeeProposals => [No, All, All, No, No, All, All],
            Self::GrantRoles => [No, No, No, No, No, No, All],
            Self::ManageAgencies => [No, No, No, No, No, No, All],
            Self::ReadRecord => [No, Sub, Sub, No, Sub, No, All],
            Self::WriteAnnouncements => [No, Sub, Sub, No, No, No, All],
            Self::ResetPeople => [No, Sub, Sub, Sub, No, No, All],
            Self::ResetOperators => [No, Sub, Sub, No, No, No, All],
            Self::ResetAdministrators => [No, No, No, No, No, No, All],
            Self::ChangeServices => [No, No, No, No, No, Sub, All],
            Self::ManageClients => [No, No, No, No, No, No, All],
            Self::ManageProvisioning => [No, No, No, No, No, No, All],
            Self::SeeHealth => [No, No, No, No, All, No, All],
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

    /// The one that a reset of a person needs whose account has these roles; `is_granted`: and who was
    /// granted others.
    #[must_use]
    pub fn to_reset(roles: &Roles, is_granted: bool) -> Self {
        if roles.has(Role::Administrator) {
            Self::ResetAdministrators
        } else if is_granted || roles.privileges().next().is_some() {
            Self::ResetOperators
        } else {
            Self::ResetPeople
        }
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
                    Reach::Subtree => "theirs",
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
        assert_eq!(reach("employee operator", Right::WriteAnnouncements), Reach::Subtree);
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
        assert_eq!(Right::to_reset(&roles("employee"), false), Right::ResetPeople);
        assert_eq!(Right::to_reset(&roles("employee operator"), false), Right::ResetOperators);
        assert_eq!(Right::to_reset(&roles("employee"), true), Right::ResetOperators);
        let right = Right::to_reset(&roles("employee administrator"), true);
        assert_eq!(right, Right::ResetAdministrators);
        assert!(!roles("operator").may(right) && roles("administrator").may(right));
    }
}

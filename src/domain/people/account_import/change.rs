//! What a row makes of an account: pure, so that a file can be tried before it is imported.

use super::row_problem::RowProblem;
use crate::{
    domain::{
        people::{
            agency::AgencyTree,
            role::{EMPLOYEE, Roles},
        },
        values::{mailbox, nip::Nip},
    },
    store::{FiledPerson, ImportedAccount},
};
use uuid::Uuid;

/// Whether a file may make people operators or administrators, or take that from them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Privileges {
    #[default]
    Stay,
    MayChange,
}

/// An account before, where there was one, and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    pub before: Option<ImportedAccount>,
    pub after: ImportedAccount,
}

/// `id`: of the account, if it is a new one.
///
/// # Errors
/// When a new account lacks something, or when privileges would change that must stay.
pub fn of_row(
    row: &FiledPerson,
    before: Option<ImportedAccount>,
    id: Uuid,
    privileges: Privileges,
) -> Result<RowChange, RowProblem> {
    let email = row.email.clone().map(|email| (!email.is_empty()).then_some(email));
    let after = match &before {
        Some(old) => ImportedAccount {
            name: row.name.clone().unwrap_or_else(|| old.name.clone()),
            email: email.unwrap_or_else(|| old.email.clone()),
            agency: row.agency.clone().unwrap_or_else(|| old.agency.clone()),
            roles: row.roles.clone().unwrap_or_else(|| old.roles.clone()),
            ..old.clone()
        },
        None => ImportedAccount {
            id,
            nip: row.nip.clone(),
            name: row.name.clone().ok_or(RowProblem::Newcomer("name"))?,
            email: email.flatten(),
            agency: row.agency.clone().ok_or(RowProblem::Newcomer("agency"))?,
            roles: row.roles.clone().unwrap_or_else(|| EMPLOYEE.to_owned()),
        },
    };
    let change = RowChange { before, after };
    let granted = change.granted();
    let taken = change.taken();
    if privileges == Privileges::Stay && !(granted.is_empty() && taken.is_empty()) {
        return Err(RowProblem::Privileges { nip: change.masked_nip(), granted, taken });
    }
    Ok(change)
}

impl RowChange {
    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }

    pub fn is_nothing(&self) -> bool {
        self.before.as_ref() == Some(&self.after)
    }

    /// The old mailbox, where there was another one or none.
    pub fn moved_mailbox(&self) -> Option<Option<&str>> {
        let old = self.before.as_ref()?.email.as_deref();
        let new = self.after.email.as_deref();
        let is_same = match (old, new) {
            (Some(old), Some(new)) => mailbox::is_same(old, new),
            (None, None) => true,
            _ => false,
        };
        (!is_same).then_some(old)
    }

    /// The privileges that somebody has and would have in another agency, in words; empty for none. What
    /// they may do reaches as far as their agency.
    pub fn moved_privileges(&self, tree: &AgencyTree) -> String {
        let moves = self
            .before
            .as_ref()
            .is_some_and(|old| tree.subtree_of(&old.agency) != tree.subtree_of(&self.after.agency));
        if moves { privileges_beyond(Some(&self.after.roles), None) } else { String::new() }
    }

    /// The mailbox that is taken away without another one.
    pub fn lost_mailbox(&self) -> Option<&str> {
        self.moved_mailbox().flatten().filter(|_| self.after.email.is_none())
    }

    /// Roles before and after, where they differ; of a new account where they are more than an employee's.
    pub fn changed_roles(&self) -> Option<(&str, &str)> {
        let old = self.before.as_ref().map_or(EMPLOYEE, |old| &old.roles);
        (old != self.after.roles).then(|| {
            let old = if self.is_new() { "-" } else { old };
            (old, self.after.roles.as_str())
        })
    }

    /// Privileges that the person had not, in words; empty for none.
    fn granted(&self) -> String {
        let before = self.before.as_ref().map(|old| old.roles.as_str());
        privileges_beyond(Some(&self.after.roles), before)
    }

    /// The same for those that the person has no longer.
    pub fn taken(&self) -> String {
        let before = self.before.as_ref().map(|old| old.roles.as_str());
        privileges_beyond(before, Some(&self.after.roles))
    }

    pub fn masked_nip(&self) -> String {
        Nip::parse(&self.after.nip).map(|nip| nip.masked()).unwrap_or_default()
    }
}

/// The privileges among `roles` that `others` have not.
fn privileges_beyond(roles: Option<&str>, others: Option<&str>) -> String {
    let read = |roles: Option<&str>| -> Vec<&'static str> {
        let roles = roles.and_then(|roles| Roles::parse(roles).ok());
        roles.map(|roles| roles.privileges().collect()).unwrap_or_default()
    };
    let others = read(others);
    let beyond: Vec<_> = read(roles).into_iter().filter(|one| !others.contains(one)).collect();
    beyond.join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIP: &str = "198609262015051001";

    fn old() -> ImportedAccount {
        ImportedAccount {
            id: Uuid::from_u128(1),
            nip: NIP.into(),
            name: "Sri".into(),
            email: Some("sri@ambon.go.id".into()),
            agency: "Kota Ambon".into(),
            roles: "employee administrator".into(),
        }
    }

    fn row() -> FiledPerson {
        FiledPerson { line: 2, nip: NIP.into(), name: None, email: None, agency: None, roles: None }
    }

    fn change(row: &FiledPerson, before: Option<ImportedAccount>) -> Result<RowChange, RowProblem> {
        of_row(row, before, Uuid::from_u128(2), Privileges::MayChange)
    }

    #[test]
    fn what_the_file_has_no_column_for_stays() {
        let renamed = FiledPerson { name: Some("Sri Wahyuni".into()), ..row() };
        let change = change(&renamed, Some(old())).unwrap();
        assert_eq!(change.after, ImportedAccount { name: "Sri Wahyuni".into(), ..old() });
        assert_eq!((change.moved_mailbox(), change.changed_roles()), (None, None));
        assert_eq!(change.taken(), "");
    }

    #[test]
    fn an_empty_cell_takes_the_mailbox_and_another_one_moves_it() {
        let emptied =
            change(&FiledPerson { email: Some(String::new()), ..row() }, Some(old())).unwrap();
        assert_eq!(emptied.after.email, None);
        assert_eq!(emptied.lost_mailbox(), Some("sri@ambon.go.id"));
        let moved = FiledPerson { email: Some("sri@bkn.go.id".into()), ..row() };
        let moved = change(&moved, Some(old())).unwrap();
        assert_eq!(moved.moved_mailbox(), Some(Some("sri@ambon.go.id")));
        assert_eq!(moved.lost_mailbox(), None);
        let capitals = FiledPerson { email: Some("Sri@ambon.go.id".into()), ..row() };
        assert_eq!(change(&capitals, Some(old())).unwrap().moved_mailbox(), None);
    }

    #[test]
    fn privileges_change_by_a_flag_alone() {
        let roles = |roles: &str| FiledPerson { roles: Some(roles.into()), ..row() };
        let stay = |row: &FiledPerson, before| {
            of_row(row, before, Uuid::nil(), Privileges::Stay)
                .map_err(|problem| problem.to_string())
        };
        let said = stay(&roles("employee"), Some(old())).unwrap_err();
        assert!(
            said.contains("no longer be administrator") && said.contains("--change-privileges")
        );
        let said = stay(&roles("employee operator"), Some(old())).unwrap_err();
        assert!(said.contains("become operator and no longer be administrator"), "{said}");
        assert!(stay(&roles("administrator"), Some(old())).is_ok(), "no privilege changes");
        let newcomer = FiledPerson {
            name: Some("Sri".into()),
            agency: Some("Kota Ambon".into()),
            ..roles("employee operator")
        };
        assert!(stay(&newcomer, None).unwrap_err().contains("become operator"));
        let granted = change(&newcomer, None).unwrap();
        assert_eq!(granted.changed_roles(), Some(("-", "employee operator")));
        let taken = change(&roles("employee"), Some(old())).unwrap();
        assert_eq!(taken.taken(), "administrator");
        assert_eq!(taken.changed_roles(), Some(("employee administrator", "employee")));
    }

    #[test]
    fn a_new_account_needs_a_name_and_an_agency() {
        assert_eq!(change(&row(), None), Err(RowProblem::Newcomer("name")));
        let named = FiledPerson { name: Some("Sri".into()), ..row() };
        assert_eq!(change(&named, None), Err(RowProblem::Newcomer("agency")));
        let whole = FiledPerson { agency: Some("BKN".into()), ..named };
        let change = change(&whole, None).unwrap();
        assert_eq!(change.after.roles, "employee");
        assert!(change.is_new() && change.changed_roles().is_none());
    }

    #[test]
    fn privileges_move_with_their_person_only_to_another_agency() {
        let tree = AgencyTree::default();
        let moved = |roles: &str, agency: &str| {
            let before = ImportedAccount { roles: roles.into(), ..old() };
            let row = FiledPerson { agency: Some(agency.into()), ..row() };
            change(&row, Some(before)).unwrap().moved_privileges(&tree)
        };
        assert_eq!(moved("employee operator", "Kota Tual"), "operator");
        assert_eq!(moved("employee operator", "Kota Ambon"), "");
        assert_eq!(moved("employee", "Kota Tual"), "");
    }
}

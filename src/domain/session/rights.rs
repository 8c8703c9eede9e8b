//! What the person of a session may do, and of whose people ([`crate::domain::people::rights`]).

use super::LiveSession;
use crate::{
    domain::people::{
        agency::AgencyTree,
        authority::Reached,
        rights::{NotTheirs, Right},
    },
    store::Account,
};

impl LiveSession {
    /// Whether this person has a right of the people of `agency`.
    #[must_use]
    pub fn may(&self, right: Right, agency: &str) -> bool {
        self.authority.may(right, agency)
    }

    /// Whether this person has a right of everybody, as what concerns the whole portal needs.
    #[must_use]
    pub fn has_everywhere(&self, right: Right) -> bool {
        self.reached(right) == Ok(Reached::Everybody)
    }

    /// Whether this person may change what stands with somebody: of those they reach, never themselves, and of
    /// people with privileges only whoever may reset these.
    #[must_use]
    pub fn may_change(&self, person: &Account) -> bool {
        let for_privileges = Right::to_reset(&person.roles, person.role_grant_count > 0);
        let is_plain = for_privileges == Right::ResetPeople;
        self.account != person.id
            && self.may(Right::ChangePeople, &person.agency)
            && (is_plain || self.may(for_privileges, &person.agency))
    }

    /// The people whom a right is of.
    ///
    /// # Errors
    /// [`NotTheirs`] for nobody.
    pub fn reached(&self, right: Right) -> Result<Reached, NotTheirs> {
        self.authority.reached(right)
    }

    /// The tree of agencies, as it was when the session was looked at.
    #[must_use]
    pub fn agencies(&self) -> &AgencyTree {
        self.authority.tree()
    }

    /// Lets whoever has a right of anybody pass.
    ///
    /// # Errors
    /// [`NotTheirs`]
    pub fn demand(&self, right: Right) -> Result<(), NotTheirs> {
        if self.roles.may(right) { Ok(()) } else { Err(NotTheirs) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        session::Stage,
        testing::{NIP, TestPortal},
    };

    const RIGHT: Right = Right::WriteAnnouncements;
    const OWN: &str = "Pemerintah Kota Ambon";

    /// A session of somebody of Ambon.
    async fn session_of(roles: &str) -> LiveSession {
        let portal = TestPortal::new().await;
        let account = portal.account(NIP, roles).await;
        portal.session(&account, Stage::Authenticated).await.1
    }

    #[tokio::test]
    async fn an_operator_has_a_right_of_their_own_agency_and_of_no_other() {
        let operator = session_of("operator").await;
        assert!(operator.may(RIGHT, OWN));
        for other in ["Pemerintah Kota Tual", "pemerintah kota ambon", "Pemerintah Kota", ""] {
            assert!(!operator.may(RIGHT, other), "{other}");
        }
        assert_eq!(operator.reached(RIGHT), Ok(Reached::Agencies(vec![OWN.to_owned()])));
        assert_eq!(operator.demand(RIGHT), Ok(()));
        assert!(!operator.may(Right::ChangeServices, OWN));
        assert_eq!(operator.demand(Right::ChangeServices), Err(NotTheirs));
    }

    #[tokio::test]
    async fn an_administrator_has_it_of_everybody() {
        let administrator = session_of("employee administrator").await;
        assert!(administrator.may(RIGHT, OWN) && administrator.may(RIGHT, "Pemerintah Kota Tual"));
        assert_eq!(administrator.reached(RIGHT), Ok(Reached::Everybody));
        assert_eq!(administrator.demand(RIGHT), Ok(()));
    }

    #[tokio::test]
    async fn to_an_employee_it_is_not_there_not_even_in_their_own_agency() {
        let employee = session_of("employee").await;
        assert!(!employee.may(RIGHT, OWN));
        assert_eq!(employee.reached(RIGHT), Err(NotTheirs));
        assert_eq!(employee.demand(RIGHT), Err(NotTheirs));
    }
}

//! What somebody may do of whose people: the roles that stand with the account, each in the agency of its
//! person, and those that were granted over a part of the tree until some day.

use super::{
    agency::{AgencyTree, Subtree},
    rights::{NotTheirs, Reach, Right},
    role::{Role, Roles},
};
use crate::store::RoleGrantRow;
use std::sync::Arc;
use time::OffsetDateTime;

/// A role and over whose people it is held.
#[derive(Debug, Clone, PartialEq, Eq)]
struct HeldRole {
    role: Role,
    over: Subtree,
}

/// Of whom somebody has a right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    Everybody,
    /// Those with one of these texts as their agency.
    Agencies(Vec<String>),
}

impl Reached {
    /// Texts of agencies; `None`: of all.
    #[must_use]
    pub fn agencies(&self) -> Option<&[String]> {
        match self {
            Self::Everybody => None,
            Self::Agencies(texts) => Some(texts),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Authority {
    tree: Arc<AgencyTree>,
    held: Vec<HeldRole>,
}

/// Whether a role that was granted counts at `now`: from its beginning until right before its end.
#[must_use]
pub fn counts(grant: &RoleGrantRow, now: OffsetDateTime) -> bool {
    grant.starts_at <= now && grant.ends_at.is_none_or(|end| now < end)
}

/// The roles of somebody, with those that were granted and count now.
#[must_use]
pub fn roles_with(own: &Roles, granted: &[RoleGrantRow], now: OffsetDateTime) -> Roles {
    let granted = granted.iter().filter(|grant| counts(grant, now)).map(|grant| grant.role);
    own.with(granted)
}

impl Authority {
    /// Of somebody whose account says `own` and `agency`.
    #[must_use]
    pub fn of(
        tree: Arc<AgencyTree>,
        own: &Roles,
        agency: &str,
        granted: &[RoleGrantRow],
        now: OffsetDateTime,
    ) -> Self {
        let of_agency = |role| HeldRole { role, over: tree.subtree_of(agency) };
        let of_grant = |grant: &RoleGrantRow| HeldRole {
            role: grant.role,
            over: grant.agency_id.map_or(Subtree::Portal, Subtree::Agency),
        };
        let granted = granted.iter().filter(|grant| counts(grant, now)).map(of_grant);
        let held = own.iter().map(of_agency).chain(granted).collect();
        Self { tree, held }
    }

    /// The parts of the tree that a right is of.
    fn parts(&self, right: Right) -> impl Iterator<Item = &Subtree> {
        self.held.iter().filter_map(move |held| match right.of(held.role) {
            Reach::Nobody => None,
            Reach::Subtree => Some(&held.over),
            Reach::Everybody => Some(&Subtree::Portal),
        })
    }

    /// Whether this person has a right of the people of `agency`.
    #[must_use]
    pub fn may(&self, right: Right, agency: &str) -> bool {
        self.parts(right).any(|part| self.tree.covers(part, agency))
    }

    /// The people whom a right is of.
    ///
    /// # Errors
    /// [`NotTheirs`] for nobody.
    pub fn reached(&self, right: Right) -> Result<Reached, NotTheirs> {
        let mut parts = self.parts(right).peekable();
        if parts.peek().is_none() {
            return Err(NotTheirs);
        }
        let (mut ids, mut texts) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Subtree::Portal => return Ok(Reached::Everybody),
                Subtree::Agency(id) => ids.push(*id),
                Subtree::Text(text) => texts.push(text.clone()),
            }
        }
        texts.extend(self.tree.texts_under(&ids));
        texts.sort_unstable();
        texts.dedup();
        Ok(Reached::Agencies(texts))
    }

    #[must_use]
    pub fn tree(&self) -> &Arc<AgencyTree> {
        &self.tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        store::AgencyRow,
        wire::{agency::AgencyKind, zone::Zone},
    };
    use uuid::Uuid;

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap()
    }

    const PROVINCE: Uuid = Uuid::from_u128(1);
    const CITY: Uuid = Uuid::from_u128(2);

    /// Maluku ▸ Ambon ▸ Dinas Pendidikan; Tual is part of Maluku, too. Nobody decided on Seram.
    fn tree() -> Arc<AgencyTree> {
        let row = |id: Uuid, parent_id, name: &str| AgencyRow {
            id,
            parent_id,
            code: None,
            name: name.into(),
            text: name.into(),
            kind: AgencyKind::City,
            zone: Zone::Wit,
        };
        let (unit, sibling) = (Uuid::from_u128(3), Uuid::from_u128(4));
        let rows = vec![
            row(PROVINCE, None, "Maluku"),
            row(CITY, Some(PROVINCE), "Ambon"),
            row(unit, Some(CITY), "Dinas Pendidikan"),
            row(sibling, Some(PROVINCE), "Tual"),
        ];
        let texts = rows.iter().map(|row| (row.text.clone(), row.id)).collect();
        Arc::new(AgencyTree::of(rows, texts))
    }

    fn grant(role: Role, agency_id: Option<Uuid>) -> RoleGrantRow {
        RoleGrantRow {
            id: Uuid::nil(),
            account_id: Uuid::nil(),
            role,
            agency_id,
            decree: None,
            starts_at: at(0),
            ends_at: None,
            granted_by: None,
            granted_at: at(0),
        }
    }

    fn authority(own: &str, agency: &str, granted: &[RoleGrantRow]) -> Authority {
        Authority::of(tree(), &Roles::parse(own).unwrap(), agency, granted, at(10))
    }

    /// Each right × each role × the place where it is held, own, below, beside, above and undecided: what the
    /// matrix says, and nothing else.
    #[test]
    fn a_role_reaches_its_agency_and_below_and_never_beside_or_above() {
        let held_at = "Ambon";
        let places = [
            ("Ambon", true),
            ("Dinas Pendidikan", true),
            ("Tual", false),
            ("Maluku", false),
            ("Seram", false),
        ];
        for role in Role::ALL {
            let own = Authority::of(tree(), &Roles::none().with([role]), held_at, &[], at(10));
            let granted = authority("employee", "Maluku", &[grant(role, Some(CITY))]);
            for right in Right::ALL {
                for (place, is_below) in places {
                    let expected = match right.of(role) {
                        Reach::Nobody => false,
                        Reach::Subtree => is_below,
                        Reach::Everybody => true,
                    };
                    let said = format!("{right:?} of {} at {place}", role.name());
                    assert_eq!(own.may(right, place), expected, "{said}");
                    let by_employee = right.of(Role::Employee) == Reach::Everybody;
                    assert_eq!(granted.may(right, place), expected || by_employee, "{said}");
                    let reached = match own.reached(right) {
                        Err(NotTheirs) => false,
                        Ok(Reached::Everybody) => true,
                        Ok(Reached::Agencies(texts)) => texts.iter().any(|text| text == place),
                    };
                    assert_eq!(reached, expected, "{said}");
                }
            }
        }
    }

    #[test]
    fn a_role_over_the_portal_reaches_everybody_as_far_as_it_goes() {
        let auditor = authority("employee", "Ambon", &[grant(Role::Auditor, None)]);
        assert_eq!(auditor.reached(Right::SeePeople), Ok(Reached::Everybody));
        assert!(
            auditor.may(Right::SeePeople, "Seram") && !auditor.may(Right::ChangePeople, "Ambon")
        );
    }

    #[test]
    fn of_an_agency_that_nobody_decided_on_its_own_text_is_all() {
        let operator = authority("employee operator", "Seram", &[]);
        assert!(operator.may(Right::SeePeople, "Seram"));
        assert!(
            !operator.may(Right::SeePeople, "Ambon") && !operator.may(Right::SeePeople, "seram")
        );
        let reached = operator.reached(Right::SeePeople);
        assert_eq!(reached, Ok(Reached::Agencies(vec!["Seram".to_owned()])));
    }

    #[test]
    fn a_role_begins_and_ends_by_itself() {
        let mut acting = grant(Role::HelpDesk, Some(CITY));
        acting.starts_at = at(10);
        acting.ends_at = Some(at(20));
        let own = Roles::parse("employee").unwrap();
        for (now, is_held) in [(9, false), (10, true), (19, true), (20, false)] {
            let granted = std::slice::from_ref(&acting);
            let authority = Authority::of(tree(), &own, "Tual", granted, at(now));
            assert_eq!(authority.may(Right::ResetPeople, "Ambon"), is_held, "{now}");
            assert_eq!(roles_with(&own, granted, at(now)).has(Role::HelpDesk), is_held, "{now}");
        }
    }
}

//! What can be laid before a second person, and what becomes of it once they agree.

use super::{bulk_job, service_change};
use crate::{
    domain::{
        Fault, Portal,
        audit::Holder,
        guard::visitor::Visitor,
        launcher::catalogue,
        people::{
            granting::{self, RoleGrantDraft},
            moving,
            rights::{NotTheirs, Right},
        },
        scim::hold,
        sso::clients::{self, ClientDecision, Undecided},
    },
    store::{Account, ApprovalRow, Unit},
    wire::{
        approval::{ApprovalProblem, MoveProblem, ProposalKind},
        bulk::BulkAct,
        people::PersonAct,
    },
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proposal {
    GrantRole(RoleGrantDraft),
    /// To another agency, which accepts.
    Move {
        to: Uuid,
    },
    /// Who signs in where: what a client is ([`ClientDecision::needs_two`]).
    Client {
        id: String,
        decision: ClientDecision,
    },
    /// Where a service is; `None`: as in the catalogue's file.
    ServiceAddress {
        slug: String,
        address: Option<String>,
    },
    /// That the systems of an agency may disable as many people once more ([`hold`]).
    LiftHold {
        agency: String,
    },
    /// A job on many people. `to`: where they are moved; `over`: the agencies it is about, `None`: all.
    Bulk {
        job: Uuid,
        act: BulkAct,
        people: i64,
        to: Option<Uuid>,
        over: Option<Vec<String>>,
    },
}

impl Proposal {
    /// # Errors
    /// When the database holds what is none.
    pub(super) fn of(row: &ApprovalRow) -> Result<Self, Fault> {
        serde_json::from_str(&row.proposal).map_err(|_| Fault::Corrupt("an unreadable proposal"))
    }

    #[must_use]
    pub fn kind(&self) -> ProposalKind {
        match self {
            Self::GrantRole(_) => ProposalKind::GrantRole,
            Self::Move { .. } => ProposalKind::Move,
            Self::Client { .. } => ProposalKind::Client,
            Self::ServiceAddress { .. } => ProposalKind::ServiceAddress,
            Self::LiftHold { .. } => ProposalKind::LiftHold,
            Self::Bulk { .. } => ProposalKind::Bulk,
        }
    }

    /// What of the portal it is about; a person's are about that person, and of many a job knows.
    pub(super) fn object(&self) -> Option<&str> {
        match self {
            Self::GrantRole(_) | Self::Move { .. } | Self::Bulk { .. } => None,
            Self::Client { id, .. } => Some(id),
            Self::ServiceAddress { slug, .. } => Some(slug),
            Self::LiftHold { agency } => Some(agency),
        }
    }

    /// The right that proposing and deciding it needs.
    #[must_use]
    pub fn right(&self) -> Right {
        match self {
            Self::GrantRole(_) => Right::GrantRoles,
            Self::Move { .. } => Right::MovePeople,
            Self::Client { .. } => Right::ManageClients,
            Self::ServiceAddress { .. } => Right::ChangeServices,
            Self::LiftHold { .. } => Right::ManageProvisioning,
            Self::Bulk { act, .. } => bulk_job::right(*act),
        }
    }

    /// What its person reads that somebody did.
    pub(super) fn act(&self) -> Option<PersonAct> {
        match self {
            Self::GrantRole(_) => Some(PersonAct::RoleProposed),
            Self::Move { .. } => Some(PersonAct::MoveProposed),
            Self::Client { .. }
            | Self::ServiceAddress { .. }
            | Self::LiftHold { .. }
            | Self::Bulk { .. } => None,
        }
    }

    /// Of which agency somebody has to have that right to propose it, where it is about nobody; `None`: of all.
    pub(super) fn proposed_over(&self, portal: &Portal) -> Option<String> {
        match self {
            Self::ServiceAddress { slug, .. } => {
                portal.commons.get().service(slug).map(|service| service.owner.clone())
            }
            _ => None,
        }
    }

    /// Whose people somebody has to have that right of to decide: of whoever receives a person.
    pub(super) fn decided_over(&self, portal: &Portal, person: Option<&Account>) -> Option<String> {
        match self {
            Self::Move { to } => {
                portal.commons.get().agencies.agency(*to).map(|agency| agency.text.clone())
            }
            _ => person.map(|person| person.agency.clone()),
        }
    }

    pub(super) fn check(
        &self,
        portal: &Portal,
        person: Option<&Account>,
    ) -> Result<(), ApprovalProblem> {
        let commons = portal.commons.get();
        let tree = &commons.agencies;
        match (self, person) {
            (Self::GrantRole(draft), Some(_)) => {
                granting::check(tree, draft, portal.now()).map(drop).map_err(ApprovalProblem::Role)
            }
            (Self::Move { to }, Some(person)) => {
                moving::check(person).map_err(ApprovalProblem::Move)?;
                let is_own = tree.of_text(&person.agency).is_some_and(|own| own.id == *to);
                if tree.agency(*to).is_none() {
                    return Err(ApprovalProblem::Move(MoveProblem::Agency));
                }
                if is_own { Err(ApprovalProblem::Move(MoveProblem::Same)) } else { Ok(()) }
            }
            (Self::Client { id, decision }, None) => {
                let fits = decision.needs_two() && decision.check(id).is_ok();
                fits.then_some(()).ok_or(ApprovalProblem::Outdated)
            }
            (Self::ServiceAddress { slug, address }, None) => {
                let reads = |address: &String| catalogue::read_address(address).is_ok();
                let fits = commons.service(slug).is_some() && address.as_ref().is_none_or(reads);
                fits.then_some(()).ok_or(ApprovalProblem::Outdated)
            }
            (Self::LiftHold { .. }, None) => Ok(()),
            _ => Err(ApprovalProblem::Gone),
        }
    }

    /// Locks what is locked before people's accounts and sessions, as everywhere.
    pub(super) async fn lock(&self, unit: &mut Unit) -> Result<(), Fault> {
        if let Self::Client { id, .. } = self {
            clients::lock(unit, id).await?;
        }
        Ok(())
    }

    pub(super) async fn carry_out(
        &self,
        portal: &Portal,
        unit: &mut Unit,
        visitor: &Visitor,
        person: Option<&Account>,
        by: &Holder,
        requester: Uuid,
    ) -> Result<Result<(), ApprovalProblem>, Fault> {
        if let Err(problem) = self.check(portal, person) {
            return Ok(Err(problem));
        }
        Ok(match (self, person) {
            (Self::GrantRole(draft), Some(person)) => {
                granting::grant_in(portal, unit, visitor, person, draft, requester)
                    .await?
                    .map_err(ApprovalProblem::Role)
            }
            (Self::Move { to }, Some(person)) => {
                moving::move_in(portal, unit, visitor, person, *to)
                    .await?
                    .map_err(ApprovalProblem::Move)
            }
            (Self::Client { id, decision }, None) => {
                clients::carry_out(portal, unit, visitor, by, id, decision.clone())
                    .await?
                    .map(drop)
                    .map_err(|_: Undecided| ApprovalProblem::Outdated)
            }
            (Self::ServiceAddress { slug, address }, None) => {
                let address = address.as_deref();
                service_change::move_in(portal, unit, visitor, by, requester, slug, address)
                    .await?
                    .map_err(|NotTheirs| ApprovalProblem::Outdated)
            }
            (Self::LiftHold { agency }, None) => {
                let is_lifted = hold::lift_in(portal, unit, visitor, by, agency).await?;
                is_lifted.then_some(()).ok_or(ApprovalProblem::Outdated)
            }
            _ => Err(ApprovalProblem::Gone),
        })
    }

    /// What other parts of the portal have to know of once it is done.
    pub(super) async fn tell(&self, portal: &Portal) -> Result<(), Fault> {
        match self {
            Self::Client { .. } => portal.sso.deliveries.notify_one(),
            Self::ServiceAddress { .. } => portal.refresh_commons().await?,
            Self::GrantRole(_) | Self::Move { .. } | Self::LiftHold { .. } | Self::Bulk { .. } => {}
        }
        Ok(())
    }
}

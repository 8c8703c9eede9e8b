use super::*;
use crate::{
    domain::{
        console::agencies::{self, FiledAgency},
        people::{agency::AgencyTree, granting::RoleGrantDraft, rights::Right},
        session::Stage,
        testing::TestPortal,
    },
    wire::{
        agency::AgencyKind,
        approval::{MoveProblem, RoleGrantProblem},
        zone::Zone,
    },
};

const PERSON: &str = "198609262015052001";
const REASON: &str = "Plt. kepala bidang sampai akhir tahun";

/// Ambon and Tual, each part of Maluku.
async fn portal() -> TestPortal {
    let portal = TestPortal::new().await;
    let filed = |line, name: &str, kind, parent: &str| FiledAgency {
        line,
        name: name.into(),
        code: String::new(),
        kind,
        parent: parent.into(),
        zone: Zone::Wit,
    };
    let tree = [
        filed(2, "Maluku", AgencyKind::Province, ""),
        filed(3, "Pemerintah Kota Ambon", AgencyKind::City, "Maluku"),
        filed(4, "Pemerintah Kota Tual", AgencyKind::City, "Maluku"),
    ];
    agencies::import(&portal, &Visitor::command_line(), &tree).await.unwrap().unwrap();
    portal
}

fn agency(portal: &TestPortal, text: &str) -> Uuid {
    tree(portal).of_text(text).unwrap().id
}

fn tree(portal: &TestPortal) -> std::sync::Arc<AgencyTree> {
    std::sync::Arc::clone(&portal.commons.get().agencies)
}

async fn somebody(portal: &TestPortal, agency: &str, nip: &str, roles: &str) -> LiveSession {
    let account = portal.account_of(agency, nip, roles).await;
    portal.session(&account, Stage::Authenticated).await.1
}

async fn administrators(portal: &TestPortal) -> [LiveSession; 2] {
    [
        somebody(portal, "Maluku", "199203182020121003", "administrator").await,
        somebody(portal, "Maluku", "199203182020121004", "administrator").await,
    ]
}

fn help_desk(portal: &TestPortal) -> Proposal {
    Proposal::GrantRole(RoleGrantDraft {
        role: "help-desk".into(),
        agency: Some(agency(portal, "Pemerintah Kota Tual")),
        decree: Some("SK 821/17/2026".into()),
        ends_at: Some((portal.now() + Duration::days(30)).unix_timestamp()),
    })
}

async fn proposed(
    portal: &TestPortal,
    by: &LiveSession,
    person: Uuid,
    proposal: &Proposal,
) -> Result<Uuid, ApprovalProblem> {
    propose(portal, &Visitor::command_line(), by, Some(person), proposal, REASON).await.unwrap()
}

async fn decided(
    portal: &TestPortal,
    by: &LiveSession,
    id: Uuid,
    decision: ApprovalDecision,
) -> Result<(), ApprovalProblem> {
    decide(portal, &Visitor::command_line(), by, id, decision).await.unwrap()
}

#[tokio::test]
async fn a_role_is_granted_by_two_and_ends_by_itself() {
    let portal = portal().await;
    let [one, other] = administrators(&portal).await;
    let person = portal.account(PERSON, "employee").await;
    let (visitor, _) = portal.session(&person, Stage::Authenticated).await;
    let id = proposed(&portal, &one, person.id, &help_desk(&portal)).await.unwrap();
    let again = proposed(&portal, &other, person.id, &help_desk(&portal)).await;
    assert_eq!(again, Err(ApprovalProblem::Waits));
    let own = decided(&portal, &one, id, ApprovalDecision::Approve).await;
    assert_eq!(own, Err(ApprovalProblem::Gone), "nobody decides on what they proposed");
    let now = async || session::current(&portal, visitor.session.as_ref()).await.unwrap().unwrap();
    assert!(!now().await.may(Right::ResetPeople, "Pemerintah Kota Tual"));
    assert_eq!(decided(&portal, &other, id, ApprovalDecision::Approve).await, Ok(()));
    let twice = decided(&portal, &other, id, ApprovalDecision::Approve).await;
    assert_eq!(twice, Err(ApprovalProblem::Gone));
    let held = now().await;
    assert!(
        held.roles.to_string().contains("help-desk")
            && held.may(Right::ResetPeople, "Pemerintah Kota Tual")
    );
    assert!(!held.may(Right::ResetPeople, "Pemerintah Kota Ambon"), "nor where they work");
    let events = portal.events(&person).await;
    assert_eq!(events, ["approval-requested", "role-granted", "approval-given"]);
    assert_eq!(portal.take_letters(&person).await.len(), 1);

    portal.clock.advance(Duration::days(30).whole_seconds());
    let (visitor, _) = portal.session(&person, Stage::Authenticated).await;
    let later = session::current(&portal, visitor.session.as_ref()).await.unwrap().unwrap();
    assert!(!later.roles.to_string().contains("help-desk"));
    assert!(!later.may(Right::ResetPeople, "Pemerintah Kota Tual"));
}

#[tokio::test]
async fn whoever_is_concerned_or_has_no_right_or_no_fresh_proof_decides_nothing() {
    let portal = portal().await;
    let [one, other] = administrators(&portal).await;
    let person = portal.account(PERSON, "employee operator").await;
    let (_, themselves) = portal.session(&person, Stage::Authenticated).await;
    let own = proposed(&portal, &themselves, person.id, &help_desk(&portal)).await;
    assert_eq!(own, Err(ApprovalProblem::Gone), "nobody proposes it of themselves");
    let id = proposed(&portal, &one, person.id, &help_desk(&portal)).await.unwrap();
    for decision in
        [ApprovalDecision::Approve, ApprovalDecision::Refuse, ApprovalDecision::Withdraw]
    {
        let by_person = decided(&portal, &themselves, id, decision).await;
        assert_eq!(by_person, Err(ApprovalProblem::Gone));
    }
    let withdrawn = decided(&portal, &other, id, ApprovalDecision::Withdraw).await;
    assert_eq!(withdrawn, Err(ApprovalProblem::Gone), "not theirs to take back");
    portal.clock.advance(301);
    let stale = decided(&portal, &other, id, ApprovalDecision::Approve).await;
    assert_eq!(stale, Err(ApprovalProblem::NotFresh));
    let mut unit = portal.store.read().await.unwrap();
    assert!(unit.role_grants_of(person.id).await.unwrap().is_empty());
}

#[tokio::test]
async fn after_three_days_nobody_decides_any_more_and_it_may_be_proposed_again() {
    let portal = portal().await;
    let [one, other] = administrators(&portal).await;
    let person = portal.account(PERSON, "employee").await;
    let id = proposed(&portal, &one, person.id, &help_desk(&portal)).await.unwrap();
    let (one, other) = (one.account, other.account);
    portal.clock.advance(LASTS.whole_seconds());
    let anew = async |account: Uuid| {
        let account = portal.store.read().await.unwrap().account(account).await.unwrap().unwrap();
        portal.session(&account, Stage::Authenticated).await.1
    };
    let (one, other) = (anew(one).await, anew(other).await);
    let late = decided(&portal, &other, id, ApprovalDecision::Approve).await;
    assert_eq!(late, Err(ApprovalProblem::Expired));
    assert!(proposed(&portal, &one, person.id, &help_desk(&portal)).await.is_ok());
}

#[tokio::test]
async fn a_transfer_is_proposed_where_somebody_leaves_and_accepted_where_they_come() {
    let portal = portal().await;
    let ambon = somebody(&portal, "Pemerintah Kota Ambon", "199203182020121003", "operator").await;
    let tual = somebody(&portal, "Pemerintah Kota Tual", "199203182020121004", "operator").await;
    let person = portal.account(PERSON, "employee operator").await;
    let proposal = Proposal::Move { to: agency(&portal, "Pemerintah Kota Tual") };
    let by_receiver = proposed(&portal, &tual, person.id, &proposal).await;
    assert_eq!(by_receiver, Err(ApprovalProblem::Gone), "nobody takes people away from others");
    let id = proposed(&portal, &ambon, person.id, &proposal).await.unwrap();
    let seen = async |session: &LiveSession| {
        let (listed, _) = list(&portal, session, ProposalState::Open, None).await.unwrap();
        listed.iter().map(|one| (one.may_decide, one.may_withdraw)).collect::<Vec<_>>()
    };
    assert_eq!((seen(&ambon).await, seen(&tual).await), (vec![(false, true)], vec![(true, false)]));
    let another =
        somebody(&portal, "Pemerintah Kota Ambon", "199203182020121005", "operator").await;
    let by_same_agency = decided(&portal, &another, id, ApprovalDecision::Approve).await;
    assert_eq!(by_same_agency, Err(ApprovalProblem::Gone));
    assert_eq!(decided(&portal, &tual, id, ApprovalDecision::Approve).await, Ok(()));
    let account = portal.store.read().await.unwrap().account(person.id).await.unwrap().unwrap();
    assert_eq!(account.agency, "Pemerintah Kota Tual");
    assert_eq!(account.roles.to_string(), "employee", "nobody takes a right along");
    assert!(
        !ambon.may(Right::SeePeople, &account.agency)
            && tual.may(Right::SeePeople, &account.agency)
    );
    let events = portal.events(&person).await;
    assert_eq!(events, ["approval-requested", "roles-changed", "person-moved", "approval-given"]);
}

#[tokio::test]
async fn a_proposal_is_as_good_as_the_right_of_whoever_made_it() {
    let portal = portal().await;
    let ambon = somebody(&portal, "Pemerintah Kota Ambon", "199203182020121003", "operator").await;
    let tual = somebody(&portal, "Pemerintah Kota Tual", "199203182020121004", "operator").await;
    let person = portal.account(PERSON, "employee").await;
    let proposal = Proposal::Move { to: agency(&portal, "Pemerintah Kota Tual") };
    let id = proposed(&portal, &ambon, person.id, &proposal).await.unwrap();
    let moved = async |agency: &str| {
        let mut unit = portal.store.write().await.unwrap();
        unit.move_accounts(&[person.id], agency, "employee").await.unwrap();
        unit.commit().await.unwrap();
    };
    moved("Maluku").await;
    let left = decided(&portal, &tual, id, ApprovalDecision::Approve).await;
    assert_eq!(left, Err(ApprovalProblem::Stale), "Ambon has nobody to give any more");
    moved("Pemerintah Kota Ambon").await;
    let mut unit = portal.store.write().await.unwrap();
    unit.set_disabled(ambon.account, Some(portal.now())).await.unwrap();
    unit.commit().await.unwrap();
    let disabled = decided(&portal, &tual, id, ApprovalDecision::Approve).await;
    assert_eq!(disabled, Err(ApprovalProblem::Stale));
    assert_eq!(decided(&portal, &tual, id, ApprovalDecision::Refuse).await, Ok(()));
}

#[tokio::test]
async fn what_cannot_be_done_is_not_proposed_and_a_reason_is_asked_for() {
    let portal = portal().await;
    let [one, other] = administrators(&portal).await;
    let person = portal.account(PERSON, "employee").await;
    let draft = |role: &str, agency, decree: Option<&str>, days: Option<i64>| {
        Proposal::GrantRole(RoleGrantDraft {
            role: role.into(),
            agency,
            decree: decree.map(str::to_owned),
            ends_at: days.map(|days| (portal.now() + Duration::days(days)).unix_timestamp()),
        })
    };
    let there = agency(&portal, "Pemerintah Kota Tual");
    let tual = Some(there);
    for (proposal, problem) in [
        (draft("administrator", tual, None, None), RoleGrantProblem::Role),
        (draft("employee", tual, None, None), RoleGrantProblem::Role),
        (draft("boss", tual, None, None), RoleGrantProblem::Role),
        (draft("operator", None, None, None), RoleGrantProblem::Agency),
        (draft("operator", Some(portal.new_id()), None, None), RoleGrantProblem::Agency),
        (draft("operator", tual, Some("SK 1"), None), RoleGrantProblem::End),
        (draft("operator", tual, Some(&"x".repeat(101)), Some(1)), RoleGrantProblem::Decree),
        (draft("operator", tual, None, Some(-1)), RoleGrantProblem::End),
        (draft("operator", tual, None, Some(5 * 365 + 1)), RoleGrantProblem::End),
    ] {
        let said = proposed(&portal, &one, person.id, &proposal).await;
        assert_eq!(said, Err(ApprovalProblem::Role(problem)), "{proposal:?}");
    }
    let of_administrator = Proposal::Move { to: there };
    let said = proposed(&portal, &one, other.account, &of_administrator).await;
    assert_eq!(said, Err(ApprovalProblem::Move(MoveProblem::Administrator)));
    for typed in ["", "  kurang   ", &"x".repeat(501)] {
        let visitor = Visitor::command_line();
        let said =
            propose(&portal, &visitor, &one, Some(person.id), &help_desk(&portal), typed).await;
        assert_eq!(said.unwrap(), Err(ApprovalProblem::Reason), "{typed}");
    }
    for everybody in ["auditor", "help-desk"] {
        let proposal = draft(everybody, None, None, None);
        let id = proposed(&portal, &one, person.id, &proposal).await.unwrap();
        assert_eq!(decided(&portal, &one, id, ApprovalDecision::Withdraw).await, Ok(()));
    }
}

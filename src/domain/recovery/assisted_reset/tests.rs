use super::*;
use crate::{
    domain::{
        recovery::disabled::{self, Standing},
        session::{FRESH, Stage},
        testing::{ANOTHER_NIP, NIP, TestPortal},
    },
    wire::text::TextProblem,
};

const THIRD_NIP: &str = "198604152010011001";
const FOURTH_NIP: &str = "197907072006041002";
const REASON: &str = "HP hilang, sudah datang";

/// Somebody of Ambon, an operator of the same agency who asks, and another one who decides.
struct Counter {
    portal: TestPortal,
    person: Account,
    asks: Account,
    decides: Account,
}

impl Counter {
    async fn new() -> Self {
        let portal = TestPortal::new().await;
        let person = portal.account(NIP, "employee").await;
        let asks = portal.account(ANOTHER_NIP, "employee operator").await;
        let decides = portal.account(THIRD_NIP, "employee operator").await;
        Self { portal, person, asks, decides }
    }

    /// What becomes of a request of `by` for whoever has this number.
    async fn ask(&self, by: &Account, nip: &str, reason: &str) -> Result<(), RequestProblem> {
        let (visitor, session) = self.portal.session(by, Stage::Authenticated).await;
        let nip = Nip::parse(nip).unwrap();
        request(&self.portal, &visitor, &session, &nip, reason).await.unwrap()
    }

    /// The same of a decision of `by`, who has just proved to be there.
    async fn decide(&self, by: &Account, id: Uuid, decision: Decision) -> Decided {
        let (visitor, session) = self.portal.session(by, Stage::Authenticated).await;
        decide(&self.portal, &visitor, &session, id, decision).await.unwrap()
    }

    async fn state(&self, id: Uuid) -> (ResetPhase, Option<Uuid>) {
        let mut unit = self.portal.store.read().await.unwrap();
        let reset = unit.reset(id).await.unwrap().unwrap();
        (reset.state, reset.decided_by)
    }

    async fn seen_by(&self, by: &Account) -> Result<Vec<(ResetState, bool, bool)>, NotTheirs> {
        let (_, session) = self.portal.session(by, Stage::Authenticated).await;
        let listed = list(&self.portal, &session, Language::Indonesian).await.unwrap()?;
        Ok(listed.iter().map(|one| (one.state, one.may_decide, one.may_show_code)).collect())
    }
}

#[tokio::test]
async fn a_reason_has_ten_characters_at_least_and_five_hundred_at_most() {
    let counter = Counter::new().await;
    let asked = async |reason: &str| counter.ask(&counter.asks, NIP, reason).await;
    assert_eq!(asked(&"a".repeat(9)).await, Err(RequestProblem::Reason));
    assert_eq!(asked(&format!("  {}  \n", "a".repeat(9))).await, Err(RequestProblem::Reason));
    let long = TextProblem::TooLong { characters: 501, limit: 500 };
    assert_eq!(asked(&"a".repeat(501)).await, Err(RequestProblem::ReasonText(long)));
    assert_eq!(
        asked("a\u{202e}bbbbbbbbbb").await,
        Err(RequestProblem::ReasonText(TextProblem::Unreadable))
    );
    assert_eq!(counter.portal.events(&counter.person).await, [""; 0]);
    assert_eq!(asked(&"é".repeat(10)).await, Ok(()));
}

#[tokio::test]
async fn an_operator_asks_for_people_of_their_agency_who_are_no_administrators_nor_themselves() {
    let counter = Counter::new().await;
    let (portal, not_yours) = (&counter.portal, Err(RequestProblem::NotYours));
    let elsewhere = portal.account_of("Pemerintah Kota Ternate", FOURTH_NIP, "operator").await;
    assert_eq!(counter.ask(&elsewhere, NIP, REASON).await, not_yours);
    assert_eq!(counter.ask(&counter.asks, FOURTH_NIP, REASON).await, not_yours);
    assert_eq!(counter.ask(&counter.asks, ANOTHER_NIP, REASON).await, not_yours, "themselves");
    assert_eq!(counter.ask(&counter.person, THIRD_NIP, REASON).await, not_yours, "an employee");
    let nobodys = "199001012015011001";
    assert_eq!(counter.ask(&counter.asks, nobodys, REASON).await, not_yours);
    let administrator = portal.account(FOURTH_NIP, "employee administrator").await;
    assert_eq!(counter.ask(&counter.asks, FOURTH_NIP, REASON).await, not_yours);
    assert_eq!(counter.ask(&administrator, NIP, REASON).await, Ok(()));
}

#[tokio::test]
async fn nobody_asks_for_or_decides_on_a_disabled_account() {
    let counter = Counter::new().await;
    let Counter { portal, person, asks, decides } = &counter;
    let request = portal.reset(person, Some(asks)).await;
    let by = Visitor::command_line();
    let _ = disabled::change(portal, &by, &person.nip, Standing::Disabled).await.unwrap();
    assert_eq!(counter.decide(decides, request.id, Decision::Approve).await, Decided::Over);
    assert_eq!(counter.ask(asks, NIP, REASON).await, Err(RequestProblem::NotYours));
    assert_eq!(counter.state(request.id).await, (ResetPhase::Cancelled, None));
}

#[tokio::test]
async fn one_request_is_open_at_a_time_until_nobody_has_decided_on_it_for_three_days() {
    let counter = Counter::new().await;
    let Counter { portal, person, asks, decides } = &counter;
    let first = portal.reset(person, Some(asks)).await;
    portal.clock.advance(stale_request::REQUEST.whole_seconds() - 1);
    let open = Err(RequestProblem::AlreadyOpen);
    assert_eq!(counter.ask(decides, NIP, REASON).await, open);
    portal.clock.advance(1);
    assert_eq!(counter.ask(decides, NIP, REASON).await, Ok(()));
    assert_eq!(counter.state(first.id).await, (stale_request::EXPIRED, None));
    assert_eq!(portal.events(person).await, ["reset-expired", "reset-requested"]);
    assert_eq!(portal.events(decides).await, ["reset-requested"]);
}

#[tokio::test]
async fn another_one_decides_and_once() {
    let counter = Counter::new().await;
    let Counter { portal, person, asks, decides } = &counter;
    let elsewhere = portal.account_of("Pemerintah Kota Ternate", FOURTH_NIP, "operator").await;
    let request = portal.reset(person, Some(asks)).await;
    for nobody in [asks, person, &elsewhere] {
        assert_eq!(counter.decide(nobody, request.id, Decision::Approve).await, Decided::Over);
    }
    assert_eq!(counter.state(request.id).await, (ResetPhase::Requested, None));
    assert_eq!(counter.decide(decides, portal.new_id(), Decision::Refuse).await, Decided::Over);
    assert_eq!(counter.decide(decides, request.id, Decision::Refuse).await, Decided::Done);
    assert_eq!(counter.decide(decides, request.id, Decision::Approve).await, Decided::Over);
    assert_eq!(counter.state(request.id).await, (ResetPhase::Refused, Some(decides.id)));
    assert_eq!(portal.events(decides).await, ["reset-refused"]);
    assert_eq!(portal.events(person).await, [""; 0], "nothing has changed for them");
}

#[tokio::test]
async fn approving_ends_every_session_of_the_person_and_says_so_to_all_three() {
    let counter = Counter::new().await;
    let Counter { portal, person, asks, decides } = &counter;
    portal.session(person, Stage::Authenticated).await;
    let request = portal.reset(person, Some(asks)).await;
    assert_eq!(counter.decide(decides, request.id, Decision::Approve).await, Decided::Done);
    assert_eq!(counter.state(request.id).await, (ResetPhase::Done, Some(decides.id)));
    assert!(session::open_sessions(portal, person.id).await.unwrap().is_empty());
    assert_eq!(portal.events(person).await, ["reset-done"]);
    assert_eq!(portal.events(asks).await, ["reset-done"]);
    assert_eq!(portal.events(decides).await, ["reset-approved"]);
    assert_eq!(portal.take_letters(person).await.len(), 1);
}

#[tokio::test]
async fn a_decision_needs_a_proof_of_the_last_five_minutes_and_a_request_of_the_last_three_days() {
    let counter = Counter::new().await;
    let Counter { portal, person, asks, decides } = &counter;
    let request = portal.reset(person, Some(asks)).await;
    portal.clock.advance((stale_request::REQUEST - FRESH).whole_seconds());
    let (visitor, session) = portal.session(decides, Stage::Authenticated).await;
    portal.clock.advance(FRESH.whole_seconds());
    let refuse = Decision::Refuse;
    let late = decide(portal, &visitor, &session, request.id, refuse).await.unwrap();
    assert_eq!(late, Decided::NotFresh);
    assert_eq!(counter.decide(decides, request.id, refuse).await, Decided::Expired);
    portal.clock.advance(-1);
    let in_time = decide(portal, &visitor, &session, request.id, refuse).await.unwrap();
    assert_eq!(in_time, Decided::Done);
}

#[tokio::test]
async fn each_sees_whom_they_reach_and_decides_on_what_others_asked_for() {
    let counter = Counter::new().await;
    let Counter { portal, person, asks, decides } = &counter;
    let ternate = "Pemerintah Kota Ternate";
    let elsewhere = portal.account_of(ternate, FOURTH_NIP, "operator").await;
    let request = portal.reset(person, Some(asks)).await;
    let open = |may_decide| Ok(vec![(ResetState::Requested, may_decide, false)]);
    assert_eq!(counter.seen_by(person).await, Err(NotTheirs));
    assert_eq!(counter.seen_by(&elsewhere).await, Ok(vec![]));
    assert_eq!(counter.seen_by(asks).await, open(false));
    assert_eq!(counter.seen_by(decides).await, open(true));
    portal.clock.advance(stale_request::REQUEST.whole_seconds());
    let expired = Ok(vec![(ResetState::Expired, false, false)]);
    assert_eq!(counter.seen_by(decides).await, expired, "also before the job has been there");
    portal.clock.advance(-1);
    assert_eq!(counter.decide(decides, request.id, Decision::Approve).await, Decided::Done);
    let done = |may_show| Ok(vec![(ResetState::Done, false, may_show)]);
    assert_eq!(counter.seen_by(asks).await, done(true));
    assert_eq!(counter.seen_by(decides).await, done(false), "who approves is shown no code");
    portal.account(NIP, "employee administrator").await;
    assert_eq!(counter.seen_by(asks).await, Ok(vec![]), "an administrator by now");
}

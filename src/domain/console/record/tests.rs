use super::*;
use crate::domain::{
    audit::{self, Holder},
    guard::visitor::Visitor,
    session::Stage,
    testing::{ANOTHER_NIP, NIP, TestPortal},
};

/// Writes down that these happened to somebody, all in one moment.
async fn happen(portal: &TestPortal, account: &Account, events: &[(Event, &str)]) {
    let row = |(event, about): &(Event, &str)| (*event, Holder::of(account), (*about).to_owned());
    let rows: Vec<_> = events.iter().map(row).collect();
    let mut unit = portal.store.write().await.unwrap();
    audit::record_all(portal, &mut unit, &rows, &Visitor::command_line()).await.unwrap();
    unit.commit().await.unwrap();
}

async fn asked(portal: &TestPortal, session: &LiveSession, fields: RecordFields) -> RecordQuery {
    let reached = session.reached(Right::ReadRecord).unwrap();
    read(portal, session, reached, &fields).await.unwrap().unwrap()
}

async fn administrator(portal: &TestPortal) -> LiveSession {
    let account = portal.account(ANOTHER_NIP, "administrator").await;
    portal.session(&account, Stage::Authenticated).await.1
}

#[tokio::test]
async fn a_walk_that_is_cut_goes_on_where_it_was_and_finds_all() {
    let portal = TestPortal::new().await;
    let session = administrator(&portal).await;
    let person = portal.account(NIP, "employee").await;
    for _ in 0..5 {
        let mut events = vec![(Event::LoggedIn, ""); 60];
        events.push((Event::NameChanged, "rare"));
        happen(&portal, &person, &events).await;
        portal.clock.advance(1);
    }
    for number in ["", NIP] {
        let (number, event) = (number.to_owned(), "name-changed".to_owned());
        let fields = RecordFields { number: number.clone(), event, ..RecordFields::default() };
        let query = asked(&portal, &session, fields).await;
        let (mut before, mut found, mut cuts) = (None, Vec::new(), 0);
        loop {
            let page = query.page(&portal, before, 2, 64).await.unwrap();
            assert!(page.rows.iter().all(|(_, is_genuine)| *is_genuine));
            found.extend(page.rows.into_iter().map(|(row, _)| row.event.id));
            cuts += usize::from(page.is_cut);
            before = page.next;
            if before.is_none() {
                break;
            }
        }
        let all = found.len();
        found.sort_unstable();
        found.dedup();
        assert_eq!((all, found.len()), (5, 5), "{number}");
        assert!(cuts > 0, "{number}");
    }
}

#[tokio::test]
async fn a_day_is_one_of_wib_from_its_first_second_to_its_last() {
    let portal = TestPortal::new().await;
    let session = administrator(&portal).await;
    let person = portal.account(NIP, "employee").await;
    // It is 7.00 of 22 November in WIB.
    for (seconds, about) in [
        (-7 * 3600 - 1, "the last second of the 21st"),
        (1, "the first of the 22nd"),
        (24 * 3600 - 1, "the last of the 22nd"),
        (1, "the first of the 23rd"),
    ] {
        portal.clock.advance(seconds);
        happen(&portal, &person, &[(Event::NameChanged, about)]).await;
    }
    portal.clock.advance(-17 * 3600);
    for number in ["", NIP] {
        let day = "2026-11-22".to_owned();
        let (number, from) = (number.to_owned(), day.clone());
        let fields = RecordFields { number, from, until: day, ..RecordFields::default() };
        let query = asked(&portal, &session, fields).await;
        let page = query.page(&portal, None, 50, 1000).await.unwrap();
        let about: Vec<_> = page.rows.into_iter().filter_map(|(row, _)| row.event.object).collect();
        assert_eq!(about, ["the last of the 22nd", "the first of the 22nd"]);
    }
}

#[tokio::test]
async fn a_number_that_somebody_had_before_leads_to_what_happened_to_them() {
    let portal = TestPortal::new().await;
    let session = administrator(&portal).await;
    let person = portal.account(NIP, "employee").await;
    happen(&portal, &person, &[(Event::NameChanged, "then")]).await;
    let now = "199203142023212045";
    let mut unit = portal.store.write().await.unwrap();
    assert!(unit.change_number(person.id, NIP, now, portal.now()).await.unwrap());
    unit.commit().await.unwrap();
    for number in [NIP, now] {
        let fields = RecordFields { number: number.to_owned(), ..RecordFields::default() };
        let query = asked(&portal, &session, fields).await;
        assert_eq!(query.page(&portal, None, 50, 1000).await.unwrap().rows.len(), 1);
    }
}

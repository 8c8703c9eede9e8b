//! On the embedded database; both engines in tests/portal/people.rs.

use super::*;
use crate::domain::guard::visitor::Visitor;
use crate::domain::{
    people::names,
    recovery::disabled::{self, Standing},
    testing::{NIP, TestPortal},
};
use crate::store::{Account, ImportedAccount};

const AMBON: &str = "Pemerintah Kota Ambon";
const TUAL: &str = "Pemerintah Kota Tual";

/// Person `i` with a name.
async fn add(portal: &TestPortal, i: u32, name: &str, agency: &str, roles: &str) -> Account {
    let person = ImportedAccount {
        id: portal.new_id(),
        nip: format!("1986{:02}{:02}20150520{:02}", 1 + i % 12, 1 + i / 12 % 28, 1 + i / 336),
        name: name.to_owned(),
        email: None,
        agency: agency.to_owned(),
        roles: roles.to_owned(),
    };
    let mut unit = portal.store.write().await.unwrap();
    let id = unit.import_account(&person, portal.now()).await.unwrap();
    let account = unit.account(id).await.unwrap().unwrap();
    unit.commit().await.unwrap();
    account
}

fn asked(typed: &str) -> Criteria {
    let query = PersonQuery::parse(typed).unwrap();
    Criteria { query, agencies: None, role: None, state: None }
}

async fn names_of(portal: &TestPortal, territory: &Reached, criteria: &Criteria) -> Vec<String> {
    let page = page(portal, territory.clone(), criteria, None).await.unwrap();
    assert!(page.next.is_none() && !page.is_cut);
    page.people.into_iter().map(|row| row.name).collect()
}

#[tokio::test]
async fn people_are_found_by_words_in_any_order_and_by_the_beginning_of_their_number() {
    let portal = TestPortal::new().await;
    for (i, name) in
        ["Siti Nur Aisyah", "Nur Siti", "Budi Santoso", "Siti Sitinjak"].iter().enumerate()
    {
        add(&portal, u32::try_from(i).unwrap(), name, AMBON, "employee").await;
    }
    let everybody = Reached::Everybody;
    for (typed, found) in [
        ("nur siti", &["Nur Siti", "Siti Nur Aisyah"][..]),
        ("ais si", &["Siti Nur Aisyah"]),
        ("si", &["Nur Siti", "Siti Nur Aisyah", "Siti Sitinjak"]),
        ("sitin siti", &["Siti Sitinjak"]),
        ("SANTOSO", &["Budi Santoso"]),
        ("iti", &[]),
        ("1986 02", &["Nur Siti"]),
        ("1986", &["Siti Nur Aisyah", "Nur Siti", "Budi Santoso", "Siti Sitinjak"]),
        ("1987", &[]),
    ] {
        for territory in [&everybody, &Reached::Agencies(vec![AMBON.into(), TUAL.into()])] {
            let mut names = names_of(&portal, territory, &asked(typed)).await;
            let mut found = found.to_vec();
            names.sort();
            found.sort_unstable();
            assert_eq!(names, found, "{typed}, {territory:?}");
        }
        let other = Reached::Agencies(vec![TUAL.into()]);
        assert!(
            names_of(&portal, &other, &asked(typed)).await.is_empty(),
            "{typed} of another agency"
        );
    }
}

#[tokio::test]
async fn another_name_is_found_and_the_old_one_is_not() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let mut unit = portal.store.write().await.unwrap();
    unit.set_name(&account, "Sri Rahayu").await.unwrap();
    unit.commit().await.unwrap();
    let found = |typed| {
        let portal = &portal;
        async move { names_of(portal, &Reached::Everybody, &asked(typed)).await.len() }
    };
    assert_eq!((found("wahyuni").await, found("rahayu").await, found("sri").await), (0, 1, 1));
    // A file says otherwise again.
    portal.account(NIP, "employee").await;
    assert_eq!((found("wahyuni").await, found("rahayu").await, found("sri").await), (1, 0, 1));
}

#[tokio::test]
async fn pages_follow_each_other_and_nobody_is_missed_or_seen_twice() {
    let portal = TestPortal::new().await;
    for i in 0..130 {
        let agency = if i % 3 == 0 { TUAL } else { AMBON };
        add(
            &portal,
            i,
            &format!("Siti {}", ["Nur", "Budi", "Siti"][i as usize % 3]),
            agency,
            "employee",
        )
        .await;
    }
    let both = Reached::Agencies(vec![TUAL.into(), AMBON.into()]);
    for (territory, typed) in [
        (&Reached::Everybody, ""),
        (&Reached::Everybody, "siti"),
        (&Reached::Everybody, "1986"),
        (&both, ""),
        (&both, "siti"),
        (&both, "1986"),
    ] {
        let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
        loop {
            let page = page(&portal, territory.clone(), &asked(typed), after).await.unwrap();
            seen.extend(page.people.into_iter().map(|row| row.id));
            pages += 1;
            match page.next {
                // As an address carries it.
                Some(next) => {
                    let sealed = next.sealed(&portal, Uuid::nil()).unwrap();
                    assert_eq!(
                        ListPlace::open(&portal, Uuid::max(), &sealed),
                        None,
                        "somebody else's"
                    );
                    after = ListPlace::open(&portal, Uuid::nil(), &sealed);
                    assert_eq!(after, Some(next));
                }
                None => break,
            }
        }
        assert_eq!((seen.len(), pages), (130, 3), "{typed}, {territory:?}");
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 130);
    }
}

#[tokio::test]
async fn state_role_and_agency_narrow_what_is_found() {
    let portal = TestPortal::new().await;
    let came = portal.account(NIP, "employee operator").await;
    let never = add(&portal, 1, "Budi Santoso", TUAL, "employee").await;
    let enrolled = add(&portal, 2, "Ani Wijaya", TUAL, "employee").await;
    portal.authenticator(&enrolled).await;
    let off = add(&portal, 3, "Dian Utami", AMBON, "administrator").await;
    let visitor = Visitor::command_line();
    let _ = disabled::change(&portal, &visitor, &off.nip, Standing::Disabled).await.unwrap();
    let open = add(&portal, 4, "Eko Nugroho", AMBON, "employee").await;
    portal.reset(&open, None).await;
    for (state, account) in [
        (PersonState::WaitingForMfa, &came),
        (PersonState::NeverCame, &never),
        (PersonState::Active, &enrolled),
        (PersonState::Disabled, &off),
        (PersonState::ResetOpen, &open),
    ] {
        for territory in [Reached::Everybody, Reached::Agencies(vec![AMBON.into(), TUAL.into()])] {
            let criteria = Criteria { state: Some(state), ..asked("") };
            assert_eq!(
                names_of(&portal, &territory, &criteria).await,
                [&*account.name],
                "{state:?}"
            );
        }
    }
    for (role, account) in [(Role::Operator, &came), (Role::Administrator, &off)] {
        let criteria = Criteria { role: Some(role), ..asked("") };
        assert_eq!(names_of(&portal, &Reached::Everybody, &criteria).await, [&*account.name]);
    }
    let tual = Criteria { agencies: Some(vec![TUAL.into()]), ..asked("") };
    assert_eq!(names_of(&portal, &Reached::Everybody, &tual).await, ["Ani Wijaya", "Budi Santoso"]);
    let ambon = Reached::Agencies(vec![AMBON.into()]);
    assert!(names_of(&portal, &ambon, &tual).await.is_empty(), "of an agency that is not theirs");
}

#[tokio::test]
async fn whoever_was_there_before_is_made_ready_and_the_work_goes_on_where_it_was() {
    let portal = TestPortal::new().await;
    for i in 0..5 {
        add(&portal, i, &format!("Siti Nur {i}"), AMBON, "employee").await;
    }
    let mut unit = portal.store.write().await.unwrap();
    unit.forget_name_words().await.unwrap();
    unit.commit().await.unwrap();
    let page_now = async || page(&portal, Reached::Everybody, &asked("siti"), None).await.unwrap();
    let before = page_now().await;
    assert!(before.is_preparing && before.people.is_empty());
    let mut unit = portal.store.write().await.unwrap();
    // A piece, and the process ends.
    let last = unit.prepare_name_words(Uuid::nil(), 2).await.unwrap().unwrap();
    unit.note_installation("name-words", &last.to_string()).await.unwrap();
    unit.commit().await.unwrap();
    assert_eq!(page_now().await.people.len(), 2);
    for _ in 0..2 {
        names::prepare(&portal).await.unwrap();
        let after = page_now().await;
        assert!(!after.is_preparing);
        assert_eq!(after.people.len(), 5);
    }
}

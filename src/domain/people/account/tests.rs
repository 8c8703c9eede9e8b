use super::*;
use crate::{
    domain::{
        audit::{self, Holder},
        launcher::at_home::{self, Belongings},
        recovery::stale_request::REQUEST,
        session::Stage,
        testing::{ANOTHER_NIP, NIP, TestPortal, browser_at},
    },
    store::Account,
};
use std::collections::HashSet;
use strum::VariantArray;

const ID: Language = Language::Indonesian;

fn at(address: &str) -> Visitor {
    let user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    Visitor { user_agent: user_agent.into(), ..browser_at(address) }
}

fn event(name: &str, object: Option<&str>) -> AuditEvent {
    let visitor = at("192.0.2.7");
    AuditEvent {
        id: uuid::Uuid::nil(),
        at: OffsetDateTime::UNIX_EPOCH,
        event: name.to_owned(),
        account_id: None,
        masked_nip: String::new(),
        address: visitor.address.to_string(),
        user_agent: visitor.user_agent,
        object: object.map(str::to_owned),
        chain: None,
        position: None,
        mac: None,
    }
}

#[test]
fn a_place_is_the_network_where_one_is_now_or_another_one() {
    let (words, here) = (&ID.messages().account, at("192.0.2.7"));
    for same in ["192.0.2.7", "::ffff:192.0.2.7"] {
        assert_eq!(place(same, &here, ID), words.same_network);
    }
    assert_eq!(place("192.0.2.8", &here, ID), (words.other_network)("192.0.2.8"));
    assert_eq!(place("2001:db8::1", &at("2001:db8::ffff"), ID), words.same_network);
    let other = (words.other_network)("2001:db8:0:1::1");
    assert_eq!(place("2001:db8:0:1::1", &at("2001:db8::1"), ID), other);
}

#[test]
fn an_event_is_about_its_object_unless_that_is_a_number_of_ours() {
    let here = at("192.0.2.7");
    let what = |name: &str, object: Option<&str>| {
        listed_event(&event(name, object), &here, ID).unwrap().what
    };
    let words = &ID.messages().events;
    let id = uuid::Uuid::from_u128(7).to_string();
    for none in [None, Some(""), Some(id.as_str())] {
        assert_eq!(what("reset-done", none), words.reset_done, "{none:?}");
    }
    let removed = format!("{}: employee", words.authenticator_removed);
    assert_eq!(what("authenticator-removed", Some("employee")), removed, "a name of its owner's");
    let roles = format!("{}: pegawai → pegawai operator", words.roles_changed);
    assert_eq!(what("roles-changed", Some("employee → employee operator")), roles);
    let device = format!("HP {id} saya");
    let removed = format!("{}: {device}", words.authenticator_removed);
    assert_eq!(what("authenticator-removed", Some(&device)), removed, "all of its name");
    for (event, object, about) in [
        ("approval-requested", "grant-role", "Menunggu orang kedua: peran"),
        (
            "approval-given",
            "lift-hold Pemerintah Kota Ambon",
            "Disetujui orang kedua: sistem instansi yang ditahan, Pemerintah Kota Ambon",
        ),
        ("approval-refused", "client ada", "Ditolak orang kedua: layanan masuk tunggal, ada"),
        (
            "approval-withdrawn",
            "of-another-version",
            "Permintaan ditarik kembali: of-another-version",
        ),
        (
            "bulk-cancelled",
            "sign-out 21",
            "Tindakan massal dibatalkan: Keluarkan dari semua perangkat, 21",
        ),
    ] {
        let object = format!("{object} {id}");
        assert_eq!(what(event, Some(&object)), about);
    }
}

#[test]
fn what_this_version_does_not_know_is_left_out_of_the_log() {
    let events = [event("logged-in", None), event("flew-away", None), event("logged-out", None)];
    let listed: Vec<_> = listed_events(&events, &at("192.0.2.7"), ID).map(|one| one.what).collect();
    let words = &ID.messages().events;
    assert_eq!(listed, [words.logged_in, words.logged_out]);
}

#[test]
fn what_the_portals_machine_does_is_said_to_be_its_own_and_a_browser_there_is_a_browser() {
    let here = at("192.0.2.7");
    let source = |address: &str, user_agent: &str| {
        let (address, user_agent) = (address.to_owned(), user_agent.to_owned());
        source(&AuditEvent { address, user_agent, ..event("password-set", None) }, &here, ID)
    };
    let words = &ID.messages().account;
    assert_eq!(source("127.0.0.1", "command line"), words.this_machine);
    assert_ne!(source("127.0.0.1", &here.user_agent), words.this_machine);
    assert_ne!(source("192.0.2.7", "command line"), words.this_machine);
    let browser = browser_name::in_words(&here.user_agent, ID);
    let there = format!("{browser}, {}", words.same_network);
    assert_eq!(source("192.0.2.7", &here.user_agent), there);
}

#[test]
fn every_event_has_words_of_its_own_in_both_languages() {
    for language in Language::ALL {
        let words: HashSet<_> =
            Event::VARIANTS.iter().map(|one| in_words(*one, language)).collect();
        assert_eq!(words.len(), Event::VARIANTS.len());
    }
}

#[test]
fn whoever_had_the_password_and_no_second_factor_is_grave_and_a_slip_of_the_finger_is_not() {
    use Event::*;
    let grave = [UsedCodeRefused, RecoveryCodeRefused, MailedCodeRefused, EnrolmentCodeRefused];
    assert!(grave.into_iter().chain([LoginThrottled, Disowned, RolesChanged]).all(is_grave));
    assert!(
        ![LoggedIn, LoggedOut, LoginRefused, CodeRefused, ProvedAgain].into_iter().any(is_grave)
    );
}

/// Somebody at home, whatever their own pages know of them.
async fn at_home(portal: &TestPortal, account: &Account) -> AtHome {
    let (visitor, _) = portal.session(account, Stage::Authenticated).await;
    at_home::current(portal, visitor.session.as_ref()).await.unwrap().unwrap()
}

#[tokio::test]
async fn two_recovery_codes_are_few_and_three_are_not() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let AtHome { session, belongings } = at_home(&portal, &account).await;
    for (recovery_codes_left, few_recovery_codes) in [(0, Some(0)), (2, Some(2)), (3, None)] {
        let belongings = Belongings { recovery_codes_left, ..belongings.clone() };
        let home = AtHome { session: session.clone(), belongings };
        let told = safety(&portal, &home, ID).await.unwrap();
        assert_eq!(told, Safety { reset: None, few_recovery_codes });
    }
}

#[tokio::test]
async fn a_reset_is_told_of_until_it_is_over() {
    let portal = TestPortal::new().await;
    let waits = portal.account(NIP, "employee").await;
    let requested = portal.account(ANOTHER_NIP, "operator").await;
    let reset = portal.reset(&waits, None).await;
    portal.reset(&requested, Some(&waits)).await;
    let told = async |account: &Account| {
        safety(&portal, &at_home(&portal, account).await, ID).await.unwrap().reset
    };
    let at = calendar::moment_in_words(reset.effective_at.unwrap(), ID);
    assert_eq!(told(&waits).await, Some(OpenReset::Waiting { at }));
    assert_eq!(told(&requested).await, Some(OpenReset::Requested));
    portal.clock.advance(REQUEST.whole_seconds() - 1);
    assert_eq!(told(&requested).await, Some(OpenReset::Requested));
    portal.clock.advance(1);
    assert_eq!(told(&requested).await, None);
}

#[tokio::test]
async fn the_overview_has_the_last_five_events_and_ones_own_sessions_with_this_one_marked() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let another = portal.account(ANOTHER_NIP, "employee").await;
    portal.session(&another, Stage::Authenticated).await;
    portal.session(&account, Stage::Authenticated).await;
    let home = at_home(&portal, &account).await;
    let visitor = at("192.0.2.7");
    for _ in 0..6 {
        let (mut unit, holder) = (portal.store.write().await.unwrap(), Holder::of(&account));
        audit::record(&portal, &mut unit, Event::LoggedIn, &holder, &visitor).await.unwrap();
        unit.commit().await.unwrap();
    }
    let view = view(&portal, &visitor, &home, ID).await.unwrap();
    assert_eq!(view.events.len(), 5);
    assert_eq!(events(&portal, &visitor, &home.session, ID).await.unwrap().len(), 6);
    assert_eq!(view.sessions.len(), 2);
    let this: Vec<_> = view.sessions.iter().filter(|one| one.is_this).map(|one| &one.id).collect();
    assert_eq!(this, [&home.session.id.to_string()]);
    assert_eq!(view.mailbox.as_deref(), Some("1•••@example.go.id"));
}

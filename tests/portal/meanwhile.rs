//! What becomes of a login under way when its account changes: what was proved before proves nothing
//! after a new password, and whoever ends somebody's sessions misses none.

use crate::support::*;
use asn_digital::{
    domain::{
        credentials::password::{Cost, PasswordHasher},
        guard::visitor::Visitor,
        login::second_factor::{self, Refused},
        random::SystemRandom,
        recovery::{
            disabled::{self, Standing, StandingChange},
            new_password::{self, SetByOperator},
            reset,
        },
        session::{self, LiveSession},
        values::{
            nip::Nip, one_time_code::OneTimeCode, reference_token::ReferenceToken, renewal::Renewal,
        },
    },
    store::NewSession,
    wire::{login::SecondFactorProblem, reset::ResetProblem},
};
use std::{
    sync::{Arc, mpsc},
    time::Duration,
};
use tokio::{sync::oneshot, task::JoinHandle, time::sleep};
use uuid::Uuid;

const ANOTHER: &str = "ombak laut banda 7 kapal";

/// One hash at a time, so that one that does not end holds up the others.
fn with_one_hash_at_a_time(world: &mut World) {
    world.change(|portal| {
        let cheap = Cost { memory_kib: 8, passes: 1, lanes: 1 };
        portal.passwords = PasswordHasher::new(cheap, 1, 64, &SystemRandom).unwrap();
    });
}

/// A login whose password is not looked at before the sender speaks.
async fn held_up(world: &World, code: String) -> (mpsc::Sender<()>, JoinHandle<Page>) {
    held_up_with(world, PASSWORD, code).await
}

async fn held_up_with(
    world: &World,
    password: &'static str,
    code: String,
) -> (mpsc::Sender<()>, JoinHandle<Page>) {
    let (go_on, told) = mpsc::channel();
    let (started, is_started) = oneshot::channel();
    let portal = Arc::clone(&world.portal);
    tokio::spawn(async move {
        let place = portal.passwords.admit().unwrap();
        let _ = place.run(move || (started.send(()), told.recv())).await;
    });
    is_started.await.unwrap();
    let mut browser = world.browser_at("203.0.113.9");
    let login = tokio::spawn(async move { browser.login(PNS, password, &code).await });
    while world.portal.passwords.queue().waiting == 0 {
        assert!(!login.is_finished());
        sleep(Duration::from_millis(5)).await;
    }
    (go_on, login)
}

/// On another node, whose hashing queue is free.
async fn set_another_password(world: &World) {
    let (portal, nip) = (world.another_node().await, Nip::parse(PNS).unwrap());
    let (visitor, another) = (Visitor::command_line(), ANOTHER.into());
    let set = new_password::set_by_operator(&portal, &visitor, &nip, &another, Renewal::Nothing);
    assert_eq!(set.await.unwrap(), SetByOperator::Done);
}

async fn sessions_of(world: &World, account: Uuid) -> usize {
    world.portal.store.read().await.unwrap().sessions_of(account).await.unwrap().len()
}

/// An account with MFA: the key of its authenticator, and one of its recovery codes.
async fn with_recovery_code(world: &World) -> (String, String) {
    world.account(PNS, "employee").await;
    let mut browser = world.browser();
    browser.login(PNS, PASSWORD, "").await;
    let key = browser.key().await;
    browser.activate(&world.code(&key), "HP").await;
    world.clock.advance(30);
    (key, browser.recovery_codes.remove(0))
}

/// A browser at the second step, as the rules see it.
async fn at_the_second_step(world: &World) -> (Visitor, LiveSession) {
    let mut browser = world.browser();
    assert_eq!(browser.login(PNS, PASSWORD, "").await.path, "/masuk/langkah-kedua");
    let token = ReferenceToken::parse(&browser.cookies["asn_session"]).unwrap();
    let session = session::current(&world.portal, Some(&token)).await.unwrap().unwrap();
    (Visitor { session: Some(token), ..Visitor::command_line() }, session)
}

on_both_engines! {
    async fn a_login_with_what_was_the_password_when_it_began_opens_nothing(world) {
        with_one_hash_at_a_time(&mut world);
        let key = world.enrolled(PNS, "employee").await;
        let account = world.account(PNS, "employee").await;
        for code in [world.code(&key), String::new()] {
            let (go_on, login) = held_up(&world, code).await;
            set_another_password(&world).await;
            go_on.send(()).unwrap();
            login.await.unwrap().assert_shows("NIP atau kata sandi salah");
            assert_eq!(sessions_of(&world, account).await, 0);
            world.account(PNS, "employee").await;
        }
    }

    async fn a_password_that_is_hashed_anew_takes_the_place_of_no_newer_one(world) {
        with_one_hash_at_a_time(&mut world);
        let key = world.enrolled(PNS, "employee").await;
        let account = world.account(PNS, "employee").await;
        let old = Cost { memory_kib: 16, passes: 1, lanes: 1 };
        let old = PasswordHasher::new(old, 1, 0, &SystemRandom).unwrap();
        let hash = old.admit().unwrap().hash(&PASSWORD.into(), &SystemRandom).await.unwrap();
        let mut unit = world.portal.store.write().await.unwrap();
        unit.set_password_hash(account, &hash).await.unwrap();
        unit.commit().await.unwrap();

        let (go_on, login) = held_up(&world, world.code(&key)).await;
        set_another_password(&world).await;
        go_on.send(()).unwrap();
        login.await.unwrap().assert_shows("NIP atau kata sandi salah");
        let page = world.browser().login(PNS, PASSWORD, "").await;
        page.assert_shows("NIP atau kata sandi salah");
        let page = world.browser().login(PNS, ANOTHER, "").await;
        assert_eq!(page.path, "/masuk/langkah-kedua");
    }

    async fn a_password_that_is_weak_today_takes_back_nothing_that_was_asked_for_meanwhile(world) {
        with_one_hash_at_a_time(&mut world);
        world.enrolled(PNS, "employee").await;
        let account = world.account_with_password(PNS, "employee", Some("pendek")).await;
        let (go_on, login) = held_up_with(&world, "pendek", String::new()).await;
        let mut unit = world.portal.store.write().await.unwrap();
        unit.set_renewal(account, Renewal::Authenticator).await.unwrap();
        unit.commit().await.unwrap();
        go_on.send(()).unwrap();
        assert_eq!(login.await.unwrap().path, "/masuk/langkah-kedua");
        let mut unit = world.portal.store.read().await.unwrap();
        assert_eq!(unit.account(account).await.unwrap().unwrap().renewal, Renewal::Both);
    }

    async fn two_passwords_of_one_second_are_two(world) {
        with_one_hash_at_a_time(&mut world);
        world.enrolled(PNS, "employee").await;
        set_another_password(&world).await;
        let account = world.account(PNS, "employee").await;
        let (go_on, login) = held_up(&world, String::new()).await;
        set_another_password(&world).await;
        go_on.send(()).unwrap();
        login.await.unwrap().assert_shows("NIP atau kata sandi salah");
        assert_eq!(sessions_of(&world, account).await, 0);
    }

    async fn nobody_is_offered_mfa_for_what_was_the_password(world) {
        with_one_hash_at_a_time(&mut world);
        let account = world.account(PNS, "employee").await;
        let (go_on, login) = held_up(&world, String::new()).await;
        set_another_password(&world).await;
        go_on.send(()).unwrap();
        login.await.unwrap().assert_shows("NIP atau kata sandi salah");
        assert_eq!(sessions_of(&world, account).await, 0);
    }

    async fn an_account_that_is_disabled_meanwhile_is_not_entered(world) {
        with_one_hash_at_a_time(&mut world);
        let key = world.enrolled(PNS, "employee").await;
        let account = world.account(PNS, "employee").await;
        let (go_on, login) = held_up(&world, world.code(&key)).await;
        let (nip, visitor) = (Nip::parse(PNS).unwrap(), Visitor::command_line());
        let changed = disabled::change(&world.portal, &visitor, &nip, Standing::Disabled).await;
        assert_eq!(changed.unwrap(), StandingChange::Done { sessions: 1 }, "where the authenticator was set up");
        go_on.send(()).unwrap();
        login.await.unwrap().assert_shows("NIP atau kata sandi salah");
        assert_eq!(sessions_of(&world, account).await, 0);
    }

    async fn a_second_step_is_over_with_its_session_and_uses_nothing_up(world) {
        let (key, recovery_code) = with_recovery_code(&world).await;
        let (portal, account) = (&world.portal, world.account(PNS, "employee").await);
        let code = OneTimeCode::parse(&world.code(&key)).unwrap();
        let (visitor, session) = at_the_second_step(&world).await;
        set_another_password(&world).await;
        let by_code = second_factor::by_code(portal, &visitor, &session, &code).await.unwrap();
        assert_eq!(by_code.unwrap_err(), Refused(SecondFactorProblem::WrongCode));
        let by_paper =
            second_factor::by_recovery_code(portal, &visitor, &session, &recovery_code).await.unwrap();
        assert_eq!(by_paper.unwrap_err(), Refused(SecondFactorProblem::WrongRecoveryCode));
        let by_mail = reset::send_code(portal, &visitor, &session).await.unwrap();
        assert_eq!(by_mail, Err(ResetProblem::WrongCode));
        assert_eq!(sessions_of(&world, account).await, 0);

        world.account(PNS, "employee").await;
        let (visitor, session) = at_the_second_step(&world).await;
        second_factor::by_code(portal, &visitor, &session, &code).await.unwrap().unwrap();
        let (visitor, session) = at_the_second_step(&world).await;
        let by_paper =
            second_factor::by_recovery_code(portal, &visitor, &session, &recovery_code).await.unwrap();
        by_paper.unwrap();
        assert_eq!(sessions_of(&world, account).await, 2);
    }

    async fn one_second_step_opens_one_session_whatever_proves_it(world) {
        let (key, recovery_code) = with_recovery_code(&world).await;
        let (portal, code) = (&world.portal, OneTimeCode::parse(&world.code(&key)).unwrap());
        let (visitor, session) = at_the_second_step(&world).await;
        let open = sessions_of(&world, session.account).await;
        let by_paper = second_factor::by_recovery_code(portal, &visitor, &session, &recovery_code);
        by_paper.await.unwrap().unwrap();
        let by_code = second_factor::by_code(portal, &visitor, &session, &code).await.unwrap();
        assert_eq!(by_code.unwrap_err(), Refused(SecondFactorProblem::WrongCode));
        assert_eq!(sessions_of(&world, session.account).await, open, "one in place of the other");
    }

    /// A login holds the account and then burns the code's step; whoever replaces the authenticators
    /// must not have them locked when they come to the account.
    async fn whoever_replaces_authenticators_and_a_login_under_way_wait_in_no_circle(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let (account, store) = (world.account(PNS, "employee").await, &world.portal.store);
        let mut unit = store.write().await.unwrap();
        unit.set_renewal(account, Renewal::Authenticator).await.unwrap();
        unit.commit().await.unwrap();
        let code = world.code(&own.get("/akun/autentikator").await.key());

        let mut login = store.write().await.unwrap();
        assert!(login.hold_account(account).await.unwrap().is_some());
        let replace = tokio::spawn(async move {
            let fields = [("code", code.as_str()), ("device_name", "HP baru")];
            own.post("/api/authenticator/add", &fields).await
        });
        sleep(Duration::from_millis(300)).await;
        assert!(!replace.is_finished());
        let old = login.authenticators_of(account).await.unwrap().remove(0);
        let now = world.portal.now();
        assert!(login.burn_step(old.id, old.last_step + 1, 0, now, i64::MAX).await.unwrap());
        login.commit().await.unwrap();
        assert_eq!(replace.await.unwrap().path, "/akun/kode-pemulihan");
    }

    /// Sessions are ended right after the password is set, in the same unit.
    async fn whoever_sets_a_password_waits_for_a_login_under_way_and_ends_its_session(world) {
        let account = world.account(PNS, "employee").await;
        let (portal, now) = (Arc::clone(&world.portal), world.portal.now());
        let mut login = portal.store.write().await.unwrap();
        assert!(login.hold_account(account).await.unwrap().is_some());
        let world = Arc::new(world);
        let other = Arc::clone(&world);
        let change = tokio::spawn(async move { set_another_password(&other).await });
        sleep(Duration::from_millis(200)).await;
        assert!(!change.is_finished());
        let session = NewSession {
            id: portal.new_id(),
            token_hash: b"token",
            account_id: account,
            stage: asn_digital::store::SessionStage::Authenticated,
            sealed_secret: None,
            granted_step: None,
            public_device: false,
            address: "192.0.2.1",
            user_agent: "test",
            methods: asn_digital::domain::values::methods::Methods::default(),
            expires_at: now + time::Duration::hours(1),
        };
        login.add_session(&session, now).await.unwrap();
        login.commit().await.unwrap();
        change.await.unwrap();
        assert_eq!(sessions_of(&world, account).await, 0);
    }
}

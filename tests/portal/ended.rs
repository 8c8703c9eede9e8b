//! What somebody does in a session that is ended, or gets another token, while their request is under
//! way: nothing of it is done. And whatever they did before is done to what there is by then.

use crate::support::*;
use asn_digital::{
    domain::{
        Fault,
        console::{announcement, service_settings},
        credentials::{authenticator, password::HashingError},
        guard::visitor::Visitor,
        launcher::{
            announcement::Draft,
            at_home,
            shelf::{self, ShelfChange},
        },
        login::{enrolment, fresh_proof},
        recovery::{
            assisted_reset::{self, Decision},
            new_password, reset,
        },
        session::{self, LiveSession},
        sso::clients::{self, Decider},
        values::{
            nip::Nip, one_time_code::OneTimeCode, reference_token::ReferenceToken, renewal::Renewal,
        },
    },
    wire::{
        launcher::{ServiceState, Severity},
        manage::{Addressees, ServiceFields},
    },
};
use std::sync::Arc;
use time::Duration;
use uuid::Uuid;

const NEW: &str = "ombak laut banda 7 kapal";

/// The session of a browser, as a request of it has read it.
async fn session_of(world: &World, browser: &Browser) -> (Visitor, LiveSession) {
    let token = ReferenceToken::parse(&browser.cookies["asn_session"]).unwrap();
    let session = session::current(&world.portal, Some(&token)).await.unwrap().unwrap();
    (Visitor { session: Some(token), ..Visitor::command_line() }, session)
}

#[track_caller]
fn assert_over<T>(done: Result<T, impl Into<HashingError>>) {
    let error = done.err().map(Into::into);
    assert!(matches!(error, Some(HashingError::Fault(Fault::SessionOver))), "{error:?}");
}

fn draft(world: &World) -> Draft {
    Draft {
        severity: Severity::Information,
        addressees: Addressees::Agency,
        title_id: "Judul".into(),
        title_en: "Title".into(),
        body_id: "Isi".into(),
        body_en: "Body".into(),
        zone: asn_digital::wire::zone::Zone::Wib,
        starts_at: Some(world.portal.now()),
        ends_at: Some(world.portal.now() + Duration::days(1)),
    }
}

async fn renewal_of(world: &World, account: Uuid) -> Renewal {
    let mut unit = world.portal.store.read().await.unwrap();
    unit.account(account).await.unwrap().unwrap().renewal
}

on_both_engines! {
    async fn nothing_is_done_in_a_session_that_was_ended_meanwhile(world) {
        let roles = "employee operator administrator";
        let (mut own, key) = world.logged_in(PNS, roles, "192.0.2.1").await;
        let (portal, other) = (&world.portal, world.account(PPPK, "employee").await);
        let (visitor, session) = session_of(&world, &own).await;
        let published = announcement::save(portal, &session, None, draft(&world)).await.unwrap().unwrap();
        let nip = Nip::parse(PPPK).unwrap();
        let reason = "HP hilang, datang dengan kartu pegawai";
        let mut unit = portal.store.read().await.unwrap();
        let app = unit.authenticators_of(session.account).await.unwrap().remove(0);
        drop(unit);
        // The same person elsewhere, so that something would be left to end.
        let mut elsewhere = world.browser_at("192.0.2.2");
        elsewhere.login(PNS, PASSWORD, &world.code(&key)).await;
        world.clock.advance(30);
        let before = world.events().await.len();
        own.post("/api/logout", &[]).await;
        let after_logout = world.events().await.len();
        assert_eq!(after_logout, before + 1);

        let code = OneTimeCode::parse(&world.code(&key)).unwrap();
        assert_over(authenticator::rename(portal, &visitor, &session, app.id, "HP lama").await);
        assert_over(authenticator::remove(portal, &visitor, &session, app.id).await);
        assert_over(enrolment::begin_another(portal, &session).await);
        assert_over(enrolment::cancel_another(portal, &session).await);
        assert_over(enrolment::renew_recovery_codes(portal, &visitor, &session).await);
        assert_over(fresh_proof::by_code(portal, &visitor, &session, &code).await);
        assert_over(session::leaving::end_other(portal, &visitor, &session, None).await);
        assert_over(new_password::disown(portal, &visitor, &session).await);
        let (current, new) = (PASSWORD.into(), NEW.into());
        assert_over(new_password::change(portal, &visitor, &session, &current, &new).await);
        assert_over(reset::cancel(portal, &visitor, &session).await);
        assert_over(assisted_reset::request(portal, &visitor, &session, &nip, reason).await);
        assert_over(announcement::save(portal, &session, None, draft(&world)).await);
        assert_over(announcement::publish(portal, &session, &visitor, published, None).await);
        assert_over(announcement::end(portal, &session, &visitor, published).await);
        let pin = ShelfChange::Pin("kms".into());
        assert_over(shelf::change(portal, &session, &pin).await);
        let fields = ServiceFields {
            slug: "presensi".into(),
            state: ServiceState::Available,
            until: String::new(),
            note_id: String::new(),
            note_en: String::new(),
        };
        assert_over(service_settings::save(portal, &session, &visitor, &fields).await);
        let by = Decider::Administrator(&session);
        assert_over(clients::decide(portal, &visitor, by, "uji", clients::ClientDecision::Disable).await);

        assert_eq!(world.events().await.len(), after_logout, "and nothing was written down");
        assert!(elsewhere.get("/beranda").await.is_launcher());
        let token = ReferenceToken::parse(&elsewhere.cookies["asn_session"]).unwrap();
        let still = at_home::current(portal, Some(&token)).await.unwrap().unwrap();
        assert_eq!(still.belongings.shelf.favourites, None);
        assert!(portal.store.read().await.unwrap().open_reset_of(other).await.unwrap().is_none());
    }

    async fn an_operator_who_is_logged_out_decides_nothing(world) {
        let operator = "employee operator";
        let (mut first, _) = world.logged_in(PNS, operator, "192.0.2.1").await;
        let (mut second, _) = world.logged_in("197903122005011003", operator, "192.0.2.2").await;
        let person = world.account(PPPK, "employee").await;
        let fields = [("nip", PPPK), ("reason", "HP hilang, datang dengan kartu pegawai")];
        first.post("/api/reset/request", &fields).await;
        let (portal, (visitor, session)) = (&world.portal, session_of(&world, &second).await);
        let open = portal.store.read().await.unwrap().open_reset_of(person).await.unwrap().unwrap();
        second.post("/api/logout", &[]).await;
        assert_over(assisted_reset::decide(portal, &visitor, &session, open.id, Decision::Approve).await);
        let still = portal.store.read().await.unwrap().open_reset_of(person).await.unwrap().unwrap();
        assert_eq!(still.state, asn_digital::store::ResetPhase::Requested);
    }

    async fn a_request_under_way_with_a_token_from_before_this_was_not_me_does_nothing(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let (visitor, stolen) = session_of(&world, &own).await;
        assert_eq!(own.post("/api/account/disown", &[]).await.path, "/akun/kata-sandi");
        let codes = enrolment::renew_recovery_codes(&world.portal, &visitor, &stolen).await;
        assert_over(codes);
        let again = new_password::disown(&world.portal, &visitor, &stolen).await;
        assert_over(again);
        assert_eq!(own.get("/akun/kata-sandi").await.path, "/akun/kata-sandi");
    }

    async fn whoever_is_logged_out_meanwhile_is_told_where_they_log_in_again(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let account = world.account(PNS, "employee").await;
        let mut unit = world.portal.store.write().await.unwrap();
        unit.lock_account(account).await.unwrap().unwrap();
        let pin = tokio::spawn(async move {
            let page = own.post("/api/pin", &[("service", "kms")]).await;
            (own, page)
        });
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        assert!(!pin.is_finished(), "it waits for whoever holds the account");
        unit.end_sessions_of(account, None).await.unwrap();
        unit.commit().await.unwrap();
        let (_, page) = pin.await.unwrap();
        assert_eq!(page.path, "/masuk");
        page.assert_shows("Sesi Anda sudah berakhir");
    }

    async fn whoever_ends_sessions_waits_for_what_is_under_way_in_them(world) {
        for (nip, everybodys) in [(PNS, false), (PPPK, true)] {
            let (mut own, _) = world.logged_in(nip, "employee", "192.0.2.1").await;
            let token = ReferenceToken::parse(&own.cookies["asn_session"]).unwrap();
            let portal = Arc::clone(&world.portal);
            let mut unit = world.portal.store.write().await.unwrap();
            assert!(unit.hold_session(&token.hash()).await.unwrap().is_some());
            let end = tokio::spawn(async move {
                if everybodys {
                    session::ending::end_everybodys(&portal, &Visitor::command_line()).await.unwrap();
                } else {
                    own.post("/api/logout", &[]).await;
                }
            });
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            assert!(!end.is_finished());
            let held = unit.hold_session(&token.hash()).await.unwrap().unwrap();
            assert!(unit.end_session(held.session.age.id).await.unwrap().is_some());
            unit.commit().await.unwrap();
            end.await.unwrap();
        }
    }

    async fn what_has_to_be_renewed_is_what_has_to_be_by_the_end(world) {
        let (own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let (portal, (visitor, session)) = (&world.portal, session_of(&world, &own).await);
        let ask = async |renewal: Renewal| {
            let mut unit = portal.store.write().await.unwrap();
            unit.set_renewal(session.account, renewal).await.unwrap();
            unit.commit().await.unwrap();
        };
        ask(Renewal::Both).await;
        let (current, new) = (PASSWORD.into(), NEW.into());
        let changed = new_password::change(portal, &visitor, &session, &current, &new).await;
        assert!(changed.unwrap().is_ok());
        assert_eq!(renewal_of(&world, session.account).await, Renewal::Authenticator);
    }

    async fn an_activation_forgets_nothing_that_was_asked_for_meanwhile(world) {
        let account = world.account(PNS, "employee").await;
        let mut own = world.browser();
        own.login(PNS, PASSWORD, "").await;
        let code = world.code(&own.key().await);
        let mut unit = world.portal.store.write().await.unwrap();
        unit.lock_account(account).await.unwrap().unwrap();
        let activate = tokio::spawn(async move { own.activate(&code, "HP").await });
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        unit.set_renewal(account, Renewal::Password).await.unwrap();
        unit.commit().await.unwrap();
        activate.await.unwrap();
        assert_eq!(world.events_of(account).await.last().unwrap(), "mfa-activated");
        assert_eq!(renewal_of(&world, account).await, Renewal::Password);
    }

    async fn this_was_not_me_goes_on_also_long_after_the_last_proof(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        for _ in 0..5 {
            world.clock.advance(20 * 60);
            assert!(own.get("/beranda").await.is_launcher());
        }
        assert_eq!(own.post("/api/account/disown", &[]).await.path, "/akun/kata-sandi");
    }

    async fn fresh_recovery_codes_asked_for_twice_at_once_are_ten(world) {
        let (own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let (visitor, session) = session_of(&world, &own).await;
        let portal = &world.portal;
        let (one, two) = tokio::join!(
            enrolment::renew_recovery_codes(portal, &visitor, &session),
            enrolment::renew_recovery_codes(portal, &visitor, &session),
        );
        assert!(one.unwrap().is_ok() && two.unwrap().is_ok());
        let mut unit = portal.store.read().await.unwrap();
        assert_eq!(unit.unused_recovery_codes_of(session.account).await.unwrap().len(), 10);
    }
}

//! What happened is written down, once, and stays.

use crate::support::*;

on_both_engines! {
    async fn login_failure_activation_and_logout_are_recorded(world) {
        let account = world.account(PNS, "employee").await;
        let mut browser = world.browser();
        browser.login(PNS, "bukan-kata-sandinya", "").await;
        browser.login(PNS, PASSWORD, "").await;
        let key = browser.key().await;
        let code = world.code(&key);
        browser.activate(&world.code_at(&key, 240), "HP").await;
        browser.activate(&code, "HP").await;
        browser.login(PNS, PASSWORD, &code).await;
        world.browser().login(PNS, PASSWORD, &code).await;
        world.browser().login(PNS, PASSWORD, &world.code_at(&key, 3600)).await;
        world.clock.advance(1);
        browser.post("/api/logout", &[]).await;
        let mut events = world.events_of(account).await;
        assert_eq!(events.pop().as_deref(), Some("logged-out"));
        events.sort();
        assert_eq!(events, ["code-refused", "logged-in", "login-refused", "mfa-activated",
            "mfa-offered", "used-code-refused"]);
    }

    async fn a_record_says_who_from_where_and_when_and_no_secret(world) {
        let account = world.account(PNS, "employee").await;
        world.browser_at("198.51.100.7").login(PNS, PASSWORD, "").await;
        let mut unit = world.portal.store.read().await.unwrap();
        let event = unit.audit_events_of(account, 10).await.unwrap().remove(0);
        assert_eq!(event.masked_nip, "1986••••••••••2001");
        assert_eq!(event.address, "198.51.100.7");
        assert_eq!(event.at.unix_timestamp(), START);
        let all = format!("{event:?}");
        assert!(!all.contains(PNS) && !all.contains(PASSWORD), "{all}");
    }

    async fn the_attempt_that_uses_up_a_budget_is_recorded(world) {
        let account = world.account(PNS, "employee").await;
        for _ in 0..8 {
            world.browser().login(PNS, "bukan-kata-sandinya", "").await;
        }
        let events = world.events_of(account).await;
        let count = |wanted: &str| events.iter().filter(|event| *event == wanted).count();
        assert_eq!(count("login-refused"), 5, "{events:?}");
        assert_eq!(count("login-throttled"), 1, "{events:?}");
    }

    async fn nobody_changes_or_removes_a_record(world) {
        let account = world.account(PNS, "employee").await;
        world.browser().login(PNS, PASSWORD, "").await;
        for sql in ["UPDATE audit_events SET event = 'x'", "DELETE FROM audit_events"] {
            assert!(world.run(sql).await.unwrap_err().to_string().contains("append-only"), "{sql}");
        }
        assert_eq!(world.events_of(account).await, ["mfa-offered"]);
    }
}

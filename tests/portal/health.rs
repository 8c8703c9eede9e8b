//! How the portal fares, as auditors and administrators see it.

use crate::support::*;
use asn_digital::domain::{
    audit::watch,
    lease::{self, Job},
};

const ADMINISTRATOR: &str = "197903122005011003";

on_both_engines! {
    async fn what_waits_who_does_what_and_whether_the_record_is_whole_is_shown(world) {
        let (mut administrator, key) =
            world.logged_in(ADMINISTRATOR, "administrator", "192.0.2.2").await;
        let page = administrator.get("/kelola/kesehatan").await;
        page.assert_shows("Catatan belum pernah diperiksa");
        page.assert_shows("Tidak ada simpul yang mengerjakan");
        page.assert_shows(env!("CARGO_PKG_VERSION"));
        // Letters about the activation wait.
        page.assert_shows("yang tertua sejak 22 November 2026");
        assert!(lease::take(&world.portal, Job::CleanUp).await.unwrap());
        world.account(PNS, "employee").await;
        assert_eq!(
            world.run("UPDATE accounts SET mailbox_refused_at = (SELECT MAX(created_at) FROM sessions) \
                       WHERE nip = '198609262015052001'").await.unwrap(),
            1
        );
        watch::watch(&world.portal).await.unwrap();
        let page = administrator.get("/kelola/kesehatan").await;
        page.assert_shows("(yang menampilkan halaman ini)");
        page.assert_shows("Perlu dilihat");
        page.assert_shows("Utuh");
        assert!(!page.shows("kejanggalan"));

        assert!(world.run("UPDATE audit_chains SET length = length + 1 WHERE length > 0").await.unwrap() > 0);
        world.clock.advance(24 * 3600);
        watch::watch(&world.portal).await.unwrap();
        let mut again = world.browser_at("192.0.2.2");
        assert!(again.login(ADMINISTRATOR, PASSWORD, &world.code(&key)).await.is_launcher());
        let page = again.get("/kelola/kesehatan").await;
        page.assert_shows("kejanggalan");
        page.assert_shows("were written");
        assert!(!page.shows("Utuh"));
        world.clock.advance(2 * 24 * 3600);
        let mut again = world.browser_at("192.0.2.2");
        assert!(again.login(ADMINISTRATOR, PASSWORD, &world.code(&key)).await.is_launcher());
        again.get("/kelola/kesehatan").await.assert_shows("Terlambat");
    }
}

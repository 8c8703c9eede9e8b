//! What has to be renewed comes before every page and every form there is, also those to come: both
//! lists are read from the router itself.

use crate::support::*;
use asn_digital::app::App;
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::generate_route_list;

/// What stays open to whoever has something to renew: leaving, the language, acting against an
/// intruder, a letter's link for a new password.
const OPEN: [&str; 10] = [
    "/api/logout",
    "/api/session/prolong",
    "/api/session/left",
    "/api/language",
    "/api/session/end",
    "/api/account/disown",
    "/batalkan-atur-ulang",
    "/api/reset/cancel",
    "/kata-sandi-baru",
    "/api/password/set",
];

/// Every page, with something in place of its parameters.
fn pages() -> Vec<String> {
    let routes = generate_route_list(App);
    let mut pages: Vec<_> = routes
        .iter()
        .map(|route| route.path().replace("{slug}", "e-kinerja").replace("{id}", "baru"))
        .collect();
    pages.extend(["/buka/e-kinerja", "/buka/helpdesk", "/beranda?cari=skp"].map(str::to_owned));
    assert!(
        pages.len() > 20 && pages.iter().all(|page| !page.contains(['{', ':', '*'])),
        "{pages:?}"
    );
    pages
}

fn forms() -> Vec<&'static str> {
    let forms: Vec<_> = server_fn_paths().map(|(path, _)| path).collect();
    assert!(forms.len() > 50 && forms.contains(&"/api/pin"), "{forms:?}");
    forms
}

async fn renews(world: &World, renewal: &str) {
    let mut unit = world.portal.store.write().await.unwrap();
    let account = unit.account_by_nip(PNS).await.unwrap().unwrap();
    unit.set_renewal(account.id, renewal.parse().unwrap()).await.unwrap();
    unit.commit().await.unwrap();
}

/// Everything but `open` leads to `page`.
async fn assert_leads(own: &mut Browser, page: &str, open: &[&str]) {
    for path in pages().iter().filter(|path| !OPEN.contains(&path.as_str())) {
        if open.contains(&path.as_str()) {
            let shown = own.get(path).await;
            assert_eq!(shown.path, *path, "open for the renewal itself");
            continue;
        }
        let answer = own.open(path, "none").await;
        assert_eq!(answer.status, 303, "{path} opened before {page}");
        assert_eq!(answer.location().split('?').next(), Some(page), "{path}");
    }
    for path in forms().iter().filter(|path| !OPEN.contains(path) && !open.contains(path)) {
        let answer = own.submit(path, &[("service", "kms")]).await;
        assert_eq!(answer.status, 303, "{path} was carried out before {page}");
        assert_eq!(answer.location(), page, "{path}");
    }
}

on_both_engines! {
    async fn nothing_opens_before_a_new_password_whatever_is_asked_for(world) {
        let (mut own, _) = world.logged_in(PNS, "employee operator administrator", "192.0.2.1").await;
        for renewal in ["password", "both"] {
            renews(&world, renewal).await;
            assert_leads(&mut own, "/akun/kata-sandi", &["/akun/kata-sandi", "/api/password/change"]).await;
        }
        renews(&world, "").await;
        assert!(own.get("/beranda").await.is_launcher(), "none of it has ended the session");
        assert_eq!(own.get("/akun/catatan").await.path, "/akun/catatan");
    }

    async fn nothing_opens_before_a_new_authenticator_whatever_is_asked_for(world) {
        let (mut own, _) = world.logged_in(PNS, "employee operator administrator", "192.0.2.1").await;
        renews(&world, "authenticator").await;
        assert_leads(&mut own, "/akun/autentikator", &[
            "/akun/autentikator",
            "/akun/bukti",
            "/api/authenticator/add",
            "/api/authenticator/cancel",
            "/api/proof/code",
            "/api/proof/recovery-code",
            "/api/passkey/begin",
            "/api/passkey/finish",
        ]).await;
    }

    async fn who_has_something_to_renew_can_leave_and_act_against_an_intruder(world) {
        let (own, key) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut thief = world.browser_at("203.0.113.66");
        thief.login(PNS, PASSWORD, &world.code(&key)).await;
        renews(&world, "password").await;
        let page = own.clone().post("/api/language", &[("language", "en"), ("next", "/akun/kata-sandi")]).await;
        page.assert_shows("Change your password");
        assert_eq!(own.clone().post("/api/session/prolong", &[]).await.path, "/akun/kata-sandi?lanjut=%2Fberanda");
        assert_eq!(own.clone().post("/api/session/end", &[]).await.path, "/akun/kata-sandi?lanjut=%2Fakun");
        assert_eq!(thief.get("/beranda").await.path, "/masuk?lanjut=%2Fberanda");
        assert_eq!(own.clone().post("/api/logout", &[]).await.path, "/masuk");
        assert_eq!(own.clone().get("/akun/kata-sandi").await.path, "/masuk?lanjut=%2Fakun%2Fkata-sandi");
    }

    async fn whoever_is_not_logged_in_has_nothing_to_renew(world) {
        world.account(PNS, "employee").await;
        renews(&world, "password").await;
        let mut browser = world.browser();
        assert_eq!(browser.get("/layanan/helpdesk").await.path, "/layanan/helpdesk");
        let page = browser.login(PNS, PASSWORD, "").await;
        page.assert_shows("Aktifkan MFA");
        assert_eq!(browser.get("/mfa").await.path, "/mfa", "an enrolling session goes on");
    }
}

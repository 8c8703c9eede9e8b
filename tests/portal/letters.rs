//! The links of letters, as they arrive: with things added by mail programs and filters, changed, cut;
//! and what a link cancels.

use crate::support::*;
use axum::body::Body;
use http::{Method, Request, StatusCode};

const LINK: &str = "Tautan untuk membuat kata sandi baru";
const STARTED: &str = "Pengaturan ulang autentikator dimulai";

/// Starts a reset by the person's own hand; the path of its letter's link.
async fn start(world: &World, nip: &str) -> String {
    // Letters of one second have no order.
    world.clock.advance(1);
    let mut browser = world.browser_at("192.0.2.50");
    assert_eq!(browser.login(nip, PASSWORD, "").await.path, "/masuk/langkah-kedua");
    browser.post("/api/reset/send-code", &[]).await.assert_shows("Kode sudah dikirim");
    let letter = world.letter("Kode untuk mengatur ulang").await;
    let code = letter.split_once("Kode Anda: ").unwrap().1.split_whitespace().next().unwrap();
    let page = browser.post("/api/reset/start", &[("code", code)]).await;
    page.assert_shows("Pengaturan ulang sudah dimulai");
    world.link(STARTED).await
}

/// The link as it may arrive.
fn arrived(link: &str) -> Vec<String> {
    let (page, key) = link.split_once("?kunci=").unwrap();
    let forms = [
        "?kunci=*&utm_source=x",
        "?fbclid=1&kunci=*",
        "?x=1&amp;kunci=*",
        "?kunci=*.",
        "?kunci=*%3E",
        "?kunci=%22*%22",
        "?kunci=%3D*",
        "?kunci%3D*",
        "?kunci=3D*",
        "/?kunci=*",
        "?KUNCI=*",
        "%3Fkunci=*",
    ];
    forms.iter().map(|form| format!("{page}{}", form.replace('*', key))).collect()
}

/// Touches those that are open, and changes nothing.
async fn open_resets(world: &World) -> u64 {
    let open = "UPDATE resets SET state = state WHERE state IN ('waiting', 'requested')";
    world.run(open).await.unwrap()
}

on_both_engines! {
    async fn a_link_works_with_anything_added_and_its_key_leaves_the_address(world) {
        world.account(PNS, "employee").await;
        world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
        let link = world.link(LINK).await;
        for link in arrived(&link) {
            for method in [Method::HEAD, Method::GET] {
                let mut reader = world.browser_at("192.0.2.60");
                let request = Request::builder().method(method).uri(&link).header("sec-purpose", "prefetch");
                let answer = reader.send(&link, request.body(Body::empty()).unwrap()).await;
                assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/kata-sandi-baru"), "{link}");
                let page = reader.get("/kata-sandi-baru").await;
                assert_eq!(page.path, "/kata-sandi-baru", "{link}");
                assert!(page.html.contains("action=\"/api/password/set\""), "{link}");
            }
        }
        let mut reader = world.browser_at("192.0.2.60");
        reader.get(arrived(&link).last().unwrap()).await;
        let page = reader.post("/api/password/set", &[("new_password", "teh-sore-di-tepi-danau-toba")]).await;
        page.assert_shows("Kata sandi baru");
        assert_eq!(page.path, "/masuk");
    }

    async fn a_damaged_link_leaves_the_address_and_the_page_says_what_is_wrong_with_it(world) {
        for key in ["", "abc", "%00", "a.b.c", &"x".repeat(42)] {
            let mut reader = world.browser();
            let answer = reader.open(&format!("/kata-sandi-baru?kunci={key}"), "none").await;
            assert_eq!(answer.location(), "/kata-sandi-baru", "{key}");
            let page = reader.get("/kata-sandi-baru").await;
            assert_eq!(page.path, "/lupa-kata-sandi", "{key}");
            page.assert_shows("Tautan ini tidak lengkap atau berubah di jalan");

            let answer = reader.open(&format!("/batalkan-atur-ulang?x=1&kunci={key}"), "none").await;
            assert_eq!(answer.location(), "/batalkan-atur-ulang", "{key}");
            reader.get("/batalkan-atur-ulang").await.assert_shows("Tautan ini tidak lengkap atau berubah di jalan");
            let page = reader.post("/api/reset/cancel", &[]).await;
            page.assert_shows("Tidak ada pengaturan ulang yang bisa dibatalkan dengan tautan ini");
        }
    }

    async fn the_cancel_link_cancels_with_anything_added(world) {
        world.enrolled(PNS, "employee").await;
        let forms = arrived("/batalkan-atur-ulang?kunci=K").len();
        for form in 0..forms {
            let link = start(&world, PNS).await;
            let link = arrived(&link).remove(form);
            let mut reader = world.browser_at("192.0.2.60");
            assert_eq!(reader.open(&link, "cross-site").await.location(), "/batalkan-atur-ulang", "{link}");
            reader.post("/api/reset/cancel", &[]).await.assert_shows("Pengaturan ulang dibatalkan");
            assert_eq!(open_resets(&world).await, 0, "{link}");
            // So that no budget for letters is used up.
            world.clock.advance(7 * 3600);
        }
    }

    async fn the_link_of_an_older_reset_says_that_nothing_was_cancelled_and_what_to_do(world) {
        world.enrolled(PNS, "employee").await;
        let older = start(&world, PNS).await;
        let mut reader = world.browser_at("192.0.2.60");
        reader.get(&older).await;
        reader.post("/api/reset/cancel", &[]).await.assert_shows("Pengaturan ulang dibatalkan");
        let newer = start(&world, PNS).await;
        reader.get(&older).await;
        let page = reader.post("/api/reset/cancel", &[]).await;
        page.assert_shows("Tidak ada pengaturan ulang yang bisa dibatalkan dengan tautan ini");
        page.assert_shows("pakai tautan di surel yang terbaru");
        assert_eq!(open_resets(&world).await, 1);
        reader.get(&newer).await;
        reader.post("/api/reset/cancel", &[]).await.assert_shows("Pengaturan ulang dibatalkan");
        assert_eq!(open_resets(&world).await, 0);
    }

    async fn whoever_is_logged_in_and_cancels_has_none_open_whosever_link_they_came_by(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        world.enrolled(PPPK, "employee").await;
        let theirs = start(&world, PPPK).await;
        start(&world, PNS).await;
        own.get(&theirs).await;
        own.post("/api/reset/cancel", &[]).await.assert_shows("Pengaturan ulang dibatalkan");
        assert!(!own.get("/beranda").await.shows("akan dihapus"), "their own is not left open");
        assert_eq!(open_resets(&world).await, 0);
    }

    async fn the_button_for_ones_own_cancels_nobody_elses(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        world.enrolled(PPPK, "employee").await;
        let theirs = start(&world, PPPK).await;
        start(&world, PNS).await;
        own.get(&theirs).await;
        let page = own.get("/beranda").await;
        assert_eq!(page.field("/api/reset/cancel", "own").as_deref(), Some("yes"));
        own.post("/api/reset/cancel", &[("own", "yes")]).await.assert_shows("Pengaturan ulang dibatalkan");
        assert_eq!(open_resets(&world).await, 1, "the other person's goes on");
    }
}

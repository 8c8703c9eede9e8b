//! Administrators look after the services that people sign in to.

use crate::{sso::*, support::*};
use asn_digital::domain::sso::{client_file, clients};
use http::StatusCode;

const ADMINISTRATOR: &str = "197903122005011003";
const LIST: &str = "/kelola/masuk-tunggal";
const PAGE: &str = "/kelola/masuk-tunggal/layanan?id=uji";
const SET: &str = "/api/set-client";
const DECIDE: &str = "/api/decide-client";
const REASON: &str = "Surat permohonan unit kerja nomor 12";
const PROPOSED: &str = "Diajukan, belum berlaku";

async fn administrator(world: &World) -> (Browser, String) {
    world.logged_in(ADMINISTRATOR, "administrator", "192.0.2.9").await
}

/// The form of a new client, as few fields as it needs; `more` replaces or adds.
fn registered<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("client_id", "uji"),
        ("client_name", "Layanan uji"),
        ("redirect_uris", REDIRECT),
        ("reason", REASON),
    ];
    fields.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    fields.extend(more);
    fields
}

/// A form as a page shows it: what a browser would send of it.
fn sent_from(page: &Page) -> Vec<(String, String)> {
    let form = format!("form[action='{SET}']");
    let mut fields = Vec::new();
    for name in page.attributes(&format!("{form} [name]"), "name") {
        let of = |what: &str| format!("{form} {what}[name={name}]");
        let value = if page.count(&of("textarea")) > 0 {
            page.texts(&of("textarea")).remove(0)
        } else if page.count(&of("select")) > 0 {
            page.attribute(&format!("{} option[selected]", of("select")), "value")
                .unwrap_or_default()
        } else if page.count(&of("input[type=radio]")) + page.count(&of("input[type=checkbox]")) > 0
        {
            match page.attribute(&format!("{}[checked]", of("input")), "value") {
                Some(value) => value,
                None => continue,
            }
        } else {
            page.attribute(&of("input"), "value").unwrap_or_default()
        };
        if name != "pemilik" && fields.iter().all(|(other, _)| *other != name) {
            fields.push((name, value));
        }
    }
    fields
}

async fn send(browser: &mut Browser, fields: &[(String, String)]) -> Page {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    browser.post(SET, &fields).await
}

async fn decide(browser: &mut Browser, decision: &str) -> Page {
    browser.post(DECIDE, &[("id", "uji"), ("decision", decision)]).await
}

/// The secret on the page that shows it once.
fn secret_on(page: &Page) -> Option<String> {
    page.texts("#rahasia").pop()
}

/// Whether a service gets as far as the grant with this secret.
async fn proves(world: &World, secret: &str) -> bool {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let basic = format!("Basic {}", STANDARD.encode(format!("uji:{secret}")));
    let fields = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    let answer = Service::new(world, "uji").post_with("/oidc/token", &fields, Some(&basic)).await;
    match answer.error() {
        (400, "invalid_grant") => true,
        (401, "invalid_client") => false,
        other => panic!("{other:?}"),
    }
}

/// How often somebody changed a client in the console; what a file did is not counted.
async fn changes(world: &World) -> usize {
    let mut unit = world.portal.store.read().await.unwrap();
    let Some(account) = unit.account_by_nip(ADMINISTRATOR).await.unwrap() else { return 0 };
    let events = unit.audit_events_of(account.id, 1000).await.unwrap();
    events.iter().filter(|event| event.event == "client-changed").count()
}

/// A form that a second administrator approves.
async fn register(world: &World, browser: &mut Browser, second: &Browser, more: &[(&str, &str)]) {
    browser.post(SET, &registered(more)).await.assert_shows(PROPOSED);
    assert_eq!(world.approve_all(second).await, 1);
}

on_both_engines! {
    async fn a_service_is_registered_in_the_console_and_people_sign_in(world) {
        with_clients(&world, "").await;
        let (mut browser, _) = administrator(&world).await;
        let second = world.second_administrator().await;
        browser.get(LIST).await.assert_shows("Belum ada layanan yang terdaftar");
        let new = browser.get("/kelola/masuk-tunggal/baru").await;
        let mut fields = sent_from(&new);
        for (name, value) in registered(&[("service", "e-kinerja")]) {
            let field = fields.iter_mut().find(|(field, _)| field == name).unwrap();
            value.clone_into(&mut field.1);
        }
        let page = send(&mut browser, &fields).await;
        assert_eq!((page.path.as_str(), page.status), (LIST, StatusCode::OK));
        page.assert_shows(PROPOSED);
        assert_eq!(browser.get(PAGE).await.status, StatusCode::NOT_FOUND, "nothing is in force yet");
        let again = send(&mut browser, &fields).await;
        again.assert_shows("Sudah ada yang diajukan untuk layanan ini");
        assert_eq!(world.approve_all(&browser).await, 0, "nobody approves what they proposed");
        assert_eq!(world.approve_all(&second).await, 1);
        browser.get(PAGE).await.assert_shows("Belum ada rahasia");
        let saved = clients::registered(&world.portal, "uji").await.unwrap().unwrap();
        let safe = asn_digital::domain::sso::client::ClientSettings {
            service: Some("e-kinerja".into()),
            redirect_uris: vec![REDIRECT.into()],
            ..asn_digital::domain::sso::client::ClientSettings::named("Layanan uji".into())
        };
        assert_eq!(saved.client.settings, safe, "the form's defaults are those of a file");
        assert_eq!((saved.enabled, saved.in_file, saved.decided), (true, false, true));

        let page = decide(&mut browser, "new-secret").await;
        assert_eq!(page.path, PAGE);
        let secret = secret_on(&page).unwrap();
        assert!(proves(&world, &secret).await);
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let returned = Service::new(&world, "uji").signs_in(&mut own, &[]).await;
        assert_eq!(returned.uri, REDIRECT);
        let list = browser.get(LIST).await;
        for shown in ["Layanan uji", "uji", "di sini", "Dibuka", "E-Kinerja"] {
            assert!(list.text().to_lowercase().contains(&shown.to_lowercase()), "{shown}: {}", list.text());
        }
        assert!(list.html.contains(&format!("href=\"{PAGE}\"")));
        assert_eq!(changes(&world).await, 1);
        let mut unit = world.portal.store.read().await.unwrap();
        let account = unit.account_by_nip("197505052000031001").await.unwrap().unwrap().id;
        let events = unit.audit_events_of(account, 2).await.unwrap();
        let written: Vec<_> = events.into_iter().rev().map(|event| (event.event, event.object.unwrap())).collect();
        assert_eq!(written[0], ("client-changed".to_owned(), "uji".to_owned()));
        assert!(written[1].0 == "approval-given" && written[1].1.starts_with("client uji "), "{written:?}");
    }

    async fn a_secret_is_shown_once_and_the_one_before_is_good_for_two_weeks(world) {
        with_clients(&world, "").await;
        let (mut browser, _) = administrator(&world).await;
        let second = world.second_administrator().await;
        register(&world, &mut browser, &second, &[]).await;
        let first = secret_on(&decide(&mut browser, "new-secret").await).unwrap();
        let again = browser.get(PAGE).await;
        assert_eq!(secret_on(&again), None);
        assert!(!again.html.contains(&first) && !browser.get(LIST).await.html.contains(&first));
        assert!(!again.html.contains("berlaku sampai"));
        let second = decide(&mut browser, "new-secret").await;
        assert_eq!(second.count("[data-keep=copy][aria-controls=rahasia]"), 1);
        second.assert_shows("Yang sebelumnya masih berlaku 14 hari");
        let second = secret_on(&second).unwrap();
        assert_ne!(first, second);
        browser.get(PAGE).await.assert_shows("berlaku sampai 6 Desember 2026");
        assert!(proves(&world, &first).await && proves(&world, &second).await);
        world.clock.advance(14 * 24 * 3600);
        assert!(!proves(&world, &first).await && proves(&world, &second).await);
    }

    async fn a_secret_is_shown_on_no_other_clients_page(world) {
        with_clients(&world, &client("lain", "")).await;
        let (mut browser, _) = administrator(&world).await;
        let second = world.second_administrator().await;
        register(&world, &mut browser, &second, &[]).await;
        let answer = browser.submit(DECIDE, &[("id", "uji"), ("decision", "new-secret")]).await;
        assert_eq!(answer.location(), PAGE);
        let other = browser.get("/kelola/masuk-tunggal/layanan?id=lain").await;
        assert_eq!((other.status, secret_on(&other)), (StatusCode::OK, None));
        assert_eq!(secret_on(&browser.get(PAGE).await), None);
    }

    async fn whatever_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(world) {
        with_clients(&world, &client("ada", "service = \"presensi\"")).await;
        let (mut browser, _) = administrator(&world).await;
        let many = "https://a.example/\n".repeat(51);
        let long = format!("https://a.example/{}", "a".repeat(1000));
        let name = "n".repeat(101);
        for (field, typed, says) in [
            ("client_id", "a b", "tanpa spasi"),
            ("client_id", "ada", "sudah dipakai layanan lain"),
            ("client_name", " ", "Isi nama layanan"),
            ("client_name", &*name, "paling panjang 100 karakter. Yang diketik 101."),
            ("client_name", "satu\0dua", "berisi tanda yang tidak terlihat"),
            ("service", "tidak-ada", "tidak ada di katalog"),
            ("service", "presensi", "sudah membuka layanan lain yang terdaftar"),
            ("address", "layanan.example", "Tulis alamat utuh"),
            ("address", &long, "paling panjang 1.000 karakter. Yang diketik 1.018."),
            ("redirect_uris", "", "Isi paling sedikit satu alamat kembali"),
            ("redirect_uris", "http://a.example/", "harus diawali https://"),
            ("redirect_uris", "https://a.example/\nhttps://*.example/", "Alamat ke-2: Tanda * tidak boleh"),
            ("redirect_uris", &many, "Paling banyak 50 alamat"),
            ("post_logout_redirect_uris", "https://a.example/#x", "tidak boleh memuat tanda #"),
            ("backchannel_logout_uri", "https://a@b.example/", "tidak boleh memuat nama pengguna"),
            ("initiate_login_uri", "javascript:alert(1)", "Tulis alamat utuh"),
            ("jwks_uri", "https://a.example/jwks", "Kosongkan alamat kunci publik"),
            ("web_origins", "https://a.example/", "tanpa garis miring di akhir"),
            ("reason", "kurang", "minimal 10 huruf"),
        ] {
            let page = browser.post(SET, &registered(&[(field, typed)])).await;
            assert_eq!(page.path, "/kelola/masuk-tunggal/baru", "{field} {typed}");
            let error = page.texts(&format!("#{field}-galat")).concat();
            assert!(error.contains(says), "{field}, {typed}: {error}, {}", page.text());
            assert_eq!(page.count(&format!(".error-summary a[href='#{field}']")), 1, "{field}");
            page.assert_shows("Belum disimpan");
            let shown = sent_from(&page);
            let value = &shown.iter().find(|(name, _)| name == field).unwrap().1;
            let kept = typed.replace('\0', "\u{fffd}");
            assert!(field == "service" || value.trim() == kept.trim(), "{field}: {value:?}");
            assert!(shown.iter().all(|(name, value)| name != "client_name" || field == name || value == "Layanan uji"));
            let next = browser.get("/kelola/masuk-tunggal/baru").await;
            assert_eq!(next.count(".error-summary"), 0, "once");
        }
        let both = [("redirect_uris", "a\nb"), ("pkce", "optional"), ("token_endpoint_auth_method", "none")];
        let page = browser.post(SET, &registered(&both)).await;
        let error = page.texts("#redirect_uris-galat").concat();
        assert!(error.contains("Alamat ke-1") && error.contains("Alamat ke-2"), "{error}");
        assert!(page.texts("#pkce-galat").concat().contains("harus memakai PKCE"));
        assert_eq!(page.count("details.fold[open] #pkce"), 1, "what is wrong is not folded away");
        let keys = [("token_endpoint_auth_method", "private_key_jwt"), ("subject_type", "pairwise"),
            ("redirect_uris", "https://a.example/\nhttps://b.example/")];
        let page = browser.post(SET, &registered(&keys)).await;
        page.assert_shows("Isi alamat kunci publik");
        assert!(page.texts("#subject_type-galat").concat().contains("di situs yang sama"));
        assert_eq!(clients::all(&world.portal).await.unwrap().len(), 1);
        assert_eq!(changes(&world).await, 0);

        browser.post("/api/language", &[("language", "en"), ("next", "/kelola/masuk-tunggal/baru")]).await;
        let page = browser.post(SET, &registered(&[("redirect_uris", "")])).await;
        page.assert_shows("Enter at least one address to return to");
    }

    async fn what_is_decided_in_the_console_wins_over_the_file_until_it_is_taken_back(world) {
        let more = "agencies = [\"BKN\"]\nscope = \"openid roles\"\nroles = [\"operator\"]";
        let file = client("uji", more);
        with_clients(&world, &file).await;
        let (mut browser, _) = administrator(&world).await;
        let mut second = world.second_administrator().await;
        let page = browser.get(PAGE).await;
        page.assert_shows("Ditetapkan di berkas");
        page.assert_shows("scope, agencies, client_secret_sha256");
        let mut fields = sent_from(&page);
        let settings = async || clients::registered(&world.portal, "uji").await.unwrap().unwrap();
        let before = settings().await.client.settings;
        let at = fields.iter().position(|(name, _)| name == "client_name").unwrap();
        "Nama lain".clone_into(&mut fields[at].1);
        let at = fields.iter().position(|(name, _)| name == "reason").unwrap();
        REASON.clone_into(&mut fields[at].1);
        send(&mut browser, &fields).await.assert_shows(PROPOSED);
        assert_eq!(settings().await.client.settings, before, "not before a second person agreed");
        let proposals = second.get("/kelola/persetujuan").await;
        assert_eq!(proposals.texts("dl.facts dt"), ["client_name"], "what changes, and nothing else");
        assert_eq!(proposals.texts("dl.facts dd"), ["Layanan uji → Nama lain"]);
        proposals.assert_shows(REASON);
        assert_eq!(world.approve_all(&second).await, 1);
        browser.get(PAGE).await.assert_shows("di sini, mengganti isi berkas");
        let after = settings().await;
        let expected = asn_digital::domain::sso::client::ClientSettings { client_name: "Nama lain".into(), ..before.clone() };
        assert_eq!(after.client.settings, expected, "and nothing else: what the form has no field for, neither");
        client_file::take_over(&world.portal, &client_file::parse(&file).unwrap()).await.unwrap().unwrap();
        client_file::take_over(&world.portal, &client_file::parse(&file.replace("Layanan uji", "Dari berkas")).unwrap()).await.unwrap().unwrap();
        assert_eq!(settings().await.client.settings.client_name, "Nama lain", "a new start changes nothing of it");
        let page = decide(&mut browser, "take-back").await;
        page.assert_shows("Yang ditetapkan di sini sudah dibuang");
        assert_eq!(page.texts("h1").concat().trim(), "Dari berkas Dibuka");
        assert_eq!(settings().await.client.settings, asn_digital::domain::sso::client::ClientSettings { client_name: "Dari berkas".into(), ..before });

        register(&world, &mut browser, &second, &[("client_id", "sendiri")]).await;
        let gone = browser.post(DECIDE, &[("id", "sendiri"), ("decision", "take-back")]).await;
        assert_eq!((gone.path.as_str(), gone.status), (LIST, StatusCode::OK));
        assert!(clients::registered(&world.portal, "sendiri").await.unwrap().is_none());
    }

    async fn a_service_that_is_stopped_signs_everybody_out_and_nobody_in(world) {
        with_clients(&world, &client("uji", "")).await;
        let (mut browser, _) = administrator(&world).await;
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let service = Service::new(&world, "uji");
        let tokens = service.tokens(&mut own).await;
        let access = tokens.text("access_token").to_owned();
        assert_eq!(service.userinfo(&access).await.status, StatusCode::OK);
        decide(&mut browser, "disable").await.assert_shows("Layanan dihentikan");
        assert_eq!(service.userinfo(&access).await.status, StatusCode::UNAUTHORIZED);
        own.get(&service.authorize(&[])).await.assert_shows("Layanan ini tidak terdaftar");
        browser.get(LIST).await.assert_shows("Dihentikan");
        decide(&mut browser, "enable").await.assert_shows("Layanan dibuka lagi");
        assert_eq!(service.userinfo(&access).await.status, StatusCode::UNAUTHORIZED, "what ended stays ended");
        service.tokens(&mut own).await;
        assert_eq!(changes(&world).await, 2);
    }

    async fn each_decision_needs_a_proof_of_the_last_five_minutes(world) {
        with_clients(&world, &client("uji", "")).await;
        let (mut browser, key) = administrator(&world).await;
        world.clock.advance(300);
        for decision in ["new-secret", "disable", "enable", "take-back"] {
            let page = decide(&mut browser, decision).await;
            assert!(page.path.starts_with("/akun/bukti?lanjut="), "{decision}: {}", page.path);
            assert_eq!(page.next(), PAGE, "{decision}");
        }
        let code = world.code(&key);
        let page = browser.post("/api/proof/code", &[("code", &code), ("next", PAGE)]).await;
        assert_eq!((page.path.as_str(), changes(&world).await), (PAGE, 0));
        decide(&mut browser, "disable").await.assert_shows("Layanan dihentikan");
        assert_eq!(changes(&world).await, 1);
    }

    async fn to_anybody_else_a_client_is_not_there_and_unknown_ones_are_not_for_anybody(world) {
        with_clients(&world, &client("uji", "")).await;
        let (mut operator, _) = world.logged_in(PNS, "employee operator", "192.0.2.1").await;
        assert!(!operator.get("/kelola/pengumuman").await.html.contains(LIST));
        for path in [LIST, "/kelola/masuk-tunggal/baru", PAGE] {
            assert_eq!(operator.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        for decision in ["new-secret", "disable", "take-back"] {
            assert_eq!(decide(&mut operator, decision).await.status, StatusCode::NOT_FOUND, "{decision}");
        }
        let known = registered(&[("known", "yes")]);
        assert_eq!(operator.post(SET, &known).await.status, StatusCode::NOT_FOUND);
        assert_eq!(changes(&world).await, 0);
        let (mut browser, _) = administrator(&world).await;
        assert!(browser.get("/kelola/pengumuman").await.html.contains(LIST));
        let unknown = [("known", "yes"), ("client_id", "tidak-ada")];
        assert_eq!(browser.post(SET, &registered(&unknown)).await.status, StatusCode::NOT_FOUND);
        for id in ["", "tidak-ada", "..", "a\0"] {
            let page = browser.get(&format!("/kelola/masuk-tunggal/layanan?id={}", id.replace('\0', "%00"))).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{id:?}");
            let answer = browser.post(DECIDE, &[("id", id), ("decision", "disable")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id:?}");
        }
        assert_eq!(decide(&mut browser, "explode").await.status, StatusCode::BAD_REQUEST);
    }

    async fn an_id_of_any_letters_that_are_allowed_has_its_page(world) {
        with_clients(&world, "").await;
        let (mut browser, _) = administrator(&world).await;
        let second = world.second_administrator().await;
        let longest = "/".repeat(100);
        for id in ["https://a.go.id/x", "a:b~c_d", "..", &*longest] {
            register(&world, &mut browser, &second, &[("client_id", id)]).await;
            let page = browser.post(DECIDE, &[("id", id), ("decision", "new-secret")]).await;
            assert!(secret_on(&page).is_some(), "{id}");
            assert!(page.texts("dd").contains(&id.to_owned()), "{id}");
        }
    }

    async fn logouts_that_a_service_does_not_know_of_are_shown(world) {
        let uri = "backchannel_logout_uri = \"https://layanan.example/keluar\"";
        with_clients(&world, &client("uji", uri)).await;
        let (mut browser, _) = administrator(&world).await;
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        Service::new(&world, "uji").tokens(&mut own).await;
        own.post("/api/logout", &[]).await;
        assert!(!browser.get(LIST).await.shows("pemberitahuan keluar"), "not before it was tried");
        world.run("UPDATE logout_deliveries SET problem = 'it answered 500'").await.unwrap();
        browser.get(LIST).await.assert_shows("1 pemberitahuan keluar dicoba lagi");
        world.run("UPDATE logout_deliveries SET state = 'failed'").await.unwrap();
        browser.get(LIST).await.assert_shows("1 pemberitahuan keluar gagal");
        let page = browser.get(PAGE).await;
        page.assert_shows("1 pemberitahuan keluar gagal");
        page.assert_shows("mungkin masih menganggap");
    }

    async fn what_to_enter_on_the_other_side_has_the_values_of_the_service(world) {
        world.change(|portal| portal.sso.keycloak_path = Some("/auth/realms/public-siasn".into()));
        let file = client("uji", "") + &client("lama", "issuer = \"keycloak\"");
        with_clients(&world, &file).await;
        let (mut browser, _) = administrator(&world).await;
        let page = browser.get(PAGE).await;
        assert_eq!(page.texts("dd"), [ORIGIN, &format!("{ORIGIN}/.well-known/openid-configuration"), "uji"]);
        let names = page.texts("details > summary");
        assert_eq!(names[..4], ["Apache mod_auth_openidc", "Spring Boot", "Laravel", "nginx + oauth2-proxy"]);
        assert!(page.texts("pre").iter().all(|text| text.contains("uji") && text.contains(REDIRECT)));
        let page = browser.get("/kelola/masuk-tunggal/layanan?id=lama").await;
        assert_eq!(page.texts("dd")[0], format!("{ORIGIN}/auth/realms/public-siasn"));
        assert_eq!(page.texts("details > summary")[0], "Keycloak");
        let keycloak = &page.texts("pre")[0];
        assert!(keycloak.contains(&format!("url: '{ORIGIN}/auth', realm: 'public-siasn', clientId: 'lama'")), "{keycloak}");
    }
}

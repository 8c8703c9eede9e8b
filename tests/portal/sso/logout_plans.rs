//! The conformance suite's Config, RP-initiated and back-channel logout plans, and the modules on key rotation and
//! third-party initiated login: a test for each module, under the module's name without `oidcc-`.

use super::*;
use crate::support::*;
use asn_digital::domain::sso::{
    deliveries,
    jws::{PublicKey, Unverified},
    signing_keys::{self, Turn},
};
use http::StatusCode;
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

const HTTPS: &str = "https://asn.example";
const AFTERWARDS: &str = "https://layanan.example/selesai";
const CLIENT: &str = "pkce = \"optional\"\n\
    post_logout_redirect_uris = [\"https://layanan.example/selesai\"]\n\
    backchannel_logout_uri = \"https://layanan.example/keluar\"";
/// Longer than any that a service would send, with letters that have to be encoded.
const STATE: &str =
    "kéadaan /+&=?% 0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz";

/// What an issuer says of itself behind https.
async fn discovered(world: &mut World) -> (Service, Value) {
    world.change(|portal| HTTPS.clone_into(&mut portal.origin));
    with_clients(world, &client("suite", CLIENT)).await;
    let service = Service::plain(world, "suite").on(world.behind(HTTPS));
    let found = service.get("/.well-known/openid-configuration", None).await;
    assert_eq!(found.status, StatusCode::OK);
    assert_eq!(found.headers["content-type"], "application/json");
    for (name, value) in found.body.as_object().unwrap() {
        if name.ends_with("_endpoint") || name.ends_with("_uri") {
            let address = Url::parse(value.as_str().unwrap()).unwrap();
            assert_eq!(
                (address.scheme(), address.host_str()),
                ("https", Some("asn.example")),
                "{name}"
            );
        }
    }
    (service, found.body)
}

/// Somebody who is signed in.
struct SignedIn {
    service: Service,
    browser: Browser,
    flow: Flow,
}

async fn signed_in(world: &World) -> SignedIn {
    with_clients(world, &client("suite", CLIENT)).await;
    let service = Service::plain(world, "suite");
    let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
    let flow = service.flow(&mut browser, &[("scope", "openid")]).await;
    SignedIn { service, browser, flow }
}

impl SignedIn {
    /// Sends the browser to the end of the session: where it is sent on to.
    async fn leaves(&mut self, fields: &[(&str, &str)]) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let page = self.browser.open(&format!("/oidc/logout?{query}"), "cross-site").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        page.location().to_owned()
    }

    async fn is_out(&mut self) -> bool {
        let returned = self.service.signs_in(&mut self.browser, &[("prompt", "none")]).await;
        match returned.get("error") {
            "" => false,
            error => error == "login_required",
        }
    }

    /// A page asks, and only a click there logs out.
    async fn asks(mut self, fields: &[(&str, &str)]) {
        let to = self.leaves(fields).await;
        assert_eq!(to, "/keluar");
        assert!(!self.is_out().await, "nobody is logged out by what proves nothing");
        self.browser.get(&to).await.assert_shows("Keluar dari ASN Digital?");
        let page = self.browser.post("/api/logout", &[]).await;
        page.assert_shows("Anda sudah keluar");
        assert!(self.is_out().await);
    }

    /// They are logged out, and told so on a page of ours.
    async fn tells(mut self, fields: &[(&str, &str)]) {
        let to = self.leaves(fields).await;
        assert_eq!(to, "/keluar/selesai");
        self.browser.get(&to).await.assert_shows("Anda sudah keluar");
        assert!(self.is_out().await);
    }
}

on_both_engines! {
    async fn discovery_endpoint_verification(world) {
        let (service, found) = discovered(&mut world).await;
        assert_eq!(found["issuer"], HTTPS);
        let has = |name: &str, value: &str| {
            let list = found[name].as_array().unwrap_or_else(|| panic!("no {name}"));
            assert!(list.contains(&json!(value)), "{name}: {list:?}");
        };
        has("response_types_supported", "code");
        has("subject_types_supported", "public");
        has("id_token_signing_alg_values_supported", "RS256");
        has("scopes_supported", "openid");
        has("grant_types_supported", "authorization_code");
        has("claims_supported", "sub");
        has("token_endpoint_auth_methods_supported", "client_secret_basic");
        has("token_endpoint_auth_methods_supported", "client_secret_post");
        has("code_challenge_methods_supported", "S256");
        for name in ["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"] {
            assert!(found[name].is_string(), "{name}");
        }
        for name in ["request_parameter_supported", "request_uri_parameter_supported", "claims_parameter_supported"] {
            assert_eq!(found[name], false, "{name}");
        }
        // The keys are whole, named, for signing, and public.
        let answer = service.get("/oidc/jwks", None).await;
        let keys = answer.body["keys"].as_array().unwrap();
        assert_eq!(keys.len(), 3);
        for key in keys {
            assert!(key["kid"].is_string() && key["use"] == "sig" && key["alg"].is_string(), "{key}");
            for private in ["d", "p", "q", "dp", "dq", "qi", "k"] {
                assert!(key.get(private).is_none(), "{private}");
            }
        }
        let read = service.keys().await.keys;
        assert!(read.iter().all(|key| PublicKey::read(key).is_some()));
    }

    async fn rp_initiated_logout_discovery_endpoint_verification(world) {
        let (_, found) = discovered(&mut world).await;
        assert_eq!(found["end_session_endpoint"], format!("{HTTPS}/oidc/logout"));
    }

    async fn backchannel_logout_discovery_endpoint_verification(world) {
        let (_, found) = discovered(&mut world).await;
        for name in ["backchannel_logout_supported", "backchannel_logout_session_supported"] {
            assert_eq!(found[name], true, "{name}");
        }
        assert_eq!(found["end_session_endpoint"], format!("{HTTPS}/oidc/logout"));
    }

    async fn rp_initiated_logout(world) {
        let mut somebody = signed_in(&world).await;
        let hint = somebody.flow.hint().to_owned();
        // A hint that is over proves all the same whom the service means.
        world.clock.advance(11 * 60);
        let fields = [("id_token_hint", &*hint), ("post_logout_redirect_uri", AFTERWARDS), ("state", STATE)];
        let to = Returned::read(&somebody.leaves(&fields).await);
        assert_eq!((to.uri.as_str(), to.get("state"), to.fields.len()), (AFTERWARDS, STATE, 1));
        assert!(somebody.is_out().await);
    }

    async fn rp_initiated_logout_no_state(world) {
        let mut somebody = signed_in(&world).await;
        let hint = somebody.flow.hint().to_owned();
        let fields = [("id_token_hint", &*hint), ("post_logout_redirect_uri", AFTERWARDS)];
        assert_eq!(somebody.leaves(&fields).await, AFTERWARDS);
        assert!(somebody.is_out().await);
    }

    async fn rp_initiated_logout_bad_post_logout_redirect_uri(world) {
        let somebody = signed_in(&world).await;
        let hint = somebody.flow.hint().to_owned();
        let other = "https://layanan.example/lain";
        somebody.tells(&[("id_token_hint", &hint), ("post_logout_redirect_uri", other), ("state", "a")]).await;
    }

    async fn rp_initiated_logout_query_added_to_post_logout_redirect_uri(world) {
        let somebody = signed_in(&world).await;
        let hint = somebody.flow.hint().to_owned();
        let other = format!("{AFTERWARDS}?foo=bar");
        somebody.tells(&[("id_token_hint", &hint), ("post_logout_redirect_uri", &other)]).await;
    }

    async fn rp_initiated_logout_no_post_logout_redirect_uri(world) {
        let somebody = signed_in(&world).await;
        let hint = somebody.flow.hint().to_owned();
        somebody.tells(&[("id_token_hint", &hint), ("state", "a")]).await;
    }

    async fn rp_initiated_logout_bad_id_token_hint(world) {
        let somebody = signed_in(&world).await;
        let fields = [("id_token_hint", "this is not an id token"), ("post_logout_redirect_uri", AFTERWARDS)];
        somebody.asks(&fields).await;
    }

    async fn rp_initiated_logout_modified_id_token_hint(world) {
        let somebody = signed_in(&world).await;
        let claims = somebody.flow.hint().split('.').nth(1).unwrap().to_owned();
        // {"alg":"none"}
        let unsigned = format!("eyJhbGciOiJub25lIn0.{claims}.");
        somebody.asks(&[("id_token_hint", &unsigned), ("post_logout_redirect_uri", AFTERWARDS)]).await;
    }

    async fn rp_initiated_logout_no_id_token_hint(world) {
        let somebody = signed_in(&world).await;
        let fields = [("client_id", "suite"), ("post_logout_redirect_uri", AFTERWARDS), ("state", "a")];
        somebody.asks(&fields).await;
    }

    async fn rp_initiated_logout_no_params(world) {
        signed_in(&world).await.asks(&[]).await;
    }

    async fn rp_initiated_logout_only_state(world) {
        signed_in(&world).await.asks(&[("state", "a")]).await;
    }

    // No module: a link with somebody else's ID token, or another service's, logs nobody out.
    async fn an_id_token_of_somebody_else_or_of_another_service_logs_nobody_out(world) {
        let SignedIn { service, flow, .. } = signed_in(&world).await;
        with_clients(&world, &(client("suite", CLIENT) + &client("lain", CLIENT))).await;
        let mut colleague = world.logged_in(PPPK, "employee", "192.0.2.2").await.0;
        let own = service.flow(&mut colleague, &[("scope", "openid")]).await;
        let access = service.proved(flow.hint()).await;
        assert_eq!(access["aud"], "suite");
        let told = deliveries::claim(&world.portal, false).await.unwrap();
        assert!(told.is_empty());
        for fields in [
            vec![("id_token_hint", flow.hint())],
            vec![("id_token_hint", flow.hint()), ("client_id", "suite")],
            vec![("id_token_hint", own.hint()), ("client_id", "lain"), ("post_logout_redirect_uri", AFTERWARDS)],
            vec![("id_token_hint", own.access())],
            vec![("id_token_hint", own.hint()), ("id_token_hint", own.hint())],
        ] {
            let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
            let page = colleague.open(&format!("/oidc/logout?{query}"), "cross-site").await;
            assert_eq!(page.location(), "/keluar", "{fields:?}");
            service.flow(&mut colleague, &[("prompt", "none")]).await;
        }
    }

    // No module: whoever is asked first, since the hint is of an earlier session, gets where they wanted all the same.
    async fn whoever_is_asked_first_goes_on_to_where_the_service_expects_them(world) {
        let SignedIn { service, mut browser, flow } = signed_in(&world).await;
        browser.post("/api/logout", &[]).await;
        for row in deliveries::claim(&world.portal, false).await.unwrap() {
            deliveries::note(&world.portal, &row.row, &deliveries::Outcome::Reached).await.unwrap();
        }
        world.clock.advance(60);
        let code = world.code(&world.key_of(PNS).await);
        assert!(browser.login(PNS, PASSWORD, &code).await.is_launcher());
        let query = |uri: &str, state: &str| {
            let fields = [("id_token_hint", flow.hint()), ("post_logout_redirect_uri", uri), ("state", state)];
            let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            format!("/oidc/logout?{query}")
        };
        let page = browser.get(&query(AFTERWARDS, STATE)).await;
        assert!(page.path.starts_with("/keluar?permintaan="), "{}", page.path);
        page.assert_shows("Keluar dari ASN Digital?");
        let onward = page.field("/api/logout", "onward").unwrap();
        let mut other = browser.clone();
        let page = browser.post("/api/logout", &[("onward", &onward)]).await;
        assert_eq!(page.path, format!("/keluar/selesai?permintaan={onward}"));
        page.assert_shows("Anda sudah keluar");
        page.assert_shows("Kembali ke Layanan suite");
        let back = Returned::read(&page.attribute(".actions a", "href").unwrap());
        assert_eq!((back.uri.as_str(), back.get("state"), back.fields.len()), (AFTERWARDS, STATE, 1));
        let goes_on = page.attribute("meta[http-equiv=refresh]", "content").unwrap();
        assert!(goes_on.starts_with(&format!("0; url={AFTERWARDS}?state=")), "{goes_on}");
        // Whoever comes back to the page stays there, and who is out already is led there, too.
        let page = browser.get(&page.path).await;
        assert_eq!((page.count("meta[http-equiv=refresh]"), page.count(".actions a")), (0, 2));
        let page = other.get(&format!("/keluar?permintaan={onward}")).await;
        assert_eq!(page.path, format!("/keluar/selesai?permintaan={onward}"));
        // Nothing that nobody sealed, that is over, or no longer registered leads anywhere.
        let leads = async |browser: &mut Browser, onward: &str| {
            browser.get(&format!("/keluar/selesai?permintaan={onward}")).await.count(".actions a") == 2
        };
        assert!(leads(&mut browser, &onward).await && !leads(&mut browser, &onward[1..]).await);
        for wrong in ["", "AAAA", "https%3A%2F%2Fjahat.example"] {
            assert!(!leads(&mut browser, wrong).await, "{wrong}");
        }
        let page = browser.get("/keluar?permintaan=%0d%0aset-cookie:a").await;
        assert_eq!(page.path, "/keluar/selesai");
        world.clock.advance(3599);
        with_clients(&world, &client("suite", "pkce = \"optional\"")).await;
        assert!(!leads(&mut browser, &onward).await);
        with_clients(&world, &client("suite", CLIENT)).await;
        assert!(leads(&mut browser, &onward).await);
        world.clock.advance(1);
        assert!(!leads(&mut browser, &onward).await);
        // One that is not registered is not kept in the first place.
        let code = world.code(&world.key_of(PNS).await);
        assert!(browser.login(PNS, PASSWORD, &code).await.is_launcher());
        assert_eq!(browser.get(&query("https://layanan.example/lain", "a")).await.path, "/keluar");
        drop(service);
    }

    async fn backchannel_rp_initiated_logout(world) {
        let mut somebody = signed_in(&world).await;
        let hint = somebody.flow.hint().to_owned();
        let fields = [("id_token_hint", &*hint), ("post_logout_redirect_uri", AFTERWARDS), ("state", STATE)];
        let to = Returned::read(&somebody.leaves(&fields).await);
        assert_eq!((to.uri.as_str(), to.get("state"), to.fields.len()), (AFTERWARDS, STATE, 1));
        let due = deliveries::claim(&world.portal, false).await.unwrap();
        let [delivery] = due.as_slice() else { panic!("{due:?}") };
        assert_eq!(delivery.row.address, "https://layanan.example/keluar");
        let head = Unverified::parse(&delivery.token).unwrap().head;
        assert_eq!((head.alg.as_str(), head.typ.as_deref()), ("RS256", Some("logout+jwt")));
        let token = somebody.service.proved(&delivery.token).await;
        let (now, number) = (world.portal.now().unix_timestamp(), |name: &str| token[name].as_i64().unwrap());
        assert_eq!((&token["iss"], &token["aud"]), (&ORIGIN.into(), &"suite".into()));
        assert_eq!(number("iat"), now);
        assert!(number("exp") > now && number("exp") <= now + 120);
        assert!(token["jti"].as_str().is_some_and(|unique| unique.len() >= 16));
        assert_eq!(token["events"], json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
        for claim in ["sub", "sid"] {
            assert_eq!(token[claim], somebody.flow.id_token[claim], "{claim}");
        }
        assert!(token.get("nonce").is_none());
        assert!(somebody.is_out().await);
    }

    async fn server_rotate_keys(world) {
        let mut somebody = signed_in(&world).await;
        let service = somebody.service.clone();
        let before = service.keys().await;
        let name = |token: &str| Unverified::parse(token).unwrap().head.kid.unwrap();
        let first = name(somebody.flow.hint());
        signing_keys::rotate(&world.portal, Turn::AtOnce).await.unwrap();
        let after = service.keys().await;
        assert_eq!(after.keys.len(), before.keys.len() + 3, "the next ones stand beside those that sign");
        world.clock.advance(12);
        let flow = service.flow(&mut somebody.browser, &[("scope", "openid")]).await;
        assert_ne!(name(flow.hint()), first);
        // Whoever keeps the set that was published meanwhile proves both.
        for token in [somebody.flow.hint(), flow.hint()] {
            Unverified::parse(token).unwrap().prove_with::<Value>(&after).unwrap();
        }
        Unverified::parse(flow.hint()).unwrap().prove_with::<Value>(&before).unwrap_err();
    }

    async fn third_party_init_login(world) {
        let more = "service = \"presensi\"\naddress = \"https://layanan.example/mulai?a=1\"\n\
            initiate_login_uri = \"https://layanan.example/masuk\"";
        with_clients(&world, &client("suite", more)).await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let page = browser.open("/buka/presensi", "same-origin").await;
        let to = Returned::read(page.location());
        assert_eq!(to.uri, "https://layanan.example/masuk");
        assert_eq!((to.get("iss"), to.get("target_link_uri")), (ORIGIN, "https://layanan.example/mulai?a=1"));
        // And the sign-in that the service then begins is one like any other.
        Service::new(&world, "suite").flow(&mut browser, &[("scope", "openid")]).await;
    }
}

#[test]
fn third_party_init_login_nohttps() {
    let more = "initiate_login_uri = \"http://layanan.example/masuk\"";
    let error = asn_digital::domain::sso::client_file::parse(&client("suite", more)).unwrap_err();
    assert!(error.to_string().contains("initiate_login_uri"), "{error}");
}

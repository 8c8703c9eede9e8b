//! What the operator's log says of a service's requests that are refused: who, why, and which fields were sent, under
//! the number that the page or the answer bears; never the value of a secret, code, token or assertion.

use super::*;
use crate::support::*;
use asn_digital::domain::sso::client_authentication::ASSERTION_TYPE;
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, StatusCode};
use std::{
    io::{self, Write},
    sync::{Mutex, OnceLock, PoisonError},
};
use tracing_subscriber::{
    filter::Targets, fmt::MakeWriter, layer::SubscriberExt, util::SubscriberInitExt,
};

/// Everything that this process logs, from the first time that somebody listens.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

#[derive(Clone, Copy)]
struct Listener;

impl Write for Listener {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Listener {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        *self
    }
}

/// As `serve` logs by itself.
fn listen() {
    static LISTENS: OnceLock<()> = OnceLock::new();
    LISTENS.get_or_init(|| {
        let filter: Targets =
            "off,asn_digital::http=info,asn_digital::domain::sso=info,access=info".parse().unwrap();
        let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Listener);
        tracing_subscriber::registry().with(filter).with(lines).init();
    });
}

/// The lines of one request.
fn lines_of(number: &str) -> Vec<String> {
    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let log = String::from_utf8(log).unwrap();
    log.lines().filter(|line| line.contains(&format!("id={number} "))).map(str::to_owned).collect()
}

fn number_in(headers: &HeaderMap) -> String {
    headers["x-request-id"].to_str().unwrap().to_owned()
}

/// The one line of a request that says so, with all of this and nothing of that.
#[track_caller]
fn says(number: &str, what: &str, all: &[&str], secrets: &[&str]) {
    let lines = lines_of(number);
    let said: Vec<_> = lines.iter().filter(|line| line.contains(what)).collect();
    let [line] = said.as_slice() else { panic!("{what}: {lines:?}") };
    for part in all {
        assert!(line.contains(part), "no {part} in {line}");
    }
    for secret in secrets {
        assert!(lines.iter().all(|line| !line.contains(secret)), "{secret} is in {lines:?}");
    }
}

const SENT: &str = "fields=\"client_id code_challenge code_challenge_method nonce redirect_uri response_type scope state\"";

on_both_engines! {
    async fn a_refusal_on_a_page_is_in_the_log_under_the_number_that_the_page_shows(world) {
        listen();
        with_clients(&world, &(client("uji", "") + &client("pejabat", "roles = [\"operator\"]"))).await;
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let service = Service::new(&world, "uji");
        let secrets = ["keadaan", "sekali", &challenge(VERIFIER), PNS];
        for (asks, more, all) in [
            (&service, &[("client_id", "tak-ada")][..], &["problem=UnknownClient", "sent=\"tak-ada\"", SENT][..]),
            (&service, &[("redirect_uri", "https://lain.example/")], &["client=\"uji\"", "problem=UnknownRedirect", "sent=\"https://lain.example/\"", SENT]),
            (&Service::new(&world, "pejabat"), &[], &["client=\"pejabat\"", "problem=NotForThem", SENT]),
        ] {
            let page = browser.open(&asks.authorize(more), "cross-site").await;
            let number = page.texts(".reference code").concat();
            assert_eq!(number, number_in(&page.headers));
            says(&number, "a sign-in was refused", all, &secrets);
        }
    }

    async fn what_a_service_is_told_of_its_mistake_its_operator_finds_in_the_log(world) {
        listen();
        with_clients(&world, &client("uji", "")).await;
        let service = Service::new(&world, "uji");
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let flow = service.flow(&mut browser, &[]).await;
        let hint = format!("{}x", flow.hint());
        for (more, all) in [
            (("max_age", "rahasia-umur"), &["error=\"invalid_request\"", "description=\"max_age is a number of seconds\"", "max_age nonce"][..]),
            (("response_type", "rahasia-jenis"), &["error=\"unsupported_response_type\"", SENT]),
            (("id_token_hint", &*hint), &["error=\"invalid_request\"", "id_token_hint nonce"]),
        ] {
            let page = browser.open(&service.authorize(&[more]), "cross-site").await;
            assert_eq!(page.status, StatusCode::SEE_OTHER);
            let number = number_in(&page.headers);
            let secrets = ["keadaan", "sekali", more.1, &challenge(VERIFIER)];
            let all = [&["client=\"uji\""], all].concat();
            says(&number, "a service was told that its request is wrong", &all, &secrets);
        }
        // Nobody made a mistake where nobody is logged in.
        let page = world.browser().open(&service.authorize(&[("prompt", "none")]), "cross-site").await;
        let lines = lines_of(&number_in(&page.headers));
        assert!(lines.iter().all(|line| line.contains(" INFO ")), "{lines:?}");
    }

    async fn what_gets_no_token_is_in_the_log_without_what_was_brought(world) {
        listen();
        let method = "token_endpoint_auth_method = \"private_key_jwt\"\njwks = { keys = [] }";
        with_clients(&world, &(client("uji", "") + &client("kunci", method))).await;
        let service = Service::new(&world, "uji");
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let flow = service.flow(&mut browser, &[]).await;
        let code = flow.returned.code();
        let again = service.exchange(code).await;
        assert_eq!(again.error(), (400, "invalid_grant"));
        let all = ["client=uji", "error=\"invalid_grant\"", "description=\"the code was used before\"",
            "fields=\"code code_verifier grant_type redirect_uri\""];
        says(&number_in(&again.headers), "no token was issued", &all, &[code, VERIFIER, SECRET, PNS]);
        let renewed = service.refresh(flow.refresh()).await;
        let all = ["client=uji", "fields=\"grant_type refresh_token\""];
        says(&number_in(&renewed.headers), "no token was issued", &all, &[flow.refresh(), SECRET]);

        let assertion = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJrdW5jaSJ9.cmFoYXNpYQ";
        let fields = [("client_id", "kunci"),
            ("grant_type", "client_credentials"), ("client_assertion_type", ASSERTION_TYPE), ("client_assertion", assertion)];
        let answer = service.post_with("/oidc/token", &fields, None).await;
        assert_eq!(answer.error(), (401, "invalid_client"));
        let all = ["client=\"kunci\"", "refusal=its assertion proves nothing",
            "fields=\"client_assertion client_assertion_type client_id grant_type\""];
        says(&number_in(&answer.headers), "a client was not let in", &all, &[assertion]);
        for (fields, head) in [
            (&[("client_id", "uji"), ("client_secret", "tebakan-rahasia")][..], None),
            (&[], Some(format!("Basic {}", STANDARD.encode("uji:tebakan-rahasia")))),
        ] {
            let answer = service.post_with("/oidc/token", fields, head.as_deref()).await;
            assert_eq!(answer.error(), (401, "invalid_client"));
            let secrets = ["tebakan-rahasia", head.as_deref().unwrap_or(SECRET)];
            says(&number_in(&answer.headers), "a client was not let in", &["client=\"uji\"", "refusal=its secret is wrong"], &secrets);
        }
    }

    async fn a_sign_in_is_in_the_access_log_by_its_service_and_nothing_of_its_person(world) {
        listen();
        with_clients(&world, &client("uji", "")).await;
        let service = Service::new(&world, "uji");
        let mut browser = world.logged_in(PNS, "employee", "192.0.2.1").await.0;
        let tokens = service.tokens(&mut browser).await;
        let renewed = service.refresh(tokens.text("refresh_token")).await;
        let refused = service.refresh("x").await;
        for (answer, outcome) in [(&tokens, "signed-in"), (&renewed, "refreshed"), (&refused, "refused")] {
            let outcome = format!("outcome=\"{outcome}\"");
            let secrets = [PNS, "Wahyuni", "192.0.2.", answer.text("sub")];
            let secrets: Vec<_> = secrets.into_iter().filter(|one| !one.is_empty()).collect();
            says(&number_in(&answer.headers), "answered", &["client=\"uji\"", &outcome], &secrets);
        }
    }
}

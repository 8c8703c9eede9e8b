//! The stack of machines, with routes of the tests in it.

use crate::support::*;
use asn_digital::http::{
    AppState,
    machine::{self, MachineRoute},
    problem::Problem,
    router_with,
};
use axum::{
    Extension, Json, Router,
    body::Body,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderMap, Method, Request, StatusCode, header};
use serde_json::{Value, json};

/// Of a body. Bytes.
const LONGEST: usize = 1000;

#[derive(Clone)]
struct Directory(String);

/// Says what it got, and tries to set a cookie.
async fn echo(headers: HeaderMap, Json(body): Json<Value>) -> impl IntoResponse {
    let cookies = headers.contains_key(header::COOKIE);
    ([(header::SET_COOKIE, "a=b")], Json(json!({ "body": body, "cookies": cookies })))
}

async fn breaks() -> Response {
    panic!("a route that breaks")
}

async fn own_words() -> (StatusCode, Json<Value>) {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" })))
}

async fn read_by_others() -> ([(header::HeaderName, &'static str); 1], &'static str) {
    ([(header::ACCESS_CONTROL_ALLOW_ORIGIN, "https://app.example")], "open")
}

async fn who(head: http::request::Parts, body: axum::body::Bytes) -> Result<Directory, Response> {
    let brought = head.headers.get(header::AUTHORIZATION).map(|value| value.as_bytes().to_vec());
    if brought.as_deref() == Some(b"Bearer right") && body.starts_with(b"{") {
        return Ok(Directory("directory".to_owned()));
    }
    let asks = [(header::WWW_AUTHENTICATE, "Bearer")];
    Err((asks, Problem::new(StatusCode::UNAUTHORIZED)).into_response())
}

async fn greet(Extension(Directory(name)): Extension<Directory>, body: String) -> String {
    format!("{name}: {body}")
}

fn machines(state: &AppState) -> Router<AppState> {
    let away = || async { Problem::new(StatusCode::SERVICE_UNAVAILABLE).because("away") };
    let route = |address, handler| MachineRoute::new(state, address, LONGEST, handler);
    machine::stack_below(
        "/mesin",
        [
            route("/gema", post(echo)),
            route("/rusak", get(breaks)),
            route("/pergi", get(away)),
            route("/kata", get(own_words)),
            route("/terbuka", get(read_by_others)),
            route("/klien", machine::for_clients(post(greet), who)),
        ],
    )
}

fn with_machines(world: &World) -> Router {
    let state = world.state(&options_for_tests(ORIGIN));
    router_with(state.clone(), machines(&state))
}

fn request(method: Method, path: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::builder().method(method).uri(format!("/mesin{path}"));
    request.header(header::CONTENT_TYPE, "application/json").body(body.into()).unwrap()
}

async fn ask(browser: &mut Browser, method: Method, path: &str, body: &str) -> Page {
    browser.send(path, request(method, path, body.to_owned())).await
}

/// A problem with the number of its request, kept by nobody, that leads nowhere and sets nothing.
#[track_caller]
fn assert_problem(page: &Page, status: u16) {
    assert_eq!(
        (page.status.as_u16(), page.headers["content-type"].as_bytes()),
        (status, &b"application/problem+json"[..])
    );
    let problem: Value = serde_json::from_str(&page.html).unwrap();
    assert_eq!(problem["status"], status);
    assert_eq!(problem["title"], page.status.canonical_reason().unwrap());
    assert_eq!(problem["reference"], page.headers["x-request-id"].to_str().unwrap());
    assert_eq!(page.headers["cache-control"], "no-store");
    for none in ["location", "set-cookie", "access-control-allow-origin"] {
        assert!(!page.headers.contains_key(none), "{none}");
    }
}

on_both_engines! {
    async fn a_machine_needs_no_headers_of_browsers_and_its_cookies_are_not_looked_at(world) {
        let (browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let mut machine = browser.on(with_machines(&world));
        let known = machine.cookies.clone();
        let page = ask(&mut machine, Method::POST, "/gema", r#"{"a":1}"#).await;
        assert_eq!(page.html, r#"{"body":{"a":1},"cookies":false}"#);
        assert_eq!((page.status.as_u16(), machine.cookies), (200, known), "none was set");
        assert_eq!(page.headers["cache-control"], "no-store");
    }

    async fn whoever_has_something_to_renew_is_led_away_from_pages_only(world) {
        let (browser, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let account = world.portal.store.read().await.unwrap().account_by_nip(PNS).await.unwrap().unwrap();
        let mut unit = world.portal.store.write().await.unwrap();
        unit.set_renewal(account.id, asn_digital::domain::values::renewal::Renewal::Password).await.unwrap();
        unit.commit().await.unwrap();
        let mut machine = browser.on(with_machines(&world));
        assert_eq!(machine.open("/beranda", "none").await.status, StatusCode::SEE_OTHER);
        assert_eq!(ask(&mut machine, Method::POST, "/gema", "{}").await.status, StatusCode::OK);
    }

    async fn whatever_goes_wrong_is_a_problem_with_the_number_of_the_request(world) {
        let mut machine = world.browser().on(with_machines(&world));
        let long = format!("\"{}\"", "x".repeat(LONGEST));
        for (method, path, body, status) in [
            (Method::GET, "/tidak-ada", "", 404),
            (Method::POST, "", "", 404),
            (Method::GET, "/gema", "", 405),
            (Method::DELETE, "/pergi", "", 405),
            (Method::OPTIONS, "/gema", "", 405),
            (Method::POST, "/gema", &long, 413),
            (Method::POST, "/gema", "{", 400),
            (Method::GET, "/rusak", "", 500),
            (Method::GET, "/pergi", "", 503),
            (Method::POST, "/klien", "{}", 401),
        ] {
            let page = ask(&mut machine, method, path, body).await;
            assert_problem(&page, status);
            assert!(!page.html.contains("xxx") && !page.html.contains("breaks"), "{path}: {}", page.html);
        }
        let page = ask(&mut machine, Method::GET, "/gema", "").await;
        assert_eq!(page.headers["allow"], "POST");
        let page = ask(&mut machine, Method::GET, "/pergi", "").await;
        assert_eq!((&page.headers["retry-after"], page.html.contains(r#""detail":"away""#)), (&"5".parse().unwrap(), true));
        let page = ask(&mut machine, Method::POST, "/klien", "{}").await;
        assert_eq!(page.headers["www-authenticate"], "Bearer");

        // One that announces its length, and one that is no JSON.
        let mut announced = request(Method::POST, "/gema", "{}");
        announced.headers_mut().insert(header::CONTENT_LENGTH, (LONGEST + 1).into());
        assert_problem(&machine.send("/gema", announced).await, 413);
        let mut form = request(Method::POST, "/gema", "a=b");
        form.headers_mut().insert(header::CONTENT_TYPE, "text/plain".parse().unwrap());
        assert_problem(&machine.send("/gema", form).await, 415);
        let head = ask(&mut machine, Method::HEAD, "/tidak-ada", "").await;
        assert_eq!((head.status.as_u16(), head.headers["content-type"].as_bytes()), (404, &b"application/problem+json"[..]));

        // A page is a page all the same.
        let page = machine.get("/tidak-ada").await;
        page.assert_shows("Halaman ini tidak ada");
    }

    async fn a_protocol_that_has_words_of_its_own_is_let_through(world) {
        let mut machine = world.browser().on(with_machines(&world));
        let page = ask(&mut machine, Method::GET, "/kata", "").await;
        assert_eq!((page.status.as_u16(), page.html.as_str()), (400, r#"{"error":"invalid_grant"}"#));
        assert_eq!(page.headers["content-type"], "application/json");
    }

    async fn a_route_for_clients_knows_which_one_asks(world) {
        let mut machine = world.browser().on(with_machines(&world));
        for (brought, body, status) in [("Bearer wrong", "{}", 401), ("Bearer right", "", 401), ("Bearer right", "{1}", 200)] {
            let mut request = request(Method::POST, "/klien", body);
            request.headers_mut().insert(header::AUTHORIZATION, brought.parse().unwrap());
            let page = machine.send("/klien", request).await;
            assert_eq!(page.status.as_u16(), status, "{brought} {body}");
            assert_eq!(page.html == "directory: {1}", status == 200);
        }
    }

    async fn other_origins_read_an_answer_only_where_its_route_says_so(world) {
        let mut machine = world.browser().on(with_machines(&world));
        for (path, open) in [("/terbuka", true), ("/kata", false), ("/pergi", false)] {
            let mut request = request(Method::GET, path, "");
            request.headers_mut().insert(header::ORIGIN, "https://app.example".parse().unwrap());
            let page = machine.send(path, request).await;
            assert_eq!(page.headers.contains_key("access-control-allow-origin"), open, "{path}");
        }
    }

    async fn a_node_that_stops_says_so_in_a_problem(world) {
        let state = world.state(&options_for_tests(ORIGIN));
        let mut machine = world.browser().on(router_with(state.clone(), Router::new()));
        assert_eq!(machine.get("/readyz").await.html, "ready\n");
        state.stop();
        let page = machine.get("/readyz").await;
        assert_problem(&page, 503);
        assert!(page.html.contains("stopping"));
        let post = Request::post("/healthz").body(Body::empty()).unwrap();
        assert_problem(&machine.send("/healthz", post).await, 405);
    }
}

//! What whoever watches a portal sees: metrics, the log, `health`; and how it stops.

use crate::support::*;
use std::{
    io::{Read, Write},
    process::Command,
    time::{Duration, Instant},
};
use tempfile::TempDir;

#[test]
fn metrics_are_served_on_their_own_address_only_and_count_what_happens() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path());
    let mut browser = Browser { server: &server, cookie: String::new(), owner: String::new() };
    // The demo people's.
    let hashes = server.metric("asn_hashing_duration_seconds_count").unwrap();
    let offer = browser.send("POST", "/api/login", LOGIN);
    assert!(offer.starts_with("HTTP/1.1 303"), "{offer}");
    browser.send("POST", "/api/login", &format!("nip={NIP}&password=salah"));
    for path in ["/masuk", "/layanan/sscasn", "/layanan/mola", "/198609262015052001", "/api/none"] {
        browser.send("GET", path, "");
    }
    assert!(browser.send("GET", "/metrics", "").starts_with("HTTP/1.1 404"));
    assert!(get(&server.metrics, "/").starts_with("HTTP/1.1 404"));
    assert!(get(&server.metrics, "/masuk").starts_with("HTTP/1.1 404"));

    for (series, value) in [
        (r#"asn_http_requests_total{route="/api/login",method="POST",status="3xx"}"#, 2.0),
        (r#"asn_http_requests_total{route="/masuk",method="GET",status="2xx"}"#, 1.0),
        (r#"asn_http_requests_total{route="/layanan/{slug}",method="GET",status="2xx"}"#, 2.0),
        (r#"asn_http_requests_total{route="unknown",method="GET",status="4xx"}"#, 3.0),
        (r#"asn_http_request_duration_seconds_count{route="/masuk"}"#, 1.0),
        ("asn_http_requests_in_flight", 0.0),
        ("asn_hashing_duration_seconds_count", hashes + 2.0),
        ("asn_hashing_wait_seconds_count", hashes + 2.0),
        ("asn_hashing_waiting", 0.0),
        ("asn_hashing_refused_total", 0.0),
        (r#"asn_security_events_total{event="mfa-offered"}"#, 1.0),
        (r#"asn_security_events_total{event="login-refused"}"#, 1.0),
        (r#"asn_security_events_total{event="logged-in"}"#, 0.0),
        (r#"asn_pool_max_connections{pool="sqlite-writer"}"#, 1.0),
        (r#"asn_job_failures_total{task="checkpoint"}"#, 0.0),
        ("asn_outbox_letters", 0.0),
    ] {
        let all = || get(&server.metrics, "/metrics");
        assert_eq!(server.metric(series), Some(value), "{series}\n{}", all());
    }
    let memory = server.metric("process_resident_memory_bytes").unwrap();
    assert!(memory > 1e6 && memory < 1e9, "{memory}");
    assert!(server.metric(r#"asn_pool_wait_seconds_count{pool="sqlite-readers"}"#).unwrap() > 1.0);
    let all = get(&server.metrics, "/metrics");
    assert!(all.contains("content-type: text/plain; version=0.0.4"), "{all}");
    for metric in asn_digital::metrics::ALL {
        assert!(all.contains(&format!("# HELP {} ", metric.name)), "{} is not there", metric.name);
    }
    assert!(!all.contains(NIP) && !all.contains("mola") && !all.contains("127.0.0.1"));
}

#[test]
fn the_access_log_has_a_line_for_each_request_and_nothing_of_the_person() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path());
    let mut browser = Browser { server: &server, cookie: String::new(), owner: String::new() };
    browser.send("POST", "/api/login", LOGIN);
    let token = browser.cookie.clone();
    let secret = token.strip_prefix("asn_session=").unwrap();
    let page = browser.send("GET", "/masuk?lanjut=%2Fberanda", "");
    browser.send("GET", &format!("/{NIP}?kunci=rahasia"), "");
    browser.send("GET", "/layanan/sscasn", "");
    browser.send("RAHASIA", "/masuk", "");
    browser.send("GET", "/healthz", "");

    let (_, id) = page.split_once("x-request-id: ").unwrap();
    let id = id.lines().next().unwrap();
    let log = server.log();
    let lines: Vec<_> = log.lines().filter(|line| line.contains("answered")).collect();
    assert_eq!(lines.len(), 5, "{log}");
    assert!(lines[0].contains("method=\"POST\" route=\"/api/login\"}"), "{}", lines[0]);
    assert!(lines[0].contains("status=303 ms="), "{}", lines[0]);
    assert!(lines[1].contains(&format!("id={id} method=\"GET\" route=\"/masuk\"")), "{}", lines[1]);
    assert!(
        lines[2].contains("route=\"unknown\"") && lines[2].contains("status=404"),
        "{}",
        lines[2]
    );
    assert!(lines[3].contains("route=\"/layanan/{slug}\""), "{}", lines[3]);
    assert!(lines[4].contains("method=\"other\""), "{}", lines[4]);
    for private in [NIP, "kopi-pagi", "RAHASIA", "rahasia", "kunci", "lanjut", secret, "Peramban"] {
        assert!(!log.contains(private), "{private} is in {log}");
    }
    assert!(!lines.iter().any(|line| line.contains("127.0.0.1")), "{log}");
}

#[test]
fn the_access_log_can_be_switched_off_and_every_other_line_still_has_its_number() {
    let folder = TempDir::new().unwrap();
    let server = Server::start_with(folder.path(), &["--log", "warn,access=off"]);
    let forged = "POST /api/logout HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: cross-site\r\n\
         Connection: close\r\nContent-Length: 0\r\n\r\n";
    let mut answer = String::new();
    server.send(forged).read_to_string(&mut answer).unwrap();
    let (_, id) = answer.split_once("x-request-id: ").unwrap();
    let (id, log) = (id.lines().next().unwrap(), server.log());
    assert!(!log.contains("answered"), "{log}");
    let refused = log.lines().find(|line| line.contains("another site")).unwrap();
    assert!(refused.contains(&format!("id={id} ")), "{log}");
    assert!(answer.contains(id), "the page has the same number");
}

#[test]
fn health_says_whether_the_portal_answers() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path());
    let url = |path: &str| format!("http://{}{path}", server.address);
    let healthy = |arguments: &[&str]| run(folder.path(), arguments, "").status.success();
    assert!(healthy(&["health", "--listen", &server.address]));
    assert!(healthy(&["health", "--url", &url("/readyz")]));
    let everywhere = server.address.replace("127.0.0.1", "0.0.0.0");
    assert!(healthy(&["health", "--listen", &everywhere]), "asked on this machine's own address");

    let said = refusal(folder.path(), &["health", "--url", &url("/tidak/ada")]);
    assert!(said.contains("answers HTTP/1.1 404"), "{said}");
    let said = refusal(folder.path(), &["health", "--url", "https://asn.example.go.id/"]);
    assert!(said.contains("--url"), "{said}");
    let address = server.address.clone();
    drop(server);
    let said = refusal(folder.path(), &["health", "--listen", &address]);
    assert!(said.contains("Connection refused"), "{said}");
}

#[test]
fn a_stop_lets_requests_in_flight_finish() {
    let folder = TempDir::new().unwrap();
    let mut server = Server::start(folder.path());
    let form = format!("nip={NIP}&password=kopi-pagi-di-ambon&code=");
    let request = format!(
        "POST /api/login HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nAccept: text/html\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        form.len()
    );
    // The head is on its way, the body is not: the request is in flight when the signal comes.
    let mut stream = server.send(&request);
    std::thread::sleep(Duration::from_millis(200));
    let kill = Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status();
    assert!(kill.unwrap().success());
    std::thread::sleep(Duration::from_millis(200));
    stream.write_all(form.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert!(answer.contains("asn_session="), "{answer}");

    let start = Instant::now();
    while server.child.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < Duration::from_secs(10), "it does not stop");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(server.child.wait().unwrap().success());
}

#[test]
fn a_service_that_asks_for_tokens_is_counted_by_its_name_and_named_in_the_access_log() {
    let folder = TempDir::new().unwrap();
    let secret = "rahasia-mesin-0123456789abcdefghij";
    let hash = "532a3327f13ae7800c355d57051762dfcabe671a7f8ce9f718dff336601c00ca";
    let file = folder.path().join("clients.toml");
    let client = format!(
        "[[client]]\nclient_id = \"mesin\"\nclient_name = \"Mesin\"\n\
             grant_types = [\"client_credentials\"]\nclient_secret_sha256 = [\"{hash}\"]\n"
    );
    std::fs::write(&file, client).unwrap();
    let server = Server::start_with(folder.path(), &["--clients", file.to_str().unwrap()]);
    let asks = |grant: &str| {
        let form = format!("grant_type={grant}&client_id=mesin&client_secret={secret}");
        let length = form.len();
        let request = format!(
            "POST /oidc/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}"
        );
        let mut answer = String::new();
        server.send(&request).read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(asks("client_credentials").starts_with("HTTP/1.1 200"));
    assert!(asks("refresh_token").starts_with("HTTP/1.1 400"));
    for (series, value) in [
        (r#"asn_token_requests_total{client="mesin",outcome="own-token"}"#, 1.0),
        (r#"asn_token_requests_total{client="mesin",outcome="refused"}"#, 1.0),
        (r#"asn_token_requests_total{client="(others)",outcome="signed-in"}"#, 0.0),
    ] {
        assert_eq!(server.metric(series), Some(value), "{series}");
    }
    let log = server.log();
    let lines: Vec<_> = log.lines().filter(|line| line.contains("answered")).collect();
    assert_eq!(lines.len(), 2, "{log}");
    assert!(lines[0].contains("client=\"mesin\" outcome=\"own-token\""), "{}", lines[0]);
    assert!(lines[1].contains("client=\"mesin\" outcome=\"refused\""), "{}", lines[1]);
    assert!(!log.contains(secret) && !log.contains(hash), "{log}");
}

#[test]
fn two_clients_with_one_tile_are_refused_in_one_line_that_names_both() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("clients.toml");
    let client = |id: &str| {
        format!(
            "[[client]]\nclient_id = \"{id}\"\nclient_name = \"Layanan\"\nservice = \"presensi\"\n\
             redirect_uris = [\"https://layanan.example.go.id/kembali\"]\n"
        )
    };
    std::fs::write(&file, client("satu") + &client("dua")).unwrap();
    let file = file.to_str().unwrap();
    let said = refusal(folder.path(), &["clients", "set", file]);
    assert!(said.contains("\"satu\" and \"dua\" have the same service \"presensi\""), "{said}");
    std::fs::write(file, client("satu")).unwrap();
    assert!(run(folder.path(), &["clients", "set", file], "").status.success());
    std::fs::write(file, client("dua")).unwrap();
    let said = refusal(folder.path(), &["clients", "set", file]);
    assert!(said.contains("\"satu\" and \"dua\" have the same service \"presensi\""), "{said}");
}

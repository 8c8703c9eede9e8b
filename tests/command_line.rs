//! The command `asn-digital`, run as an operator runs it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};
use tempfile::TempDir;

const NIP: &str = "198609262015052001";
const LOGIN: &str = "nip=198609262015052001&password=kopi-pagi-di-ambon";

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_asn-digital"));
    command.env_clear().env("ASN_DATA_DIR", folder.join("data")).current_dir(folder);
    command
}

fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = command(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that stops early does not read.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What an operator is told when a start stops: one line.
#[track_caller]
fn refusal(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments, "");
    assert!(!output.status.success(), "{arguments:?} went on");
    let said = text(&output.stderr);
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[test]
fn a_broken_catalogue_stops_the_start_and_names_line_and_field() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("services.toml");
    let good = include_str!("../catalogue.toml");
    let path = file.to_str().unwrap();
    fs::write(folder.path().join("people.csv"), "nip,name,email,agency,roles\n").unwrap();
    let start = ["accounts", "import", "people.csv"];
    let refusal = |path| refusal(folder.path(), &[&["--catalogue", path], &start[..]].concat());
    for (from, to, named) in [
        ("group = \"kinerja\"", "group = \"kinrja\"", "group = \"kinrja\""),
        ("slug = \"e-kinerja\"", "slug = \"e kinerja\"", "slug = \"e kinerja\""),
        ("purpose_id = ", "tujuan = ", "tujuan"),
        ("address = \"https:", "address = \"http:", "address = \"http:"),
    ] {
        fs::write(&file, good.replacen(from, to, 1)).unwrap();
        let said = refusal(path);
        assert!(said.contains("--catalogue") && said.contains("line "), "{said}");
        assert!(said.contains(named), "{said}");
    }
    fs::write(&file, format!("{good}\n{good}")).unwrap();
    let said = refusal(path);
    assert!(said.contains("two services are called"), "{said}");
    let said = refusal("nowhere.toml");
    assert!(said.contains("nowhere.toml"), "{said}");
}

#[test]
fn an_import_lands_good_rows_and_names_bad_ones_by_line() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("people.csv");
    let rows = format!(
        "nip,name,email,agency,roles\n\
         {NIP},Sri Wahyuni,sri@example.go.id,Kota Ambon,employee\n\
         19860926201505100,Tujuh Belas,,Kota Ambon,employee\n\
         199203142023212045,\"Pratama, Rizky\",,BKN,employee operator\n\
         199203142023212046,Tanpa Peran,,BKN,raja\n\
         199203142023212047,,,BKN,\n"
    );
    fs::write(&file, rows).unwrap();
    let import = ["accounts", "import", file.to_str().unwrap()];

    let dry = run(folder.path(), &[&import[..], &["--dry-run"]].concat(), "");
    assert!(text(&dry.stdout).contains("2 added, 0 updated, 3 refused; dry run"));
    let first = run(folder.path(), &import, "");
    assert_eq!(first.status.code(), Some(1));
    assert_eq!(text(&first.stdout), "2 added, 0 updated, 3 refused\n");
    let problems = text(&first.stderr);
    for line in [
        "line 3: the nip has 17 digits; it needs 18",
        "line 5: no role is called \"raja\"; there are employee, operator and administrator",
        "line 6: the column name is empty",
    ] {
        assert!(problems.contains(line), "{problems}");
    }
    let again = run(folder.path(), &import, "");
    assert_eq!(text(&again.stdout), "0 added, 2 updated, 3 refused\n");

    let mode = folder.path().join("data").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else looks into the folder of the data");
}

#[test]
fn a_spreadsheets_semicolons_are_understood_and_a_file_without_columns_is_not() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("people.csv");
    fs::write(&file, format!("\u{feff}nip;name;email;agency;roles\r\n{NIP};Sri;;Ambon;\r\n"))
        .unwrap();
    let done = run(folder.path(), &["accounts", "import", "people.csv"], "");
    assert_eq!(text(&done.stdout), "1 added, 0 updated, 0 refused\n", "{}", text(&done.stderr));
    assert!(done.status.success());

    fs::write(&file, "nomor,nama\n1,Sri\n").unwrap();
    assert!(refusal(folder.path(), &["accounts", "import", "people.csv"]).contains("column nip"));
    assert!(refusal(folder.path(), &["accounts", "import", "none.csv"]).contains("none.csv"));
}

#[test]
fn a_password_is_read_from_standard_input_and_never_said() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("people.csv"), format!("nip,name,agency\n{NIP},Sri,Ambon\n"))
        .unwrap();
    run(folder.path(), &["accounts", "import", "people.csv"], "");
    let set = ["accounts", "set-password", NIP];
    let done = run(folder.path(), &set, "kopi-pagi-di-ambon\n");
    assert!(done.status.success(), "{}", text(&done.stderr));
    let said = text(&done.stdout) + &text(&done.stderr);
    assert!(said.contains("1986••••••••••2001") && !said.contains(NIP) && !said.contains("kopi"));

    let short = run(folder.path(), &set, "pendek\n");
    assert!(!short.status.success() && text(&short.stderr).contains("at least 12 characters"));
    let unknown = ["accounts", "set-password", "199203142023212045"];
    let unknown = run(folder.path(), &unknown, "kopi-pagi-di-ambon\n");
    assert!(text(&unknown.stderr).contains("no account has the NIP 1992"));
}

#[test]
fn an_account_is_disabled_and_enabled_and_everybodys_sessions_end_when_that_is_meant() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("people.csv"), format!("nip,name,agency\n{NIP},Sri,Ambon\n"))
        .unwrap();
    run(folder.path(), &["accounts", "import", "people.csv"], "");
    for (verb, said) in [
        ("disable", "1986••••••••••2001 disabled; 0 sessions ended\n"),
        ("disable", "1986••••••••••2001 was disabled already\n"),
        ("enable", "1986••••••••••2001 enabled; 0 sessions ended\n"),
        ("enable", "1986••••••••••2001 was enabled already\n"),
    ] {
        let done = run(folder.path(), &["accounts", verb, NIP], "");
        assert_eq!(text(&done.stdout), said, "{}", text(&done.stderr));
        assert!(done.status.success());
    }
    let unknown = refusal(folder.path(), &["accounts", "disable", "199203142023212045"]);
    assert!(unknown.contains("no account has the NIP 1992"), "{unknown}");
    assert!(refusal(folder.path(), &["accounts", "enable", "1"]).contains("no NIP"));

    let asked = refusal(folder.path(), &["sessions", "end-all"]);
    assert!(asked.contains("ends 0 sessions") && asked.contains("--yes"), "{asked}");
    let done = run(folder.path(), &["sessions", "end-all", "--yes"], "");
    assert_eq!(text(&done.stdout), "0 sessions ended\n", "{}", text(&done.stderr));
    let export = text(&run(folder.path(), &["audit", "export"], "").stdout);
    let events = ["account-disabled", "account-enabled", "all-sessions-ended"];
    assert!(events.iter().all(|event| export.matches(event).count() == 1), "{export}");
}

#[test]
fn a_bad_value_stops_the_start_with_one_line_that_names_it() {
    let folder = TempDir::new().unwrap();
    let no_site = refusal(folder.path(), &["serve"]);
    assert!(no_site.contains("--site-root target/site"), "{no_site}");
    fs::create_dir_all(folder.path().join("target/site/pkg")).unwrap();
    for (arguments, named) in [
        (["serve", "--listen", "somewhere"], "--listen"),
        (["serve", "--public-origin", "asn.example"], "--public-origin"),
        (["serve", "--trusted-proxies", "proxy"], "--trusted-proxies"),
        (["serve", "--hashes-at-once", "0"], "--hashes-at-once"),
        (["serve", "--metrics-listen", "9464"], "--metrics-listen"),
        (["serve", "--listen", "0.0.0.0:0"], "--listen 0.0.0.0:0"),
        (["serve", "--database-url", "nonsense"], "postgres://"),
    ] {
        let said = refusal(folder.path(), &arguments);
        assert!(said.contains(named), "{arguments:?}: {said}");
    }
    let demo = ["serve", "--demo", "--public-origin", "https://asn.example.go.id"];
    assert!(refusal(folder.path(), &demo).contains("must not serve"));
    assert!(!folder.path().join("data").exists(), "nothing was written");
}

#[test]
fn a_lost_key_stops_the_start_and_demo_data_goes_only_into_an_empty_database() {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("target/site/pkg")).unwrap();
    fs::write(folder.path().join("people.csv"), format!("nip,name,agency\n{NIP},Sri,Ambon\n"))
        .unwrap();
    run(folder.path(), &["accounts", "import", "people.csv"], "");
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let demo = refusal(folder.path(), &[&serve[..], &["--demo"]].concat());
    assert!(demo.contains("only into an empty database"), "{demo}");

    fs::remove_file(folder.path().join("data/asn-digital.key")).unwrap();
    let lost = refusal(folder.path(), &serve);
    assert!(lost.contains("is missing") && lost.contains("bring the file back"), "{lost}");
    assert!(!folder.path().join("data/asn-digital.key").exists());
}

/// A running portal, killed when dropped.
struct Server {
    child: Child,
    address: String,
    metrics: String,
    folder: PathBuf,
}

impl Server {
    fn start(folder: &Path) -> Self {
        Self::start_with(folder, &[])
    }

    fn start_with(folder: &Path, arguments: &[&str]) -> Self {
        fs::create_dir_all(folder.join("target/site/pkg")).unwrap();
        let (address, metrics) = (free_address(), free_address());
        let log = fs::File::create(folder.join("log")).unwrap();
        let child = command(folder)
            .args(["serve", "--demo", "--listen", &address, "--metrics-listen", &metrics])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut server = Self { child, address, metrics, folder: folder.to_owned() };
        let said = BufReader::new(server.child.stdout.take().unwrap());
        assert!(said.lines().map_while(Result::ok).any(|line| line.contains("demo data")));
        server
    }

    fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap()
    }

    /// What the metrics say of a series, by its name and labels.
    fn metric(&self, series: &str) -> Option<f64> {
        let text = get(&self.metrics, "/metrics");
        let line = text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' '));
        line.map(|value| value.parse().unwrap())
    }

    fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The system picks a port; the next moment it is almost surely still free.
fn free_address() -> String {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn metrics_are_served_on_their_own_address_only_and_count_what_happens() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path());
    let mut browser = Browser { server: &server, cookie: String::new() };
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
        (r#"asn_job_failures_total{task="clean-up"}"#, 0.0),
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
fn a_taken_address_for_metrics_stops_the_start_when_it_was_named_and_only_then() {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("target/site/pkg")).unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = ["serve", "--log", "error", "--listen", "127.0.0.1:0", "--metrics-listen", &address];
    let said = refusal(folder.path(), &said);
    assert!(said.contains(&format!("--metrics-listen {address}")), "{said}");

    // Whether or not it is free at this moment, after this nobody else gets it.
    let _default = std::net::TcpListener::bind("127.0.0.1:9464");
    let (listen, log) = (free_address(), folder.path().join("log"));
    let mut child = command(folder.path())
        .args(["serve", "--demo", "--listen", &listen])
        .stdout(Stdio::piped())
        .stderr(fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    assert!(said.lines().map_while(Result::ok).any(|line| line.contains("demo data")));
    let answer = get(&listen, "/healthz");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let log = fs::read_to_string(log).unwrap();
    let warnings: Vec<_> = log.lines().filter(|line| line.contains(" WARN ")).collect();
    assert!(warnings.len() == 1 && warnings[0].contains("--metrics-listen"), "{log}");
}

#[test]
fn the_access_log_has_a_line_for_each_request_and_nothing_of_the_person() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path());
    let mut browser = Browser { server: &server, cookie: String::new() };
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

/// A browser of the shortest kind: what one request needs, and what its answer says.
struct Browser<'a> {
    server: &'a Server,
    cookie: String,
}

impl Browser<'_> {
    fn send(&mut self, method: &str, path: &str, body: &str) -> String {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: text/html\r\n\
             User-Agent: Peramban\r\nSec-Fetch-Site: same-origin\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.cookie,
            body.len()
        );
        let mut answer = Vec::new();
        self.server.send(&request).read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        if let Some((_, cookie)) = answer.split_once("set-cookie: asn_session=") {
            self.cookie = format!("asn_session={}", cookie.split(';').next().unwrap());
        }
        answer
    }
}

fn totp(key: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(key).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    totp.generate(now).to_string()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap().path();
        if file.is_file() {
            fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    }
}

#[test]
fn a_key_is_replaced_while_the_portal_runs_and_an_old_backup_still_opens_with_its_old_key() {
    let folder = TempDir::new().unwrap();
    let server = Server::start(folder.path());
    let mut browser = Browser { server: &server, cookie: String::new() };
    let login = format!("nip={NIP}&password=kopi-pagi-di-ambon");
    browser.send("POST", "/api/login", &login);
    let page = browser.send("GET", "/mfa", "");
    let (_, key) = page.split_once("secret=").expect("the activation page");
    let key: String = key.chars().take_while(char::is_ascii_alphanumeric).collect();
    let code = totp(&key);
    let activate = format!("code={code}&device_name=HP");
    let answer = browser.send("POST", "/api/mfa/activate", &activate);
    assert!(answer.contains("location: /mfa/kode-pemulihan"), "{answer}");

    let backup = TempDir::new().unwrap();
    copy(&folder.path().join("data"), &backup.path().join("data"));
    let before = fs::read_to_string(folder.path().join("data/asn-digital.key")).unwrap();
    let rotated = run(folder.path(), &["keys", "rotate"], "");
    assert!(rotated.status.success(), "{}", text(&rotated.stderr));
    assert!(text(&rotated.stdout).contains("1 secrets sealed anew"), "{}", text(&rotated.stdout));
    let after = fs::read_to_string(folder.path().join("data/asn-digital.key")).unwrap();
    assert!(after.ends_with(&before) && after.lines().count() == 2);
    let again = run(folder.path(), &["keys", "rotate"], "");
    assert!(again.status.success() && text(&again.stdout).contains("1 secrets sealed anew"));

    let cookie = browser.cookie.clone();
    let login = format!("{login}&code={code}");
    let answer = browser.send("POST", "/api/login", &login);
    assert!(answer.contains("location: /beranda"), "the running portal opens it: {answer}");

    let verify = run(folder.path(), &["audit", "verify"], "");
    assert!(verify.status.success(), "{}", text(&verify.stderr));
    assert!(text(&verify.stdout).contains("3 rows checked, 0 chains broken"));
    let export = run(folder.path(), &["audit", "export"], "");
    let lines: Vec<serde_json::Value> =
        text(&export.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let events: Vec<_> = lines.iter().map(|line| line["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["mfa-offered", "mfa-activated", "logged-in"]);
    assert!(!text(&export.stdout).contains(NIP));

    drop(server);
    let old = Server::start(backup.path());
    let mut browser = Browser { server: &old, cookie };
    let answer = browser.send("POST", "/api/login", &login);
    assert!(answer.contains("location: /beranda"), "the backup opens: {answer}");
}

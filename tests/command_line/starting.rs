//! What stops a start, and what an operator is told then: one line.

use crate::support::*;
use std::{
    fs,
    io::{BufRead, BufReader},
    process::Stdio,
};
use tempfile::TempDir;

#[test]
fn a_broken_catalogue_stops_the_start_and_names_line_and_field() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("services.toml");
    let good = include_str!("../../catalogue.toml");
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

#[tokio::test]
async fn a_command_leaves_the_services_as_the_server_has_them() {
    let folder = TempDir::new().unwrap();
    let renamed =
        include_str!("../../catalogue.toml").replace("slug = \"jdih\"", "slug = \"hukum\"");
    fs::write(folder.path().join("services.toml"), renamed).unwrap();
    let named = run(folder.path(), &["--catalogue", "services.toml", "audit", "verify"], "");
    assert!(named.status.success(), "{}", text(&named.stderr));
    assert!(run(folder.path(), &["audit", "verify"], "").status.success());
    let file = folder.path().join("data/asn-digital.sqlite3");
    let store = asn_digital::store::Store::open_sqlite(&file).await.unwrap();
    let services = store.read().await.unwrap().services().await.unwrap();
    store.close().await;
    let is_there = |slug: &str| services.iter().any(|service| service.slug == slug);
    assert!(is_there("hukum") && !is_there("jdih"), "{services:?}");
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
        (["serve", "--public-origin", "https://asn.example"], "--trusted-proxies 127.0.0.1"),
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

//! A realm's export on the command line: what is said of it, what is written down, and a process that is killed.

use crate::support::*;
use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

const ID: &str = "b3f1c2d4-0a1b-4c2d-8e3f-5a6b7c8d9e0f";

fn user(nip: &str, id: &str) -> Value {
    json!({ "id": id, "username": nip, "firstName": "Sri", "lastName": "Wahyuni", "enabled": true,
        "attributes": { "instansi": ["Pemerintah Kota Ambon"] }, "realmRoles": ["kepegawaian"],
        "credentials": [{ "type": "webauthn", "secretData": "{\"very\":\"secret\"}" }] })
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) {
    fs::write(folder.join(name), content).unwrap();
}

/// The exit code, standard output and standard error.
fn import(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let arguments = [&["keycloak", "import"], arguments].concat();
    let output = run(folder, &arguments, "");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_report_names_everybody_and_everything_and_nothing_that_is_secret() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let clerk = json!({ "serviceAccountClientId": "sapk", "username": "service-account-sapk" });
    let realm = json!({ "realm": "siasn",
        "users": [user(NIP, ID), user("1986", "=1+1"), clerk],
        "clients": [{ "clientId": "sapk", "redirectUris": ["https://sapk.example/*"] }] });
    write(folder, "realm.json", realm.to_string());
    let by = ["realm.json", "--agency-attribute", "instansi"];
    let dry = [&by[..], &["--dry-run", "--report", "dry.csv"]].concat();
    let (code, said, _) = import(folder, &dry);
    assert_eq!(code, Some(1), "somebody was refused");
    assert!(said.contains("dry run: nothing was changed"), "{said}");
    let wet = [&by[..], &["--report", "wet.csv"]].concat();
    let (code, said, errors) = import(folder, &wet);
    assert_eq!((code, errors.as_str()), (Some(1), ""));
    assert!(
        said.starts_with("1 new, 0 that were here before, 0 that came before, 1 not taken"),
        "{said}"
    );
    for line in [
        "1 × passkey",
        "1 × no-password",
        "1 × role-unmapped",
        "1 accounts of services",
        "1 services (clients)",
        "1 addresses of theirs that stand for many",
    ] {
        assert!(said.contains(line), "{line} {said}");
    }
    let report = fs::read_to_string(folder.join("wet.csv")).unwrap();
    assert_eq!(report, fs::read_to_string(folder.join("dry.csv")).unwrap());
    let lines: Vec<_> = report.lines().collect();
    assert_eq!(lines[0], "\"file\",\"person\",\"id\",\"nip\",\"outcome\",\"what\"");
    assert!(report.contains(&format!("\"realm.json\",\"1\",\"{ID}\",\"1986")), "{report}");
    assert!(report.contains("a passkey stays behind") && report.contains("the nip has 4 digits"));
    assert!(report.contains("https://sapk.example/* stands for many"), "{report}");
    assert!(
        !report.contains(NIP) && !report.contains("very") && !report.contains("\"=1"),
        "{report}"
    );
    let (code, _, errors) = import(folder, &wet);
    assert_eq!(code, Some(1));
    assert!(errors.contains("--report wet.csv"), "no report takes another's place: {errors}");
    let (_, said, _) = import(folder, &by);
    assert!(
        said.starts_with("0 new, 0 that were here before, 1 that came before, 1 not taken"),
        "{said}"
    );
}

#[test]
fn roles_mean_what_the_options_say_and_privileges_need_a_word_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "realm.json", json!({ "users": [user(NIP, ID)] }).to_string());
    let by = ["realm.json", "--agency", "BKN", "--role", "kepegawaian=operator"];
    let (code, _, errors) = import(folder, &by);
    assert_eq!(code, Some(1));
    assert!(errors.contains("would become operator; only --change-privileges"), "{errors}");
    let (code, said, errors) = import(folder, &[&by[..], &["--change-privileges"]].concat());
    assert_eq!(code, Some(0), "{errors}");
    assert!(said.starts_with("1 new") && !said.contains("role-unmapped"), "{said}");
    for (role, why) in [("kepegawaian=boss", "there are employee"), ("boss", "THEIRS=OURS")] {
        let (code, _, errors) = import(folder, &["realm.json", "--role", role]);
        assert_eq!(code, Some(2));
        assert!(errors.contains(why), "{errors}");
    }
    let (code, _, _) = import(folder, &["realm.json", "--agency", "a", "--agency-attribute", "b"]);
    assert_eq!(code, Some(2));
}

#[test]
fn files_that_are_no_export_say_so_and_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "gzip.json", b"\x1f\x8b\x08\0\0");
    write(folder, "empty.json", "");
    write(folder, "realm.json", json!({ "realm": "siasn" }).to_string());
    write(folder, "list.json", json!([user(NIP, ID)]).to_string());
    for (file, why) in [
        ("gzip.json", "gzip.json: this is compressed by gzip; unpack it first"),
        ("empty.json", "empty.json: the file is empty"),
        ("list.json", "something else stands where Keycloak writes a realm"),
        ("realm.json", "there are no users in it"),
        ("nowhere.json", "nowhere.json: No such file"),
    ] {
        let (code, _, errors) = import(folder, &[file, "--agency", "BKN"]);
        assert_eq!(code, Some(1), "{file}");
        assert!(errors.contains(why), "{errors}");
    }
    // A realm's own file beside those of its users, with a mark.
    let users = format!("\u{feff}{}", json!({ "realm": "siasn", "users": [user(NIP, ID)] }));
    write(folder, "siasn-users-0.json", users);
    let (code, said, errors) =
        import(folder, &["realm.json", "siasn-users-0.json", "--agency", "BKN"]);
    assert_eq!(code, Some(0), "{errors}");
    assert!(said.starts_with("1 new"), "{said}");
}

fn people(folder: &Path) -> i64 {
    let file = folder.join("data/asn-digital.sqlite3");
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let Ok(connection) = rusqlite::Connection::open_with_flags(file, flags) else { return 0 };
    let sql = "SELECT COUNT(*) FROM accounts WHERE taken_over_at IS NOT NULL";
    connection.query_row(sql, [], |row| row.get(0)).unwrap_or(0)
}

#[test]
fn a_process_that_is_killed_in_the_middle_goes_on_where_it_was() {
    const PEOPLE: i64 = 16_000;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let made = run(folder, &["synth", "--accounts", "16000", "--keycloak", "realm.json"], "");
    assert!(made.status.success(), "{made:?}");
    let arguments = ["keycloak", "import", "realm.json", "--agency-attribute", "instansi"];
    let mut child = command(folder)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while people(folder) == 0 && begun.elapsed() < Duration::from_secs(90) {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let landed = people(folder);
    assert!(landed > 0 && landed < PEOPLE, "{landed} people: killed too late");
    let output = run(folder, &arguments, "");
    let said = text(&output.stdout);
    let expected = format!(
        "{} new, 0 that were here before, {landed} that came before, 0 not",
        PEOPLE - landed
    );
    assert!(said.starts_with(&expected), "{said} {}", text(&output.stderr));
    assert_eq!(people(folder), PEOPLE);
}

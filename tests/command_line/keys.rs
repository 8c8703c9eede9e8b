//! `keys rotate` and `audit`, beside a running portal.

use crate::support::*;
use std::{fs, path::Path};
use tempfile::TempDir;

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
    let mut browser = Browser { server: &server, cookie: String::new(), owner: String::new() };
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
    // An authenticator, and a key of each algorithm that signs tokens.
    assert!(text(&rotated.stdout).contains("4 secrets sealed anew"), "{}", text(&rotated.stdout));
    let after = fs::read_to_string(folder.path().join("data/asn-digital.key")).unwrap();
    assert!(after.ends_with(&before) && after.lines().count() == 2);
    let again = run(folder.path(), &["keys", "rotate"], "");
    assert!(again.status.success() && text(&again.stdout).contains("4 secrets sealed anew"));

    let cookie = browser.cookie.clone();
    let login = format!("{login}&code={code}");
    let answer = browser.send("POST", "/api/login", &login);
    assert!(answer.contains("location: /beranda"), "the running portal opens it: {answer}");

    let verify = run(folder.path(), &["audit", "verify"], "");
    assert!(verify.status.success(), "{}", text(&verify.stderr));
    let rows = 3 + 2 * 16;
    assert!(text(&verify.stdout).contains(&format!("{rows} rows checked, 0 chains broken")));
    let export = run(folder.path(), &["audit", "export"], "");
    let lines: Vec<serde_json::Value> =
        text(&export.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let events: Vec<_> = lines.iter().map(|line| line["event"].as_str().unwrap()).collect();
    let (rotations, events): (Vec<_>, Vec<_>) =
        events.into_iter().partition(|event| *event == "keys-rotated");
    assert_eq!((rotations.len(), events), (32, vec!["mfa-offered", "mfa-activated", "logged-in"]));
    assert!(!text(&export.stdout).contains(NIP));

    drop(server);
    let old = Server::start(backup.path());
    let mut browser = Browser { server: &old, cookie, owner: String::new() };
    let answer = browser.send("POST", "/api/login", &login);
    assert!(answer.contains("location: /beranda"), "the backup opens: {answer}");
}

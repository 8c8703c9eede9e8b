//! `scim`: tokens of agencies' systems, from the command line, while the portal runs.

use crate::support::*;
use std::io::Read;
use tempfile::TempDir;

/// The status of an answer to somebody with this token.
fn asks(server: &Server, token: &str) -> String {
    let request = format!(
        "GET /scim/v2/Users HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    let mut answer = Vec::new();
    server.send(&request).read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap().to_owned()
}

#[test]
fn a_token_is_shown_once_opens_what_it_is_for_and_ends_at_once() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    // People who do not exist, of two agencies.
    let server = Server::start(folder);
    let add = ["scim", "token", "add", "--name", "SIMPEG", "--agency"];
    let added = run(folder, &[&add[..], &["Pemerintah Kota Ambon", "--days", "30"]].concat(), "");
    let token = text(&added.stdout).trim().to_owned();
    assert!(token.starts_with("asn_scim_") && added.status.success(), "{}", text(&added.stderr));
    for (arguments, why) in [
        (&["Pemerintah Kota Sorong"][..], "there is no such agency"),
        (&["Pemerintah Kota Ambon", "--days", "0"], "1 to 1095 days"),
        (&["Pemerintah Kota Ambon", "--name", ""], "cannot be used multiple times"),
    ] {
        let said = refusal(folder, &[&add[..], arguments].concat());
        assert!(said.contains(why), "{said}");
    }
    let listed = || text(&run(folder, &["scim", "token", "list"], "").stdout);
    let line = listed();
    assert_eq!(line.lines().count(), 1);
    assert!(
        line.contains("Pemerintah Kota Ambon\tSIMPEG\t") && line.contains("last used: never"),
        "{line}"
    );
    assert!(!line.contains(&token[9..]), "it is never shown again");

    assert_eq!(asks(&server, &token), "200");
    assert_eq!(asks(&server, &format!("{token}x")), "401");
    assert!(!server.log().contains(&token[9..]), "nor logged");
    let id = line.split('\t').next().unwrap();
    assert_eq!(
        text(&run(folder, &["scim", "token", "end", id], "").stdout),
        "SIMPEG ended, for Pemerintah Kota Ambon\n"
    );
    assert_eq!(asks(&server, &token), "401");
    assert!(listed().contains("\tended"));
    assert!(refusal(folder, &["scim", "token", "end", id]).contains("no such token"));
}

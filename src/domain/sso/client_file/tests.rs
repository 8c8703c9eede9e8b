use super::*;
use crate::domain::testing::TestPortal;

const USUAL: &str =
    "client_name = \"Layanan\"\nredirect_uris = [\"https://a.example.go.id/kembali\"]\n";

fn file(clients: &[(&str, &str)]) -> String {
    let one =
        |(id, more): &(&str, &str)| format!("[[client]]\nclient_id = \"{id}\"\n{USUAL}{more}\n");
    clients.iter().map(one).collect()
}

#[track_caller]
fn wrong(text: &str) -> String {
    parse(text).expect_err("it was taken").to_string()
}

#[test]
fn a_file_is_taken_whole_or_not_at_all() {
    let clients = parse(&file(&[("satu", ""), ("dua", "pkce = \"optional\"")])).unwrap();
    let ids: Vec<_> = clients.iter().map(|client| &*client.id).collect();
    assert_eq!(ids, ["satu", "dua"]);
    assert!(parse("").unwrap().is_empty());
    assert!(wrong(&file(&[("satu", ""), ("satu", "")])).contains("\"satu\" stands there twice"));
    for (more, says) in [
        ("redirect_uri = \"https://a.example.go.id/\"", "redirect_uri"),
        ("pkce = \"never\"", "never"),
        ("roles = [\"raja\"]", "raja"),
        ("backchannel_logout_uri = \"http://a.example.go.id/\"", "backchannel_logout_uri"),
        ("client_secret_sha256 = [\"rahasia\"]", "client_secret_sha256"),
        ("id_token_signed_response_alg = \"none\"", "none"),
    ] {
        let said = wrong(&file(&[("satu", ""), ("dua", more)]));
        assert!(said.contains("client \"dua\"") && said.contains(says), "{said}");
        assert!(!said.contains("rahasia"), "a secret that stands there by mistake is not repeated");
    }
    let tile = "service = \"presensi\"";
    let said = wrong(&file(&[("satu", tile), ("dua", ""), ("tiga", tile)]));
    assert_eq!(
        said,
        "\"satu\" and \"tiga\" have the same service \"presensi\": a tile signs in to one client"
    );
    for no_list in ["[client]\nclient_id = \"a\"", "clients = []", "a"] {
        assert!(wrong(no_list).starts_with("it is no list of [[client]]"), "{no_list}");
    }
}

#[tokio::test]
async fn what_a_file_changes_is_written_down_once_for_each_change() {
    let portal = TestPortal::new().await;
    let start = async |clients: &[(&str, &str)]| {
        take_over(&portal, &parse(&file(clients)).unwrap()).await.unwrap().unwrap();
        let mut unit = portal.store.read().await.unwrap();
        let mut rows = Vec::new();
        for end in unit.audit_chains().await.unwrap() {
            rows.extend(unit.audit_events_of_chain(end.chain, 0, 1000).await.unwrap());
        }
        let by_file = rows.into_iter().filter(|row| row.user_agent == "file of clients");
        by_file.map(|row| (row.event, row.object.unwrap())).collect::<Vec<_>>()
    };
    let changed = |ids: &[&str]| {
        ids.iter().map(|id| ("client-changed".to_owned(), (*id).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(start(&[("satu", ""), ("dua", "")]).await, changed(&["satu", "dua"]));
    assert_eq!(start(&[("satu", ""), ("dua", "")]).await.len(), 2, "nothing has changed");
    let other = "roles = [\"operator\"]";
    let rows = start(&[("satu", other), ("dua", "")]).await;
    assert_eq!(rows, changed(&["satu", "dua", "satu"]));
    assert_eq!(start(&[("satu", other)]).await, changed(&["satu", "dua", "satu", "dua"]), "gone");
}

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
    for no_list in ["[client]\nclient_id = \"a\"", "clients = []", "a"] {
        assert!(wrong(no_list).starts_with("it is no list of [[client]]"), "{no_list}");
    }
}

async fn named(portal: &TestPortal) -> Vec<(String, bool, bool)> {
    let all = all(portal).await.unwrap();
    all.into_iter().map(|one| (one.client.id, one.in_file, one.decided)).collect()
}

async fn decided(
    portal: &TestPortal,
    id: &str,
    decision: ClientDecision,
) -> Result<Option<String>, Undecided> {
    let visitor = Visitor::command_line();
    decide(portal, &visitor, Decider::CommandLine, id, decision).await.unwrap()
}

#[tokio::test]
async fn what_was_decided_wins_over_the_file_until_it_is_taken_back() {
    let portal = TestPortal::new().await;
    let filed = parse(&file(&[("satu", ""), ("dua", "")])).unwrap();
    take_over(&portal, &filed).await.unwrap();
    let mut settings = filed[0].settings.clone();
    settings.client_name = "Nama lain".to_owned();
    let describe = || ClientDecision::Describe(Box::new(settings.clone()));
    assert_eq!(decided(&portal, "satu", describe()).await, Ok(None));
    assert_eq!(decided(&portal, "tiga", describe()).await, Ok(None));
    take_over(&portal, &filed).await.unwrap();
    let name =
        async |id: &str| enabled(&portal, id).await.unwrap().map(|one| one.settings.client_name);
    assert_eq!(name("satu").await.as_deref(), Some("Nama lain"));
    let both = |id: &str, in_file, decided| (id.to_owned(), in_file, decided);
    assert_eq!(
        named(&portal).await,
        [both("dua", true, false), both("satu", true, true), both("tiga", false, true)]
    );
    // Out of the file: what an administrator decided stays.
    take_over(&portal, &[]).await.unwrap();
    assert_eq!(named(&portal).await, [both("satu", false, true), both("tiga", false, true)]);
    take_over(&portal, &filed).await.unwrap();
    assert_eq!(decided(&portal, "satu", ClientDecision::TakeBack).await, Ok(None));
    assert_eq!(name("satu").await.as_deref(), Some("Layanan"));
    assert_eq!(decided(&portal, "tiga", ClientDecision::TakeBack).await, Ok(None));
    assert_eq!(name("tiga").await, None);
    assert_eq!(decided(&portal, "tiga", ClientDecision::Disable).await, Err(Undecided::Unknown));
    let wrong = ClientDecision::Describe(Box::new(ClientSettings {
        client_name: String::new(),
        ..settings.clone()
    }));
    assert_eq!(decided(&portal, "satu", wrong).await, Err(ClientProblem::Name.into()));
}

#[tokio::test]
async fn one_that_was_stopped_stays_so_whatever_the_file_says() {
    let portal = TestPortal::new().await;
    take_over(&portal, &parse(&file(&[("satu", "")])).unwrap()).await.unwrap();
    assert_eq!(decided(&portal, "satu", ClientDecision::Disable).await, Ok(None));
    take_over(&portal, &parse(&file(&[("satu", "roles = [\"operator\"]")])).unwrap())
        .await
        .unwrap();
    assert_eq!(enabled(&portal, "satu").await.unwrap(), None);
    assert!(registered(&portal, "satu").await.unwrap().is_some_and(|one| !one.enabled));
    assert_eq!(decided(&portal, "satu", ClientDecision::Enable).await, Ok(None));
    assert!(enabled(&portal, "satu").await.unwrap().is_some());
}

#[tokio::test]
async fn a_secret_is_made_only_for_who_proves_itself_by_one_and_each_is_another() {
    let portal = TestPortal::new().await;
    let public = "token_endpoint_auth_method = \"none\"";
    take_over(&portal, &parse(&file(&[("satu", ""), ("umum", public)])).unwrap()).await.unwrap();
    assert_eq!(decided(&portal, "umum", ClientDecision::NewSecret).await, Err(Undecided::NoSecret));
    let first = decided(&portal, "satu", ClientDecision::NewSecret).await.unwrap().unwrap();
    let second = decided(&portal, "satu", ClientDecision::NewSecret).await.unwrap().unwrap();
    assert_ne!(first, second);
    assert_eq!(first.len(), 43, "256 bits");
    let mut unit = portal.store.read().await.unwrap();
    let rows = unit.secrets_of_client("satu", portal.now()).await.unwrap();
    let hashes: Vec<_> = rows.iter().map(|row| row.secret_hash.clone()).collect();
    for secret in [first, second] {
        assert!(hashes.contains(&Sha256::digest(&secret).to_vec()), "kept as a hash");
    }
}

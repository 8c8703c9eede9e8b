use super::{
    super::client_file::{parse, take_over},
    *,
};
use crate::domain::{
    session::Stage,
    testing::{NIP, TestPortal},
};

const USUAL: &str =
    "client_name = \"Layanan\"\nredirect_uris = [\"https://a.example.go.id/kembali\"]\n";

fn file(clients: &[(&str, &str)]) -> String {
    let one =
        |(id, more): &(&str, &str)| format!("[[client]]\nclient_id = \"{id}\"\n{USUAL}{more}\n");
    clients.iter().map(one).collect()
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
    take_over(&portal, &filed).await.unwrap().unwrap();
    let mut settings = filed[0].settings.clone();
    settings.client_name = "Nama lain".to_owned();
    let describe = || ClientDecision::Describe(Box::new(settings.clone()));
    assert_eq!(decided(&portal, "satu", describe()).await, Ok(None));
    assert_eq!(decided(&portal, "tiga", describe()).await, Ok(None));
    take_over(&portal, &filed).await.unwrap().unwrap();
    let name =
        async |id: &str| enabled(&portal, id).await.unwrap().map(|one| one.settings.client_name);
    assert_eq!(name("satu").await.as_deref(), Some("Nama lain"));
    let both = |id: &str, in_file, decided| (id.to_owned(), in_file, decided);
    assert_eq!(
        named(&portal).await,
        [both("dua", true, false), both("satu", true, true), both("tiga", false, true)]
    );
    // Out of the file: what an administrator decided stays.
    take_over(&portal, &[]).await.unwrap().unwrap();
    assert_eq!(named(&portal).await, [both("satu", false, true), both("tiga", false, true)]);
    take_over(&portal, &filed).await.unwrap().unwrap();
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
    take_over(&portal, &parse(&file(&[("satu", "")])).unwrap()).await.unwrap().unwrap();
    assert_eq!(decided(&portal, "satu", ClientDecision::Disable).await, Ok(None));
    take_over(&portal, &parse(&file(&[("satu", "roles = [\"operator\"]")])).unwrap())
        .await
        .unwrap()
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
    take_over(&portal, &parse(&file(&[("satu", ""), ("umum", public)])).unwrap())
        .await
        .unwrap()
        .unwrap();
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

#[tokio::test]
async fn a_tile_signs_in_to_one_client_whoever_says_so() {
    let portal = TestPortal::new().await;
    let tile = "service = \"presensi\"";
    take_over(&portal, &parse(&file(&[("satu", tile), ("dua", "")])).unwrap())
        .await
        .unwrap()
        .unwrap();
    let described = |more: &str| {
        let client = parse(&file(&[("x", more)])).unwrap().remove(0);
        ClientDecision::Describe(Box::new(client.settings))
    };
    let same = |first: &str, second: &str| {
        let (first, second) = (first.to_owned(), second.to_owned());
        Undecided::SameTile(SameTile { service: "presensi".to_owned(), first, second })
    };
    for id in ["dua", "tiga"] {
        assert_eq!(decided(&portal, id, described(tile)).await, Err(same("satu", id)));
    }
    let registered = ClientDecision::Register(Box::new(
        parse(&file(&[("x", tile)])).unwrap()[0].settings.clone(),
    ));
    assert_eq!(decided(&portal, "tiga", registered).await, Err(same("satu", "tiga")));
    assert_eq!(decided(&portal, "satu", described(tile)).await, Ok(None), "its own");
    // Moved by hand: what is taken back, or stands in a file, is refused until that is taken back, too.
    assert_eq!(decided(&portal, "satu", described("")).await, Ok(None));
    assert_eq!(decided(&portal, "dua", described(tile)).await, Ok(None));
    assert_eq!(decided(&portal, "satu", ClientDecision::TakeBack).await, Err(same("dua", "satu")));
    assert_eq!(
        of_service(&portal, "presensi").await.unwrap().map(|one| one.id).as_deref(),
        Some("dua")
    );
    let before = named(&portal).await;
    let filed = parse(&file(&[("empat", tile), ("lima", "")])).unwrap();
    let refused = take_over(&portal, &filed).await.unwrap().unwrap_err().to_string();
    assert!(
        refused.contains("\"empat\"")
            && refused.contains("\"dua\"")
            && refused.contains("presensi"),
        "{refused}"
    );
    assert_eq!(named(&portal).await, before, "nothing of it was taken over");
}

#[tokio::test]
async fn no_administrator_says_alone_where_people_sign_in() {
    let portal = TestPortal::new().await;
    let filed = parse(&file(&[("satu", "")])).unwrap();
    take_over(&portal, &filed).await.unwrap().unwrap();
    let account = portal.account(NIP, "administrator").await;
    let (_, session) = portal.session(&account, Stage::Authenticated).await;
    let settings = || {
        let redirect_uris = vec!["https://evil.example/".to_owned()];
        Box::new(ClientSettings { redirect_uris, ..filed[0].settings.clone() })
    };
    let by = Decider::Administrator(&session);
    let alone = async |id: &str, decision| {
        decide(&portal, &Visitor::command_line(), by, id, decision).await.unwrap()
    };
    let described = alone("satu", ClientDecision::Describe(settings())).await;
    assert_eq!(described, Err(Undecided::NeedsSecond));
    let registered = alone("dua", ClientDecision::Register(settings())).await;
    assert_eq!(registered, Err(Undecided::NeedsSecond));
    let all = all(&portal).await.unwrap();
    assert_eq!((all.len(), &all[0].client), (1, &filed[0]), "and nothing was done");
    for decision in [ClientDecision::Disable, ClientDecision::Enable, ClientDecision::TakeBack] {
        assert_eq!(alone("satu", decision.clone()).await, Ok(None), "{decision:?}");
    }
}

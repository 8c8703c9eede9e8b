use super::{
    super::{client::tests::settings, client_file},
    *,
};
use crate::domain::{session::FRESH, testing::TestPortal, values::methods::Methods};
use time::Duration;

const REDIRECT: &str = "https://a.example.go.id/kembali";

fn client(more: &str) -> Client {
    let settings =
        settings(&format!("redirect_uris = [\"{REDIRECT}\"]\npkce = \"optional\"\n{more}"));
    Client { id: "layanan".to_owned(), settings }
}

fn request(client: &Client, more: &str, now: OffsetDateTime) -> AuthorizationRequest {
    let text =
        format!("response_type=code&redirect_uri={REDIRECT}&scope=openid+email&state=s&{more}");
    let sent = Parameters::parse(text.as_bytes()).unwrap();
    match request::read(client, &sent, now) {
        Ok(Answerable::For(request)) => request,
        other => panic!("{more}: {other:?}"),
    }
}

async fn somebody(portal: &TestPortal) -> LiveSession {
    let account = portal.account("198609262015052001", "employee").await;
    portal.session(&account, Stage::Authenticated).await.1
}

fn but(session: &LiveSession, change: impl FnOnce(&mut LiveSession)) -> LiveSession {
    let mut other = session.clone();
    change(&mut other);
    other
}

fn after(session: &LiveSession, seconds: i64) -> OffsetDateTime {
    session.proved_at + Duration::seconds(seconds)
}

#[tokio::test]
async fn a_login_is_old_when_it_is_older_than_the_service_says() {
    let portal = TestPortal::new().await;
    let (client, session) = (client(""), somebody(&portal).await);
    let at = |more: &str, seconds| {
        let now = after(&session, seconds);
        proof(&client, &request(&client, more, now), &session, now)
    };
    assert_eq!(at("", 40_000), Proof::Enough);
    assert_eq!((at("max_age=60", 60), at("max_age=60", 61)), (Proof::Enough, Proof::Wanted));
    assert_eq!(at("max_age=0", 0), Proof::Wanted, "however young it is");
    assert_eq!(at("max_age=99999999999", 40_000), Proof::Enough);
    assert_eq!(at("prompt=login", 0), Proof::Wanted);
    assert_eq!(at("prompt=consent", 0), Proof::Enough);
}

#[tokio::test]
async fn only_a_proof_that_was_brought_when_asked_for_counts_as_one() {
    let portal = TestPortal::new().await;
    let (client, session) = (client(""), somebody(&portal).await);
    let start = session.proved_at;
    let login = request(&client, "prompt=login", start);
    let asked = |session: Uuid, at: OffsetDateTime, proved_at: OffsetDateTime| {
        let (at, proved_at) = (at.unix_timestamp(), proved_at.unix_timestamp());
        AuthorizationRequest {
            asked: Some(AskedForProof { at, session, proved_at }),
            ..login.clone()
        }
    };
    let ten = Duration::seconds(10);
    // Here, and proved since.
    let here = asked(session.id, start + ten, start);
    let again = but(&session, |one| one.proved_at = start + ten * 2);
    assert_eq!(proof(&client, &here, &again, start + ten * 2), Proof::Enough);
    assert_eq!(proof(&client, &here, &session, start + ten * 2), Proof::Wanted, "not proved");
    // It is no proof for ever.
    assert_eq!(proof(&client, &here, &again, again.proved_at + FRESH + ten), Proof::Wanted);
    // Where nobody was logged in, whoever logged in since.
    let nobody = asked(Uuid::nil(), start + ten, OffsetDateTime::UNIX_EPOCH);
    assert_eq!(proof(&client, &nobody, &again, start + ten * 2), Proof::Enough);
    // But not who had been logged in in another tab before: the address of one tab opens in any.
    assert_eq!(proof(&client, &nobody, &session, start + ten * 2), Proof::Wanted);
    let elsewhere = asked(Uuid::from_u128(7), start + ten, start - ten);
    assert_eq!(proof(&client, &elsewhere, &session, start + ten * 2), Proof::Wanted);
}

#[tokio::test]
async fn what_a_service_would_like_is_asked_for_once_and_what_it_needs_until_it_is_there() {
    let portal = TestPortal::new().await;
    let (lax, strict) = (client(""), client("minimum_acr = \"phr\""));
    let session = somebody(&portal).await;
    let now = session.proved_at;
    let passkey = but(&session, |one| one.methods = Methods::Passkey);
    for more in ["acr_values=phr", "acr_values=aal2"] {
        let wish = request(&lax, more, now);
        let expected = if more.ends_with("phr") { Proof::Wanted } else { Proof::Enough };
        assert_eq!(proof(&lax, &wish, &session, now), expected, "{more}");
        assert_eq!(proof(&lax, &wish, &passkey, now), Proof::Enough);
        assert_eq!(proof(&strict, &wish, &session, now), Proof::PasskeyWanted, "{more}");
        assert_eq!(proof(&strict, &wish, &passkey, now), Proof::Enough);
    }
    let asked = Some(AskedForProof {
        at: now.unix_timestamp(),
        session: session.id,
        proved_at: now.unix_timestamp() - 9,
    });
    let wish = AuthorizationRequest { asked, ..request(&lax, "acr_values=phr", now) };
    assert_eq!(proof(&lax, &wish, &session, now), Proof::Enough, "they have nothing stronger");
    assert_eq!(proof(&strict, &wish, &session, now), Proof::PasskeyWanted);
}

async fn next(
    portal: &TestPortal,
    client: &Client,
    more: &str,
    session: Option<&LiveSession>,
) -> Next {
    let request = request(client, more, portal.now());
    go_on(portal, client.clone(), request, session.cloned()).await.unwrap()
}

fn error(next: &Next) -> &str {
    let Next::Answer(answer) = next else { panic!("{next:?}") };
    assert_eq!((&*answer.back.redirect_uri, answer.back.state.as_deref()), (REDIRECT, Some("s")));
    let field = |name| answer.fields.iter().find(|(field, _)| *field == name);
    assert!(field("code").is_none() && field("iss").is_some());
    &field("error").expect("an error").1
}

fn is_answered_with_a_code(next: &Next) -> bool {
    let Next::Answer(answer) = next else { return false };
    answer.fields.iter().any(|(name, _)| *name == "code")
}

#[tokio::test]
async fn what_would_have_to_be_asked_is_an_error_where_nothing_may_be_asked() {
    let portal = TestPortal::new().await;
    let (own, theirs) = (client(""), client("first_party = false"));
    let (strict, closed) = (client("minimum_acr = \"phr\""), client("roles = [\"operator\"]"));
    let session = somebody(&portal).await;
    let renewing = but(&session, |one| one.renewal = Renewal::Password);
    let halfway = but(&session, |one| one.stage = Stage::Enrolled { step: 0 });
    let somebody_is = Some(&session);
    for (client, more, session, expected) in [
        (&own, "", None, "login_required"),
        (&own, "", Some(&halfway), "login_required"),
        (&own, "&max_age=0", somebody_is, "login_required"),
        (&strict, "", somebody_is, "login_required"),
        (&own, "", Some(&renewing), "interaction_required"),
        (&theirs, "", somebody_is, "consent_required"),
        (&closed, "", somebody_is, "access_denied"),
    ] {
        let quiet = next(&portal, client, &format!("prompt=none{more}"), session).await;
        assert_eq!(error(&quiet), expected);
        let asking = next(&portal, client, &more.replace('&', ""), session).await;
        assert!(!matches!(asking, Next::Answer(_)), "otherwise a page: {asking:?}");
    }
    assert!(is_answered_with_a_code(&next(&portal, &own, "prompt=none", somebody_is).await));
}

#[tokio::test]
async fn a_person_says_yes_for_this_session_alone_and_no_is_told() {
    let portal = TestPortal::new().await;
    let (own, session) = (client(""), somebody(&portal).await);
    let choose = request(&own, "prompt=select_account", portal.now());
    let asked = go_on(&portal, own.clone(), choose.clone(), Some(session.clone())).await.unwrap();
    assert!(matches!(asked, Next::Confirm(_)), "{asked:?}");
    for (confirmed, goes_on) in [(session.id, true), (Uuid::from_u128(7), false)] {
        let request = AuthorizationRequest { confirmed: Some(confirmed), ..choose.clone() };
        let next = go_on(&portal, own.clone(), request, Some(session.clone())).await.unwrap();
        assert_eq!(is_answered_with_a_code(&next), goes_on);
    }
    let no = go_on(&portal, own.clone(), choose.denied(), Some(session)).await.unwrap();
    assert_eq!(error(&no), "access_denied");
}

#[tokio::test]
async fn an_address_that_was_taken_off_the_list_is_no_longer_answered_at() {
    let portal = TestPortal::new().await;
    let file = |uri: &str| {
        let text = format!(
            "[[client]]\nclient_id = \"layanan\"\nclient_name = \"L\"\npkce = \"optional\"\nredirect_uris = [\"{uri}\"]"
        );
        client_file::parse(&text).unwrap()
    };
    client_file::take_over(&portal, &file(REDIRECT)).await.unwrap().unwrap();
    let text = format!("client_id=layanan&response_type=code&redirect_uri={REDIRECT}");
    let sent = Parameters::parse(text.as_bytes()).unwrap();
    let Begun::Ready(ready) = begin(&portal, Issuer::Portal, &sent).await.unwrap() else {
        panic!("it is right");
    };
    let (client, asked) = *ready;
    let sealed = asked.seal(&portal).unwrap();
    let pushed = push(&portal, &client, &sent).unwrap().unwrap();
    let named = |uri: &str| {
        let text = format!("client_id=layanan&request_uri={uri}");
        Parameters::parse(text.as_bytes()).unwrap()
    };
    let is_ready = async |uri: &str| {
        matches!(begin(&portal, Issuer::Portal, &named(uri)).await.unwrap(), Begun::Ready(..))
    };
    assert!(is_ready(&pushed).await);
    assert!(matches!(resume(&portal, &sealed).await.unwrap(), Begun::Ready(..)));
    // What stands in a tab's address was not pushed, and would last longer under another name.
    assert!(!is_ready(&format!("{PUSHED_URI}{sealed}")).await);
    client_file::take_over(&portal, &file("https://a.example.go.id/lain")).await.unwrap().unwrap();
    assert!(!is_ready(&pushed).await);
    assert!(matches!(resume(&portal, &sealed).await.unwrap(), Begun::Over(_)));
}

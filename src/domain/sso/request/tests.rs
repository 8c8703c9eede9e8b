use super::{super::client::tests::settings, *};

const REDIRECT: &str = "https://a.example.go.id/kembali";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const NOW: OffsetDateTime = OffsetDateTime::UNIX_EPOCH;

fn client(more: &str) -> Client {
    let settings = settings(&format!("redirect_uris = [\"{REDIRECT}\"]\n{more}"));
    Client { id: "layanan".to_owned(), settings }
}

/// The usual request with these fields in place of its own; an empty value leaves out.
fn sent(more: &[(&str, &str)]) -> Parameters {
    let usual = [
        ("response_type", "code"),
        ("redirect_uri", REDIRECT),
        ("scope", "openid profile"),
        ("state", "s"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let mut fields: Vec<_> = usual.to_vec();
    fields.retain(|(name, _)| !more.iter().any(|(changed, _)| changed == name));
    fields.extend(more.iter().filter(|(_, value)| !value.is_empty()));
    let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    Parameters::parse(text.as_bytes()).unwrap()
}

fn right(client: &Client, more: &[(&str, &str)]) -> AuthorizationRequest {
    match read(client, &sent(more), NOW) {
        Ok(Answerable::For(request)) => request,
        other => panic!("{more:?}: {other:?}"),
    }
}

fn wrong(client: &Client, more: &[(&str, &str)]) -> ErrorCode {
    match read(client, &sent(more), NOW) {
        Ok(Answerable::Wrong(back, problem)) => {
            assert_eq!(back.redirect_uri, REDIRECT);
            problem.code
        }
        other => panic!("{more:?}: {other:?}"),
    }
}

#[test]
fn a_request_is_what_was_sent_and_nothing_more() {
    let request = right(&client(""), &[]);
    assert_eq!((&*request.client, &*request.scope), ("layanan", "openid profile"));
    assert_eq!(request.back.state.as_deref(), Some("s"));
    assert_eq!(request.back.mode, ResponseMode::Query);
    assert_eq!(request.challenge.as_deref(), Some(CHALLENGE));
    assert_eq!((request.nonce, request.max_age, request.acr, request.subject), Default::default());
    assert_eq!(request.prompt, Prompt::default());
    assert_eq!(request.until, WAITS.whole_seconds());
    assert!(request.asked.is_none() && request.confirmed.is_none() && !request.denied);
}

#[test]
fn whom_and_in_which_language_a_service_expects_is_taken_as_far_as_it_is_known() {
    let client = client("");
    let hint = right(&client, &[("login_hint", " 19860926.201505.2.001")]).login_hint.unwrap();
    assert_eq!(hint.as_str(), "198609262015052001");
    for other in ["198613262015052001", "sri@example.go.id", ""] {
        assert_eq!(right(&client, &[("login_hint", other)]).login_hint, None, "{other}");
    }
    for (wished, language) in [
        ("en", Some(Language::English)),
        ("fr-FR ID en", Some(Language::Indonesian)),
        ("en-GB", Some(Language::English)),
        ("english", None),
        ("", None),
    ] {
        assert_eq!(right(&client, &[("ui_locales", wished)]).language, language, "{wished}");
    }
}

#[test]
fn without_a_registered_address_nobody_is_answered() {
    let (client, none) = (client(""), sent(&[("redirect_uri", "")]));
    assert_eq!(read(&client, &none, NOW), Err(Unanswerable::NoRedirect));
    // However wrong the rest is.
    for address in ["https://a.example.go.id/kembali/", "https://b.example.go.id/kembali"] {
        let other = sent(&[("redirect_uri", address), ("response_type", "token")]);
        assert_eq!(
            read(&client, &other, NOW),
            Err(Unanswerable::UnknownRedirect(address.to_owned()))
        );
    }
    assert_eq!(client_id(&sent(&[])), Err(Unanswerable::NoClient));
}

#[test]
fn prompt_is_a_list_in_which_none_stands_alone() {
    let client = client("");
    let asked = right(&client, &[("prompt", "consent  login select_account login")]).prompt;
    assert_eq!(asked, Prompt { none: false, login: true, consent: true, select_account: true });
    assert!(right(&client, &[("prompt", "none none")]).prompt.none);
    for text in ["none login", "login none", "Login", "create", "login,consent"] {
        assert_eq!(wrong(&client, &[("prompt", text)]), ErrorCode::InvalidRequest, "{text}");
    }
}

#[test]
fn an_age_is_a_number_of_seconds_however_great() {
    let client = client("");
    for (text, age) in [("0", 0), ("300", 300), ("18446744073709551615", LONGEST_AGE)] {
        assert_eq!(right(&client, &[("max_age", text)]).max_age, Some(age), "{text}");
    }
    for text in ["-1", "1.5", "a", "18446744073709551616"] {
        assert_eq!(wrong(&client, &[("max_age", text)]), ErrorCode::InvalidRequest, "{text}");
    }
}

#[test]
fn of_the_classes_that_it_would_like_the_weakest_that_is_known_counts() {
    let client = client("");
    let acr = |text| right(&client, &[("acr_values", text)]).acr;
    assert_eq!(acr("phr aal2"), Some(Acr::Aal2));
    assert_eq!(acr("phrh phr"), Some(Acr::Phr));
    assert_eq!(acr("urn:lain 1"), None);
}

#[test]
fn a_service_gets_no_more_scopes_than_it_may_have() {
    let client = client("scope = \"openid email\"");
    assert_eq!(
        right(&client, &[("scope", "roles email openid offline_access")]).scope,
        "openid email"
    );
    assert_eq!(right(&client, &[("scope", "")]).scope, "");
}

#[test]
fn pkce_is_s256_and_only_left_out_where_that_is_registered() {
    let invalid = ErrorCode::InvalidRequest;
    let (strict, lax) = (client(""), client("pkce = \"optional\""));
    let neither = [("code_challenge", ""), ("code_challenge_method", "")];
    assert_eq!(wrong(&strict, &neither), invalid);
    assert_eq!(right(&lax, &neither).challenge, None);
    for client in [&strict, &lax] {
        assert_eq!(wrong(client, &[("code_challenge", "")]), invalid);
        for method in ["", "plain", "s256"] {
            assert_eq!(wrong(client, &[("code_challenge_method", method)]), invalid, "{method}");
        }
        let long = format!("{CHALLENGE}A");
        let padded = format!("{}=", &CHALLENGE[1..]);
        for text in [&CHALLENGE[1..], &long, &padded] {
            assert_eq!(wrong(client, &[("code_challenge", text)]), invalid, "{text}");
        }
    }
}

#[test]
fn what_is_echoed_and_the_whole_are_bounded() {
    let client = client("");
    let (long, longer) = ("a".repeat(600), "a".repeat(LONGEST_ECHO + 1));
    for name in ["state", "nonce"] {
        let request = right(&client, &[(name, &long)]);
        assert!(serde_json::to_vec(&request).unwrap().len() <= LONGEST);
        assert_eq!(wrong(&client, &[(name, &longer)]), ErrorCode::InvalidRequest, "{name}");
    }
    let both = [("state", &*long), ("nonce", &*long)];
    assert_eq!(wrong(&client, &both), ErrorCode::InvalidRequest, "it has to fit into an address");
}

#[test]
fn what_is_not_supported_is_said_by_its_own_name() {
    let client = client("");
    for (name, code) in [
        ("request", ErrorCode::RequestNotSupported),
        ("request_uri", ErrorCode::RequestUriNotSupported),
        ("registration", ErrorCode::RegistrationNotSupported),
    ] {
        assert_eq!(wrong(&client, &[(name, "x"), ("response_type", "")]), code);
    }
    assert_eq!(wrong(&client, &[("response_type", "")]), ErrorCode::InvalidRequest);
    for other in ["token", "id_token", "code token", "code code"] {
        assert_eq!(wrong(&client, &[("response_type", other)]), ErrorCode::UnsupportedResponseType);
    }
    let machine = Client {
        settings: settings(&format!(
            "redirect_uris = [\"{REDIRECT}\"]\ngrant_types = [\"client_credentials\"]"
        )),
        ..client
    };
    assert_eq!(wrong(&machine, &[]), ErrorCode::UnauthorizedClient);
}

#[test]
fn a_mode_that_nobody_knows_is_told_in_the_usual_one() {
    let client = client("");
    for (text, mode) in
        [("fragment", ResponseMode::Fragment), ("form_post", ResponseMode::FormPost)]
    {
        assert_eq!(right(&client, &[("response_mode", text)]).back.mode, mode);
    }
    let Ok(Answerable::Wrong(back, problem)) = read(&client, &sent(&[("response_mode", "x")]), NOW)
    else {
        panic!("it was taken");
    };
    assert_eq!((back.mode, problem.code), (ResponseMode::Query, ErrorCode::InvalidRequest));
}

#[tokio::test]
async fn what_is_sealed_comes_back_whole_until_it_is_over() {
    let portal = crate::domain::testing::TestPortal::new().await;
    let more = [("prompt", "login"), ("max_age", "60"), ("acr_values", "phr"), ("nonce", "n")];
    let Ok(Answerable::For(request)) = read(&client(""), &sent(&more), portal.now()) else {
        panic!("it is right");
    };
    let sealed = request.seal(&portal).unwrap();
    assert_ne!(sealed, request.seal(&portal).unwrap(), "sealed anew each time");
    assert_eq!(AuthorizationRequest::open(&portal, &sealed), Some(request.clone()));
    for other in [&sealed[1..], &sealed[..sealed.len() - 1], "", "AAAA"] {
        assert_eq!(AuthorizationRequest::open(&portal, other), None);
    }
    let denied = request.clone().denied().seal(&portal).unwrap();
    assert!(AuthorizationRequest::open(&portal, &denied).unwrap().denied);
    portal.clock.advance(WAITS.whole_seconds());
    assert_eq!(AuthorizationRequest::open(&portal, &sealed), None);
}

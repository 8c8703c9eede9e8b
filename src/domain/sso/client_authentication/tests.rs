use super::*;

fn sent(text: &str) -> Parameters {
    Parameters::parse(text.as_bytes()).unwrap()
}

fn head(text: &str) -> String {
    format!("Basic {}", STANDARD.encode(text))
}

#[test]
fn a_client_names_itself_once_and_proves_itself_in_one_way() {
    let secret = |head: Option<&str>, form: &str| match Presented::read(head, &sent(form)) {
        Ok(Presented::Secret { client, secret }) => (client, secret.expose_secret().to_owned()),
        other => panic!("{form}: {other:?}"),
    };
    let both = ("uji".to_owned(), "r:a+h %".to_owned());
    // Each was encoded as in a form, so that a colon divides (RFC 6749 section 2.3.1).
    let basic = head("uji:r%3Aa%2Bh+%25");
    assert_eq!(secret(Some(&basic), ""), both);
    assert_eq!(secret(Some(&basic.replace("Basic", "basic")), "client_id=uji"), both);
    assert_eq!(secret(None, "client_id=uji&client_secret=r%3Aa%2Bh+%25"), both);
    let colon = secret(Some(&head("uji:a:b")), "");
    assert_eq!(colon.1, "a:b", "the first colon divides");
    let nothing = Presented::read(None, &sent("client_id=uji&client_secret="));
    assert!(matches!(nothing, Ok(Presented::Nothing { client }) if client == "uji"));
    let right = head("uji:a");
    for (head, form) in [
        (None, ""),
        (None, "client_secret=a"),
        (None, "client_id=uji&client_id=uji"),
        (None, "client_id=uji&client_secret=a&client_secret=b"),
        (None, "client_id=uji&client_assertion=a.b.c"),
        (None, "client_id=uji&client_assertion_type=x&client_assertion=a.b.c"),
        (Some(&*right), "client_id=lain"),
        (Some(&*right), "client_secret=a"),
    ] {
        assert_eq!(Presented::read(head, &sent(form)).unwrap_err(), NotLetIn::Form, "{form}");
    }
    for unreadable in ["", "Basic", "Basic !", "Bearer dWppOmE=", "Basic dWpp", "Basic /////w=="] {
        let refusal = Presented::read(Some(unreadable), &sent("client_id=uji")).unwrap_err();
        assert_eq!(refusal, NotLetIn::Unknown, "{unreadable}");
    }
}

#[test]
fn an_assertion_may_stand_for_the_name_as_well() {
    let key = super::super::jws::SigningKey::generate(super::super::jws::Algorithm::Es256).unwrap();
    let claims =
        serde_json::json!({ "iss": "uji", "sub": "uji", "aud": "a", "exp": 1, "jti": "1" });
    let token = key.sign("JWT", &claims).unwrap();
    let form = format!("client_assertion_type={ASSERTION_TYPE}&client_assertion={token}");
    let named = Presented::read(None, &sent(&form)).unwrap();
    assert_eq!((named.client(), named.key_id()), ("uji", Some(key.id.clone())));
    let other = Presented::read(None, &sent(&format!("{form}&client_id=lain"))).unwrap();
    assert_eq!(other.client(), "lain", "the check of its claims refuses it");
    let secret = Presented::read(None, &sent(&format!("{form}&client_secret=a")));
    assert_eq!(secret.unwrap_err(), NotLetIn::Form);
    assert_eq!(Presented::read(Some(&head("uji:a")), &sent(&form)).unwrap_err(), NotLetIn::Form);
}

const NOW: i64 = 1_800_000_000;

fn assertion() -> Assertion {
    Assertion {
        iss: "uji".to_owned(),
        sub: "uji".to_owned(),
        aud: OneOrMany::One("https://asn.example".to_owned()),
        exp: NOW + 60,
        iat: None,
        nbf: None,
        jti: "1".to_owned(),
    }
}

fn check(assertion: &Assertion) -> Result<i64, NotLetIn> {
    let here = ["https://asn.example".to_owned(), "https://asn.example/oidc/token".to_owned()];
    let now = OffsetDateTime::from_unix_timestamp(NOW).unwrap();
    assertion.check("uji", &here, now).map(OffsetDateTime::unix_timestamp)
}

#[test]
fn an_assertion_is_remembered_as_long_as_it_could_be_brought_again() {
    assert_eq!(check(&assertion()), Ok(NOW + 120));
    let many =
        OneOrMany::Many(vec!["lain".to_owned(), "https://asn.example/oidc/token".to_owned()]);
    assert_eq!(check(&Assertion { aud: many, ..assertion() }), Ok(NOW + 120));
    let longest = Assertion { exp: NOW + 3660, ..assertion() };
    assert_eq!(check(&longest), Ok(NOW + 3720));
}

#[test]
fn clocks_may_be_a_minute_off_either_way_and_no_more() {
    for right in [
        Assertion { exp: NOW - 59, ..assertion() },
        Assertion { iat: Some(NOW + 60), ..assertion() },
        Assertion { nbf: Some(NOW + 60), ..assertion() },
        Assertion { iat: Some(NOW - 86_400), ..assertion() },
    ] {
        assert!(check(&right).is_ok(), "{right:?}");
    }
    for wrong in [
        Assertion { exp: NOW - 60, ..assertion() },
        Assertion { exp: NOW + 3661, ..assertion() },
        Assertion { exp: i64::MAX, ..assertion() },
        Assertion { exp: i64::MIN, ..assertion() },
        Assertion { iat: Some(NOW + 61), ..assertion() },
        Assertion { iat: Some(i64::MAX), ..assertion() },
        Assertion { nbf: Some(NOW + 61), ..assertion() },
        Assertion { iss: "lain".to_owned(), ..assertion() },
        Assertion { sub: "lain".to_owned(), ..assertion() },
        Assertion { aud: OneOrMany::One("https://asn.example/".to_owned()), ..assertion() },
        Assertion { aud: OneOrMany::Many(Vec::new()), ..assertion() },
        Assertion { jti: String::new(), ..assertion() },
        Assertion { jti: "a".repeat(LONGEST_JTI + 1), ..assertion() },
    ] {
        assert!(matches!(check(&wrong), Err(NotLetIn::Assertion(_))), "{wrong:?}");
    }
}

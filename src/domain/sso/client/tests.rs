use super::*;
use crate::domain::sso::client_check::{AddressProblem, ClientProblem};

pub(in crate::domain::sso) fn settings(text: &str) -> ClientSettings {
    let text = format!("client_name = \"Layanan\"\n{text}");
    toml::from_str(&text).unwrap()
}

fn checked(text: &str) -> Result<(), ClientProblem> {
    settings(text).check("layanan")
}

const REDIRECT: &str = "redirect_uris = [\"https://a.example.go.id/kembali\"]\n";

#[test]
fn what_is_left_out_is_what_is_safe() {
    let usual = settings(REDIRECT);
    assert_eq!(usual.check("layanan"), Ok(()));
    assert_eq!(usual.token_endpoint_auth_method, ClientAuthentication::SecretBasic);
    assert_eq!((usual.pkce, usual.minimum_acr), (Pkce::Required, Acr::Aal2));
    assert_eq!(usual.grant_types, usual_grant_types());
    assert_eq!(usual.id_token_signed_response_alg, Algorithm::Rs256);
    assert!(!usual.introspects_all && usual.lets_in(&Roles::parse("").unwrap(), &["BKN"]));
    let text = serde_json::to_string(&usual).unwrap();
    assert_eq!(serde_json::from_str::<ClientSettings>(&text).unwrap(), usual);
}

#[test]
fn a_file_may_say_whatever_a_client_is_and_nothing_else() {
    let whole = settings(
        "service = \"a\"\naddress = \"b\"\nredirect_uris = [\"c\"]\npost_logout_redirect_uris = [\"d\"]\n\
         backchannel_logout_uri = \"e\"\ninitiate_login_uri = \"f\"\nclient_secret_sha256 = [\"g\"]\n\
         jwks_uri = \"h\"\nscope = \"i\"\nsector_identifier = \"j\"\nweb_origins = [\"k\"]\n\
         roles = [\"l\"]\nagencies = [\"m\"]\njwks = { keys = [] }",
    );
    let written = serde_json::to_value(whole).unwrap();
    let mut written: Vec<_> = written.as_object().unwrap().keys().map(String::as_str).collect();
    let mut fields = FIELDS;
    written.sort_unstable();
    fields.sort_unstable();
    assert_eq!(written, fields);
}

#[test]
fn an_address_is_whole_and_https_or_of_this_machine() {
    let with = |address: &str| checked(&format!("redirect_uris = [{address:?}]"));
    for right in [
        "https://a.example.go.id/kembali?x=1",
        "http://127.0.0.1:3001/kembali",
        "http://[::1]/kembali",
        "http://localhost:3001/kembali",
        "id.go.example.app:/kembali",
    ] {
        assert_eq!(with(right), Ok(()), "{right}");
    }
    for (wrong, problem) in [
        ("http://a.example.go.id/kembali", AddressProblem::Plain),
        ("http://127.0.0.1.example/kembali", AddressProblem::Plain),
        ("https://*.example.go.id/", AddressProblem::Wildcard),
        ("https://a.example.go.id/*", AddressProblem::Wildcard),
        ("https://a.example.go.id/#x", AddressProblem::Fragment),
        ("https://a@b.example.go.id/", AddressProblem::User),
        ("https://a.example.go.id/ b", AddressProblem::Form),
        ("javascript:alert(1)", AddressProblem::Form),
        ("data:text/html,x", AddressProblem::Form),
        ("/kembali", AddressProblem::Form),
        (
            &format!("https://a.example.go.id/{}", "a".repeat(LONGEST_ADDRESS)),
            AddressProblem::TooLong,
        ),
    ] {
        let address = wrong.to_owned();
        let problem = ClientProblem::Address { of: "redirect_uris", address, problem };
        assert_eq!(with(wrong), Err(problem), "{wrong}");
    }
    let app = format!("{REDIRECT}backchannel_logout_uri = \"id.go.example.app:/x\"");
    let problem = ClientProblem::Address {
        of: "backchannel_logout_uri",
        address: "id.go.example.app:/x".to_owned(),
        problem: AddressProblem::Form,
    };
    assert_eq!(checked(&app), Err(problem));
}

#[test]
fn what_does_not_fit_together_is_said() {
    use ClientProblem::{
        Keys, Machine, NoRedirect, Origin, PublicClient, PublicWithoutPkce, Secret, Sector,
    };
    let hash = "a".repeat(64);
    for (text, problem) in [
        (String::new(), NoRedirect),
        (format!("{REDIRECT}jwks_uri = \"https://a.example.go.id/jwks\""), Keys),
        (format!("{REDIRECT}token_endpoint_auth_method = \"private_key_jwt\""), Keys),
        (format!("{REDIRECT}client_secret_sha256 = [\"abc\"]"), Secret),
        (format!("{REDIRECT}client_secret_sha256 = [\"{hash}\", \"{hash}\", \"{hash}\"]"), Secret),
        (
            format!("{REDIRECT}token_endpoint_auth_method = \"none\"\npkce = \"optional\""),
            PublicWithoutPkce,
        ),
        (
            format!("{REDIRECT}token_endpoint_auth_method = \"none\"\nintrospects_all = true"),
            PublicClient,
        ),
        (
            "redirect_uris = [\"https://a.example/\", \"https://b.example/\"]\n\
             subject_type = \"pairwise\""
                .to_owned(),
            Sector,
        ),
        (
            "grant_types = [\"client_credentials\"]\n\
             backchannel_logout_uri = \"https://a.example/keluar\""
                .to_owned(),
            Machine,
        ),
        (
            format!("{REDIRECT}web_origins = [\"https://a.example/\"]"),
            Origin("https://a.example/".to_owned()),
        ),
        (format!("{REDIRECT}roles = [\"root\"]"), ClientProblem::Role("root".to_owned())),
    ] {
        assert_eq!(checked(&text), Err(problem), "{text}");
    }
    let several =
        "redirect_uris = [\"https://a.example/*\", \"b\"]\njwks_uri = \"c\"\nroles = [\"d\"]";
    assert_eq!(settings(several).problems("e f").len(), 6, "all of it at once");
    assert_eq!(
        settings(REDIRECT),
        ClientSettings {
            redirect_uris: vec!["https://a.example.go.id/kembali".to_owned()],
            ..ClientSettings::named("Layanan".to_owned())
        }
    );
    assert_eq!(settings(REDIRECT).check("a b"), Err(ClientProblem::Id));
    assert_eq!(settings(REDIRECT).check(""), Err(ClientProblem::Id));
}

#[test]
fn an_answer_goes_to_the_very_address_that_was_registered() {
    let uris = "redirect_uris = [\"https://a.example/kembali\", \"http://127.0.0.1/kembali\"]";
    let client = Client { id: "layanan".to_owned(), settings: settings(uris) };
    for right in
        ["https://a.example/kembali", "http://127.0.0.1/kembali", "http://127.0.0.1:4711/kembali"]
    {
        assert!(client.has_redirect(right), "{right}");
    }
    for wrong in [
        "https://a.example/kembali/",
        "http://a.example/kembali",
        "https://a.example/kembali?x",
        "https://a.example:443/kembali",
        "https://A.example/kembali",
        "http://[::1]/kembali",
        "http://127.0.0.1:4711/kembali/",
        "http://127.0.0.1:47x/kembali",
        "http://127.0.0.1:99999/kembali",
        "http://127.0.0.1:+80/kembali",
        "http://127.0.0.1:/kembali",
        "http://127.0.0.1:",
        "http://127.0.0.1.example/kembali",
        "http://127.0.0.1@b.example/kembali",
        "",
    ] {
        assert!(!client.has_redirect(wrong), "{wrong}");
    }
}

#[test]
fn a_tile_starts_a_login_at_the_service_or_at_its_address() {
    let of =
        |text: &str| Client { id: "a".into(), settings: settings(&format!("{REDIRECT}{text}")) };
    assert_eq!(of("").start("https://asn.example"), None);
    let address = "address = \"https://a.example/\"\n";
    assert_eq!(of(address).start("https://asn.example").unwrap(), "https://a.example/");
    let initiated = of(&format!("{address}initiate_login_uri = \"https://a.example/masuk?x=1\""));
    assert_eq!(
        initiated.start("https://asn.example").unwrap(),
        "https://a.example/masuk?x=1&iss=https%3A%2F%2Fasn.example&target_link_uri=\
         https%3A%2F%2Fa.example%2F"
    );
}

#[test]
fn pages_of_its_own_may_ask_in_its_name_and_no_others() {
    let client = Client { id: "a".into(), settings: settings(REDIRECT) };
    assert!(client.has_origin("https://a.example.go.id"));
    for other in ["https://a.example.go.id.evil", "http://a.example.go.id", "null", ""] {
        assert!(!client.has_origin(other), "{other}");
    }
}

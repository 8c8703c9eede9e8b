use super::*;
use crate::{
    domain::{
        console::approval::ApprovalDecision,
        session::Stage,
        sso::client::{AccessTokenForm, Pkce, SubjectType},
        testing::{ANOTHER_NIP, NIP, TestPortal},
        values::methods::Acr,
    },
    wire::{approval::ProposalState, clients::ClientRefusal as Why},
};

const REDIRECT: &str = "https://a.example.go.id/kembali";

fn typed() -> ClientFields {
    ClientFields {
        client_id: "uji".into(),
        client_name: " Layanan  uji ".into(),
        redirect_uris: format!("\r\n {REDIRECT} \r\n\r\nhttps://b.example.go.id/\r\n"),
        reason: "Surat permohonan unit kerja".into(),
        ..ClientFields::default()
    }
}

fn is_service(slug: &str) -> bool {
    slug == "myasn"
}

fn refused(fields: &ClientFields, before: Option<ClientSettings>) -> Vec<(ClientField, Why)> {
    let refused = read(fields, before, is_service).err().unwrap_or_default();
    refused.into_iter().map(|one| (one.field, one.why)).collect()
}

#[test]
fn what_is_not_chosen_is_what_is_safe() {
    let (id, settings) = read(&typed(), None, is_service).unwrap();
    let expected = ClientSettings {
        redirect_uris: vec![REDIRECT.into(), "https://b.example.go.id/".into()],
        ..ClientSettings::named("Layanan uji".into())
    };
    assert_eq!((&*id, settings), ("uji", expected));
}

#[test]
fn every_field_is_kept_and_shown_again_as_it_was() {
    let chosen = ClientFields {
        service: "myasn".into(),
        address: "https://a.example.go.id/".into(),
        redirect_uris: REDIRECT.into(),
        post_logout_redirect_uris: "https://a.example.go.id/\nhttps://a.example.go.id/lagi".into(),
        backchannel_logout_uri: "https://a.example.go.id/keluar".into(),
        initiate_login_uri: "https://a.example.go.id/masuk".into(),
        token_endpoint_auth_method: "private_key_jwt".into(),
        jwks_uri: "https://a.example.go.id/jwks".into(),
        pkce: "optional".into(),
        consent: "ask".into(),
        minimum_acr: "phr".into(),
        id_token_signed_response_alg: "EdDSA".into(),
        access_token: "jwt-es256".into(),
        subject_type: "pairwise".into(),
        issuer: "keycloak".into(),
        operator: "yes".into(),
        web_origins: "https://a.example.go.id".into(),
        client_name: "Layanan uji".into(),
        ..typed()
    };
    let (id, settings) = read(&chosen, None, is_service).unwrap();
    let shown = fields(&id, &settings);
    let again = ClientFields { reason: chosen.reason.clone(), ..shown.clone() };
    assert_eq!((shown.reason.as_str(), &again), ("", &chosen), "a reason is of one proposal");
    assert_eq!((settings.pkce, settings.first_party), (Pkce::Optional, false));
    assert_eq!((settings.minimum_acr, settings.subject_type), (Acr::Phr, SubjectType::Pairwise));
    assert_eq!(settings.access_token, AccessTokenForm::JwtEs256);
    assert_eq!(settings.roles, ["operator"]);
    assert_eq!(read(&again, Some(settings.clone()), is_service), Ok((id, settings)));
}

#[test]
fn what_the_form_has_no_field_for_stays() {
    let before = ClientSettings {
        scope: Some("openid".into()),
        agencies: vec!["BKN".into()],
        client_secret_sha256: vec!["a".repeat(64)],
        introspects_all: true,
        roles: vec!["operator".into()],
        ..ClientSettings::named("x".into())
    };
    let (_, after) = read(&typed(), Some(before.clone()), is_service).unwrap();
    let expected = ClientSettings {
        client_name: after.client_name.clone(),
        redirect_uris: after.redirect_uris.clone(),
        roles: Vec::new(),
        ..before
    };
    assert_eq!(after, expected);
}

#[test]
fn keys_that_lie_in_the_file_give_way_to_an_address_or_to_a_secret() {
    let keys = serde_json::from_str("{\"keys\": []}").unwrap();
    let by_key = "private_key_jwt".to_owned();
    let before = ClientSettings {
        token_endpoint_auth_method: ClientAuthentication::PrivateKeyJwt,
        jwks: Some(keys),
        ..ClientSettings::named("x".into())
    };
    let jwks = |fields: ClientFields| {
        let (_, after) = read(&fields, Some(before.clone()), is_service).unwrap();
        (after.jwks.is_some(), after.jwks_uri.is_some())
    };
    let keyed = ClientFields { token_endpoint_auth_method: by_key, ..typed() };
    assert_eq!(jwks(keyed.clone()), (true, false));
    let address = ClientFields { jwks_uri: "https://a.example/jwks".into(), ..keyed };
    assert_eq!(jwks(address), (false, true));
    assert_eq!(jwks(typed()), (false, false));
}

#[test]
fn everything_that_is_wrong_is_said_at_once_at_its_field() {
    let wrong = ClientFields {
        client_id: "a b".into(),
        client_name: "\0".into(),
        service: "lain".into(),
        redirect_uris: "x\nhttps://a.example/*".into(),
        token_endpoint_auth_method: "none".into(),
        pkce: "optional".into(),
        jwks_uri: "https://a.example/jwks".into(),
        web_origins: "https://a.example\nhttps://b.example/".into(),
        ..typed()
    };
    let unreadable = Why::Text(TextProblem::Unreadable);
    let expected = [
        (ClientField::Name, unreadable),
        (ClientField::Service, Why::Service),
        (ClientField::Id, Why::Id),
        (ClientField::RedirectUris, Why::NoAddress),
        (ClientField::RedirectUris, Why::Wildcard),
        (ClientField::JwksUri, Why::KeysUnused),
        (ClientField::Pkce, Why::PublicWithoutPkce),
        (ClientField::WebOrigins, Why::Origin),
    ];
    assert_eq!(refused(&wrong, None), expected, "and not also that there is no name");
    let whole = read(&wrong, None, is_service).unwrap_err();
    let which: Vec<_> = whole.iter().map(|one| one.which).collect();
    assert_eq!(which, [None, None, None, Some(1), Some(2), None, None, Some(2)]);
    let machine = ClientSettings {
        grant_types: vec![crate::domain::sso::client::GrantType::ClientCredentials],
        ..ClientSettings::named("x".into())
    };
    let public = ClientFields {
        token_endpoint_auth_method: "none".into(),
        backchannel_logout_uri: "https://a.example/".into(),
        ..typed()
    };
    let expected = [
        (ClientField::BackchannelLogoutUri, Why::Machine),
        (ClientField::AuthMethod, Why::PublicClient),
    ];
    assert_eq!(refused(&public, Some(machine)), expected);
}

#[tokio::test]
async fn the_rules_themselves_ask_for_the_right_and_a_second_administrator_decides() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee operator").await;
    let (visitor, session) = portal.session(&account, Stage::Authenticated).await;
    let propose = async |session: &LiveSession, of| {
        super::propose(&portal, session, &visitor, of, &typed()).await.unwrap()
    };
    let not_theirs = Err(ClientNotProposed::NotTheirs);
    assert_eq!(propose(&session, FormOf::NewClient).await, not_theirs);
    let account = portal.account(ANOTHER_NIP, "administrator").await;
    let (_, session) = portal.session(&account, Stage::Authenticated).await;
    assert_eq!(propose(&session, FormOf::KnownClient).await, not_theirs, "there is none");
    assert_eq!(propose(&session, FormOf::NewClient).await, Ok(()));
    assert!(clients::all(&portal).await.unwrap().is_empty(), "nothing is in force yet");
    let refused = |field, why| {
        Err(ClientNotProposed::Refused(vec![RefusedField { field, why, which: None }]))
    };
    assert_eq!(
        propose(&session, FormOf::NewClient).await,
        refused(ClientField::Reason, Why::Waits)
    );
    let account = portal.account("199203182020121004", "administrator").await;
    let (_, second) = portal.session(&account, Stage::Authenticated).await;
    let open = approval::list(&portal, &second, ProposalState::Open, None).await.unwrap().0;
    let (id, decision) = (open[0].row.approval.id, ApprovalDecision::Approve);
    approval::decide(&portal, &visitor, &second, id, decision).await.unwrap().unwrap();
    assert_eq!(clients::all(&portal).await.unwrap().len(), 1);
    assert_eq!(propose(&session, FormOf::NewClient).await, refused(ClientField::Id, Why::Taken));
    assert_eq!(propose(&session, FormOf::KnownClient).await, Ok(()));
}

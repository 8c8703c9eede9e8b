use super::*;
use crate::domain::sso::client::{ClientAuthentication, GrantType};
use time::OffsetDateTime;
use uuid::Uuid;

fn delivery(client: &str, state: DeliveryState) -> DeliveryRow {
    DeliveryRow {
        sid: "sid".into(),
        session_id: Uuid::nil(),
        client_id: client.into(),
        subject: "s".into(),
        address: "https://a.example/".into(),
        issued_as: "portal RS256".into(),
        state,
        attempts: 2,
        due_at: OffsetDateTime::UNIX_EPOCH,
        created_at: OffsetDateTime::UNIX_EPOCH,
        problem: Some("it answered 500".into()),
    }
}

#[test]
fn what_a_service_was_not_told_is_counted_for_it_alone() {
    use DeliveryState::{Due, Failed};
    let troubled =
        [delivery("a", Failed), delivery("a", Due), delivery("b", Failed), delivery("a", Failed)];
    assert_eq!(untold(&troubled, "a"), UntoldLogouts { failed: 2, waiting: 1 });
    assert_eq!(untold(&troubled, "c"), UntoldLogouts::default());
}

#[test]
fn what_only_a_file_says_is_named_and_what_is_usual_is_not() {
    let usual = ClientSettings::named("x".into());
    assert_eq!(beyond_form(&usual), [""; 0]);
    let more = ClientSettings {
        scope: Some("openid".into()),
        grant_types: vec![GrantType::AuthorizationCode],
        introspects_all: true,
        token_endpoint_auth_method: ClientAuthentication::SecretPost,
        ..usual
    };
    assert_eq!(beyond_form(&more), ["scope", "grant_types", "introspects_all"]);
}

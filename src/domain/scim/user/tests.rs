use super::*;
use crate::domain::{scim::predicate, testing::agency_tree};
use serde_json::json;
use std::sync::Arc;
use uuid::Uuid;

fn person() -> ProvisionedAccount {
    ProvisionedAccount {
        id: Uuid::from_u128(7),
        nip: "198609262015052001".into(),
        name: "Sri Wahyuni".into(),
        email: Some("Sri@ambon.go.id".into()),
        agency: "Dinas Sosial Kota Ambon".into(),
        roles: "employee administrator".into(),
        role_grant_count: 0,
        created_at: OffsetDateTime::UNIX_EPOCH,
        disabled_at: None,
        external_id: Some("Kode-17".into()),
        changed_at: None,
        disabled_by_source_at: None,
        deleted_at: None,
    }
}

fn scope() -> TokenScope {
    let tree = agency_tree(&[("Kota Ambon", None), ("Dinas Sosial Kota Ambon", Some(1))]);
    TokenScope::of(&Arc::new(tree), "Kota Ambon")
}

fn read_body(body: &Value) -> WantedUser {
    let mut document = Map::new();
    super::super::patch::overlay(&mut document, body.as_object().unwrap()).unwrap();
    read(&document, None).unwrap()
}

#[test]
fn a_person_is_a_user_without_a_word_of_their_privileges() {
    let user = resource(&person(), &scope(), "https://asn.example/scim/v2");
    assert_eq!(user["id"], "00000000-0000-0000-0000-000000000007");
    assert_eq!((&user["userName"], &user["active"]), (&json!("198609262015052001"), &json!(true)));
    assert_eq!(user["emails"], json!([{ "value": "Sri@ambon.go.id", "type": "work" }]));
    assert_eq!(user[ENTERPRISE]["department"], "Dinas Sosial Kota Ambon");
    assert_eq!(user["meta"]["created"], "1970-01-01T00:00:00Z");
    assert!(user["meta"]["version"].as_str().unwrap().starts_with("W/\""));
    assert!(!user.to_string().contains("administrator"));
    let at_root = ProvisionedAccount { agency: "Kota Ambon".into(), email: None, ..person() };
    let user = resource(&at_root, &scope(), "");
    assert_eq!(user["schemas"], json!([USER]));
    assert!(user.get(ENTERPRISE).is_none() && user.get("emails").is_none());
}

#[test]
fn the_version_changes_with_whatever_is_shown() {
    let now = Some(OffsetDateTime::UNIX_EPOCH);
    let others = [
        ProvisionedAccount { name: "Sri W.".into(), ..person() },
        ProvisionedAccount { nip: "198609262015052002".into(), ..person() },
        ProvisionedAccount { email: None, ..person() },
        ProvisionedAccount { agency: "Kota Ambon".into(), ..person() },
        ProvisionedAccount { external_id: None, ..person() },
        ProvisionedAccount { disabled_at: now, ..person() },
    ];
    for other in others {
        assert_ne!(version(&other), version(&person()), "{other:?}");
    }
    assert_eq!(version(&ProvisionedAccount { changed_at: now, ..person() }), version(&person()));
}

#[test]
fn filters_find_by_what_is_supported() {
    let finds = |filter: &str| fulfils(&person(), &predicate::read(filter).unwrap());
    for filter in [
        "userName eq \"198609262015052001\"",
        "id eq \"00000000-0000-0000-0000-000000000007\"",
        "externalId eq \"Kode-17\"",
        "displayName co \"WAHYU\"",
        "name.formatted sw \"sri\"",
        "emails.value eq \"sri@AMBON.go.id\"",
        "emails co \"ambon\"",
        "emails[type eq \"work\" and value sw \"sri\"]",
        "emails[type eq \"work\"].value eq \"sri@ambon.go.id\"",
        "active eq true",
        "active eq \"True\"",
        "emails pr and externalId pr",
        "userName eq \"1\" or (active eq true and displayName sw \"S\")",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"1986\"",
    ] {
        assert!(finds(filter), "{filter}");
    }
    for filter in [
        "externalId eq \"kode-17\"",
        "active eq false",
        "emails[type eq \"home\"]",
        "userName eq \"\"",
        "displayName sw \"Wahyuni\"",
    ] {
        assert!(!finds(filter), "{filter}");
    }
}

#[test]
fn whatever_is_not_supported_is_refused_and_finds_not_nobody() {
    for filter in [
        "title pr",
        "userName ne \"1\"",
        "userName ew \"1\"",
        "displayName gt \"a\"",
        "meta.lastModified gt \"2026-01-01T00:00:00Z\"",
        "not (active eq true)",
        "active co \"t\"",
        "active eq 1",
        "userName eq true",
        "userName eq null",
        "userName eq 5",
        "name pr",
        "emails.type eq \"work\"",
        "emails[primary eq true]",
        "emails[value gt \"a\"]",
        "phoneNumbers[type eq \"work\"]",
        "userName eq \"1\" or title pr",
        "roles eq \"administrator\"",
        "urn:x:y:userName eq \"1\"",
        "userName",
        "",
    ] {
        let problem = predicate::read::<UserField>(filter).unwrap_err();
        assert_eq!(
            (problem.status, problem.kind),
            (400, Some(ScimType::InvalidFilter)),
            "{filter}"
        );
    }
}

#[test]
fn a_key_is_found_where_everybody_who_is_meant_holds_it() {
    let key = |filter: &str| {
        let predicate = predicate::read::<UserField>(filter).unwrap();
        predicate.key(&[UserField::UserName]).map(|(_, key)| key.to_owned())
    };
    assert_eq!(key("active eq true and userName eq \"1\""), Some("1".into()));
    assert_eq!(key("active eq true or userName eq \"1\""), None);
    assert_eq!(key("userName sw \"1\""), None);
}

#[test]
fn a_name_is_what_is_new_or_made_of_its_parts() {
    let name = |body: Value| read_body(&body).name;
    assert_eq!(name(json!({ "displayName": " Sri " })).as_deref(), Some("Sri"));
    let both = json!({ "displayName": "Sri", "name": { "formatted": "Sri, S.Kom." } });
    assert_eq!(name(both.clone()).as_deref(), Some("Sri, S.Kom."));
    let parts = json!({ "name": { "givenName": "Sri", "familyName": "Wahyuni" } });
    assert_eq!(name(parts).as_deref(), Some("Sri Wahyuni"));
    assert_eq!(name(json!({ "displayName": "" })), None);
    for (present, expected) in
        [("Sri, S.Kom.", "Sri"), ("Sri", "Sri, S.Kom."), ("Budi", "Sri, S.Kom.")]
    {
        let mut document = Map::new();
        super::super::patch::overlay(&mut document, both.as_object().unwrap()).unwrap();
        assert_eq!(read(&document, Some(present)).unwrap().name.as_deref(), Some(expected));
    }
}

#[test]
fn of_several_mailboxes_the_primary_one_is_kept_or_that_of_work() {
    let email = |emails: Value| read_body(&json!({ "emails": emails })).email.unwrap();
    let one = |value: &str, kind: &str| json!({ "value": value, "type": kind });
    let home_and_work = json!([one("h", "home"), one("w", "Work")]);
    assert_eq!(email(home_and_work).as_deref(), Some("w"));
    let primary = json!([{ "value": "p", "primary": "True" }, one("w", "work")]);
    assert_eq!(email(primary).as_deref(), Some("p"));
    assert_eq!(email(json!([one("a", "home"), one("b", "other")])).as_deref(), Some("a"));
    assert_eq!(email(json!("a@b.go.id")).as_deref(), Some("a@b.go.id"));
    for none in [json!([]), json!(null), json!([{}]), json!([{ "value": " " }])] {
        assert_eq!(email(none), None);
    }
    assert_eq!(read_body(&json!({})).email, None);
}

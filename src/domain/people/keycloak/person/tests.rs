use super::*;
use serde_json::{Value, json};

const ID: &str = "b3f1c2d4-0a1b-4c2d-8e3f-5a6b7c8d9e0f";
const NIP: &str = "198609262015052001";

fn terms() -> MovingTerms {
    MovingTerms {
        agency: AgencySource::Attribute("instansi".into()),
        number_attribute: None,
        roles: Vec::new(),
        privileges: Privileges::Stay,
        unverified_mailboxes: false,
        is_dry_run: false,
    }
}

/// Sri, with what a test changes.
fn user(changes: Value) -> KeycloakUser {
    let mut user = json!({
        "id": ID, "username": NIP, "firstName": "Sri", "lastName": "Wahyuni", "enabled": true,
        "email": "sri@ambon.go.id", "emailVerified": true,
        "attributes": { "instansi": ["Pemerintah Kota Ambon"], "nip": [NIP] },
        "credentials": [], "requiredActions": [], "realmRoles": ["default-roles-siasn"],
        "groups": ["/Maluku/Dinas Pendidikan"],
    });
    user.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    serde_json::from_value(user).unwrap()
}

fn moved(changes: Value) -> MovedPerson {
    read(&user(changes), &terms(), 1).unwrap()
}

fn refused(changes: Value) -> NotTaken {
    read(&user(changes), &terms(), 1).unwrap_err()
}

#[test]
fn a_person_comes_as_they_are() {
    let sri = moved(json!({}));
    assert_eq!(sri.row.nip, NIP);
    assert_eq!(sri.row.name.as_deref(), Some("Sri Wahyuni"));
    assert_eq!(sri.row.email.as_deref(), Some("sri@ambon.go.id"));
    assert_eq!(sri.row.agency.as_deref(), Some("Pemerintah Kota Ambon"));
    assert_eq!(sri.row.roles, None, "nobody said what roles are");
    assert_eq!((sri.subject.as_str(), sri.id), (ID, Uuid::parse_str(ID).ok()));
    assert_eq!((sri.is_disabled, sri.renewal), (false, Renewal::Nothing));
    assert_eq!(sri.left_behind, [NotTaken::NoPassword]);
    for disabled in [json!({ "enabled": false }), json!({ "enabled": null })] {
        assert!(moved(disabled).is_disabled);
    }
}

#[test]
fn the_number_is_the_user_name_or_an_attribute() {
    let by = |name: Option<&str>, changes: Value| {
        let terms = MovingTerms { number_attribute: name.map(str::to_owned), ..terms() };
        read(&user(changes), &terms, 1).map(|person| person.row.nip)
    };
    assert_eq!(by(Some("nip"), json!({ "username": "sri" })).as_deref(), Ok(NIP));
    assert_eq!(by(Some("nik"), json!({})), Err(NotTaken::NoNumber("nik".into())));
    assert_eq!(by(None, json!({ "username": null })), Err(NotTaken::NoNumber("username".into())));
    assert!(matches!(by(None, json!({ "username": "sri" })), Err(NotTaken::Row(_))));
    // Older versions wrote a text in place of a list.
    let text = json!({ "username": "sri", "attributes": { "nip": NIP, "instansi": "BKN" } });
    assert_eq!(by(Some("nip"), text).as_deref(), Ok(NIP));
}

#[test]
fn only_an_id_that_is_written_as_ids_are_here_becomes_the_accounts() {
    for other in [
        "B3F1C2D4-0A1B-4C2D-8E3F-5A6B7C8D9E0F",
        "b3f1c2d40a1b4c2d8e3f5a6b7c8d9e0f",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "f:3a1c:sri",
    ] {
        let person = moved(json!({ "id": other }));
        assert_eq!((person.id, person.subject.as_str()), (None, other));
    }
    for none in [json!(null), json!(""), json!("a b"), json!("a\u{0}"), json!("x".repeat(256))] {
        assert_eq!(refused(json!({ "id": none })), NotTaken::NoId);
    }
}

#[test]
fn the_agency_is_what_the_file_says() {
    let by = |agency: AgencySource| {
        let terms = MovingTerms { agency, ..terms() };
        read(&user(json!({})), &terms, 1).map(|person| person.row.agency.unwrap())
    };
    assert_eq!(by(AgencySource::Group).as_deref(), Ok("Maluku/Dinas Pendidikan"));
    assert_eq!(by(AgencySource::Text("BKN".into())).as_deref(), Ok("BKN"));
    assert_eq!(by(AgencySource::Attribute("unit".into())), Err(NotTaken::NoAgency));
    assert_eq!(refused(json!({ "attributes": { "instansi": [] } })), NotTaken::NoAgency);
    assert_eq!(refused(json!({ "attributes": { "instansi": 7 } })), NotTaken::NoAgency);
    assert_eq!(refused(json!({ "firstName": null, "lastName": " " })), NotTaken::NoName);
}

#[test]
fn a_mailbox_that_is_not_known_to_be_theirs_stays_behind() {
    let without = |changes: Value, what: &NotTaken| {
        let person = moved(changes);
        assert_eq!(person.row.email.as_deref(), Some(""));
        assert!(person.left_behind.contains(what), "{:?}", person.left_behind);
    };
    without(json!({ "emailVerified": false }), &NotTaken::MailboxUnverified);
    without(json!({ "emailVerified": null }), &NotTaken::MailboxUnverified);
    without(json!({ "email": "sri(at)ambon" }), &NotTaken::Mailbox);
    let terms = MovingTerms { unverified_mailboxes: true, ..terms() };
    let person = read(&user(json!({ "emailVerified": false })), &terms, 1).unwrap();
    assert_eq!(person.row.email.as_deref(), Some("sri@ambon.go.id"));
}

#[test]
fn roles_mean_what_somebody_said_they_mean_and_nothing_else() {
    let changes = || {
        json!({ "realmRoles": ["offline_access", "kepegawaian", "admin"],
            "clientRoles": { "account": ["manage-account"], "sapk": ["editor"] } })
    };
    let person = moved(changes());
    assert_eq!(person.row.roles, None);
    let unmapped = |role: &str| NotTaken::RoleUnmapped(role.to_owned());
    assert_eq!(
        person.left_behind,
        [unmapped("kepegawaian"), unmapped("admin"), NotTaken::NoPassword, NotTaken::ServiceRoles]
    );
    let roles = vec![("kepegawaian".to_owned(), Role::Operator)];
    let person = read(&user(changes()), &MovingTerms { roles, ..terms() }, 1).unwrap();
    assert_eq!(person.row.roles.as_deref(), Some("employee operator"));
    assert!(person.left_behind.contains(&unmapped("admin")));
    let usual = json!({ "clientRoles": { "account": ["manage-account", "view-profile"] } });
    assert_eq!(moved(usual).left_behind, [NotTaken::NoPassword]);
}

#[test]
fn what_was_to_be_done_after_the_login_still_is() {
    let renewal = |changes: Value| moved(changes).renewal;
    assert_eq!(renewal(json!({ "requiredActions": ["UPDATE_PASSWORD"] })), Renewal::Password);
    assert_eq!(renewal(json!({ "requiredActions": ["CONFIGURE_TOTP"] })), Renewal::Authenticator);
    let both = json!({ "requiredActions": ["CONFIGURE_TOTP", "UPDATE_PASSWORD"] });
    assert_eq!(renewal(both), Renewal::Both);
    let temporary = json!({ "credentials": [{ "type": "password", "temporary": true }] });
    assert_eq!(renewal(temporary), Renewal::Password);
    let other = moved(json!({ "requiredActions": ["VERIFY_EMAIL"] }));
    assert_eq!(other.renewal, Renewal::Nothing);
    assert!(other.left_behind.contains(&NotTaken::Action("VERIFY_EMAIL".into())));
}

#[test]
fn what_proves_somebody_comes_or_is_said_to_stay_behind() {
    let app = json!({ "type": "otp", "secretData": r#"{"value":"12345678901234567890"}"#,
        "credentialData": r#"{"subType":"totp","digits":6,"period":30,"algorithm":"HmacSHA1"}"# });
    let many = vec![app.clone(); MOST + 2];
    let person = moved(json!({ "credentials": many }));
    assert_eq!(person.apps.len(), MOST);
    let left = person.left_behind.iter().filter(|one| **one == NotTaken::TooManyApps).count();
    assert_eq!(left, 2);
    let others = json!({ "credentials": [
        { "type": "webauthn" }, { "type": "webauthn-passwordless" },
        { "type": "recovery-authn-codes" }, { "type": "password-history" },
        { "type": "kerberos" }, app,
    ] });
    let person = moved(others);
    assert_eq!(
        person.left_behind,
        [
            NotTaken::Passkey,
            NotTaken::Passkey,
            NotTaken::RecoveryCodes,
            NotTaken::OtherProof("kerberos".into()),
            NotTaken::NoPassword,
        ]
    );
    assert_eq!(person.apps.len(), 1);
    let federated = moved(json!({ "federationLink": "ldap" }));
    assert_eq!(federated.left_behind, [NotTaken::Federated]);
}

#[test]
fn nothing_that_is_said_holds_anybodys_number_or_a_secret() {
    let person = moved(json!({
        "realmRoles": [NIP], "requiredActions": [NIP], "credentials": [{ "type": NIP }],
    }));
    for what in &person.left_behind {
        assert!(!what.to_string().contains("19860926"), "{what}");
    }
    let whose = super::super::Whose::new("a.json", 1, Some(NIP), Some(NIP));
    assert!(!whose.id.contains("19860926") && !whose.number.contains("0926"), "{whose:?}");
}

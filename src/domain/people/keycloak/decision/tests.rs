use super::*;
use crate::{
    domain::people::{
        account_import::Privileges,
        keycloak::person::{self, AgencySource},
        role::Role,
    },
    store::ImportedAccount,
};
use serde_json::json;
use time::OffsetDateTime;

const SUBJECT: Uuid = Uuid::from_u128(0xb3f1_c2d4_0a1b_4c2d_8e3f_5a6b_7c8d_9e0f);
const OURS: Uuid = Uuid::from_u128(1);
const NEW: Uuid = Uuid::from_u128(2);
const NIP: &str = "198609262015052001";

fn terms() -> MovingTerms {
    MovingTerms {
        agency: AgencySource::Text("BKN".into()),
        number_attribute: None,
        roles: vec![("staf".into(), Role::Operator)],
        privileges: Privileges::Stay,
        unverified_mailboxes: false,
        is_dry_run: false,
    }
}

fn person_with(id: &str, enabled: bool, roles: &[&str]) -> MovedPerson {
    let user = json!({ "id": id, "username": NIP, "firstName": "Sri", "enabled": enabled,
        "realmRoles": roles });
    person::read(&serde_json::from_value(user).unwrap(), &terms(), 1).unwrap()
}

fn sri() -> MovedPerson {
    person_with(&SUBJECT.to_string(), true, &[])
}

fn known(id: Uuid) -> KnownPerson {
    KnownPerson {
        account: ImportedAccount {
            id,
            nip: NIP.into(),
            name: "Sri W.".into(),
            email: None,
            agency: "Kota Ambon".into(),
            roles: "employee".into(),
        },
        password_hash: None,
        disabled_at: None,
        taken_over_at: None,
        authenticators: 0,
    }
}

fn came(id: Uuid) -> KnownPerson {
    KnownPerson { taken_over_at: Some(OffsetDateTime::UNIX_EPOCH), ..known(id) }
}

fn decided(
    person: &MovedPerson,
    known: Option<&KnownPerson>,
    subject_is: Option<Uuid>,
) -> Result<TakeOverDecision, NotTaken> {
    let claims = PriorClaims { subject_is, ..PriorClaims::default() };
    decide(person, known, claims, &terms(), NEW)
}

#[test]
fn a_number_that_was_replaced_is_nobody_elses() {
    let claims = PriorClaims { number_was_replaced: true, ..PriorClaims::default() };
    let said = decide(&sri(), None, claims, &terms(), NEW);
    assert_eq!(said, Err(NotTaken::Row(RowProblem::FormerNumber)));
}

#[test]
fn a_newcomers_account_has_the_id_that_services_know() {
    let Ok(TakeOverDecision::New(change)) = decided(&sri(), None, None) else { panic!() };
    assert_eq!(change.after.id, SUBJECT);
    let federated = person_with("f:ldap:sri", true, &[]);
    let Ok(TakeOverDecision::New(change)) = decided(&federated, None, None) else { panic!() };
    assert_eq!(change.after.id, NEW);
}

#[test]
fn an_id_that_another_account_has_is_refused() {
    assert_eq!(decided(&sri(), None, Some(OURS)), Err(NotTaken::IdOfAnother));
    assert_eq!(decided(&sri(), Some(&known(OURS)), Some(NEW)), Err(NotTaken::IdOfAnother));
    assert_eq!(decided(&sri(), None, Some(SUBJECT)), Err(NotTaken::IdOfAnother), "another number");
}

#[test]
fn who_came_once_is_left_alone_and_nobody_else_comes_with_their_number() {
    let again = decided(&sri(), Some(&came(SUBJECT)), Some(SUBJECT));
    assert_eq!(again, Ok(TakeOverDecision::Nothing));
    let joined = decided(&sri(), Some(&came(OURS)), Some(OURS));
    assert_eq!(joined, Ok(TakeOverDecision::Nothing));
    assert_eq!(decided(&sri(), Some(&came(OURS)), None), Err(NotTaken::SameNumber));
    let came_as = |subject| {
        let claims = PriorClaims { number_came_as: Some(subject), ..PriorClaims::default() };
        decide(&sri(), None, claims, &terms(), NEW)
    };
    assert_eq!(came_as("somebody else"), Err(NotTaken::SameNumber));
    assert_eq!(came_as(&SUBJECT.to_string()), Ok(TakeOverDecision::Nothing), "twice in the files");
}

#[test]
fn an_account_that_was_here_gets_what_proves_its_person_only_while_nobody_uses_it() {
    let proofs = Ok(TakeOverDecision::Proofs(OURS));
    assert_eq!(decided(&sri(), Some(&known(OURS)), None), proofs);
    let alone = Ok(TakeOverDecision::SubjectAlone(OURS));
    let used = KnownPerson { password_hash: Some("x".into()), ..known(OURS) };
    assert_eq!(decided(&sri(), Some(&used), None), alone);
    let used = KnownPerson { authenticators: 1, ..known(OURS) };
    assert_eq!(decided(&sri(), Some(&used), None), alone);
}

#[test]
fn who_may_not_log_in_there_gets_nothing_of_an_account_that_may_here() {
    let disabled = person_with(&SUBJECT.to_string(), false, &[]);
    let open = known(OURS);
    assert_eq!(decided(&disabled, Some(&open), None), Err(NotTaken::DisabledThere));
    let shut = KnownPerson { disabled_at: Some(OffsetDateTime::UNIX_EPOCH), ..known(OURS) };
    assert_eq!(decided(&disabled, Some(&shut), None), Ok(TakeOverDecision::Proofs(OURS)));
}

#[test]
fn privileges_come_by_a_flag_alone() {
    let clerk = person_with(&SUBJECT.to_string(), true, &["staf"]);
    let refused = decided(&clerk, None, None).unwrap_err();
    assert!(refused.to_string().contains("--change-privileges"), "{refused}");
    let flag = MovingTerms { privileges: Privileges::MayChange, ..terms() };
    let decided = decide(&clerk, None, PriorClaims::default(), &flag, NEW);
    let Ok(TakeOverDecision::New(change)) = decided else { panic!() };
    assert_eq!(change.after.roles, "employee operator");
}

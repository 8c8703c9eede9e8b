use super::*;
use crate::domain::scim::user::{self, WantedUser};
use proptest::prelude::*;
use serde_json::json;

const SCHEMA: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// Sri, as a PATCH finds her.
fn sri() -> Document {
    let document = json!({
        "userName": "198609262015052001", "externalId": "17",
        "name": { "formatted": "Sri Wahyuni" }, "displayName": "Sri Wahyuni",
        "emails": [{ "value": "sri@ambon.go.id", "type": "work", "primary": true }],
        "active": true, "department": null,
    });
    document.as_object().unwrap().clone()
}

fn patched(operations: &Value) -> Result<WantedUser, ScimProblem> {
    let mut document = sri();
    let operations = read(&json!({ "schemas": [SCHEMA], "Operations": operations }))?;
    apply(&mut document, &operations)?;
    user::read(&document, Some("Sri Wahyuni"))
}

#[track_caller]
fn becomes(operations: &Value) -> WantedUser {
    patched(operations).unwrap()
}

fn refused(operations: &Value) -> (u16, Option<ScimType>) {
    let problem = patched(operations).unwrap_err();
    (problem.status, problem.kind)
}

#[test]
fn capitals_texts_for_truths_and_keys_with_dots_are_understood() {
    for operations in [
        json!([{ "op": "Replace", "path": "active", "value": "False" }]),
        json!([{ "op": "replace", "value": { "active": false } }]),
        json!([{ "op": "REPLACE", "path": "", "value": { "Active": "false" } }]),
        json!([{ "op": "add", "path": "urn:ietf:params:scim:schemas:core:2.0:User:active", "value": false }]),
        json!([{ "op": "replace", "value": { (USER): { "active": false } } }]),
    ] {
        let wanted = becomes(&operations);
        assert_eq!(wanted.active, Some(false), "{operations}");
        assert_eq!(wanted.email, Some(Some("sri@ambon.go.id".into())), "{operations}");
    }
    let dotted = becomes(&json!([{ "op": "Replace", "value": {
        "name.formatted": "Sri Wahyuni, S.Kom.",
        "emails[type eq \"work\"].value": "baru@ambon.go.id",
        (format!("{ENTERPRISE}:department")): "Dinas Sosial",
    } }]));
    assert_eq!(dotted.name.as_deref(), Some("Sri Wahyuni, S.Kom."));
    assert_eq!(dotted.email, Some(Some("baru@ambon.go.id".into())));
    assert_eq!(dotted.department, Some(Some("Dinas Sosial".into())));
}

#[test]
fn values_are_found_by_their_filter_and_made_where_there_is_none() {
    let path = "emails[type eq \"work\"].value";
    let new = Some(Some("baru@ambon.go.id".to_owned()));
    for op in ["add", "replace"] {
        let operations = json!([{ "op": op, "path": path, "value": "baru@ambon.go.id" }]);
        assert_eq!(becomes(&operations).email, new);
        let emptied = json!([{ "op": "remove", "path": "emails" }, operations[0]]);
        assert_eq!(becomes(&emptied).email, new, "{op} where there was none");
    }
    let home = json!([{ "op": "add", "path": "emails[type eq \"home\"].value", "value": "sri@rumah.example" }]);
    assert_eq!(becomes(&home).email, Some(Some("sri@ambon.go.id".into())), "that of work stays");
    let nowhere = json!([{ "op": "replace", "path": "emails[type co \"x\"].value", "value": "a" }]);
    assert_eq!(refused(&nowhere), (400, Some(ScimType::NoTarget)));
    let odd = json!([{ "op": "replace", "path": "emails[value gt \"x\"].value", "value": "a" }]);
    assert_eq!(refused(&odd), (400, Some(ScimType::InvalidFilter)));
}

#[test]
fn what_is_removed_is_what_was_named_and_no_more() {
    let none = Some(None);
    let stays = Some(Some("sri@ambon.go.id".to_owned()));
    for (operation, email) in [
        (json!({ "op": "remove", "path": "emails" }), &none),
        (json!({ "op": "remove", "path": "emails[type eq \"work\"]" }), &none),
        (json!({ "op": "remove", "path": "emails[type eq \"work\"].value" }), &none),
        (
            json!({ "op": "remove", "path": "emails", "value": [{ "value": "SRI@ambon.go.id" }] }),
            &none,
        ),
        (json!({ "op": "replace", "path": "emails", "value": [] }), &none),
        (json!({ "op": "remove", "path": "emails[type eq \"home\"]" }), &stays),
        (json!({ "op": "remove", "path": "emails[type eq \"work\"].primary" }), &stays),
        // Read strictly it would empty the list.
        (
            json!({ "op": "remove", "path": "emails", "value": [{ "value": "lain@ambon.go.id" }] }),
            &stays,
        ),
    ] {
        assert_eq!(becomes(&json!([operation])).email, *email, "{operation}");
    }
    assert_eq!(becomes(&json!([{ "op": "remove", "path": "externalId" }])).external_id, Some(None));
}

#[test]
fn what_is_always_there_and_what_only_we_set_is_refused() {
    let mutability = (400, Some(ScimType::Mutability));
    for path in ["userName", "active", "displayName", "name", "name.formatted"] {
        assert_eq!(refused(&json!([{ "op": "remove", "path": path }])), mutability, "{path}");
    }
    for path in [
        "roles",
        "groups",
        "id",
        "meta",
        "password",
        "entitlements",
        "roles[primary eq true].value",
    ] {
        let operation = json!([{ "op": "add", "path": path, "value": "administrator" }]);
        assert_eq!(refused(&operation), mutability, "{path}");
    }
    let within = json!([{ "op": "add", "value": { "roles": [{ "value": "administrator" }] } }]);
    assert_eq!(refused(&within), mutability);
}

#[test]
fn what_nobody_needs_here_is_passed_over_and_what_does_not_exist_is_named() {
    for path in ["title", "phoneNumbers[type eq \"mobile\"].value", "addresses", "name.givenName"] {
        let operation = json!([{ "op": "Add", "path": path, "value": "x" }]);
        assert_eq!(becomes(&operation).name.as_deref(), Some("Sri Wahyuni"), "{path}");
    }
    let manager = format!("{ENTERPRISE}:manager");
    becomes(&json!([{ "op": "Add", "path": manager, "value": "26" }]));
    for path in [
        "nothing",
        "name.x",
        "emails.x",
        "userName.x",
        "userName[a pr]",
        "urn:x:y:userName",
        "emails[",
        "a b",
        "urn:ietf:params:scim:schemas:core:2.0:User:department",
        "active..",
        "\u{0}",
    ] {
        let operation = json!([{ "op": "replace", "path": path, "value": "x" }]);
        assert_eq!(refused(&operation), (400, Some(ScimType::InvalidPath)), "{path}");
    }
}

#[test]
fn what_is_no_patch_is_refused() {
    let syntax = |body: &Value| read(body).unwrap_err().kind == Some(ScimType::InvalidSyntax);
    for wrong in [
        json!(null),
        json!({}),
        json!({ "Operations": [] }),
        json!({ "Operations": [1] }),
        json!({ "Operations": [{ "op": "move" }] }),
        json!({ "Operations": [{ "op": "add", "path": 1 }] }),
        json!({ "Operations": vec![json!({ "op": "add" }); MOST + 1] }),
    ] {
        assert!(syntax(&wrong), "{wrong}");
    }
    assert_eq!(refused(&json!([{ "op": "remove" }])), (400, Some(ScimType::NoTarget)));
    let value = (400, Some(ScimType::InvalidValue));
    for operation in [
        json!({ "op": "add", "value": "x" }),
        json!({ "op": "add", "path": "active", "value": "yes" }),
        json!({ "op": "add", "path": "userName", "value": 198_609_262_015_052_001_u64 }),
        json!({ "op": "add", "path": "name", "value": "Sri" }),
        json!({ "op": "add", "path": "emails", "value": [1] }),
        json!({ "op": "add", "path": "emails", "value": vec!["a"; 101] }),
        json!({ "op": "add", "path": ENTERPRISE, "value": 1 }),
    ] {
        assert_eq!(refused(&json!([operation])), value, "{operation}");
    }
}

#[test]
fn a_body_that_leaves_something_out_changes_nothing_of_it() {
    let mut document = sri();
    let body = json!({
        "schemas": [USER], "id": "x", "userName": "198609262015052001", "displayName": "Sri W.",
        "active": null, "name": null, "roles": ["administrator"], "nothing": { "deep": [] },
    });
    overlay(&mut document, body.as_object().unwrap()).unwrap();
    let wanted = user::read(&document, Some("Sri Wahyuni")).unwrap();
    assert_eq!(wanted.active, Some(true));
    assert_eq!(wanted.email, Some(Some("sri@ambon.go.id".into())));
    assert_eq!(wanted.name.as_deref(), Some("Sri W."));
    let emptied = json!({ "emails": [], "externalId": null, (ENTERPRISE): null });
    overlay(&mut document, emptied.as_object().unwrap()).unwrap();
    let wanted = user::read(&document, Some("Sri Wahyuni")).unwrap();
    assert_eq!(
        (wanted.email, wanted.external_id, wanted.department),
        (Some(None), Some(None), Some(None))
    );
}

proptest! {
    #[test]
    fn whatever_a_path_is_nothing_is_said_of_what_it_does_not_name(path in ".{0,40}", value in ".{0,20}") {
        let operations = json!([{ "op": "replace", "path": path, "value": value }]);
        if let Ok(wanted) = patched(&operations)
            && !path.to_lowercase().contains("username")
            && !path.trim().is_empty()
        {
            prop_assert_eq!(wanted.number.as_deref(), Some("198609262015052001"));
        }
    }
}

//! What the systems of agencies send: filters, paths and bodies of PATCH.

use crate::text;
use asn_digital::{
    domain::{
        people::agency::AgencyTree,
        scim::{
            attributes::Document,
            error::ScimType,
            filter::{self, DEEPEST, FilterTree, LONGEST},
            patch,
            predicate,
            scope::TokenScope,
            user::{self, UserField},
        },
    },
    store::{AgencyRow, ProvisionedAccount},
    wire::{agency::AgencyKind, zone::Zone},
};
use serde_json::{Value, json};
use std::sync::Arc;
use uuid::Uuid;

/// How deep a filter is nested, as it was understood.
fn depth(tree: &FilterTree) -> usize {
    match tree {
        FilterTree::All(all) | FilterTree::Any(all) => all.iter().map(depth).max().unwrap_or(0),
        FilterTree::Not(inner) | FilterTree::Within(_, inner) => 1 + depth(inner),
        FilterTree::Present(_) | FilterTree::Compare(..) => 0,
    }
}

/// A filter is read the same again as it is written, is no longer or deeper than it may be, and either finds by all
/// that it says or is refused by its name.
pub fn scim_filter(data: &[u8]) {
    let written = text(data);
    let read = filter::parse(&written);
    let predicate = predicate::read::<UserField>(&written);
    let Ok(tree) = read else {
        let problem = predicate.expect_err("no filter at all");
        assert_eq!((problem.status, problem.kind), (400, Some(ScimType::InvalidFilter)));
        return;
    };
    assert!(written.len() <= LONGEST && depth(&tree) <= DEEPEST + 1);
    let again = tree.to_string();
    // Brackets that were left out are written now.
    if again.len() <= LONGEST {
        match filter::parse(&again) {
            Ok(same) => assert_eq!(same, tree),
            Err(problem) => assert_eq!(problem, filter::FilterProblem::Deep),
        }
    }
    match predicate {
        Ok(predicate) => {
            assert!(!again.contains(" ne ") || written.contains('"'));
            let _ = user::fulfils(&person(), &predicate);
        }
        Err(problem) => assert_eq!(problem.kind, Some(ScimType::InvalidFilter)),
    }
}

/// What a path does not name stays as it was, and nobody loses their number, their name or their standing by a
/// removal.
pub fn scim_path(data: &[u8]) {
    let path = text(data);
    for verb in ["add", "replace", "remove"] {
        let body = json!({ "Operations": [{ "op": verb, "path": path, "value": "baru" }] });
        let operations = patch::read(&body).expect("a PATCH");
        let before = user::document(&person(), &scope());
        let mut document = before.clone();
        let Ok(()) = patch::apply(&mut document, &operations) else { continue };
        let changed = before.iter().filter(|(name, value)| document.get(*name) != Some(value));
        assert!(changed.count() <= 1, "{path} changes more than one attribute");
        check(&document);
        let lower = path.to_lowercase();
        for name in ["userName", "displayName", "active"] {
            assert!(verb != "remove" || document[name] == before[name], "{path}");
            assert!(lower.contains(&name.to_lowercase()) || document[name] == before[name], "{path}");
        }
    }
}

/// Whatever a body is, it is refused or makes a person whose every part is one.
pub fn scim_patch(data: &[u8]) {
    let Ok(body) = serde_json::from_slice::<Value>(data) else { return };
    if let Some(body) = body.as_object() {
        let mut document = Document::new();
        if patch::overlay(&mut document, body).is_ok() {
            check(&document);
        }
    }
    let Ok(operations) = patch::read(&body) else { return };
    let mut document = user::document(&person(), &scope());
    if patch::apply(&mut document, &operations).is_ok() {
        for name in ["userName", "displayName", "active", "name"] {
            assert!(document.get(name).is_some_and(|value| !value.is_null()), "{name} is gone");
        }
        check(&document);
    }
}

/// Nothing stands in a document that has no place there, above all no role.
fn check(document: &Document) {
    const NAMES: [&str; 7] =
        ["userName", "externalId", "name", "displayName", "emails", "active", "department"];
    assert!(document.keys().all(|name| NAMES.contains(&name.as_str())), "{:?}", document.keys());
    let emails = document.get("emails").map_or(0, |emails| emails.as_array().map_or(0, Vec::len));
    assert!(emails <= 100);
    match user::read(document, Some("Sri Wahyuni")) {
        Ok(wanted) => {
            let external_id = wanted.external_id.flatten().unwrap_or_default();
            assert!(external_id.chars().count() <= 255 && !external_id.contains(char::is_control));
        }
        Err(problem) => assert_eq!(problem.status, 400),
    }
}

fn scope() -> TokenScope {
    let row = |id: u128, parent_id: Option<u128>, name: &str| AgencyRow {
        id: Uuid::from_u128(id),
        parent_id: parent_id.map(Uuid::from_u128),
        code: None,
        name: name.into(),
        text: name.into(),
        kind: AgencyKind::City,
        zone: Zone::Wit,
    };
    let rows = vec![row(1, None, "Kota Ambon"), row(2, Some(1), "Dinas Sosial")];
    let texts = rows.iter().map(|row| (row.text.clone(), row.id)).collect();
    TokenScope::of(&Arc::new(AgencyTree::of(rows, texts)), "Kota Ambon")
}

fn person() -> ProvisionedAccount {
    ProvisionedAccount {
        id: Uuid::from_u128(7),
        nip: "198609262015052001".into(),
        name: "Sri Wahyuni".into(),
        email: Some("sri@ambon.go.id".into()),
        agency: "Dinas Sosial".into(),
        roles: "employee".into(),
        role_grant_count: 0,
        created_at: time::OffsetDateTime::UNIX_EPOCH,
        disabled_at: None,
        external_id: Some("17".into()),
        changed_at: None,
        disabled_by_source_at: None,
        deleted_at: None,
    }
}

//! Bodies and addresses in the forms that Microsoft Entra ID and Okta document for what they send, one after
//! another (`recorded.json`).

use super::*;
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Deserialize)]
struct Recorded {
    what: String,
    method: String,
    path: String,
    #[serde(default)]
    body: Value,
    status: u16,
    /// By JSON pointers.
    holds: HashMap<String, Value>,
}

on_both_engines! {
    async fn what_the_great_sources_send_is_understood(world) {
        people(&world, AMBON, 0..5).await;
        let client = Client::of(&world, AMBON).await;
        let group = client.get("/Groups").await.is(200).body["Resources"][0]["id"].as_str().unwrap().to_owned();
        let mut names = HashMap::from([
            ("{number}", number(100)), ("{another}", number(101)), ("{third}", number(102)), ("{group}", group),
            ("{id}", String::new()),
        ]);
        let recorded: Vec<Recorded> = serde_json::from_str(include_str!("recorded.json")).unwrap();
        assert!(recorded.len() >= 20);
        for Recorded { what, method, path, body, status, holds } in recorded {
            let named = |text: &str| names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
            let method = Method::from_bytes(method.as_bytes()).unwrap();
            let body = if body.is_null() { String::new() } else { named(&body.to_string()) };
            let said = client.send_with(method.clone(), &named(&path), body, &[]).await;
            assert_eq!(said.status, status, "{what}: {}", said.body);
            for (place, expected) in holds {
                let expected: Value = serde_json::from_str(&named(&expected.to_string())).unwrap();
                let held = said.body.pointer(&place).cloned().unwrap_or_default();
                assert_eq!(held, expected, "{what}: {place} of {}", said.body);
            }
            if method == Method::POST && status == 201 && names["{id}"].is_empty() {
                names.insert("{id}", said.id().to_owned());
            }
        }
        assert!(world.portal.store.read().await.unwrap().account_by_nip(&number(102)).await.unwrap().unwrap().password_hash.is_none());
    }
}

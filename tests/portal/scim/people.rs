//! What a source does with its people, and what it finds out by itself.

use super::*;

on_both_engines! {
    async fn somebody_is_made_read_changed_and_deleted_and_comes_back_as_the_same_person(world) {
        people(&world, AMBON, 0..20).await;
        let client = Client::of(&world, AMBON).await;
        let made = client.create(100).await.is(201);
        assert_eq!(made.headers[header::LOCATION], made.body["meta"]["location"].as_str().unwrap());
        assert_eq!(made.headers[header::ETAG], made.body["meta"]["version"].as_str().unwrap());
        assert_eq!(made.body["meta"]["location"], format!("{ORIGIN}/scim/v2/Users/{}", made.id()));
        let path = format!("/Users/{}", made.id());
        assert_eq!(client.get(&path).await.is(200).body, made.body);
        assert_eq!(made.body["groups"][0]["display"], AMBON);

        // What is left out stays.
        let body = json!({ "schemas": [USER], "userName": number(100), "displayName": "Sri W." });
        let put = client.send(Method::PUT, &path, &body).await.is(200);
        assert_eq!((&put.body["displayName"], &put.body["active"]), (&json!("Sri W."), &json!(true)));
        assert_eq!(put.body["emails"], made.body["emails"]);
        assert_eq!(put.body["externalId"], "simpeg-100");
        assert_ne!(put.body["meta"]["version"], made.body["meta"]["version"]);

        client.delete(made.id()).await.is(204);
        client.get(&path).await.is(404);
        client.delete(made.id()).await.is(404);
        client.patch(made.id(), &json!([{ "op": "replace", "path": "active", "value": true }])).await.is(404);
        assert!(client.found(&format!("userName eq \"{}\"", number(100))).await.is_empty());
        let id = made.id().parse().unwrap();
        let account = world.portal.store.read().await.unwrap().account(id).await.unwrap().unwrap();
        assert!(account.is_disabled(), "and still there");

        let again = client.create(100).await.is(201);
        assert_eq!((again.id(), &again.body["active"]), (made.id(), &json!(true)));
        assert_eq!(again.body["externalId"], "simpeg-100");
        let events = [
            "account-provisioned", "account-corrected", "account-disabled", "account-released", "account-enabled",
            "account-provisioned",
        ];
        assert_eq!(world.events_of(id).await, events);
    }

    async fn a_number_that_somebody_has_is_taken_also_elsewhere_and_by_a_change(world) {
        people(&world, AMBON, 0..2).await;
        people(&world, TUAL, 2..3).await;
        let client = Client::of(&world, AMBON).await;
        for place in [0, 2] {
            let said = client.create(place).await.is(409);
            assert_eq!(said.kind(), "uniqueness");
            assert!(!said.body.to_string().contains(&number(place)), "no number is said");
        }
        let made = client.create(100).await.is(201);
        let renumber = |place| json!([{ "op": "replace", "path": "userName", "value": number(place) }]);
        assert_eq!(client.patch(made.id(), &renumber(2)).await.is(409).kind(), "uniqueness");
        let changed = client.patch(made.id(), &renumber(101)).await.is(200);
        assert_eq!((changed.id(), &changed.body["userName"]), (made.id(), &json!(number(101))));
        let wrong = json!([{ "op": "replace", "path": "userName", "value": "123" }]);
        assert_eq!(client.patch(made.id(), &wrong).await.is(400).kind(), "invalidValue");
        // Two at once, one of whom is first.
        let both = tokio::join!(client.create(200), client.create(200));
        let mut both = [both.0.status, both.1.status];
        both.sort_unstable();
        assert_eq!(both, [201, 409]);
    }

    async fn a_mailbox_that_moves_is_told_and_what_was_mailed_to_it_is_worth_nothing(world) {
        people(&world, AMBON, 0..1).await;
        let client = Client::of(&world, AMBON).await;
        let made = client.create(100).await.is(201);
        let id = made.id().parse().unwrap();
        let later = world.portal.now() + time::Duration::HOUR;
        let mut unit = world.portal.store.write().await.unwrap();
        unit.add_mailed_token(b"link", id, "password", later).await.unwrap();
        unit.commit().await.unwrap();
        let moved = json!([{ "op": "replace", "path": "emails[type eq \"work\"].value", "value": "baru@ambon.go.id" }]);
        client.patch(made.id(), &moved).await.is(200);
        let now = world.portal.now();
        let mut unit = world.portal.store.read().await.unwrap();
        assert_eq!(unit.mailed_token(b"link", "password", now, later).await.unwrap(), None);
        drop(unit);
        let letters = world.letters().await;
        let (to, letter) = letters.last().unwrap();
        assert_eq!(to, "sri100@ambon.go.id");
        assert!(letter.text.contains("b•••@ambon.go.id"), "{}", letter.text);
        // The same once more is nothing.
        let before = world.events_of(id).await.len();
        client.patch(made.id(), &moved).await.is(200);
        assert_eq!((world.events_of(id).await.len(), world.letters().await.len()), (before, letters.len()));
        let none = json!([{ "op": "remove", "path": "emails" }]);
        assert!(client.patch(made.id(), &none).await.is(200).body.get("emails").is_none());
        let bad = json!([{ "op": "add", "path": "emails", "value": [{ "value": "tidak ada" }] }]);
        assert_eq!(client.patch(made.id(), &bad).await.is(400).kind(), "invalidValue");
    }

    async fn what_somebody_has_not_seen_they_do_not_change(world) {
        people(&world, AMBON, 0..20).await;
        let client = Client::of(&world, AMBON).await;
        let made = client.create(100).await.is(201);
        let path = format!("/Users/{}", made.id());
        let seen = made.body["meta"]["version"].as_str().unwrap();
        let unseen = [(header::IF_MATCH, "W/\"0000000000000000\"")];
        let patch = |name: &str| json!({ "Operations": [{ "op": "replace", "path": "displayName", "value": name }] }).to_string();
        client.send_with(Method::PATCH, &path, patch("Lain"), &unseen).await.is(412);
        client.send_with(Method::PUT, &path, user(100).to_string(), &unseen).await.is(412);
        client.send_with(Method::DELETE, &path, "", &unseen).await.is(412);
        client.send_with(Method::GET, &path, "", &[(header::IF_NONE_MATCH, seen)]).await.is(304);
        client.send_with(Method::PATCH, &path, patch("Lain"), &[(header::IF_MATCH, seen)]).await.is(200);
        client.send_with(Method::PATCH, &path, patch("Sri"), &[(header::IF_MATCH, seen)]).await.is(412);
        client.send_with(Method::GET, &path, "", &[(header::IF_NONE_MATCH, seen)]).await.is(200);
        client.send_with(Method::DELETE, &path, "", &[(header::IF_MATCH, "*")]).await.is(204);
    }

    async fn people_are_found_by_what_is_supported_and_nothing_else_is_an_empty_answer(world) {
        people(&world, AMBON, 0..5).await;
        let client = Client::of(&world, AMBON).await;
        let made = client.create(100).await.is(201);
        for filter in [
            format!("userName eq \"{}\"", number(100)),
            "externalId eq \"simpeg-100\"".to_owned(),
            format!("id eq \"{}\"", made.id()),
            "emails.value eq \"SRI100@ambon.go.id\"".to_owned(),
            "displayName co \"wahyuni\" and active eq true".to_owned(),
            "emails[type eq \"work\"] or externalId pr".to_owned(),
        ] {
            assert_eq!(client.found(&filter).await, [number(100)], "{filter}");
        }
        assert_eq!(client.found("active eq true").await.len(), 6);
        assert_eq!(client.found("active eq false").await.len(), 0);
        for filter in ["title%20pr", "userName%20ne%20%221%22", "x", "meta.lastModified%20pr", "not(active%20eq%20true)"] {
            let said = client.get(&format!("/Users?filter={filter}")).await.is(400);
            assert_eq!(said.kind(), "invalidFilter", "{filter}");
        }
        let search = json!({ "filter": "externalId sw \"simpeg\"", "attributes": ["userName"], "count": 1 });
        let said = client.send(Method::POST, "/Users/.search", &search).await.is(200);
        assert_eq!(said.body["Resources"], json!([{ "schemas": [USER], "id": made.id(), "userName": number(100) }]));
        let page = client.get("/Users?startIndex=3&count=2").await.is(200);
        let figures = ["totalResults", "startIndex", "itemsPerPage"].map(|name| page.body[name].as_i64().unwrap());
        assert_eq!(figures, [6, 3, 2]);
        assert_eq!(client.get("/Users?count=0").await.is(200).body["Resources"], json!([]));
        client.get("/Users?count=x").await.is(400);
        assert_eq!(client.get("/Users?startIndex=-5&count=-1").await.is(200).body["startIndex"], 1);
    }

    async fn a_client_finds_out_what_there_is(world) {
        people(&world, AMBON, 0..1).await;
        let client = Client::of(&world, AMBON).await;
        let config = client.get("/ServiceProviderConfig").await.is(200);
        for what in ["patch", "bulk", "filter", "etag"] {
            assert_eq!(config.body[what]["supported"], true, "{what}");
        }
        assert_eq!(config.body["pagination"]["cursor"], true);
        for (list, ids) in [
            ("/ResourceTypes", vec!["User", "Group"]),
            ("/Schemas", vec![USER, "urn:ietf:params:scim:schemas:core:2.0:Group"]),
        ] {
            let all = client.get(list).await.is(200);
            assert_eq!(all.body["totalResults"], ids.len());
            for id in ids {
                assert_eq!(client.get(&format!("{list}/{id}")).await.is(200).body["id"], id);
            }
            client.get(&format!("{list}/nothing")).await.is(404);
        }
        let groups = client.get("/Groups").await.is(200);
        assert_eq!(groups.body["Resources"][0]["displayName"], AMBON);
        let group = format!("/Groups/{}", groups.body["Resources"][0]["id"].as_str().unwrap());
        client.get(&group).await.is(200);
        assert_eq!(client.get("/Groups?filter=displayName%20sw%20%22tual%22").await.is(200).body["totalResults"], 0);
        // With the members in the value, as some sources write it.
        let members = json!({ "Operations": [{ "op": "remove", "path": "members", "value": [{ "value": "1" }] }] });
        assert_eq!(client.send(Method::PATCH, &group, &members).await.is(403).kind(), "mutability");
        client.send(Method::POST, "/Groups", &json!({})).await.is(403);
        client.get("/Me").await.is(501);
        client.send(Method::POST, "/.search", &json!({})).await.is(501);
        client.get("/nothing").await.is(404);
        client.get("/Groups/nothing").await.is(404);
        client.send(Method::POST, "/Schemas", &json!({})).await.is(413);
        client.send(Method::DELETE, "/Schemas", &Value::Null).await.is(405);
    }

    async fn many_requests_in_one_are_each_carried_out_by_themselves(world) {
        people(&world, AMBON, 0..20).await;
        let client = Client::of(&world, AMBON).await;
        let bulk = |operations: Value, most: u64| {
            json!({
                "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
                "failOnErrors": most, "Operations": operations,
            })
        };
        let operations = json!([
            { "method": "POST", "path": "/Users", "bulkId": "a", "data": user(100) },
            { "method": "POST", "path": "/Users", "bulkId": "b", "data": user(0) },
            { "method": "PATCH", "path": "/Users/bulkId:a",
              "data": { "Operations": [{ "op": "replace", "path": "displayName", "value": "Sri B." }] } },
            { "method": "PATCH", "path": "/Users/bulkId:b", "data": {} },
            { "method": "DELETE", "path": "/Users/bulkId:a" },
            { "method": "POST", "path": "/Groups", "bulkId": "c", "data": {} },
        ]);
        let said = client.send(Method::POST, "/Bulk", &bulk(operations.clone(), 10)).await.is(200);
        let statuses = |said: &Said| -> Vec<String> {
            let all = said.body["Operations"].as_array().unwrap().iter();
            all.map(|one| one["status"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(statuses(&said), ["201", "409", "200", "409", "204", "404"]);
        assert_eq!(said.body["Operations"][1]["response"]["scimType"], "uniqueness");
        let stopped = client.send(Method::POST, "/Bulk", &bulk(operations, 1)).await.is(200);
        assert_eq!(statuses(&stopped), ["201", "409"], "the first comes back");
        let one = json!({ "method": "DELETE", "path": "/Users/1" });
        client.send(Method::POST, "/Bulk", &bulk(json!(vec![one; 1001]), 1)).await.is(413);
        client.send(Method::POST, "/Bulk", &json!({})).await.is(400);
    }
}

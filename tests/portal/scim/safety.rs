//! What a token does not open, what a source must never do, and what no body costs.

use super::*;
use asn_digital::domain::recovery::disabled::{self, Standing};
use asn_digital::domain::values::nip::Nip;

async fn stands(world: &World, place: u64, standing: Standing) {
    let nip = Nip::parse(&number(place)).unwrap();
    let changed = disabled::change(&world.portal, &Visitor::command_line(), &nip, standing).await;
    let _ = changed.unwrap();
}

async fn with_role(world: &World, place: u64, roles: &str) -> String {
    world.account_with_password(&number(place), roles, None).await.to_string()
}

on_both_engines! {
    async fn whoever_is_of_another_agency_is_not_there(world) {
        people(&world, AMBON, 0..1).await;
        people(&world, TUAL, 1..2).await;
        let (ambon, tual) = (Client::of(&world, AMBON).await, Client::of(&world, TUAL).await);
        let theirs = ambon.create(100).await.is(201);
        let path = format!("/Users/{}", theirs.id());
        tual.get(&path).await.is(404);
        tual.delete(theirs.id()).await.is(404);
        tual.patch(theirs.id(), &json!([{ "op": "replace", "path": "active", "value": false }])).await.is(404);
        tual.send(Method::PUT, &path, &user(100)).await.is(404);
        for filter in [
            format!("userName eq \"{}\"", number(100)),
            format!("id eq \"{}\"", theirs.id()),
            "externalId eq \"simpeg-100\"".to_owned(),
            "displayName sw \"Sri\"".to_owned(),
        ] {
            assert!(tual.found(&filter).await.is_empty(), "{filter}");
        }
        assert_eq!(tual.get("/Users").await.body["totalResults"], 1);
        // Nor is anybody sent there, or taken from there.
        let department = json!([{ "op": "add", "path": format!("{ENTERPRISE}:department"), "value": TUAL }]);
        assert_eq!(ambon.patch(theirs.id(), &department).await.is(400).kind(), "invalidValue");
        let cursor = ambon.get("/Users?cursor=&count=1").await.is(200).body["nextCursor"].as_str().unwrap().to_owned();
        assert_eq!(tual.get(&format!("/Users?cursor={cursor}")).await.is(400).kind(), "invalidCursor");
        ambon.get(&path).await.is(200);
        // Somebody who moves away is there no longer.
        world.move_to(theirs.id().parse().unwrap(), TUAL).await;
        ambon.get(&path).await.is(404);
        tual.get(&path).await.is(200);
    }

    async fn a_token_is_for_its_agency_and_all_below_it(world) {
        const MALUKU: &str = "Pemerintah Provinsi Maluku";
        const DINAS: &str = "Dinas Sosial, Pemerintah Kota Ambon";
        let maluku = world.agency(MALUKU, None).await;
        let ambon = world.agency(AMBON, Some(maluku)).await;
        world.agency(DINAS, Some(ambon)).await;
        for (agency, place) in [(MALUKU, 0), (AMBON, 1), (DINAS, 2), (TUAL, 3)] {
            people(&world, agency, place..place + 1).await;
        }
        let client = Client::of(&world, AMBON).await;
        let mut found = client.found("active eq true").await;
        found.sort();
        assert_eq!(found, [number(1), number(2)]);
        assert_eq!(client.get("/Groups").await.is(200).body["totalResults"], 2);
        assert_eq!(Client::of(&world, MALUKU).await.found("active eq true").await.len(), 3);
        let mut body = user(100);
        body[ENTERPRISE] = json!({ "department": "dinas  sosial, pemerintah kota ambon" });
        let made = client.send(Method::POST, "/Users", &body).await.is(201);
        assert_eq!(made.body[ENTERPRISE]["department"], DINAS);
        assert_eq!(made.body["groups"][0]["display"], DINAS);
        let moves = |value: &str| json!([{ "op": "replace", "path": format!("{ENTERPRISE}:department"), "value": value }]);
        for above in [MALUKU, TUAL, "Instansi Lain"] {
            assert_eq!(client.patch(made.id(), &moves(above)).await.is(400).kind(), "invalidValue", "{above}");
        }
        let out = json!([{ "op": "remove", "path": ENTERPRISE }]);
        let back = client.patch(made.id(), &out).await.is(200);
        assert!(back.body.get(ENTERPRISE).is_none());
        assert_eq!(back.body["groups"][0]["display"], AMBON);
        assert_eq!(client.patch(made.id(), &moves(DINAS)).await.is(200).body[ENTERPRISE]["department"], DINAS);
        assert_eq!(client.get("/Schemas").await.is(200).body["totalResults"], 3);
        // A number that somebody had is nobody else's, and may come back to them.
        let renumber = |place| json!([{ "op": "replace", "path": "userName", "value": number(place) }]);
        client.patch(made.id(), &renumber(101)).await.is(200);
        client.create(100).await.is(409);
        let another = client.create(102).await.is(201);
        assert_eq!(client.patch(another.id(), &renumber(100)).await.is(409).kind(), "uniqueness");
        client.patch(made.id(), &renumber(100)).await.is(200);
    }

    async fn a_token_that_is_none_or_over_opens_nothing_and_many_have_to_wait(world) {
        people(&world, AMBON, 0..1).await;
        let good = Client::of(&world, AMBON).await;
        let mut wrong = good.clone();
        wrong.address = "203.0.113.99";
        for token in ["", "x", "asn_scim_", &good.token.replace("asn_scim_", "")] {
            wrong.token = token.to_owned();
            for path in ["/Users", "/ServiceProviderConfig", "/Groups", "/Me"] {
                let said = wrong.get(path).await.is(401);
                assert!(said.headers[header::WWW_AUTHENTICATE].to_str().unwrap().starts_with("Bearer"));
            }
        }
        // Another that has the right form.
        wrong.token = format!("asn_scim_{}", "A".repeat(43));
        let mut last = 401;
        for _ in 0..30 {
            let said = wrong.get("/Users").await;
            last = said.status;
            assert!(last == 401 || said.headers.contains_key(header::RETRY_AFTER));
        }
        assert_eq!(last, 429);
        let same_network = Client { address: wrong.address, ..good.clone() };
        same_network.get("/Users").await.is(200);
        let mut unit = world.portal.store.read().await.unwrap();
        let row = unit.scim_tokens(None, 1).await.unwrap().remove(0);
        drop(unit);
        assert!(row.last_used_at.is_some());
        assert!(!good.token.as_bytes().windows(32).any(|part| row.token_hash == part), "its hash alone is kept");
        token::end(&world.portal, &Visitor::command_line(), row.id).await.unwrap().unwrap();
        assert!(token::end(&world.portal, &Visitor::command_line(), row.id).await.unwrap().is_err());
        good.get("/Users").await.is(401);
        let next = Client::of(&world, AMBON).await;
        next.get("/Users").await.is(200);
        world.clock.advance(366 * 24 * 3600);
        next.get("/Users").await.is(401);
        let tokens = world.events().await.into_iter().filter(|event| event == "provisioning-token-changed");
        assert_eq!(tokens.count(), 3);
    }

    async fn nobody_gets_a_privilege_or_a_privileged_account(world) {
        people(&world, AMBON, 0..20).await;
        let client = Client::of(&world, AMBON).await;
        let administrator = with_role(&world, 50, "employee administrator").await;
        let helper = with_role(&world, 52, "employee").await;
        world.grant(&number(52), asn_digital::domain::people::role::Role::HelpDesk, None).await;
        let mut body = user(100);
        body["roles"] = json!([{ "value": "administrator" }]);
        let made = client.send(Method::POST, "/Users", &body).await.is(201);
        client.send(Method::PUT, &format!("/Users/{}", made.id()), &body).await.is(200);
        for operation in [
            json!({ "op": "add", "path": "roles", "value": [{ "value": "administrator" }] }),
            json!({ "op": "replace", "value": { "roles": "administrator" } }),
            json!({ "op": "add", "path": "entitlements", "value": "administrator" }),
            json!({ "op": "add", "path": "groups", "value": [{ "value": "1" }] }),
            json!({ "op": "replace", "path": "password", "value": "kata-sandi-baru-sekali" }),
        ] {
            assert_eq!(client.patch(made.id(), &json!([operation])).await.is(400).kind(), "mutability");
        }
        let account = |id: &str| {
            let (store, id) = (world.portal.store.clone(), id.parse().unwrap());
            async move { store.read().await.unwrap().account(id).await.unwrap().unwrap() }
        };
        let stored = account(made.id()).await;
        assert_eq!((stored.roles.to_string().as_str(), stored.password_hash), ("employee", None));
        for operation in [
            json!({ "op": "replace", "path": "emails", "value": [{ "value": "lain@ambon.go.id" }] }),
            json!({ "op": "remove", "path": "emails" }),
            json!({ "op": "replace", "path": "userName", "value": number(51) }),
        ] {
            client.patch(&administrator, &json!([operation])).await.is(403);
            client.patch(&helper, &json!([operation])).await.is(403);
        }
        let named = json!([{ "op": "replace", "path": "displayName", "value": "Sri Administrator" }]);
        client.patch(&administrator, &named).await.is(200);
        assert_eq!(account(&administrator).await.roles.to_string(), "employee administrator");
    }

    async fn nobody_takes_a_right_along_to_the_agency_above(world) {
        const DINAS: &str = "Dinas Sosial, Pemerintah Kota Ambon";
        let ambon = world.agency(AMBON, None).await;
        world.agency(DINAS, Some(ambon)).await;
        let client = Client::of(&world, AMBON).await;
        let operator = with_role(&world, 50, "employee operator").await;
        let employee = with_role(&world, 52, "employee").await;
        for account in [&operator, &employee] {
            world.move_to(account.parse().unwrap(), DINAS).await;
        }
        let up = json!([{ "op": "remove", "path": ENTERPRISE }]);
        client.patch(&operator, &up).await.is(403);
        client.patch(&employee, &up).await.is(200);
        let id = operator.parse().unwrap();
        let stored = world.portal.store.read().await.unwrap().account(id).await.unwrap().unwrap();
        assert_eq!(stored.agency, DINAS);
    }

    async fn a_source_lets_in_only_whom_it_kept_out(world) {
        people(&world, AMBON, 0..20).await;
        let client = Client::of(&world, AMBON).await;
        let made = client.create(100).await.is(201);
        let active = |active: Value| json!([{ "op": "Replace", "path": "active", "value": active }]);
        // As some end: they look the person up afterwards.
        let off = client.patch(made.id(), &active(json!("False"))).await.is(200);
        assert_eq!(off.body["active"], false);
        assert_eq!(client.found(&format!("userName eq \"{}\"", number(100))).await, [number(100)]);
        assert_eq!(client.found("active eq false").await, [number(100)]);
        client.patch(made.id(), &active(json!("True"))).await.is(200);
        stands(&world, 100, Standing::Disabled).await;
        assert_eq!(client.get(&format!("/Users/{}", made.id())).await.is(200).body["active"], false);
        client.patch(made.id(), &active(json!(true))).await.is(403);
        client.send(Method::PUT, &format!("/Users/{}", made.id()), &user(100)).await.is(403);
        // A name is another matter.
        let name = json!([{ "op": "replace", "path": "displayName", "value": "Sri" }]);
        client.patch(made.id(), &name).await.is(200);
        client.delete(made.id()).await.is(204);
        client.create(100).await.is(403);
        let id = made.id().parse().unwrap();
        let account = world.portal.store.read().await.unwrap().account(id).await.unwrap().unwrap();
        assert!(account.is_disabled());
    }

    async fn many_at_once_are_held_and_nobody_of_them_is_disabled(world) {
        people(&world, AMBON, 0..1000).await;
        let client = Client::of(&world, AMBON).await;
        let ids: Vec<_> = {
            let all = client.get("/Users?count=30&attributes=id").await.is(200);
            all.body["Resources"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
        };
        let off = json!([{ "op": "replace", "path": "active", "value": false }]);
        let on = json!([{ "op": "replace", "path": "active", "value": true }]);
        // Two of a hundred, in whatever way; whoever comes and goes counts once.
        for id in &ids[..10] {
            client.patch(id, &off).await.is(200);
            client.patch(id, &on).await.is(200);
            client.patch(id, &off).await.is(200);
        }
        for id in &ids[10..20] {
            client.delete(id).await.is(204);
        }
        let another = Client::of(&world, AMBON).await;
        for (client, id) in [(&client, &ids[20]), (&another, &ids[21])] {
            let held = client.patch(id, &off).await.is(429);
            assert!(held.body["detail"].as_str().unwrap().starts_with("held:"));
            assert!(held.headers.contains_key(header::RETRY_AFTER));
            client.delete(id).await.is(429);
            assert_eq!(client.get(&format!("/Users/{id}")).await.is(200).body["active"], true);
        }
        let held = world.events_of(ids[20].parse().unwrap()).await;
        assert_eq!(held, ["provisioning-held"; 2]);
        // Everything else goes on.
        client.create(1100).await.is(201);
        world.clock.advance(3601);
        client.patch(&ids[20], &off).await.is(200);
    }

    async fn no_body_and_no_text_is_too_much(world) {
        people(&world, AMBON, 0..1).await;
        let client = Client::of(&world, AMBON).await;
        let made = client.create(100).await.is(201);
        let path = format!("/Users/{}", made.id());
        let long = "x".repeat(10 * 1024 * 1024);
        for (method, path) in [(Method::POST, "/Users"), (Method::PATCH, path.as_str()), (Method::POST, "/Bulk")] {
            client.send_with(method, path, long.clone(), &[]).await.is(413);
        }
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        for body in ["", "x", "[]", "{}", "null", "{\"schemas\":[]}", "\u{1}", deep.as_str()] {
            let said = client.send_with(Method::POST, "/Users", body.to_owned(), &[]).await.is(400);
            assert_eq!(said.kind(), "invalidSyntax", "{body:.20}");
        }
        let filter = |open: &str, close: &str| {
            let text = format!("{}active%20eq%20true{}", open.repeat(1000), close.repeat(1000));
            format!("/Users?filter={text}")
        };
        for (open, close) in [("(", ")"), ("not(", ")"), ("emails%5B", "%5D")] {
            assert_eq!(client.get(&filter(open, close)).await.is(400).kind(), "invalidFilter");
        }
        let nested = format!("{}value pr{}", "emails[".repeat(500), "]".repeat(500));
        for wrong in ["nothing", "emails[", "emails.nothing", "a.b.c", nested.as_str()] {
            let operations = json!([{ "op": "replace", "path": wrong, "value": "x" }]);
            assert_eq!(client.patch(made.id(), &operations).await.is(400).kind(), "invalidPath", "{wrong:.20}");
        }
        let mut body = user(101);
        body["externalId"] = json!("x".repeat(256));
        assert_eq!(client.send(Method::POST, "/Users", &body).await.is(400).kind(), "invalidValue");
        let form = [(header::CONTENT_TYPE, "application/x-www-form-urlencoded")];
        let said = client.send_with(Method::POST, "/Users", "a=b", &form).await;
        assert!([400, 415].contains(&said.status));
        for id in ["x", "%00", "00000000-0000-0000-0000-000000000000", "..%2f..", &made.id().to_uppercase()] {
            client.get(&format!("/Users/{id}")).await.is(404);
        }
    }
}

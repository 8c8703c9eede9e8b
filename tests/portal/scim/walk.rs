//! A walk over everybody while others write: whoever is there all along comes, and comes once.

use super::*;
use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use uuid::Uuid;

const PEOPLE: u64 = 2000;

/// Everybody whom a walk meets, with how often.
async fn walk(client: &Client, count: u64, filter: &str) -> HashMap<String, usize> {
    let mut met = HashMap::new();
    let mut cursor = String::new();
    for _ in 0..PEOPLE {
        let page =
            client.get(&format!("/Users?count={count}&cursor={cursor}{filter}")).await.is(200);
        let all = page.body["Resources"].as_array().unwrap();
        assert!(all.len() <= usize::try_from(count).unwrap());
        for user in all {
            *met.entry(user["id"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        match page.body["nextCursor"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => return met,
        }
    }
    panic!("the walk has no end");
}

/// A thousand further spellings of an agency.
async fn spell(world: &World, agency: Uuid) {
    let mut unit = world.portal.store.write().await.unwrap();
    unit.change_agencies(world.portal.new_id()).await.unwrap();
    for spelling in 0..1000 {
        unit.put_agency_text(&format!("Pemkot Ambon {spelling}"), agency).await.unwrap();
    }
    unit.commit().await.unwrap();
    world.portal.refresh_commons().await.unwrap();
}

on_both_engines! {
    async fn a_walk_misses_nobody_and_meets_nobody_twice_whatever_others_write(world) {
        people(&world, AMBON, 0..PEOPLE).await;
        people(&world, TUAL, PEOPLE..PEOPLE + 300).await;
        let client = Client::of(&world, AMBON).await;
        let before = walk(&client, 1000, "").await;
        assert_eq!(before.len(), usize::try_from(PEOPLE).unwrap());
        let mut ids: Vec<_> = before.keys().cloned().collect();
        ids.sort();
        // Those who leave, by whatever way, need not be met; all others must.
        let leaving: Vec<_> = ids.iter().step_by(67).take(30).cloned().collect();
        let leave: HashSet<_> = leaving.iter().cloned().collect();
        let is_over = Arc::new(AtomicBool::new(false));
        let writers = [
            tokio::spawn({
                let (client, is_over) = (client.clone(), Arc::clone(&is_over));
                async move {
                    let mut place = PEOPLE + 1000;
                    while !is_over.load(Ordering::Relaxed) {
                        client.create(place).await.is(201);
                        place += 1;
                    }
                }
            }),
            tokio::spawn({
                let client = client.clone();
                async move {
                    for id in &leaving {
                        client.delete(id).await.is(204);
                    }
                }
            }),
            tokio::spawn({
                let (client, is_over, ids) = (client.clone(), Arc::clone(&is_over), ids.clone());
                async move {
                    for (round, id) in ids.iter().rev().cycle().enumerate() {
                        if is_over.load(Ordering::Relaxed) {
                            break;
                        }
                        let name = json!([{ "op": "replace", "path": "displayName", "value": format!("Nama {round}") }]);
                        let said = client.patch(id, &name).await;
                        assert!([200, 404].contains(&said.status), "{said:?}");
                    }
                }
            }),
        ];
        for count in [37, 250] {
            let met = walk(&client, count, "").await;
            assert!(met.values().all(|times| *times == 1), "twice");
            let missed: Vec<_> = ids.iter().filter(|id| !leave.contains(*id) && !met.contains_key(*id)).collect();
            assert_eq!(missed, Vec::<&String>::new());
        }
        is_over.store(true, Ordering::Relaxed);
        for writer in writers {
            writer.await.unwrap();
        }
        let after = walk(&client, 500, "").await;
        assert!(after.keys().all(|id| !leave.contains(id)), "whoever left is not there");
        // By a filter, too, and pages may be empty on the way.
        let found = walk(&client, 5, "&filter=displayName%20eq%20%22budi%20aaa%22").await;
        assert!(found.values().all(|times| *times == 1) && found.len() <= ids.len());
    }

    async fn a_large_agency_is_walked_over_and_not_counted_through(world) {
        let portal = &world.portal;
        let all: Vec<_> = (0..20_001_u64)
            .map(|place| ImportedAccount {
                id: portal.new_id(),
                nip: format!("{place:018}"),
                name: "Budi".into(),
                email: None,
                agency: AMBON.into(),
                roles: "employee".into(),
            })
            .collect();
        let mut unit = portal.store.write_in_bulk().await.unwrap();
        unit.add_accounts(&all, "no hash", portal.now()).await.unwrap();
        unit.commit().await.unwrap();
        let client = Client::of(&world, AMBON).await;
        let said = client.get("/Users?startIndex=1&count=10").await.is(400);
        assert_eq!(said.kind(), "tooMany");
        assert_eq!(client.get("/Users?cursor=&count=10").await.is(200).body["itemsPerPage"], 10);
        assert_eq!(client.found(&format!("userName eq \"{:018}\"", 7)).await.len(), 1);
        // A page that finds nobody among those whom it looks at says where to go on.
        let none = client.get("/Users?cursor=&filter=displayName%20eq%20%22sri%22").await.is(200);
        assert_eq!(none.body["itemsPerPage"], 0);
        let next = none.body["nextCursor"].as_str().unwrap();
        let last = client.get(&format!("/Users?cursor={next}&filter=displayName%20eq%20%22sri%22")).await.is(200);
        assert!(last.body.get("nextCursor").is_none());
        let other = client.get(&format!("/Users?cursor={next}")).await.is(400);
        assert_eq!(other.kind(), "invalidCursor", "another walk");
        // Of so many agencies that they are not looked at one by one.
        spell(&world, world.agency(AMBON, None).await).await;
        assert_eq!(client.get("/Users?startIndex=1&count=10").await.is(400).kind(), "tooMany");
        let met = walk(&client, 1000, "").await;
        assert!(met.len() == all.len() && met.values().all(|times| *times == 1));
    }

    async fn a_walk_over_agencies_of_every_size_meets_everybody_once(world) {
        let root = world.agency(AMBON, None).await;
        let sizes = [1, 3, 40, 0, 300, 8, 9, 33, 60, 2];
        let mut place = 0;
        for (unit, size) in sizes.into_iter().enumerate() {
            let name = format!("Dinas {unit} Kota Ambon");
            world.agency(&name, Some(root)).await;
            // Some of each are among the first, and some among the last.
            for from in [0, 10_000] {
                let some: Vec<_> = (0..size).map(|_| {
                    place += 1;
                    ImportedAccount {
                        id: Uuid::from_u128(from + place),
                        nip: number(u64::try_from(place).unwrap()),
                        name: "Budi".into(),
                        email: None,
                        agency: name.clone(),
                        roles: "employee".into(),
                    }
                }).collect();
                let mut unit = world.portal.store.write_in_bulk().await.unwrap();
                unit.add_accounts(&some, "no hash", world.portal.now()).await.unwrap();
                unit.commit().await.unwrap();
            }
        }
        people(&world, TUAL, 8000..8050).await;
        let everybody = 2 * sizes.iter().sum::<usize>();
        let client = Client::of(&world, AMBON).await;
        let meets = async |everybody: usize, counts: &[u64]| {
            for count in counts {
                let met = walk(&client, *count, "").await;
                assert!(met.values().all(|times| *times == 1), "twice, by {count}");
                assert_eq!(met.len(), everybody, "by {count}");
            }
        };
        // Somebody goes from the last of them to the first and back all the time.
        let is_over = Arc::new(AtomicBool::new(false));
        let mover = tokio::spawn({
            let (client, is_over) = (client.clone(), Arc::clone(&is_over));
            let wanders = Uuid::from_u128(3).to_string();
            async move {
                for unit in [9, 0].into_iter().cycle() {
                    let department = format!("Dinas {unit} Kota Ambon");
                    let to = json!([{ "op": "replace", "path": format!("{ENTERPRISE}:department"), "value": department }]);
                    client.patch(&wanders, &to).await.is(200);
                    if is_over.load(Ordering::Relaxed) {
                        break;
                    }
                }
            }
        });
        meets(everybody, &[1000, 100, 17, 1000, 100, 17]).await;
        // One that is much larger than the others, and too large to be put in order.
        let many = (0..20_001).map(|place| ImportedAccount {
            id: Uuid::from_u128(20_000 + place),
            nip: format!("{place:018}"),
            name: "Sri".into(),
            email: None,
            agency: "Dinas 3 Kota Ambon".into(),
            roles: "employee".into(),
        });
        let mut unit = world.portal.store.write_in_bulk().await.unwrap();
        unit.add_accounts(&many.collect::<Vec<_>>(), "no hash", world.portal.now()).await.unwrap();
        unit.commit().await.unwrap();
        meets(everybody + 20_001, &[1000, 900]).await;
        is_over.store(true, Ordering::Relaxed);
        mover.await.unwrap();
    }

    async fn however_many_agencies_a_few_people_are_there_by_an_index(world) {
        spell(&world, world.agency(AMBON, None).await).await;
        people(&world, AMBON, 0..30).await;
        let client = Client::of(&world, AMBON).await;
        let page = client.get("/Users?startIndex=21&count=1000").await.is(200).body;
        assert_eq!((&page["totalResults"], &page["itemsPerPage"]), (&json!(30), &json!(10)));
    }
}

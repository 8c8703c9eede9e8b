//! However many ask at once, and wherever: a code opens one session.

use crate::{
    Site,
    harness::{Person, Visitor},
    is_long,
};
use std::{net::Ipv4Addr, sync::Arc};
use tokio::{sync::Barrier, task::JoinSet};

/// How many of `racers` logins per person, all at once and spread over the nodes, reach the launcher.
async fn race(site: &Site, people: &[Person], racers: usize) -> Vec<usize> {
    let start = Arc::new(Barrier::new(people.len() * racers));
    let mut race = JoinSet::new();
    for (number, person) in people.iter().enumerate() {
        let code = person.code().unwrap();
        for racer in 0..racers {
            let mut visitor = Visitor::new(site.nodes[(number + racer) % 3].address);
            let address = u32::try_from(number * racers + racer).unwrap();
            visitor.address = Some(Ipv4Addr::from_bits(0x0a00_0000 + address).to_string());
            let (start, person, code) = (Arc::clone(&start), person.clone(), code.clone());
            race.spawn(async move {
                start.wait().await;
                loop {
                    let answer = visitor.log_in_with(&person, &code).await.unwrap();
                    // Whom a full queue turned away comes again.
                    if !answer.status.is_server_error() {
                        return (number, answer.location() == "/beranda");
                    }
                }
            });
        }
    }
    let mut won = vec![0; people.len()];
    for (number, is_in) in race.join_all().await {
        won[number] += usize::from(is_in);
    }
    let mut unit = site.installation.store().await.unwrap().read().await.unwrap();
    for (person, won) in people.iter().zip(&won) {
        let sessions = unit.sessions_of(person.id).await.unwrap();
        let open = sessions.iter().filter(|one| one.stage.name() == "authenticated").count();
        assert_eq!(open, *won, "the database counts otherwise");
    }
    won
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_logins_with_one_code_on_three_nodes_open_one_session() {
    let site = Site::start(&[]).await;
    let people = site.installation.people(1).await.unwrap();
    let racers = if is_long() { 600 } else { 60 };
    assert_eq!(race(&site, &people, racers).await, [1]);
}

/// Five are let through by every budget, so all of them come to the code.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_logins_with_each_of_many_codes_open_one_session_each() {
    let site = Site::start(&[]).await;
    let count = if is_long() { 120 } else { 12 };
    let people = site.installation.people(count).await.unwrap();
    assert_eq!(race(&site, &people, 5).await, vec![1; count]);
}

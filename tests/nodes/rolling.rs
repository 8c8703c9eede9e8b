//! Nodes are renewed one after another while people work: an older and a newer program stand side
//! by side, on the newer schema, and no request that was answered is lost.
//!
//! Without an older program at hand, this one is the older: the schema of one that comes after it
//! is applied under its feet. `scripts/rolling-upgrade` brings a really older one.

use crate::{
    PROGRAM, Site,
    harness::{Installation, Proxy, postgres::new_database},
    is_long,
    load::Load,
    until,
};
use sqlx::{Connection, Executor, PgConnection};
use std::{env, path::Path};

const WORKERS: usize = 6;
/// Longer than the proxy takes to notice, and than anybody pauses.
const DRAIN: [&str; 2] = ["--drain-seconds", "1"];

/// What a program of tomorrow does to the schema: it expands it, and gives way to who is at work.
async fn migrate_as_tomorrow(installation: &Installation) {
    let url = installation.database_url.as_ref().unwrap();
    let mut connection = PgConnection::connect(url).await.unwrap();
    connection.execute("SET lock_timeout = '500ms'").await.unwrap();
    let expansion = "BEGIN;
        CREATE TABLE tomorrow (id UUID PRIMARY KEY, account_id UUID NOT NULL REFERENCES accounts (id));
        ALTER TABLE accounts ADD COLUMN tomorrow TEXT NOT NULL DEFAULT 'yes';
        ALTER TABLE sessions ADD COLUMN tomorrow BIGINT NOT NULL DEFAULT 1;
        ALTER TABLE shelves ADD COLUMN tomorrow TEXT;
        CREATE INDEX sessions_of_tomorrow ON sessions (tomorrow);
        INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
            VALUES (9999, 'tomorrow', TRUE, 'x', 0);
        COMMIT";
    until("the schema is expanded", async || {
        let done = connection.execute(expansion).await;
        if done.is_err() {
            connection.execute("ROLLBACK").await.unwrap();
        }
        done.is_ok()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_under_a_newer_schema_fails_no_request() {
    let mut site = Site::start(&DRAIN).await;
    let rounds = if is_long() { 5 } else { 1 };
    let people = site.installation.people(300 * rounds).await.unwrap();
    let proxy = Proxy::start(&site.addresses()).await.unwrap();
    let load = Load::start(proxy.address, people, WORKERS);
    load.goes_on(40).await;
    migrate_as_tomorrow(&site.installation).await;
    for _ in 0..3 * rounds {
        load.goes_on(20).await;
        let node = site.nodes.remove(0);
        let address = node.address;
        assert!(node.stop().await.unwrap().success());
        let node = site.installation.start_at(address, &DRAIN).await.unwrap();
        assert!(node.log().contains("a newer version of this program"), "{}", node.log());
        site.nodes.push(node);
        until("the proxy finds the node again", async || proxy.ready() == 3).await;
    }
    load.goes_on(40).await;
    let told = load.finish().await;
    assert!(told.failures.is_empty(), "{:?}", told.failures);
    told.is_kept_by(&site.installation).await;
}

/// The older one may close connections that are about to be used: whoever meets that tries again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_upgrade_from_an_older_program_loses_nothing_that_was_answered() {
    let Ok(older) = env::var("ASN_OLDER_PROGRAM") else {
        eprintln!("no older program at hand: scripts/rolling-upgrade brings one");
        return;
    };
    assert!(Path::new(&older).is_file(), "there is no {older}");
    let database = new_database().await.unwrap();
    // The older nodes have made the schema; this brings it up to date under their feet.
    let mut site = Site::at(database, &older, &[]).await;
    let people = site.installation.people(600).await.unwrap();
    site.installation.program = PROGRAM.into();
    let proxy = Proxy::start(&site.addresses()).await.unwrap();
    let load = Load::start(proxy.address, people, WORKERS);
    for _ in 0..3 {
        load.goes_on(200).await;
        let node = site.nodes.remove(0);
        let address = node.address;
        assert!(node.stop().await.unwrap().success());
        site.nodes.push(site.installation.start_at(address, &DRAIN).await.unwrap());
        until("the proxy finds the node again", async || proxy.ready() == 3).await;
    }
    load.goes_on(200).await;
    let told = load.finish().await;
    for failure in &told.failures {
        assert!(failure.answer.is_err(), "{failure:?}");
    }
    assert!(told.failures.len() <= 3 * WORKERS, "{:?}", told.failures);
    told.is_kept_by(&site.installation).await;
}

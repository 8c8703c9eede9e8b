//! What every test starts from, made once: a database with the tables, and a key that takes long to make.

use crate::support::{START, World};
use asn_digital::{
    domain::{
        launcher::{catalogue::Catalogue, commons::CommonsCell},
        sso::{jws::Algorithm, signing_keys},
    },
    store::{SigningKeyRow, Store},
};
use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection,
    sqlite::SqliteConnectOptions,
};
use std::{
    fs,
    future::Future,
    process,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};
use time::OffsetDateTime;
use tokio::{runtime::Runtime, sync::OnceCell};

/// What a file holds, with nothing left in its log.
pub fn sqlite() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let (file, copy) = (folder.path().join("test.sqlite3"), folder.path().join("copy.sqlite3"));
        let vacuum = format!("VACUUM INTO '{}'", copy.display());
        alone(async move || {
            fill(&Store::open_sqlite(&file).await.unwrap()).await;
            let options = SqliteConnectOptions::new().filename(file);
            let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
            connection.execute(AssertSqlSafe(vacuum)).await.unwrap();
        });
        fs::read(copy).unwrap()
    })
}

/// The address of a new database.
pub async fn postgres() -> String {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("TEST_DATABASE_URL")
        .expect("no PostgreSQL to test with: run scripts/postgres-test cargo test");
    let (base, _) = server.rsplit_once('/').unwrap();
    let template = TEMPLATE.get_or_init(|| {
        let name = format!("template_{}", process::id());
        let (url, made, server) = (format!("{base}/{name}"), name.clone(), server.clone());
        alone(async move || {
            run(&server, format!("CREATE DATABASE {made}")).await;
            fill(&Store::connect_postgres(&url).await.unwrap()).await;
        });
        name
    });
    let name = format!("test_{}_{}", process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    run(&server, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    format!("{base}/{name}")
}

async fn run(server: &str, sql: String) {
    let mut server = PgConnection::connect(server).await.unwrap();
    server.execute(AssertSqlSafe(sql)).await.unwrap();
}

async fn fill(store: &Store) {
    let start = OffsetDateTime::from_unix_timestamp(START).unwrap();
    CommonsCell::open(store, &Catalogue::built_in().unwrap(), start).await.unwrap();
}

/// In a runtime of its own: when that ends, so has every connection.
fn alone<F: Future<Output = ()>>(work: impl FnOnce() -> F + Send + 'static) {
    thread::spawn(|| Runtime::new().unwrap().block_on(work())).join().unwrap();
}

/// Gives a portal its keys to sign with. They are as good as new: every world has the same key to seal them.
pub async fn sign(world: &World) {
    static RSA: OnceCell<SigningKeyRow> = OnceCell::const_new();
    let keys = async || world.portal.store.read().await.unwrap().signing_keys().await.unwrap();
    let row = RSA.get_or_init(async || {
        signing_keys::look_after(&world.portal).await.unwrap();
        let rsa = |row: &SigningKeyRow| row.algorithm == Algorithm::Rs256.name();
        keys().await.into_iter().find(rsa).unwrap()
    });
    let row = row.await;
    if keys().await.is_empty() {
        let now = world.portal.now();
        let row = SigningKeyRow { created_at: now, signs_from: now, ..row.clone() };
        let mut unit = world.portal.store.write().await.unwrap();
        unit.add_signing_key(&row).await.unwrap();
        unit.commit().await.unwrap();
    }
    signing_keys::look_after(&world.portal).await.unwrap();
}

//! An act on many people is carried on where the process was killed, and nobody is changed twice.

use crate::{
    harness::{Installation, split},
    house::{open, verify_audit},
    program,
};
use asn_digital::wire::bulk::BulkState;

const PEOPLE: i64 = 4000;
/// How many were moved when the portal is killed. The first time it is while they are still written down.
const KILLS: [i64; 4] = [0, 200, 1400, 2800];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ministry_that_is_split_is_carried_on_and_nobody_is_moved_twice() {
    let installation = Installation::new(&program(), None).unwrap();
    let store = installation.store().await.unwrap();
    let job = split::order(&store, PEOPLE as u64).await.unwrap();
    let mut killed_between = 0;
    for kill_at in KILLS {
        let node = installation.start(&[]).await.unwrap();
        if kill_at == 0 {
            split::wait(&store, job, |job| job.selected > 0).await.unwrap();
        } else {
            split::wait(&store, job, |job| job.state != BulkState::Selecting).await.unwrap();
            let row = store.read().await.unwrap().bulk_job(job).await.unwrap().unwrap();
            if row.state == BulkState::Ready {
                assert_eq!((row.selected, row.refused), (PEOPLE, 0));
                split::approve(&store, job).await.unwrap();
            }
            split::wait(&store, job, |job| job.done >= kill_at).await.unwrap();
        }
        node.kill().unwrap();
        let row = store.read().await.unwrap().bulk_job(job).await.unwrap().unwrap();
        killed_between += i64::from(row.done > 0 && row.done < PEOPLE);
    }
    assert!(killed_between >= 2, "it was killed in the midst of it");
    let node = installation.start(&[]).await.unwrap();
    let row = split::wait(&store, job, |job| job.state == BulkState::Done).await.unwrap();
    node.kill().unwrap();
    assert_eq!((row.done, row.failed), (PEOPLE, 0));
    store.close().await;
    let mut database = open(&installation.database_file()).await;
    for (what, sql) in [
        ("moved", "SELECT COUNT(*) FROM accounts WHERE agency = 'Kementerian Baru'"),
        ("written down", "SELECT COUNT(*) FROM audit_events WHERE event = 'person-moved'"),
        (
            "of them each",
            "SELECT COUNT(DISTINCT account_id) FROM audit_events \
             WHERE event = 'person-moved'",
        ),
        ("said to them", "SELECT COUNT(*) FROM accesses WHERE act = 'moved'"),
        ("settled", "SELECT COUNT(*) FROM bulk_people WHERE state = 'done'"),
    ] {
        let count: i64 = sqlx::query_scalar(sql).fetch_one(&mut database).await.unwrap();
        assert_eq!(count, PEOPLE, "{what}");
    }
    verify_audit(&installation).unwrap();
}

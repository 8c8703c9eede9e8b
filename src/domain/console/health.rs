//! How the portal fares: what waits, what failed, which node does what, and whether the record is whole.

use super::bulk_run;
use crate::{
    domain::{
        Fault, Portal,
        audit::watch::{self, LastVerification},
        launcher::view::person,
        lease::Job,
        people::{
            names,
            rights::{NotTheirs, Right},
        },
        session::LiveSession,
        values::calendar,
    },
    i18n::{HealthWords, Language, health_words_of},
    store::{DeliveryState, LeaseRow},
    wire::health::{HealthView, ListedJob, MANY, RecordHealth},
};
use time::{Duration, OffsetDateTime};

/// A mailbox that refused a letter is counted for so long.
const LATELY: Duration = Duration::days(7);
/// Of the name of a node so much tells it from the others: its end, which is chance.
const NODE: usize = 12;

/// # Errors
/// When the database fails.
pub async fn view(
    portal: &Portal,
    session: &LiveSession,
    language: Language,
) -> Result<Result<HealthView, NotTheirs>, Fault> {
    if session.demand(Right::SeeHealth).is_err() {
        return Ok(Err(NotTheirs));
    }
    let now = portal.now();
    let words = |at: OffsetDateTime| calendar::moment_in_words(at, language);
    let record = watch::last(portal).await?.map(|last| {
        let (at, is_overdue) = (words(last.at()), last.is_overdue(now));
        let LastVerification { rows, archived, findings, found, .. } = last;
        RecordHealth { at, is_overdue, rows, archived, findings, found }
    });
    let are_prepared = names::are_prepared(portal).await?;
    let is_bulk_due = bulk_run::is_anything_due(portal).await?;
    let schema = portal.store.newest_migration().await?.unwrap_or_default();
    let is_newer_schema = portal.store.unknown_migration().await?.is_some();
    let mut unit = portal.store.read().await?;
    let outbox = unit.outbox_state().await?;
    let leases = unit.leases(now).await?;
    let left = Job::ALL.into_iter().filter(|job| match job {
        // What is done once and for all is no job any more.
        Job::PrepareNames => !are_prepared,
        // Nobody takes it while there is nothing to do.
        Job::BulkActs => is_bulk_due,
        _ => true,
    });
    let listed = |job: Job| {
        let what = job_in_words(health_words_of(language), job).to_owned();
        let lease = leases.iter().find(|lease| lease.job == job.name());
        let held = |lease: &LeaseRow| {
            let node = lease.holder.simple().to_string();
            (node.get(node.len() - NODE..).unwrap_or_default().to_owned(), words(lease.expires_at))
        };
        let is_here = lease.is_some_and(|lease| lease.holder == portal.node);
        ListedJob { what, held: lease.map(held), is_here }
    };
    Ok(Ok(HealthView {
        person: person(session),
        record,
        letters: outbox.letters,
        oldest_letter: outbox.oldest.map(words),
        refused_mailboxes: unit.count_refused_mailboxes(now - LATELY, MANY).await?,
        logouts_waiting: unit.count_deliveries(DeliveryState::Due, MANY).await?,
        logouts_failed: unit.count_deliveries(DeliveryState::Failed, MANY).await?,
        approvals: unit.count_open_approvals(now, MANY).await?,
        resets: unit.count_open_resets(MANY).await?,
        jobs: left.map(listed).collect(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: option_env!("ASN_COMMIT").map(str::to_owned),
        schema,
        is_newer_schema,
    }))
}

fn job_in_words(words: &HealthWords, job: Job) -> &'static str {
    match job {
        Job::CleanUp => words.clean_up,
        Job::EndSessions => words.end_sessions,
        Job::CompleteResets => words.complete_resets,
        Job::PrepareNames => words.prepare_names,
        Job::VerifyRecord => words.verify_record,
        Job::BulkActs => words.bulk_acts,
    }
}

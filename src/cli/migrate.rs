//! `asn-digital migrate --to postgres://…`: an embedded installation, copied to PostgreSQL. Killed
//! and run again it goes on where it was; it ends with a comparison of every table on both sides.

use super::{
    CommandResult,
    open::{open_for_command, with_remedy},
};
use crate::{
    config::DataOptions,
    store::{
        Sum,
        embedded::Alone,
        transfer::{Batch, Table, Target},
    },
};
use indicatif::{ProgressBar, ProgressStyle};
use std::{error::Error, process::ExitCode, time::Instant};
use tokio::sync::mpsc;

/// Batches that are read ahead.
const AHEAD: usize = 2;

/// Exit code 1 when a table is not the same on both sides.
pub async fn migrate(data: &DataOptions, to: Option<&str>) -> CommandResult {
    let Some(to) = to.or(data.database_url.as_deref()) else {
        return Err("--to says where to, as postgres://user@host/name".into());
    };
    let source = source(data).await?;
    let mut target = Target::connect(to).await?;
    let tables = target.tables(&source).await?;
    let start = Instant::now();
    let here = {
        let tables = tables.clone();
        tokio::task::spawn_blocking(move || source.sums(&tables).map(|sums| (source, sums)))
    };
    let (source, here) = here.await??;
    println!("{} rows read in {:.1} s", rows(&here), start.elapsed().as_secs_f64());

    let present = target.begin(&tables, &here).await?;
    if present.iter().any(|rows| *rows > 0) {
        println!("{} rows are there already", present.iter().sum::<u64>());
    }
    let start = Instant::now();
    // Held until the end: what somebody changed now would be missing.
    let (_source, copied) = copy(source, &mut target, &tables, present, rows(&here)).await?;
    println!("{}", rate("copied", copied, start));

    let start = Instant::now();
    let there = target.sums(&tables).await?;
    println!("{}\n", rate("compared", rows(&there), start));
    if !report(&tables, &here, &there) {
        return Err("what arrived is not what was sent: make a new, empty database and run this \
                    again"
            .into());
    }
    target.finish().await?;
    println!(
        "\nEvery table is the same on both sides. Serve it with DATABASE_URL and the same key file, \
         {}; before that: asn-digital audit verify",
        data.key_path().display()
    );
    Ok(ExitCode::SUCCESS)
}

/// The embedded database, brought up to date and fitting its key, with nobody else in it.
async fn source(data: &DataOptions) -> Result<Alone, Box<dyn Error>> {
    let file = data.database_file();
    if !file.is_file() {
        return Err(format!("there is no embedded database at {}", file.display()).into());
    }
    drop(Alone::with(&file)?);
    let embedded = DataOptions { database_url: None, ..data.clone() };
    let portal = open_for_command(&embedded).await.map_err(|error| with_remedy(data, error))?;
    portal.store.close().await;
    Ok(Alone::with(&file)?)
}

/// Copies what is not there yet: one thread reads while PostgreSQL writes. Gives the source back,
/// and says how many rows it was.
async fn copy(
    source: Alone,
    target: &mut Target,
    tables: &[Table],
    present: Vec<u64>,
    all: u64,
) -> Result<(Alone, u64), Box<dyn Error>> {
    let bar = ProgressBar::new(all);
    bar.set_style(ProgressStyle::with_template(
        "{bar:40} {human_pos} of {human_len} rows, {per_sec}, {eta} left",
    )?);
    bar.set_position(present.iter().sum());
    let (sender, mut batches) = mpsc::channel::<Batch>(AHEAD);
    let reading = {
        let tables = tables.to_vec();
        tokio::task::spawn_blocking(move || {
            let take = |batch| sender.blocking_send(batch).is_ok();
            source.batches(&tables, &present, take).map(|()| source)
        })
    };
    let mut copied = 0;
    while let Some(batch) = batches.recv().await {
        target.add(tables, &batch).await?;
        copied += batch.rows;
        bar.inc(batch.rows);
    }
    let source = reading.await??;
    bar.finish_and_clear();
    Ok((source, copied))
}

fn rows(sums: &[Sum]) -> u64 {
    sums.iter().map(|sum| sum.rows).sum()
}

fn rate(what: &str, rows: u64, start: Instant) -> String {
    let seconds = start.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss)]
    let rate = rows as f64 / seconds.max(0.001);
    format!("{rows} rows {what} in {seconds:.1} s: {rate:.0} rows/s")
}

/// Says of each table what either side has. `false`: they differ somewhere.
fn report(tables: &[Table], here: &[Sum], there: &[Sum]) -> bool {
    let mut is_same = true;
    println!(
        "{:<22} {:>10} {:>10}  {:32}  {:32}",
        "table", "here", "there", "checksum here", "there"
    );
    for ((table, here), there) in tables.iter().zip(here).zip(there) {
        is_same &= here == there;
        let verdict = if here == there { "" } else { "  DIFFERENT" };
        println!(
            "{:<22} {:>10} {:>10}  {:032x}  {:032x}{verdict}",
            table.name, here.rows, there.rows, here.checksum, there.checksum
        );
    }
    is_same
}

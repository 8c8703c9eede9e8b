//! Making names ready to be searched. Whoever comes into the portal, or gets another name, is found at once;
//! people who were there before the table of words are put into it some at a time, while the portal works.
//! However often that is broken off, it goes on where it was; what is there twice is there once.

use crate::{
    domain::{Fault, Portal, pace},
    store::Unit,
};
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// Noted in the database: the last whose name is ready, or that all are.
const FACT: &str = "name-words";
const ALL: &str = "complete";
/// People at a time: some hundredths of a second for SQLite's one writer.
const AT_A_TIME: i64 = 1000;
/// A turn lasts so long: less than there is between two.
const TURN: Duration = Duration::from_secs(8);

/// Whether everybody is found by name.
///
/// # Errors
/// When the database fails.
pub async fn are_prepared(portal: &Portal) -> Result<bool, Fault> {
    Ok(portal.store.read().await?.installation(FACT).await?.as_deref() == Some(ALL))
}

/// Makes ready the next, as many as one turn allows.
///
/// # Errors
/// When the database fails; what was made ready before stays so.
pub async fn prepare(portal: &Portal) -> Result<(), Fault> {
    let start = Instant::now();
    let store = &portal.store;
    while start.elapsed() < TURN && pace::piece(store, Box::pin(prepare_some(portal))).await? {}
    Ok(())
}

/// Makes ready the next few; whether there were any.
async fn prepare_some(portal: &Portal) -> Result<bool, Fault> {
    let mut unit = portal.store.write_in_bulk().await?;
    let noted = unit.note_installation(FACT, &Uuid::nil().to_string()).await?;
    if noted == ALL {
        return Ok(false);
    }
    let after = noted.parse().map_err(|_| Fault::Corrupt("no place among the names"))?;
    let last = unit.prepare_name_words(after, AT_A_TIME).await?;
    let reached = last.map_or_else(|| ALL.to_owned(), |last| last.to_string());
    unit.set_installation(FACT, &reached).await?;
    unit.commit().await?;
    Ok(true)
}

/// Where nobody is yet there is nothing to make ready.
///
/// # Errors
/// When the database fails.
pub async fn note_prepared(unit: &mut Unit) -> Result<(), Fault> {
    unit.note_installation(FACT, ALL).await?;
    Ok(unit.set_installation(FACT, ALL).await?)
}

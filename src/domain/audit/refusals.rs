//! What is refused without being an attempt at anything that a budget bounds: rights, and forms from other
//! sites. Written down in the log of whoever is logged in, as long as a budget for that lasts; what comes
//! while it is used up is refused as ever, and not written down. What comes with no session is one more
//! attempt of a stranger ([`strangers`]).

use super::{Event, add, strangers};
use crate::{
    domain::{
        Fault, Portal,
        guard::{
            attempts::{Attempt, Counted},
            visitor::Visitor,
        },
        session::{self, LiveSession, Stage},
    },
    store::Unit,
};

/// Characters of an address that are kept: each of ours is shorter, and what is longer was typed.
const LONGEST_ADDRESS: usize = 100;

/// Somebody asked for what their roles do not allow. `what`: an address of ours.
///
/// # Errors
/// When the database fails; then it is not written down.
pub async fn refused_right(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    what: &str,
) -> Result<(), Fault> {
    let what: String = what.chars().take(LONGEST_ADDRESS).collect();
    let mut unit = portal.store.write().await?;
    note(portal, &mut unit, visitor, session, Event::RightRefused, Some(&what)).await?;
    Ok(unit.commit().await?)
}

/// A form came from another site, perhaps with somebody's session.
///
/// # Errors
/// When the database fails; then it is not written down.
pub async fn refused_origin(portal: &Portal, visitor: &Visitor) -> Result<(), Fault> {
    let mut unit = portal.store.write_forgettable().await?;
    let session = session::current_in(portal, &mut unit, visitor).await?;
    let event = Event::OriginRefused;
    match session.filter(|session| session.stage == Stage::Authenticated) {
        Some(session) => note(portal, &mut unit, visitor, &session, event, None).await?,
        None => strangers::refuse(portal, &mut unit, visitor, event).await?,
    }
    Ok(unit.commit().await?)
}

async fn note(
    portal: &Portal,
    unit: &mut Unit,
    visitor: &Visitor,
    session: &LiveSession,
    event: Event,
    object: Option<&str>,
) -> Result<(), Fault> {
    match Attempt::refusal(portal, session.account).count(portal, unit).await? {
        Counted::Admitted { .. } => {
            add(portal, unit, event, &session.holder(), visitor, object).await
        }
        Counted::Wait(_) => Ok(()),
    }
}

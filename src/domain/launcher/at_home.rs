//! A session with what its person's launcher and own pages show: looked up at once, and only by a browser's
//! pages.

use super::shelf::Shelf;
use crate::domain::{
    Fault, Portal,
    session::{LiveSession, used},
    values::reference_token::ReferenceToken,
};

/// What somebody's own pages show, besides who they are. Only a browser's pages ask for it.
#[derive(Debug, Clone)]
pub struct Belongings {
    pub recovery_codes_left: i64,
    /// Whether there is a reset that may still be cancelled.
    pub has_open_reset: bool,
    pub shelf: Shelf,
}

/// Somebody with what is theirs, looked up at once.
#[derive(Debug, Clone)]
pub struct AtHome {
    pub session: LiveSession,
    pub belongings: Belongings,
}

/// The live session with this token, with what is its person's; also keeps it from falling idle.
pub async fn current(
    portal: &Portal,
    token: Option<&ReferenceToken>,
) -> Result<Option<AtHome>, Fault> {
    let Some(token) = token else {
        return Ok(None);
    };
    let token_hash = token.hash();
    let Some(row) = portal.store.session_at_home(&token_hash).await? else {
        return Ok(None);
    };
    let belongings = Belongings {
        recovery_codes_left: row.recovery_codes_left,
        has_open_reset: row.open_resets > 0,
        shelf: Shelf::read(&row.shelf),
    };
    let session = used(portal, token_hash, row.session).await?;
    Ok(session.map(|session| AtHome { session, belongings }))
}

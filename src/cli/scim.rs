//! `asn-digital scim`: tokens for the systems of agencies.

use super::{CommandResult, open::open_for_command};
use crate::{
    config::DataOptions,
    domain::{
        guard::visitor::Visitor,
        scim::token::{self, NewToken, is_good},
    },
};
use std::process::ExitCode;
use uuid::Uuid;

/// Makes one and prints it, once.
pub async fn add(data: &DataOptions, agency: &str, name: &str, days: i64) -> CommandResult {
    let portal = open_for_command(data).await?;
    let visitor = Visitor::command_line();
    let added = token::add(&portal, &visitor, &NewToken { agency, name, days }).await?;
    portal.store.close().await;
    println!("{}", added?);
    Ok(ExitCode::SUCCESS)
}

/// Each on a line: id, agency, name, from when until when, its last use.
pub async fn list(data: &DataOptions) -> CommandResult {
    let portal = open_for_command(data).await?;
    let now = portal.now();
    let tokens = portal.store.read().await?.scim_tokens(None, usize::MAX).await?;
    portal.store.close().await;
    for one in tokens {
        let state = if is_good(&one, now) { "" } else { "\tended" };
        let used = one.last_used_at.map_or("never".to_owned(), |at| at.date().to_string());
        let (from, until) = (one.created_at.date(), one.expires_at.date());
        println!(
            "{}\t{}\t{}\t{from} to {until}\tlast used: {used}{state}",
            one.id, one.agency, one.name
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// From now on it opens nothing.
pub async fn end(data: &DataOptions, id: Uuid) -> CommandResult {
    let portal = open_for_command(data).await?;
    let ended = token::end(&portal, &Visitor::command_line(), id).await?;
    portal.store.close().await;
    let ended = ended?;
    println!("{} ended, for {}", ended.name, ended.agency);
    Ok(ExitCode::SUCCESS)
}

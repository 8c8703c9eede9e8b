//! `asn-digital sessions …`: ending what is open, of everybody (ASVS 5.0 §7.4.5).

use super::{CommandResult, open::open_for_command};
use crate::{
    config::DataOptions,
    domain::{guard::visitor::Visitor, session::ending},
};
use std::process::ExitCode;

/// Ends every session, when `yes` was said.
pub async fn end_all(data: &DataOptions, yes: bool) -> CommandResult {
    let portal = open_for_command(data).await?;
    if !yes {
        let open = portal.store.read().await?.count_sessions().await?;
        portal.store.close().await;
        let what = format!("this ends {open} sessions, those of everybody; add --yes to do it");
        return Err(what.into());
    }
    let ended = ending::end_everybodys(&portal, &Visitor::command_line()).await?;
    portal.store.close().await;
    println!("{ended} sessions ended");
    Ok(ExitCode::SUCCESS)
}

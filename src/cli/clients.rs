//! `asn-digital clients`: the services that people sign in to.

use super::{CommandResult, open::open_for_command};
use crate::{
    config::DataOptions,
    domain::{
        guard::visitor::Visitor,
        sso::{
            client_file,
            clients::{self, ClientDecision, Decider, RegisteredClient},
        },
    },
};
use std::{path::Path, process::ExitCode};

/// Names, one a line, with what a clerk has to know of each.
pub async fn list(data: &DataOptions) -> CommandResult {
    let portal = open_for_command(data).await?;
    for RegisteredClient { client, enabled, in_file, decided } in clients::all(&portal).await? {
        let source = match (in_file, decided) {
            (true, true) => "decided here, in the file, too",
            (false, true) => "decided here",
            _ => "in the file",
        };
        let state = if enabled { "" } else { ", disabled" };
        println!("{}\t{}\t{source}{state}", client.id, client.settings.client_name);
    }
    portal.store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Takes over the clients of a file, as decided here: they win over `--clients`.
pub async fn set(data: &DataOptions, file: &Path) -> CommandResult {
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| named(&error))?;
    let described = client_file::parse(&text).map_err(|error| named(&error))?;
    let portal = open_for_command(data).await?;
    for client in described {
        let decision = ClientDecision::Describe(Box::new(client.settings));
        let visitor = Visitor::command_line();
        let done = clients::decide(&portal, &visitor, Decider::CommandLine, &client.id, decision);
        done.await?.map_err(|problem| format!("client \"{}\": {problem}", client.id))?;
        println!("{}", client.id);
    }
    portal.store.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Carries out one decision on one client; a new secret is printed, once.
pub async fn decide(data: &DataOptions, id: &str, decision: ClientDecision) -> CommandResult {
    let portal = open_for_command(data).await?;
    let visitor = Visitor::command_line();
    let done = clients::decide(&portal, &visitor, Decider::CommandLine, id, decision).await?;
    let secret = done.map_err(|problem| format!("client \"{id}\": {problem}"))?;
    match secret {
        Some(secret) => println!("{secret}"),
        None => println!("{id}"),
    }
    portal.store.close().await;
    Ok(ExitCode::SUCCESS)
}

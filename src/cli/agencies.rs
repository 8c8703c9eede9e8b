//! `asn-digital agencies`: the tree of agencies.

use super::{CommandResult, open::open_for_command};
use crate::{
    config::DataOptions,
    domain::{
        console::agencies::{self, FiledAgency, TreeEditor, TreeUnchanged},
        guard::visitor::Visitor,
        people::agency::AgencyTree,
    },
    wire::agency::AgencyProblem,
};
use serde::Deserialize;
use std::{fmt::Display, path::Path, process::ExitCode};
use uuid::Uuid;

/// A line of the file.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    code: String,
    name: String,
    kind: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    zone: String,
}

/// Puts the agencies of a file into the tree: all or none.
pub async fn import(data: &DataOptions, path: &Path) -> CommandResult {
    let named = |error: &dyn Display| format!("{}: {error}", path.display());
    let mut file = csv::Reader::from_path(path).map_err(|error| named(&error))?;
    let mut filed = Vec::new();
    for (line, row) in (2..).zip(file.deserialize()) {
        let Line { code, name, kind, parent, zone } = row.map_err(|error| named(&error))?;
        let kind = kind.parse().map_err(|_| {
            let kinds = "ministry, institution, province, regency, city and unit";
            named(&format!("line {line}: the kinds of agencies are {kinds}"))
        })?;
        let zone = match zone.as_str() {
            "" => Ok(crate::wire::zone::Zone::default()),
            zone => zone.parse(),
        };
        let zone =
            zone.map_err(|_| named(&format!("line {line}: the time zones are WIB, WITA and WIT")))?;
        filed.push(FiledAgency { line, name, code, kind, parent, zone });
    }
    let portal = open_for_command(data).await?;
    let landed = agencies::import(&portal, &Visitor::command_line(), &filed).await?;
    portal.store.close().await;
    landed.map_err(|(line, problem)| {
        named(&format!("line {line}: {}; nothing was imported", in_words(problem)))
    })?;
    println!("{} agencies", filed.len());
    Ok(ExitCode::SUCCESS)
}

/// The tree, an agency a line; then the texts that people have and that nobody decided on.
pub async fn list(data: &DataOptions) -> CommandResult {
    let portal = open_for_command(data).await?;
    show(&portal.commons.get().agencies, None, 0);
    let mut after = String::new();
    loop {
        let mut unit = portal.store.read().await?;
        let texts = unit.undecided_texts(&after, 1000, 1000).await?;
        let Some(last) = texts.last() else { break };
        after.clone_from(&last.text);
        for text in &texts {
            println!("undecided\t{}\t{} people", text.text, text.people);
        }
    }
    portal.store.close().await;
    Ok(ExitCode::SUCCESS)
}

fn show(tree: &AgencyTree, parent: Option<Uuid>, depth: usize) {
    for agency in tree.children(parent) {
        let code = agency.code.as_deref().unwrap_or("-");
        let (kind, zone) = (agency.kind.name(), agency.zone.name());
        println!("{}{}\t{code}\t{kind}\t{zone}", "  ".repeat(depth), agency.name);
        show(tree, Some(agency.id), depth + 1);
    }
}

/// Says which agency a text stands for.
pub async fn decide(data: &DataOptions, text: &str, agency: &str) -> CommandResult {
    let portal = open_for_command(data).await?;
    let found = portal.commons.get().agencies.spelled(agency).map(|agency| agency.id);
    let found =
        found.ok_or_else(|| format!("no agency has the code \"{agency}\" or is called so"))?;
    let by = TreeEditor::CommandLine;
    let decided = agencies::decide_text(&portal, &Visitor::command_line(), by, text, found).await?;
    portal.store.close().await;
    match decided {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(TreeUnchanged::Refused(problem)) => Err(in_words(problem).into()),
        Err(TreeUnchanged::NotTheirs | TreeUnchanged::NotFresh) => {
            Err("the command line may decide, and was not let".into())
        }
    }
}

fn in_words(problem: AgencyProblem) -> &'static str {
    match problem {
        AgencyProblem::NoName => "an agency needs a name",
        AgencyProblem::Name => {
            "a name has at most 200 readable characters, with what the unit is part of"
        }
        AgencyProblem::Code => "a code has at most 40 letters, digits, and - . / _",
        AgencyProblem::CodeTaken => "another agency has that code",
        AgencyProblem::NameTaken => "another agency is called so",
        AgencyProblem::Parent => "a unit is part of another agency, and that one has to be there",
        AgencyProblem::Circle => "an agency cannot be part of itself",
        AgencyProblem::TooDeep => "the tree has at most 8 levels",
        AgencyProblem::Gone => "there is no such agency",
        AgencyProblem::Decided => "it was decided already what that text stands for",
    }
}

//! `asn-digital keycloak import`: a realm's people move in.

use super::{CommandResult, open::open_for_command};
use crate::{
    config::DataOptions,
    domain::{
        guard::visitor::Visitor,
        people::{
            account_import::{Note, Privileges},
            keycloak::{
                self, AgencySource, ExportContents, MovingTerms, NotTaken, TakenOver, Watcher,
                Whose,
            },
            role::Role,
        },
        values::spreadsheet,
    },
};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    fmt::Display,
    fs::{self, File, OpenOptions},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

/// So many lines of what stayed behind are shown where no report is written.
const LINES: u64 = 20;

#[derive(Debug, Args)]
pub struct ImportOptions {
    /// What kc.sh export wrote: a realm's file with its users, or its -users-N.json, in any order
    #[arg(required = true)]
    files: Vec<PathBuf>,

    /// Look at everybody, write the report, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// The agency of everybody; otherwise the path of each person's first group
    #[arg(long, conflicts_with = "agency_attribute")]
    agency: Option<String>,

    /// The attribute that holds the agency
    #[arg(long, value_name = "NAME")]
    agency_attribute: Option<String>,

    /// The attribute that holds the NIP; otherwise the user name is it
    #[arg(long, value_name = "NAME")]
    number_attribute: Option<String>,

    /// What a role of the realm is here, as kepegawaian=operator; others stay behind
    #[arg(long, value_name = "THEIRS=OURS", value_parser = role)]
    role: Vec<(String, Role)>,

    /// Let the files make people operators and administrators
    #[arg(long)]
    change_privileges: bool,

    /// Take mailboxes, too, of which Keycloak does not say that they are the person's
    #[arg(long)]
    unverified_mailboxes: bool,

    /// Write a line for each thing that does not come along to a new CSV file
    #[arg(long, value_name = "FILE.csv")]
    report: Option<PathBuf>,
}

fn role(typed: &str) -> Result<(String, Role), String> {
    let (theirs, ours) = typed.split_once('=').ok_or("it is written THEIRS=OURS")?;
    let ours = Role::ALL.into_iter().find(|role| role.name() == ours);
    let ours = ours.ok_or("there are employee, operator and administrator")?;
    Ok((theirs.to_owned(), ours))
}

impl ImportOptions {
    fn terms(&self) -> MovingTerms {
        let text = self.agency.clone().map(AgencySource::Text);
        let attribute = self.agency_attribute.clone().map(AgencySource::Attribute);
        MovingTerms {
            agency: text.or(attribute).unwrap_or(AgencySource::Group),
            number_attribute: self.number_attribute.clone(),
            roles: self.role.clone(),
            privileges: if self.change_privileges {
                Privileges::MayChange
            } else {
                Privileges::Stay
            },
            unverified_mailboxes: self.unverified_mailboxes,
            is_dry_run: self.dry_run,
        }
    }
}

/// The report, and what is shown of it.
struct Teller {
    progress: ProgressBar,
    report: Option<Mutex<BufWriter<File>>>,
    lines: AtomicU64,
    people_seen: AtomicU64,
    wildcards: AtomicU64,
    failed: Mutex<Option<String>>,
}

impl Teller {
    fn new(progress: ProgressBar, report: Option<&Path>) -> Result<Self, String> {
        let report = report.map(begin).transpose()?.map(Mutex::new);
        Ok(Self {
            progress,
            report,
            lines: AtomicU64::new(0),
            people_seen: AtomicU64::new(0),
            wildcards: AtomicU64::new(0),
            failed: Mutex::new(None),
        })
    }

    fn say(&self, what: impl Display) {
        self.progress.suspend(|| eprintln!("{what}"));
    }

    /// A line of the report; without one, of the terminal, as long as they are few.
    fn tell(&self, whose: &Whose, outcome: &str, what: &dyn Display) {
        let Whose { file, place, id, number } = whose;
        let Some(report) = &self.report else {
            match self.lines.fetch_add(1, Relaxed) {
                line if line < LINES => {
                    self.say(format_args!("{file}: person {place} {number}: {outcome}: {what}"));
                }
                LINES => self.say("and more, which --report writes to a file"),
                _ => {}
            }
            return;
        };
        let (place, what) = (place.to_string(), what.to_string());
        let line = spreadsheet::line([file.as_str(), &place, id, number, outcome, &what]);
        let mut report = report.lock().unwrap_or_else(PoisonError::into_inner);
        let written = report.write_all(line.as_bytes());
        if let Err(error) = written {
            let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
            failed.get_or_insert_with(|| error.to_string());
        }
    }

    /// That the report is whole.
    fn finish(&self) -> Result<(), String> {
        if let Some(report) = &self.report {
            let mut report = report.lock().unwrap_or_else(PoisonError::into_inner);
            report.flush().map_err(|error| error.to_string())?;
        }
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner).take();
        failed.map_or(Ok(()), |error| Err(format!("the report could not be written: {error}")))
    }
}

/// For nobody else on this machine to read, and in nobody's place.
fn begin(path: &Path) -> Result<BufWriter<File>, String> {
    use std::os::unix::fs::OpenOptionsExt;
    let named = |error: &dyn Display| format!("--report {}: {error}", path.display());
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let mut report = BufWriter::new(file.map_err(|error| named(&error))?);
    let head = spreadsheet::line(["file", "person", "id", "nip", "outcome", "what"]);
    report.write_all(head.as_bytes()).map_err(|error| named(&error))?;
    Ok(report)
}

impl Watcher for Teller {
    fn refused(&self, whose: &Whose, why: &NotTaken) {
        self.tell(whose, "not taken", why);
    }

    fn left_behind(&self, whose: &Whose, what: &NotTaken) {
        self.tell(whose, "taken, but", what);
    }

    fn note(&self, whose: &Whose, note: &Note) {
        self.tell(whose, "note", note);
    }

    fn wildcard(&self, service: &str, address: &str) {
        if self.wildcards.fetch_add(1, Relaxed) < LINES || self.report.is_some() {
            let whose = Whose::new("clients", 0, Some(service), None);
            let address: String = address.chars().filter(|c| !c.is_control()).take(200).collect();
            let what = format!("{address} stands for many addresses, and is refused here");
            self.tell(&whose, "client not taken", &what);
        }
    }

    fn was_read(&self, file: &str, contents: ExportContents) {
        self.people_seen.fetch_add(contents.people, Relaxed);
        if contents.people == 0 {
            self.say(format_args!(
                "{file}: there are no users in it; kc.sh export --users writes them, here or to files beside it"
            ));
        }
    }

    fn landed(&self, people: u64) {
        self.progress.set_message(format!("{people} people"));
    }
}

pub async fn import(data: &DataOptions, options: &ImportOptions) -> CommandResult {
    let mut size = 0;
    for path in &options.files {
        let file = fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?;
        size += file.len();
    }
    let progress = ProgressBar::new(size);
    progress.set_style(ProgressStyle::with_template(
        "{bar:40} {bytes} of {total_bytes}, {elapsed} elapsed, {eta} left",
    )?);
    let portal = open_for_command(data).await?;
    let teller = Arc::new(Teller::new(progress.clone(), options.report.as_deref())?);
    let files = options.files.clone().into_iter().map({
        let progress = progress.clone();
        move |path| {
            let file = File::open(&path).map(|file| progress.wrap_read(file));
            (path.display().to_string(), file)
        }
    });
    let us = Visitor::command_line();
    let watcher = Arc::clone(&teller) as Arc<dyn Watcher>;
    let (totals, ended) = keycloak::take_over(&portal, &us, files, options.terms(), watcher).await;
    progress.finish_and_clear();
    portal.store.close().await;
    say(&totals, teller.wildcards.load(Relaxed), options.dry_run);
    teller.finish()?;
    ended?;
    if teller.people_seen.load(Relaxed) == 0 {
        return Err("no file had any users in it: nothing was done".into());
    }
    Ok(if totals.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn say(totals: &TakenOver, wildcards: u64, is_dry_run: bool) {
    let TakenOver { new, joined, came_before, refused, passwords, authenticators, .. } = totals;
    let nothing = if is_dry_run { "; dry run: nothing was changed" } else { "" };
    println!(
        "{new} new, {joined} that were here before, {came_before} that came before, {refused} not \
         taken; with them {passwords} passwords and {authenticators} authenticators{nothing}"
    );
    for (kind, times) in &totals.left_behind {
        println!("{times} × {}", kind.name());
    }
    let ExportContents { services, federated, .. } = totals.contents;
    for (count, what) in [
        (totals.services, "accounts of services, which are no people"),
        (federated, "people of other directories (federatedUsers), of whom nothing is known here"),
        (services, "services (clients), which are registered anew: docs/SSO.md"),
        (wildcards, "addresses of theirs that stand for many, which are refused here"),
    ] {
        if count > 0 {
            println!("{count} {what}");
        }
    }
}

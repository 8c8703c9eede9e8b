//! `asn-digital accounts …`: bringing people in.

use super::{CommandResult, open::open_for_command};
use crate::{
    config::DataOptions,
    domain::{
        guard::visitor::Visitor,
        people::account_import::{self, AccountFile, Listener, Note, RowProblem, Terms, Totals},
        recovery::{
            disabled::{self, Standing, StandingChange},
            new_password::{self, SetByOperator},
        },
        values::{mailbox, nip::Nip, renewal::Renewal},
    },
    store::Unreachable,
    wire::new_password::{LONGEST, NewPasswordProblem, SHORTEST},
};
use indicatif::{ProgressBar, ProgressStyle};
use secrecy::SecretString;
use std::{
    fmt::Display,
    fs::File,
    io::{self, BufRead},
    path::Path,
    process::ExitCode,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};
use time::OffsetDateTime;
use uuid::Uuid;

/// Of one kind of note so many are shown.
const NOTES: u64 = 20;
/// People whose mailbox refuses letters, read at a time.
const BATCH: i64 = 1000;

/// Tells whoever ran the command, on standard error: a line for each row that was refused or needs a look.
struct Teller {
    progress: ProgressBar,
    noted: [AtomicU64; Note::KINDS],
}

impl Teller {
    fn say(&self, what: impl Display) {
        self.progress.suspend(|| eprintln!("{what}"));
    }
}

impl Listener for Teller {
    fn refused(&self, line: u64, problem: &RowProblem) {
        self.say(format_args!("line {line}: {problem}"));
    }

    fn note(&self, line: u64, note: &Note) {
        let noted = self.noted.get(note.kind()).map_or(0, |noted| noted.fetch_add(1, Relaxed));
        if noted < NOTES {
            self.say(format_args!("line {line}: note: {note}"));
        } else if noted == NOTES {
            self.say("and more of this kind, which are not shown");
        }
    }

    fn was_read(&self, people: u64) {
        self.progress.set_length(people);
        self.progress.reset();
        if let Ok(style) = ProgressStyle::with_template(
            "{bar:40} {human_pos} of {human_len} people, {elapsed} elapsed, {eta} left",
        ) {
            self.progress.set_style(style);
        }
    }

    fn looked_at(&self, people: u64) {
        self.progress.inc(people);
    }
}

/// Good rows land, each bad one is one line; the exit code is 1 when there was a bad one. Running it again
/// changes nothing more.
pub async fn import(data: &DataOptions, path: &Path, terms: Terms) -> CommandResult {
    let named = |error: &dyn Display| format!("{}: {error}", path.display());
    let file = File::open(path).map_err(|error| named(&error))?;
    let progress = ProgressBar::new(file.metadata().map_err(|error| named(&error))?.len());
    progress.set_style(ProgressStyle::with_template(
        "{bar:40} {bytes} of {total_bytes}, {elapsed} elapsed, {eta} left",
    )?);
    let file = AccountFile::open(progress.wrap_read(file)).map_err(|error| named(&error))?;
    let portal = open_for_command(data).await?;
    let teller = Arc::new(Teller { progress: progress.clone(), noted: Default::default() });
    let totals =
        account_import::import(&portal, &Visitor::command_line(), file, terms, teller).await;
    progress.finish_and_clear();
    portal.store.close().await;

    let totals = totals.map_err(|error| named(&error))?;
    let Totals { new, changed, unchanged, refused, repeated, lost_mailboxes, lost_privileges } =
        totals;
    let repeated = if repeated > 0 { format!(", {repeated} repeated") } else { String::new() };
    let nothing = if terms.is_dry_run { "; dry run: nothing was changed" } else { "" };
    println!(
        "{new} new, {changed} changed, {unchanged} unchanged, {refused} refused{repeated}; \
         losing a mailbox: {lost_mailboxes}, losing a privilege: {lost_privileges}{nothing}"
    );
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Who cannot be reached by letter: a line each, the longest first.
pub async fn unreachable(data: &DataOptions) -> CommandResult {
    let portal = open_for_command(data).await?;
    let mut unit = portal.store.read().await?;
    let mut after = (OffsetDateTime::UNIX_EPOCH, Uuid::nil());
    let mut found = 0;
    loop {
        let people = unit.unreachable_people(after, BATCH).await?;
        let Some(last) = people.last() else { break };
        after = (last.mailbox_refused_at, last.id);
        found += people.len();
        for Unreachable { nip, name, email, agency, mailbox_refused_at, .. } in &people {
            let nip = Nip::parse(nip).map(|nip| nip.masked()).unwrap_or_default();
            let mailbox = email.as_deref().map(mailbox::masked).unwrap_or_default();
            println!("{} {nip} {name}, {agency}: {mailbox}", mailbox_refused_at.date());
        }
    }
    drop(unit);
    portal.store.close().await;
    eprintln!("{found} mailboxes refuse letters; a new address by accounts import puts it right");
    Ok(ExitCode::SUCCESS)
}

fn read_nip(typed: &str) -> Result<Nip, &'static str> {
    Nip::parse(typed).map_err(|_| "that is no NIP: 18 digits, of a date and an appointment")
}

/// Disables an account, or enables it again.
pub async fn change_standing(data: &DataOptions, typed: &str, standing: Standing) -> CommandResult {
    let nip = read_nip(typed)?;
    let portal = open_for_command(data).await?;
    let changed = disabled::change(&portal, &Visitor::command_line(), &nip, standing).await?;
    portal.store.close().await;
    let word = match standing {
        Standing::Enabled => "enabled",
        Standing::Disabled => "disabled",
    };
    match changed {
        StandingChange::Done { sessions } => {
            println!("{} {word}; {sessions} sessions ended", nip.masked());
        }
        StandingChange::AlreadySo => println!("{} was {word} already", nip.masked()),
        StandingChange::NoAccount => return Err(no_account(&nip).into()),
    }
    Ok(ExitCode::SUCCESS)
}

fn no_account(nip: &Nip) -> String {
    format!("no account has the NIP {}", nip.masked())
}

/// Sets a password from standard input.
pub async fn set_password(data: &DataOptions, typed: &str, must_change: bool) -> CommandResult {
    let nip = read_nip(typed)?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let password = SecretString::from(line.trim_end_matches(['\r', '\n']));
    let portal = open_for_command(data).await?;
    let operator = Visitor::command_line();
    let asked = Renewal::of(must_change, false);
    let set = new_password::set_by_operator(&portal, &operator, &nip, &password, asked).await?;
    portal.store.close().await;
    match set {
        SetByOperator::Done => println!("password set for {}", nip.masked()),
        SetByOperator::NoAccount => return Err(no_account(&nip).into()),
        SetByOperator::Refused(problem) => {
            return Err(format!("that password is refused: {}", why(problem)).into());
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn why(problem: NewPasswordProblem) -> String {
    match problem {
        NewPasswordProblem::Empty => "standard input held none".to_owned(),
        NewPasswordProblem::TooShort(characters) => {
            format!("it has {characters} of at least {SHORTEST} characters")
        }
        NewPasswordProblem::TooLong => format!("it has more than {LONGEST} bytes"),
        NewPasswordProblem::HoldsNip => {
            "it holds the NIP or the birth date, and too little besides".to_owned()
        }
        NewPasswordProblem::HoldsName => {
            "it holds the person's name, and too little besides".to_owned()
        }
        NewPasswordProblem::Common => "it is among the first that others guess".to_owned(),
    }
}

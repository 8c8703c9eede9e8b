//! The command line. Every failure is one line that says what to do.

mod accounts;
mod agencies;
mod audit;
mod audit_archive;
mod audit_line;
mod backup;
mod clients;
mod health;
mod key;
mod keycloak;
mod keys;
mod migrate;
mod open;
mod partial_file;
mod restore;
mod scim;
mod serve;
mod sessions;
mod synth;

use crate::{
    config::{DataOptions, LogFormat, ServeOptions},
    domain::{
        people::account_import::{Privileges, Terms},
        recovery::disabled::Standing,
        scim::token,
        sso::clients::ClientDecision,
    },
    store::SLOW_STATEMENTS,
};
use audit::SearchOptions;
use clap::{Parser, Subcommand, error::ErrorKind};
use std::{
    error::Error,
    io::{self, IsTerminal},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};
use synth::SynthOptions;
use tracing_subscriber::{filter::Targets, fmt, layer::SubscriberExt, util::SubscriberInitExt};
use url::Url;
use uuid::Uuid;

type CommandResult = Result<ExitCode, Box<dyn Error>>;

/// One door for Indonesia's civil servants: one login with MFA, one launcher, every service.
#[derive(Debug, Parser)]
#[command(name = "asn-digital", version)]
struct Cli {
    #[command(flatten)]
    data: DataOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the portal
    Serve(ServeOptions),
    /// Ask a running portal on this machine whether it is well; exit code 0 when it is
    Health {
        /// What to ask instead of /healthz, as in `http://127.0.0.1:3000/readyz`
        #[arg(long)]
        url: Option<Url>,
        /// Where the portal listens
        #[arg(long, env = "ASN_LISTEN", default_value = "127.0.0.1:3000")]
        listen: SocketAddr,
    },
    /// Manage people's accounts
    #[command(subcommand)]
    Accounts(AccountsCommand),
    /// Look after the tree of agencies
    #[command(subcommand)]
    Agencies(AgenciesCommand),
    /// Move in from Keycloak
    #[command(subcommand)]
    Keycloak(KeycloakCommand),
    /// End people's sessions
    #[command(subcommand)]
    Sessions(SessionsCommand),
    /// Register services that people sign in to (OAuth 2.0 clients)
    #[command(subcommand)]
    Clients(ClientsCommand),
    /// Look after the tokens by which agencies' own systems look after their people (SCIM 2.0)
    #[command(subcommand)]
    Scim(ScimCommand),
    /// Check and export the audit record
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Look after the keys that seal secrets
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Copy the embedded database to a file, while the portal runs
    Backup {
        file: PathBuf,
        /// Put the new backup in the place of one that has this name
        #[arg(long)]
        replace: bool,
    },
    /// Put a backup in the place of the embedded database; the portal must not run
    Restore { file: PathBuf },
    /// Copy the embedded installation to an empty PostgreSQL; the portal must not run
    Migrate {
        /// Where to, as `postgres://user@host/name` [default: what `DATABASE_URL` says]
        #[arg(long)]
        to: Option<String>,
    },
    /// Fill an empty database with people who do not exist, to measure with
    Synth {
        #[command(flatten)]
        options: SynthOptions,
        /// Write the people to a file for `accounts import` instead
        #[arg(long)]
        csv: Option<PathBuf>,
        /// Write them to a file for `keycloak import` instead, as Keycloak exports a realm
        #[arg(long, conflicts_with = "csv")]
        keycloak: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum AgenciesCommand {
    /// Add or update agencies from a CSV file with the columns code,name,kind,parent,zone
    Import { file: PathBuf },
    /// Show the tree, and the texts that stand with people and that nobody decided on
    List,
    /// Say which agency a text stands for, by its code or what it is called
    Decide { text: String, agency: String },
}

#[derive(Debug, Subcommand)]
enum KeycloakCommand {
    /// Take people over from a realm's export, with passwords, authenticators and what services know them by
    Import(keycloak::ImportOptions),
}

#[derive(Debug, Subcommand)]
enum SessionsCommand {
    /// End every session of everybody, at once and on every node
    EndAll {
        /// Do it; without this nothing ends
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Subcommand)]
enum ClientsCommand {
    /// List them
    List,
    /// Take over the [[client]] tables of a file; they win over those of --clients
    Set {
        file: PathBuf,
    },
    /// Make a secret and print it, once; those before are good for 14 days more
    NewSecret {
        id: String,
    },
    /// Let nobody sign in there, and end what is open
    Disable {
        id: String,
    },
    Enable {
        id: String,
    },
    /// Forget what was decided here: it is as in the file of --clients, or gone
    TakeBack {
        id: String,
    },
}

#[derive(Debug, Subcommand)]
enum ScimCommand {
    #[command(subcommand)]
    Token(ScimTokenCommand),
}

/// Tokens of agencies
#[derive(Debug, Subcommand)]
enum ScimTokenCommand {
    /// Make one for the people of an agency, and print it, once
    Add {
        /// As it stands with its people
        #[arg(long)]
        agency: String,
        /// Which system it is for; it stands in the audit record
        #[arg(long)]
        name: String,
        /// How long it is good for
        #[arg(long, default_value_t = token::DAYS)]
        days: i64,
    },
    /// List them
    List,
    /// End one, by its id in the list
    End { id: Uuid },
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Check that no row was altered, added or removed; or the same of an archive
    Verify { file: Option<PathBuf> },
    /// Write every row as a line of JSON to standard output
    Export,
    /// Write what happened to one person in the same form, in the order of time
    Search(SearchOptions),
    /// Write old rows to a new file, with a seal; they stay in the database
    Archive {
        file: PathBuf,
        /// The last day to archive, as 2026-01-31; days are those of UTC
        #[arg(long, value_parser = audit::day)]
        until: time::Date,
    },
    /// Remove the rows of an archive from the database, which keeps their seal
    Drop { file: PathBuf },
}

#[derive(Debug, Subcommand)]
enum KeysCommand {
    /// Make a new key and seal every secret with it, while the portal runs
    Rotate,
    /// Make new keys that sign tokens; they sign a day later, once every service may know them
    RotateSigning {
        /// Sign with them a few seconds later: the ones before are not to be used any more
        #[arg(long)]
        now: bool,
    },
}

#[derive(Debug, Subcommand)]
enum AccountsCommand {
    /// Add or update accounts from a CSV file with the columns nip,name,email,agency,roles
    Import {
        file: PathBuf,
        /// Look at every row, count what would change, and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Let the file make people operators and administrators, and take that from them
        #[arg(long)]
        change_privileges: bool,
    },
    /// List people whose mailbox refuses letters
    Unreachable,
    /// Set the password of an account; it is read from standard input
    SetPassword {
        nip: String,
        /// Ask the person for a password of their own at the next login
        #[arg(long)]
        must_change: bool,
    },
    /// Let nobody log in to an account by any way, and end what is open for it
    Disable { nip: String },
    /// Let its person log in again
    Enable { nip: String },
}

/// Runs the command that the process was started with.
pub async fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let serves = matches!(cli.command, Command::Serve(_));
    if let Err(error) = start_logging(&cli.data, serves) {
        eprintln!("asn-digital: --log: {error}");
        return ExitCode::FAILURE;
    }
    let outcome = match &cli.command {
        Command::Serve(options) => serve::serve(&cli.data, options).await,
        Command::Health { url, listen } => health::health(url.as_ref(), *listen).await,
        Command::Accounts(AccountsCommand::Import { file, dry_run, change_privileges }) => {
            let privileges =
                if *change_privileges { Privileges::MayChange } else { Privileges::Stay };
            let terms = Terms { privileges, is_dry_run: *dry_run, is_beside_others: false };
            accounts::import(&cli.data, file, terms).await
        }
        Command::Accounts(AccountsCommand::Unreachable) => accounts::unreachable(&cli.data).await,
        Command::Accounts(AccountsCommand::SetPassword { nip, must_change }) => {
            accounts::set_password(&cli.data, nip, *must_change).await
        }
        Command::Accounts(AccountsCommand::Disable { nip }) => {
            accounts::change_standing(&cli.data, nip, Standing::Disabled).await
        }
        Command::Accounts(AccountsCommand::Enable { nip }) => {
            accounts::change_standing(&cli.data, nip, Standing::Enabled).await
        }
        Command::Agencies(AgenciesCommand::Import { file }) => {
            agencies::import(&cli.data, file).await
        }
        Command::Agencies(AgenciesCommand::List) => agencies::list(&cli.data).await,
        Command::Agencies(AgenciesCommand::Decide { text, agency }) => {
            agencies::decide(&cli.data, text, agency).await
        }
        Command::Keycloak(KeycloakCommand::Import(options)) => {
            keycloak::import(&cli.data, options).await
        }
        Command::Sessions(SessionsCommand::EndAll { yes }) => {
            sessions::end_all(&cli.data, *yes).await
        }
        Command::Audit(AuditCommand::Verify { file: None }) => audit::verify(&cli.data).await,
        Command::Audit(AuditCommand::Verify { file: Some(file) }) => {
            audit_archive::verify(&cli.data, file).await
        }
        Command::Audit(AuditCommand::Archive { file, until }) => {
            audit_archive::archive(&cli.data, file, *until).await
        }
        Command::Audit(AuditCommand::Drop { file }) => {
            audit_archive::drop_rows(&cli.data, file).await
        }
        Command::Audit(AuditCommand::Export) => audit::export(&cli.data).await,
        Command::Audit(AuditCommand::Search(options)) => audit::search(&cli.data, options).await,
        Command::Keys(KeysCommand::Rotate) => keys::rotate(&cli.data).await,
        Command::Keys(KeysCommand::RotateSigning { now }) => {
            keys::rotate_signing(&cli.data, *now).await
        }
        Command::Clients(command) => client(&cli.data, command).await,
        Command::Scim(ScimCommand::Token(command)) => match command {
            ScimTokenCommand::Add { agency, name, days } => {
                scim::add(&cli.data, agency, name, *days).await
            }
            ScimTokenCommand::List => scim::list(&cli.data).await,
            ScimTokenCommand::End { id } => scim::end(&cli.data, *id).await,
        },
        Command::Backup { file, replace } => backup::backup(&cli.data, file, *replace).await,
        Command::Restore { file } => restore::restore(&cli.data, file).await,
        Command::Migrate { to } => migrate::migrate(&cli.data, to.as_deref()).await,
        Command::Synth { options, keycloak: Some(path), .. } => {
            synth::write_keycloak(*options, path)
        }
        Command::Synth { options, csv, .. } => {
            synth::synth(&cli.data, *options, csv.as_deref()).await
        }
    };
    outcome.unwrap_or_else(|error| {
        let error = match &cli.command {
            // The disk may be the other database's.
            Command::Migrate { .. } => error,
            _ => open::with_remedy(&cli.data, error),
        };
        eprintln!("asn-digital: {error}");
        ExitCode::FAILURE
    })
}

async fn client(data: &DataOptions, command: &ClientsCommand) -> CommandResult {
    let (id, decision) = match command {
        ClientsCommand::List => return clients::list(data).await,
        ClientsCommand::Set { file } => return clients::set(data, file).await,
        ClientsCommand::NewSecret { id } => (id, ClientDecision::NewSecret),
        ClientsCommand::Disable { id } => (id, ClientDecision::Disable),
        ClientsCommand::Enable { id } => (id, ClientDecision::Enable),
        ClientsCommand::TakeBack { id } => (id, ClientDecision::TakeBack),
    };
    clients::decide(data, id, decision).await
}

/// Help is help; anything else is one line that names the value.
fn refuse(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    ) {
        error.exit();
    }
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    eprintln!("asn-digital: {}", line.trim_start_matches("error: "));
    ExitCode::from(2)
}

fn start_logging(data: &DataOptions, serves: bool) -> Result<(), Box<dyn Error>> {
    let filter: Targets = if serves {
        data.log.parse()?
    } else {
        // Commands write many rows by one statement: a slow one would be a page of question marks.
        format!("{SLOW_STATEMENTS}=error,{}", data.log).parse()?
    };
    // Colours are for people who look, not for files.
    let is_terminal = io::stderr().is_terminal();
    // A line that cannot be written, since it goes to a file on a full disk, is lost. Complaining of
    // that on standard error would fail, too, and take whoever logs with it.
    let lines = fmt::layer().log_internal_errors(false).with_writer(io::stderr);
    let log = tracing_subscriber::registry().with(filter);
    match data.log_format {
        LogFormat::Text => log.with(lines.with_target(false).with_ansi(is_terminal)).init(),
        LogFormat::Json => log.with(lines.json()).init(),
    }
    Ok(())
}

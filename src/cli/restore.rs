//! `asn-digital restore FILE`: a backup in the place of the embedded database. Everything is checked
//! before anything changes; the database that was there stays beside it, under another name.

use super::{
    CommandResult, key,
    open::KEY_ID,
    partial_file::{COMPANIONS, PartialFile, beside},
};
use crate::{
    config::DataOptions,
    domain::{
        clock::{Clock, SystemClock},
        random::SystemRandom,
    },
    store::embedded::{self, Alone, Contents, FileError},
};
use std::{
    error::Error,
    fs, io,
    os::unix::fs::{MetadataExt, chown},
    path::{Path, PathBuf},
    process::ExitCode,
};
use time::format_description::well_known::Iso8601;

pub async fn restore(data: &DataOptions, file: &Path) -> CommandResult {
    if data.database_url.is_some() {
        return Err(
            "PostgreSQL restores what pg_dump made: pg_restore --dbname=\"$DATABASE_URL\" \
                    FILE"
                .into(),
        );
    }
    let options = data.clone();
    let from = file.to_owned();
    let placing = tokio::task::spawn_blocking(move || {
        place(&options, &from).map_err(|error| error.to_string())
    });
    let (contents, aside) = placing.await??;
    let to = data.database_file();
    println!("{} rows of {} are now {}", contents.rows, file.display(), to.display());
    if let Some(aside) = aside {
        println!("the database that was there is now {}", aside.display());
    }
    println!("before you serve it: asn-digital audit verify");
    Ok(ExitCode::SUCCESS)
}

/// What was restored, and where the database is that was there.
fn place(data: &DataOptions, from: &Path) -> Result<(Contents, Option<PathBuf>), Box<dyn Error>> {
    let to = data.database_file();
    fs::create_dir_all(&data.data_dir)
        .map_err(|error| format!("{}: {error}", data.data_dir.display()))?;
    let there = to.try_exists()?;
    // Until the end, so that no portal starts meanwhile.
    let _alone = if there { alone(&to)? } else { None };

    let partial = PartialFile::of(&to)?;
    copy(from, partial.path()).map_err(|error| format!("{}: {error}", from.display()))?;
    let contents = embedded::settle(partial.path())
        .and_then(|()| embedded::examine(partial.path()))
        .map_err(|error| error.about(from))?;
    check(data, from, &contents)?;

    let aside = aside(&to)?;
    set_aside(&to, &aside).map_err(|error| format!("{}: {error}", aside.display()))?;
    partial.put_in_place().map_err(|error| format!("{}: {error}", to.display()))?;
    Ok((contents, there.then_some(aside)))
}

/// A database that cannot be read can be replaced; one that somebody uses cannot.
fn alone(to: &Path) -> Result<Option<Alone>, FileError> {
    match Alone::with(to) {
        Ok(alone) => Ok(Some(alone)),
        Err(FileError::NotOurs(_) | FileError::Damaged(..)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// With what a write-ahead log beside it holds, as that of a copied folder.
fn copy(from: &Path, partial: &Path) -> io::Result<()> {
    io::copy(&mut fs::File::open(from)?, &mut fs::File::options().write(true).open(partial)?)?;
    match fs::copy(beside(from, "-wal"), beside(partial, "-wal")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // Whoever restores may be root: the portal is who owns the folder.
    let owner = partial.parent().unwrap_or_else(|| Path::new(".")).metadata()?;
    let _ = chown(partial, Some(owner.uid()), Some(owner.gid()));
    Ok(())
}

/// Whether this program and this key can use it.
fn check(data: &DataOptions, from: &Path, contents: &Contents) -> Result<(), Box<dyn Error>> {
    let found = contents.schema;
    let known = embedded::newest_schema();
    if found > known {
        return Err(format!(
            "{} was made by a newer version: its schema is {found}, this program knows up to {known}",
            from.display()
        )
        .into());
    }
    let Some(key_id) = contents.facts.get(KEY_ID) else {
        return Err(
            format!("{} holds no installation: no key is noted in it", from.display()).into()
        );
    };
    key::load(&data.key_path(), Some(key_id), &SystemRandom)?;
    Ok(())
}

/// A name for the database that was there: with the time, so that none takes another's.
fn aside(to: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let now = SystemClock.now().format(&Iso8601::DATE_TIME)?;
    let now: String = now.chars().filter(|c| !matches!(c, '-' | ':')).take(15).collect();
    let aside = beside(to, &format!(".before-{now}Z"));
    if aside.try_exists()? {
        return Err(format!("{} exists", aside.display()).into());
    }
    Ok(aside)
}

/// Gives the database a second name; the first stays until the backup takes it, so that there is
/// one at every moment. A log that was left behind goes along: it is no log of the backup.
fn set_aside(to: &Path, aside: &Path) -> io::Result<()> {
    let unless_missing = |done: io::Result<()>| match done {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    for companion in COMPANIONS {
        unless_missing(fs::rename(beside(to, companion), beside(aside, companion)))?;
    }
    unless_missing(fs::hard_link(to, aside))
}

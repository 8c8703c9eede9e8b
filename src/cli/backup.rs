//! `asn-digital backup FILE`: the embedded database as it is at this moment, while the portal runs.
//! A file with that name is there when it is whole and checked, or not at all.

use super::{CommandResult, partial_file::PartialFile};
use crate::{
    config::DataOptions,
    store::embedded::{self, Contents},
};
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use std::{
    error::Error,
    path::Path,
    process::ExitCode,
    time::{Duration, Instant},
};

struct Made {
    contents: Contents,
    bytes: u64,
    copying: Duration,
    checking: Duration,
}

pub async fn backup(data: &DataOptions, file: &Path, replace: bool) -> CommandResult {
    if data.database_url.is_some() {
        let file = file.display();
        return Err(format!(
            "PostgreSQL makes its own backups: pg_dump --format=custom --file={file} \"$DATABASE_URL\""
        )
        .into());
    }
    let from = data.database_file();
    let to = file.to_owned();
    let making = tokio::task::spawn_blocking(move || {
        make(&from, &to, replace).map_err(|error| error.to_string())
    });
    let Made { contents, bytes, copying, checking } = making.await??;
    println!(
        "{}: {} rows, {}, copied in {:.1} s, checked in {:.1} s",
        file.display(),
        contents.rows,
        HumanBytes(bytes),
        copying.as_secs_f64(),
        checking.as_secs_f64()
    );
    println!(
        "the key file is not in it: keep a copy of {} elsewhere; one opens nothing without the other",
        data.key_path().display()
    );
    Ok(ExitCode::SUCCESS)
}

fn make(from: &Path, to: &Path, replace: bool) -> Result<Made, Box<dyn Error>> {
    let refuse_to_overwrite = || match to.try_exists() {
        Ok(true) if !replace => {
            Err(format!("{} exists: name another file, or say --replace", to.display()))
        }
        Ok(_) => Ok(()),
        Err(error) => Err(format!("{}: {error}", to.display())),
    };
    refuse_to_overwrite()?;
    if !from.is_file() {
        return Err(format!("there is no embedded database at {}", from.display()).into());
    }
    let start = Instant::now();
    let partial = PartialFile::of(to)?;
    let named = |error: std::io::Error| format!("{}: {error}", partial.path().display());
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left")?);
    embedded::copy(from, partial.path(), |done, all| {
        bar.set_length(all);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    partial.sync().map_err(named)?;
    let copied = Instant::now();
    let contents = embedded::examine(partial.path()).map_err(|error| error.about(from))?;
    let bytes = partial.bytes().map_err(named)?;
    refuse_to_overwrite()?;
    partial.put_in_place().map_err(|error| format!("{}: {error}", to.display()))?;
    let copying = copied - start;
    let checking = copied.elapsed();
    Ok(Made { contents, bytes, copying, checking })
}

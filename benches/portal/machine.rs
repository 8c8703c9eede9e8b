//! What was measured on, and what processes have used so far, as Linux tells it.

use super::{harness::Result, postgres};
use asn_digital::domain::clock::{Clock, SystemClock};
use std::{
    fs::{self, File},
    io::Write,
    num::NonZero,
    path::Path,
    process::Command,
    thread,
    time::Instant,
};

/// Linux counts processor time in hundredths of a second, on every architecture.
const TICKS: f64 = 100.0;

pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// A headline and a paragraph.
pub async fn describe() -> Result<String> {
    let commit = output("git", &["rev-parse", "--short", "HEAD"]);
    let changed = !output("git", &["status", "--porcelain", "--untracked-files=no"]).is_empty();
    let commit = if changed { format!("{commit} and changes") } else { commit };
    let date = SystemClock.now().date();
    let memory = field("/proc/meminfo", "MemTotal")?.trim_end_matches(" kB").parse::<f64>()?;
    let database = postgres::version().await?.unwrap_or_else(|| "no PostgreSQL".to_owned());
    Ok(format!(
        "# Benchmarks, {date}, {commit}\n\n\
         {} with {} cores, {:.0} GiB of memory; Linux {}; {}; {database}; a page of 4 KiB is on the \
         disk after {:.2} ms (median). The load is made on the same cores{}.",
        field("/proc/cpuinfo", "model name")?,
        cores(),
        memory / 1024.0 / 1024.0,
        fs::read_to_string("/proc/sys/kernel/osrelease")?.trim(),
        output("rustc", &["--version"]),
        wait_for_the_disk(&std::env::temp_dir())? * 1000.0,
        if cfg!(debug_assertions) { ". **Not optimised: these figures say nothing**" } else { "" },
    ))
}

/// What a program says; nothing when there is none.
fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(|_| String::new(), |out| String::from_utf8_lossy(&out.stdout).trim().into())
}

fn field(file: &str, name: &str) -> Result<String> {
    let text = fs::read_to_string(file)?;
    let mut values = text.lines().filter_map(|line| line.strip_prefix(name)?.split_once(':'));
    Ok(values.next().map_or_else(|| "unknown".to_owned(), |(_, value)| value.trim().to_owned()))
}

/// Seconds.
fn wait_for_the_disk(folder: &Path) -> Result<f64> {
    let mut file: File = tempfile::tempfile_in(folder)?;
    let mut waits = Vec::new();
    for _ in 0..101 {
        let start = Instant::now();
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        waits.push(start.elapsed().as_secs_f64());
    }
    Ok(super::report::median(waits))
}

/// The most resident memory that a process ever had, in MiB.
pub fn peak_mib(process: u32) -> Result<f64> {
    let kib = field(&format!("/proc/{process}/status"), "VmHWM")?;
    Ok(kib.trim_end_matches(" kB").parse::<f64>()? / 1024.0)
}

/// Seconds of processor time that a process has used.
pub fn processor_seconds(process: u32) -> Result<f64> {
    Ok(Stat::of(process)?.own)
}

/// The same of a process together with all its children, those included that have ended.
pub fn processor_seconds_of_family(parent: u32) -> Result<f64> {
    let stat = Stat::of(parent)?;
    let mut sum = stat.own + stat.ended_children;
    for entry in fs::read_dir("/proc")?.flatten() {
        let process = entry.file_name().to_str().and_then(|name| name.parse().ok());
        // Who has ended meanwhile is counted by its parent the next time.
        if let Some(stat) = process.and_then(|process| Stat::of(process).ok())
            && stat.parent == parent
        {
            sum += stat.own;
        }
    }
    Ok(sum)
}

pub fn parent_of(process: u32) -> Result<u32> {
    Ok(Stat::of(process)?.parent)
}

struct Stat {
    parent: u32,
    own: f64,
    ended_children: f64,
}

impl Stat {
    fn of(process: u32) -> Result<Self> {
        let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
        // The name before it may hold anything, so the fields are those after the last bracket.
        let (_, fields) = text.rsplit_once(") ").ok_or("/proc/PID/stat has no name in it")?;
        let fields: Vec<f64> =
            fields.split(' ').skip(1).filter_map(|one| one.parse().ok()).collect();
        let (Some(parent), Some([user, system, child_user, child_system])) =
            (fields.first(), fields.get(10..14))
        else {
            return Err("/proc/PID/stat is too short".into());
        };
        Ok(Self {
            parent: *parent as u32,
            own: (user + system) / TICKS,
            ended_children: (child_user + child_system) / TICKS,
        })
    }
}

/// Bytes that a process has sent to the disk.
pub fn written_bytes(process: u32) -> Result<f64> {
    Ok(field(&format!("/proc/{process}/io"), "write_bytes")?.parse()?)
}

//! What was measured on, and what processes have used so far, as Linux tells it.

use super::harness::Result;
use asn_digital::domain::clock::{Clock, SystemClock};
use procfs::{
    CpuInfo, Current, Meminfo,
    process::{Process, Stat, all_processes},
};
use std::{
    fs::{self, File},
    io::Write,
    num::NonZero,
    path::Path,
    process::Command,
    thread,
    time::Instant,
};

pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// A headline and a paragraph; `database` is what its server calls itself.
pub fn describe(database: Option<String>) -> Result<String> {
    let commit = output("git", &["rev-parse", "--short", "HEAD"]);
    let changed = !output("git", &["status", "--porcelain", "--untracked-files=no"]).is_empty();
    let commit = if changed { format!("{commit} and changes") } else { commit };
    let date = SystemClock.now().date();
    let database = database.unwrap_or_else(|| "no PostgreSQL".to_owned());
    Ok(format!(
        "# Benchmarks, {date}, {commit}\n\n\
         {} with {} cores, {:.0} GiB of memory; Linux {}; {}; {database}; a page of 4 KiB is on the \
         disk after {:.2} ms (median). The load is made on the same cores{}.",
        CpuInfo::current()?.model_name(0).unwrap_or("unknown"),
        cores(),
        Meminfo::current()?.mem_total as f64 / 1024.0 / 1024.0 / 1024.0,
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

fn process(id: u32) -> Result<Process> {
    Ok(Process::new(i32::try_from(id)?)?)
}

/// The most resident memory that a process ever had, in MiB.
pub fn peak_mib(id: u32) -> Result<f64> {
    let kib = process(id)?.status()?.vmhwm.ok_or("it has ended")?;
    Ok(kib as f64 / 1024.0)
}

/// Seconds of processor time that a process has used.
pub fn processor_seconds(id: u32) -> Result<f64> {
    Ok(seconds(&process(id)?.stat()?))
}

fn seconds(stat: &Stat) -> f64 {
    (stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64
}

/// The same of a process together with all its children, those included that have ended.
pub fn processor_seconds_of_family(id: u32) -> Result<f64> {
    let parent = process(id)?.stat()?;
    let ended = (parent.cutime + parent.cstime) as f64 / procfs::ticks_per_second() as f64;
    // Who has ended meanwhile is counted by its parent the next time.
    let others = all_processes()?.filter_map(|process| process.ok()?.stat().ok());
    let children = others.filter(|stat| stat.ppid == parent.pid).map(|stat| seconds(&stat));
    Ok(seconds(&parent) + ended + children.sum::<f64>())
}

pub fn parent_of(id: u32) -> Result<u32> {
    Ok(u32::try_from(process(id)?.stat()?.ppid)?)
}

/// Bytes that a process has sent to the disk.
pub fn written_bytes(id: u32) -> Result<f64> {
    Ok(process(id)?.io()?.write_bytes as f64)
}

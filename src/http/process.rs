//! What the kernel says of this process: memory, open files, processor time (proc(5)). Where there
//! is no /proc, nothing is said.

use crate::metrics::{PROCESS_CPU, PROCESS_FILES, PROCESS_FILES_MAX, PROCESS_MEMORY};
use std::fs;

/// The unit of times in /proc/self/stat, `USER_HZ`, on every Linux that runs Rust.
const TICKS_A_SECOND: u64 = 100;

pub fn measure() {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    if let Some(kib) = number_after(&status, "VmRSS:") {
        set(&PROCESS_MEMORY.gauge([]), kib * 1024);
    }
    if let Ok(files) = fs::read_dir("/proc/self/fd") {
        // One of them reads the folder.
        set(&PROCESS_FILES.gauge([]), u64::try_from(files.count()).unwrap_or(0).saturating_sub(1));
    }
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    if let Some(most) = number_after(&limits, "Max open files") {
        set(&PROCESS_FILES_MAX.gauge([]), most);
    }
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    if let Some(ticks) = processor_ticks(&stat) {
        PROCESS_CPU.counter([]).absolute(ticks / TICKS_A_SECOND);
    }
}

#[allow(clippy::cast_precision_loss)] // Exact up to 2⁵³.
fn set(gauge: &::metrics::Gauge, value: u64) {
    gauge.set(value as f64);
}

fn number_after(text: &str, label: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(label))?;
    line.split_whitespace().next()?.parse().ok()
}

/// In user mode and in the kernel: fields 14 and 15. The second field is a name in brackets.
fn processor_ticks(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<u64>().ok();
    Some(next()? + next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_words_are_read() {
        let status = "Name:\tasn-digital\nVmHWM:\t   9 kB\nVmRSS:\t   46512 kB\n";
        assert_eq!(number_after(status, "VmRSS:"), Some(46512));
        let limits = "Limit  Soft Limit  Hard Limit  Units\nMax open files   1024   4096   files\n";
        assert_eq!(number_after(limits, "Max open files"), Some(1024));
        let stat = "7 (asn) (digital) S 1 7 7 0 -1 4194560 100 0 0 0 250 51 0 0 20 0 9";
        assert_eq!(processor_ticks(stat), Some(301));
    }
}

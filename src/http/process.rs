//! What Linux says of this process: memory, open files, processor time (proc(5)). What it does not say is not
//! measured.

use crate::metrics::{PROCESS_CPU, PROCESS_FILES, PROCESS_FILES_MAX, PROCESS_MEMORY};
use procfs::process::{LimitValue, Process};

pub fn measure() {
    let Ok(process) = Process::myself() else { return };
    if let Ok(stat) = process.stat() {
        set(&PROCESS_MEMORY.gauge([]), stat.rss * procfs::page_size());
        let ticks = stat.utime + stat.stime;
        PROCESS_CPU.counter([]).absolute(ticks / procfs::ticks_per_second());
    }
    if let Ok(files) = process.fd_count() {
        // One of them is `process`.
        set(&PROCESS_FILES.gauge([]), u64::try_from(files).unwrap_or(0).saturating_sub(1));
    }
    if let Ok(limits) = process.limits()
        && let LimitValue::Value(most) = limits.max_open_files.soft_limit
    {
        set(&PROCESS_FILES_MAX.gauge([]), most);
    }
}

#[allow(clippy::cast_precision_loss)] // Exact up to 2⁵³.
fn set(gauge: &::metrics::Gauge, value: u64) {
    gauge.set(value as f64);
}

//! What the measured figures make of a Monday between 07:30 and 08:30. `docs/CAPACITY.md` says why it
//! is reckoned so, and what was assumed; this is its arithmetic.

use super::report::short;
use std::fmt;

/// Civil servants.
const PEOPLE: f64 = 5.6e6;
/// Shares of them who log in within the hour.
const SHARES: [f64; 2] = [0.2, 0.6];
/// The busiest minute of the hour has so many times its mean.
const PEAK: f64 = 3.0;
/// Launcher pages that somebody comes back to within the hour, beyond the first.
const PAGES: f64 = 4.0;
/// Tiles opened and favourites changed, a writing transaction each.
const CHANGES: f64 = 3.1;
/// How much of its cores a node, or the database, should be using at most.
const NODE_USE: f64 = 0.7;
const DATABASE_USE: f64 = 0.5;
const CORES_OF_A_NODE: f64 = 16.0;
const WORKING_DAYS: f64 = 240.0;

/// Measured: on PostgreSQL, by this run. Seconds of processor time, bytes.
#[derive(Debug, Default)]
pub struct Inputs {
    /// Hashes a second on one core.
    pub argon_per_core: f64,
    pub portal_per_login: f64,
    pub portal_per_visit: f64,
    pub database_per_visit: f64,
    pub portal_per_page: f64,
    pub database_per_page: f64,
    pub transactions_per_visit: f64,
    pub log_per_login: f64,
    /// Right after a checkpoint.
    pub log_per_cold_login: f64,
    pub bytes_per_audit_row: f64,
    /// HTML, compressed.
    pub bytes_of_login_page: f64,
    pub bytes_of_launcher: f64,
    /// Logins a second if hashing cost nothing, on this machine.
    pub ceiling: f64,
}

/// Prints the arithmetic.
pub struct Monday<'a>(pub &'a Inputs);

impl fmt::Display for Monday<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = self.0;
        if it.portal_per_visit == 0.0 {
            return writeln!(f, "No Monday is reckoned: PostgreSQL was not measured.");
        }
        writeln!(f, "## A Monday, 07:30 to 08:30\n\n| | 20 % | 60 % |\n|---|---|---|")?;
        let mut row = |what: &str, of: &dyn Fn(Peak) -> String| {
            let [few, many] = SHARES.map(|share| of(Peak::of(share)));
            writeln!(f, "| {what} | {few} | {many} |")
        };
        row("people who log in", &|peak| whole(peak.people))?;
        row("logins/s in the mean: people ÷ 3600", &|peak| whole(peak.mean))?;
        row(&format!("logins/s in the busiest minute: × {PEAK}"), &|peak| whole(peak.logins))?;
        row(&format!("launcher pages/s beyond the first: × {PAGES}"), &|peak| whole(peak.pages))?;
        let what = format!("cores busy with visits: × {} ms", millis(it.portal_per_visit));
        row(&what, &|peak| whole(peak.logins * it.portal_per_visit))?;
        let what = format!("cores busy with pages: × {} ms", millis(it.portal_per_page));
        row(&what, &|peak| short(peak.pages * it.portal_per_page))?;
        row(&format!("cores of nodes: ÷ {NODE_USE}"), &|peak| whole(it.cores(peak)))?;
        let what = format!("nodes of {CORES_OF_A_NODE} cores, one of them to spare");
        row(&what, &|peak| whole((it.cores(peak) / CORES_OF_A_NODE).ceil() + 1.0))?;
        let what = format!(
            "cores of the database: (visits × {} ms + pages × {} ms) ÷ {DATABASE_USE}",
            millis(it.database_per_visit),
            millis(it.database_per_page)
        );
        row(&what, &|peak| short(it.database_cores(peak)))?;
        let changes = |peak: Peak| peak.logins * CHANGES;
        let what = format!(
            "transactions/s: visits × {} + pages + logins × {CHANGES} changes",
            short(it.transactions_per_visit)
        );
        row(&what, &|peak| {
            whole(peak.logins * it.transactions_per_visit + peak.pages + changes(peak))
        })?;
        row("commits/s that wait for the disk: one a login, one a change", &|peak| {
            whole(peak.logins + changes(peak))
        })?;
        let what = format!(
            "log, MB/s: logins × {} to {} KiB",
            short(it.log_per_login / 1024.0),
            short(it.log_per_cold_login / 1024.0)
        );
        row(&what, &|peak| {
            let megabytes = |bytes: f64| short(peak.logins * bytes / 1e6);
            format!("{} to {}", megabytes(it.log_per_login), megabytes(it.log_per_cold_login))
        })?;
        row("rows of the audit record/s: one a login", &|peak| whole(peak.logins))?;
        let what = format!(
            "audit record, GB a year: people × {WORKING_DAYS} days × {} B",
            whole(it.bytes_per_audit_row)
        );
        row(&what, &|peak| short(peak.people * WORKING_DAYS * it.bytes_per_audit_row / 1e9))?;
        let (login_page, launcher) = (it.bytes_of_login_page, it.bytes_of_launcher);
        let what = format!(
            "HTML sent, Mbit/s: (logins × ({login_page} + {launcher}) B + pages × {launcher} B) × 8"
        );
        row(&what, &|peak| {
            whole((peak.logins * (login_page + launcher) + peak.pages * launcher) * 8.0 / 1e6)
        })?;
        writeln!(
            f,
            "\nOn one core: {} hashes/s, {:.1} ms each; a login takes {:.1} ms of the portal. If \
             hashing cost nothing, portal and PostgreSQL together would manage {} logins/s on this \
             machine.",
            short(it.argon_per_core),
            1000.0 / it.argon_per_core,
            it.portal_per_login * 1000.0,
            whole(it.ceiling)
        )
    }
}

impl Inputs {
    fn cores(&self, peak: Peak) -> f64 {
        (peak.logins * self.portal_per_visit + peak.pages * self.portal_per_page) / NODE_USE
    }

    fn database_cores(&self, peak: Peak) -> f64 {
        (peak.logins * self.database_per_visit + peak.pages * self.database_per_page) / DATABASE_USE
    }
}

/// The busiest minute.
#[derive(Clone, Copy)]
struct Peak {
    people: f64,
    mean: f64,
    logins: f64,
    pages: f64,
}

impl Peak {
    fn of(share: f64) -> Self {
        let people = PEOPLE * share;
        let mean = people / 3600.0;
        Self { people, mean, logins: mean * PEAK, pages: mean * PEAK * PAGES }
    }
}

fn millis(seconds: f64) -> String {
    short(seconds * 1000.0)
}

/// With commas between the thousands.
fn whole(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

//! The table: what was measured, on each engine, and what was hoped for.

use hdrhistogram::Histogram;
use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Where there is nothing to measure, or it was not.
pub const NONE: &str = "–";

#[derive(Default)]
pub struct Report(Vec<Row>);

struct Row {
    what: String,
    goal: &'static str,
    sqlite: Option<String>,
    postgres: Option<String>,
}

impl Report {
    pub fn has_begun(&self) -> bool {
        !self.0.is_empty()
    }

    /// Adds a value, to the row of this name where there is one.
    pub fn add(&mut self, engine: Engine, what: impl Into<String>, value: impl Into<String>) {
        self.add_with_goal(engine, what, "", value);
    }

    pub fn add_with_goal(
        &mut self,
        engine: Engine,
        what: impl Into<String>,
        goal: &'static str,
        value: impl Into<String>,
    ) {
        let what = what.into();
        let found = self.0.iter().position(|row| row.what == what);
        let place = found.unwrap_or(self.0.len());
        if found.is_none() {
            self.0.push(Row { what, goal, sqlite: None, postgres: None });
        }
        let Some(row) = self.0.get_mut(place) else { return };
        match engine {
            Engine::Sqlite => row.sqlite = Some(value.into()),
            Engine::Postgres => row.postgres = Some(value.into()),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| measured | SQLite | PostgreSQL | goal |\n|---|---|---|---|")?;
        for Row { what, goal, sqlite, postgres } in &self.0 {
            let value = |value: &Option<String>| value.clone().unwrap_or_else(|| NONE.to_owned());
            writeln!(f, "| {what} | {} | {} | {goal} |", value(sqlite), value(postgres))?;
        }
        Ok(())
    }
}

/// Pairs of rates: what the portal did, and what it is measured against.
#[derive(Default)]
pub struct Pairs(Vec<(f64, f64)>);

impl Pairs {
    pub fn add(&mut self, portal: f64, against: f64) {
        self.0.push((portal, against));
    }

    /// Of the portal's rate, of the other, and of their ratio in each round.
    pub fn medians(&self) -> [f64; 3] {
        let of = |of: fn(&(f64, f64)) -> f64| median(self.0.iter().map(of).collect());
        [of(|(portal, _)| *portal), of(|(_, other)| *other), of(|(a, b)| a / b)]
    }

    pub fn ratios(&self) -> String {
        let ratios: Vec<_> = self.0.iter().map(|(a, b)| format!("{:.3}", a / b)).collect();
        ratios.join(", ")
    }
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The middle, the 99th percentile and the highest, in the histogram's unit divided by `unit`.
pub fn spread(times: &Histogram<u64>, unit: f64) -> String {
    if times.is_empty() {
        return "none".to_owned();
    }
    let [p50, p99, most] =
        [times.value_at_quantile(0.5), times.value_at_quantile(0.99), times.max()]
            .map(|value| short(value as f64 / unit));
    format!("{p50} / {p99} / {most}")
}

/// Nothing where nothing was measured.
pub fn with_unit(value: f64, unit: &str) -> String {
    if value.is_nan() { NONE.to_owned() } else { format!("{} {unit}", short(value)) }
}

/// Three digits that count.
pub fn short(value: f64) -> String {
    if value.is_nan() {
        return NONE.to_owned();
    }
    let digits = if value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        2
    };
    format!("{value:.digits$}")
}

//! What operators are given agrees with the program: dashboard and alerts name metrics that exist, and
//! the documents name every metric, alert and setting.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use asn_digital::metrics::{ALL, Metric, MetricKind};
use serde_json::Value;
use std::{fs, path::Path};

/// What Prometheus' language itself says, as far as our expressions use it.
const WORDS: [&str; 17] = [
    "and",
    "by",
    "changes",
    "count",
    "histogram_quantile",
    "increase",
    "instance",
    "job",
    "label_values",
    "le",
    "max",
    "rate",
    "sum",
    "time",
    "topk",
    "unless",
    "up",
];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The metric that a series belongs to: a histogram has three.
fn metric(series: &str) -> Option<&'static Metric> {
    let parts = ["_bucket", "_sum", "_count"];
    ALL.iter().find(|metric| match metric.kind {
        MetricKind::Histogram => {
            series.strip_prefix(metric.name).is_some_and(|part| parts.contains(&part))
        }
        MetricKind::Counter | MetricKind::Gauge => series == metric.name,
    })
}

/// Every name in an expression, without what stands in quotes and the units of durations.
fn names(expression: &str) -> Vec<String> {
    let unquoted: Vec<&str> = expression.split('"').step_by(2).collect();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let words = unquoted.join(" ");
    let words = words.split(|c| !is_name(c)).filter(|word| !word.is_empty());
    let is_number = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit() || c == '$');
    words.filter(|word| !is_number(word)).map(str::to_owned).collect()
}

/// Panics where an expression names what does not exist.
#[track_caller]
fn check(expression: &str) {
    let names = names(expression);
    let metrics: Vec<_> = names.iter().filter_map(|name| metric(name)).collect();
    assert!(!metrics.is_empty() || names.contains(&"up".to_owned()), "{expression}");
    for name in &names {
        let is_label = metrics.iter().any(|metric| metric.labels.contains(&name.as_str()));
        let is_known = is_label || metric(name).is_some() || WORDS.contains(&name.as_str());
        assert!(is_known, "there is no {name}, which stands in: {expression}");
    }
}

/// The rules, as pairs of name and expression.
fn alerts() -> Vec<(String, String)> {
    let text = read("deploy/prometheus/alerts.yml");
    let values = |key: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim().trim_start_matches("- "));
        lines
            .filter_map(|line| line.strip_prefix(key))
            .map(|value| value.trim().to_owned())
            .collect()
    };
    let (names, expressions) = (values("alert:"), values("expr:"));
    assert!(!names.is_empty() && names.len() == expressions.len());
    names.into_iter().zip(expressions).collect()
}

#[test]
fn the_alerts_name_only_metrics_and_labels_that_exist() {
    for (_, expression) in alerts() {
        check(&expression);
    }
}

#[test]
fn the_dashboard_names_only_metrics_and_labels_that_exist() {
    let dashboard: Value = serde_json::from_str(&read("deploy/grafana/asn-digital.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let targets = panels.iter().filter_map(|panel| panel["targets"].as_array()).flatten();
    let expressions: Vec<_> = targets.map(|target| target["expr"].as_str().unwrap()).collect();
    assert!(expressions.len() > 20);
    for expression in expressions {
        check(expression);
    }
    for variable in dashboard["templating"]["list"].as_array().unwrap() {
        if variable["type"] == "query" {
            check(variable["query"].as_str().unwrap());
        }
    }
}

#[test]
fn the_manual_names_every_metric_and_every_alert_and_no_other() {
    let manual = read("docs/OPERATIONS.md");
    let rows = |prefix: &str| -> Vec<String> {
        let cells = manual.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        cells.filter(|cell| cell.starts_with(prefix)).map(str::to_owned).collect()
    };
    let mut metrics = [rows("asn_"), rows("process_")].concat();
    let mut names: Vec<_> = ALL.iter().map(|metric| metric.name.to_owned()).collect();
    metrics.sort();
    names.sort();
    assert_eq!(metrics, names);

    let mut documented = rows("Asn");
    let mut named: Vec<_> = alerts().into_iter().map(|(name, _)| name).collect();
    documented.sort();
    named.sort();
    assert_eq!(documented, named);
}

#[test]
fn names_are_as_prometheus_asks_for_them() {
    for Metric { name, kind, .. } in ALL {
        assert_eq!(*kind == MetricKind::Counter, name.ends_with("_total"), "{name}");
        assert!(*kind != MetricKind::Histogram || name.ends_with("_seconds"), "{name}");
        assert!(ALL.iter().filter(|other| other.name == *name).count() == 1, "{name} twice");
    }
}

/// The variables that a text names.
fn variables(text: &str) -> Vec<String> {
    let is_name = |c: char| c.is_ascii_uppercase() || c == '_' || c.is_ascii_digit();
    let found = text.match_indices("ASN_").map(|(at, _)| {
        let name = &text[at..];
        name[..name.find(|c| !is_name(c)).unwrap_or(name.len())].to_owned()
    });
    found.collect()
}

#[test]
fn every_setting_is_in_the_readme_and_no_file_names_another() {
    let settings: Vec<String> = variables(&read("src/config.rs"));
    let readme = read("README.md");
    for setting in &settings {
        assert!(readme.contains(&format!("| `{setting}` |")), "{setting} is not in README.md");
    }
    for file in [
        "README.md",
        "docs/OPERATIONS.md",
        "deploy/Dockerfile",
        "deploy/asn-digital.service",
        "deploy/nginx.conf",
    ] {
        for named in variables(&read(file)) {
            // What the build reads is no setting.
            let is_known = settings.contains(&named) || named == "ASN_COMMIT";
            assert!(is_known, "{file} names {named}, which is no setting");
        }
    }
}

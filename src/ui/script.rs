//! Scripts of ours: in the page, or in a file that the browser keeps from one page to the next.

use crate::paths::fnv1a;
use std::sync::LazyLock;

/// As a browser gets it: without indentation, and without the lines that only who reads the source
/// needs.
#[must_use]
pub fn script(source: &str) -> String {
    let lines = source.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A script with an address of its own: its name changes with it, so it may be kept for ever.
pub struct Kept {
    pub address: String,
    pub text: String,
}

impl Kept {
    fn new(name: &str, source: &str) -> Self {
        let text = script(source);
        Self { address: format!("/pkg/{name}.{:08x}.js", fnv1a(text.as_bytes())), text }
    }
}

/// Changes on the launcher in place, dragging, installing, updating. Everything it does works without it,
/// so the page, which is asked for most, does not carry it each time.
pub static LAUNCHER: LazyLock<Kept> =
    LazyLock::new(|| Kept::new("launcher", include_str!("launcher.js")));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_a_script_without_what_only_its_reader_needs() {
        let source = "(() => {\n  // Why.\n\n  const a = 'b'; // how\n})();\n";
        assert_eq!(script(source), "(() => {\nconst a = 'b'; // how\n})();");
        let enhance = include_str!("enhance.js");
        assert!(script(enhance).len() + 300 < enhance.len());
    }
}

//! Scripts of ours: in the page, or in a file that the browser keeps from one page to the next.
//! `end2end/scripts.tsconfig.json` and `end2end/eslint.config.js` say how they are checked.

use crate::paths::fnv1a;
use std::sync::LazyLock;

/// As a browser gets it: without indentation, and without the lines that only who reads or checks the
/// source needs. Nor does it import: its modules stand in one file, one after the other.
#[must_use]
pub fn script(source: &str) -> String {
    let for_readers = ["//", "/** ", "import "];
    let lines = source.lines().map(str::trim);
    let lines = lines.filter(|line| {
        !line.is_empty() && !for_readers.iter().any(|start| line.starts_with(start))
    });
    let lines = lines.map(|line| line.strip_prefix("export ").unwrap_or(line));
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
pub static LAUNCHER: LazyLock<Kept> = LazyLock::new(|| Kept::new("launcher", LAUNCHER_MODULES));

/// Each after those it imports from, all in one function: a name is one module's, and no page's.
const LAUNCHER_MODULES: &str = concat!(
    "(() => {\n",
    include_str!("launcher/page.js"),
    include_str!("launcher/offline.js"),
    include_str!("launcher/swap.js"),
    include_str!("launcher/change.js"),
    include_str!("launcher/arrange.js"),
    include_str!("launcher/install.js"),
    include_str!("launcher/update.js"),
    "})();\n",
);

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::HashSet, fs};

    #[test]
    fn a_browser_gets_a_script_without_what_only_its_reader_needs() {
        let source =
            "(() => {\n  // Why.\n\n  /** @type {string} */\n  const a = 'b'; // how\n})();\n";
        assert_eq!(script(source), "(() => {\nconst a = 'b'; // how\n})();");
        let modules = "export const a = 1;\nimport { a } from './a.js';\nlog(a);\n";
        assert_eq!(script(modules), "const a = 1;\nlog(a);");
        let enhance = include_str!("enhance.js");
        assert!(script(enhance).len() + 300 < enhance.len());
    }

    /// What a line at the margin of a module declares.
    fn declared(line: &str) -> Option<&str> {
        let line = line.strip_prefix("export ").unwrap_or(line);
        let kinds = ["const ", "let ", "function ", "async function "];
        let rest = kinds.iter().find_map(|kind| line.strip_prefix(kind))?;
        rest.split(|c: char| !c.is_ascii_alphanumeric()).next()
    }

    #[test]
    fn a_module_imports_from_those_before_it_and_has_its_names_to_itself() {
        let mut names = HashSet::new();
        let mut exported = HashSet::new();
        for line in LAUNCHER_MODULES.lines() {
            if let Some(imports) = line.strip_prefix("import ") {
                let list = imports.strip_prefix("{ ").and_then(|rest| rest.split_once(" } from "));
                let (list, from) = list.expect("names in one line");
                assert!(from.starts_with("'./") && from.ends_with(".js';"), "{line}");
                assert!(list.split(", ").all(|name| exported.contains(name)), "{line}");
            }
            let Some(name) = declared(line) else { continue };
            assert!(names.insert(name) && !name.is_empty(), "twice: {line}");
            if line.starts_with("export ") {
                exported.insert(name);
            }
        }
        assert!(names.len() > 12 && exported.len() > 5, "{names:?}");
    }

    #[test]
    fn every_module_of_the_launcher_is_in_its_file() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/ui/launcher");
        for file in fs::read_dir(folder).expect("the folder") {
            let source = fs::read_to_string(file.expect("a file").path()).expect("a text");
            assert!(LAUNCHER_MODULES.contains(&source), "{source}");
        }
    }
}

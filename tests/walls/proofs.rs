//! Every test that docs/SECURITY.md names as a proof is there, under that name.

use std::{fs, path::Path};

/// Where what a name begins with may stand.
const ROOTS: [&str; 4] = ["tests/portal", "tests", "src", "fuzz/fuzz_targets"];

/// What stands between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

fn all_in(folder: &Path) -> String {
    let Ok(entries) = fs::read_dir(folder) else { return String::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        if path.is_dir() { all_in(&path) } else { fs::read_to_string(path).unwrap_or_default() }
    };
    paths.map(read).collect()
}

/// The code of a module, with that of its folder.
fn code_of(module: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let code = ROOTS.iter().map(|folder| {
        let file = root.join(folder).join(format!("{module}.rs"));
        fs::read_to_string(file).unwrap_or_default() + &all_in(&root.join(folder).join(module))
    });
    code.collect()
}

fn is_there(name: &str) -> bool {
    let parts: Vec<_> =
        name.split("::").filter(|part| !matches!(*part, "fuzz" | "tests" | "*")).collect();
    let found = (1..=parts.len()).rev().find_map(|length| {
        let (module, rest) = parts.split_at(length);
        Some((code_of(&module.join("/")), rest)).filter(|(code, _)| !code.is_empty())
    });
    let defines = |code: &str, item: &str| {
        ["fn", "mod", "enum", "struct", "const"].iter().any(|kind| {
            let opening = format!("{kind} {item}");
            let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
            code.match_indices(&opening).any(|(at, _)| ends(&code[at + opening.len()..]))
        })
    };
    found.is_some_and(|(code, rest)| rest.iter().all(|item| defines(&code, item)))
}

#[test]
fn every_proof_that_the_security_page_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/SECURITY.md")).unwrap();
    let in_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_:*".contains(c);
    // How names are meant, at the top of the page.
    let is_name = |name: &&str| {
        name.contains("::")
            && name.chars().all(in_name)
            && !matches!(*name, "file::test" | "fuzz::target")
    };
    let names: Vec<_> = quoted(&page).into_iter().filter(is_name).collect();
    let missing: Vec<_> = names.iter().filter(|name| !is_there(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(names.len() > 200 && !is_there("races::what_nobody_wrote") && !is_there("nowhere::*"));
    let browsers =
        quoted(&page).into_iter().filter(|name| name.ends_with(".spec.ts") && *name != "*.spec.ts");
    for file in browsers {
        assert!(root.join("end2end/tests").join(file).is_file(), "{file}");
    }
}

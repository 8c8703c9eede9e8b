//! The addresses there are, compared with everything that spells them again.

use asn_digital::{http::browser, paths};
use std::{fs, path::Path};

/// An address of the route with this pattern.
pub fn address(pattern: &str) -> String {
    let parts = pattern.split('/').map(|part| match part.starts_with('{') {
        true if pattern.starts_with(paths::MANAGE_ANNOUNCEMENTS) => paths::NEW,
        true => "e-kinerja",
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The strings in a script that begin as an address does, up to what a query or a value adds.
fn addresses_in(code: &str) -> Vec<&str> {
    let starts = ["'/", "`/", "\"/"].into_iter().flat_map(|quote| code.match_indices(quote));
    let texts = starts.map(|(at, quote)| (&code[at + 1..], &quote[..1]));
    let ends = |text: &'_ str, quote: &str| {
        text.find(['?', '$', '\n']).into_iter().chain(text.find(quote)).min()
    };
    let found = texts.filter_map(|(text, quote)| text.get(..ends(text, quote)?));
    let is_plain = |c: char| c.is_ascii_lowercase() || matches!(c, '/' | '.' | '-');
    found.filter(|found| found.chars().all(is_plain)).collect()
}

#[tokio::test]
async fn every_page_may_be_gone_back_to_and_every_address_in_paths_is_one() {
    let patterns = browser::addresses();
    let pages = patterns.iter().filter(|one| !one.starts_with(paths::API) && !one.contains('.'));
    for page in pages {
        assert!(
            paths::safe_page(&address(page)).is_some(),
            "{page} is missing in paths::safe_page"
        );
    }
    let source = include_str!("../../src/paths.rs");
    let named = source.lines().filter_map(|line| line.strip_prefix("pub const "));
    let named = named.filter_map(|line| line.split_once(": &str = \"/")?.1.strip_suffix("\";"));
    let mut found = 0;
    for path in named.map(|path| format!("/{}", path.split(['?', '#']).next().unwrap())) {
        let is_folder = patterns.iter().any(|one| one.starts_with(&format!("{path}/")));
        let is_new = path == paths::NEW_ANNOUNCEMENT;
        assert!(patterns.contains(&path) || is_folder || is_new, "{path} is no route");
        found += 1;
    }
    assert!(found > 25, "{found}");
}

#[tokio::test]
async fn every_address_in_a_script_is_a_route() {
    let patterns = browser::addresses();
    let (mut folders, mut found) = (vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")], 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "js") {
                let code = fs::read_to_string(&path).unwrap();
                for address in addresses_in(&code) {
                    let begins = |one: &String| address.ends_with('/') && one.starts_with(address);
                    let known = patterns.iter().any(|one| one == address || begins(one));
                    // Files of the build, and a path or a regular expression that is cut off.
                    assert!(
                        known || matches!(address, "/" | "/pkg/"),
                        "{}: {address}",
                        path.display()
                    );
                    found += 1;
                }
            }
        }
    }
    assert!(found > 12, "{found}");
    let worker = include_str!("../../src/http/service_worker.js");
    let (open, about) = (&paths::OPEN[1..], &paths::SERVICE[1..]);
    assert!(worker.contains(&format!("(?:{open}|{about})")));
}

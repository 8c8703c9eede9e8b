//! The walls between the layers (docs/ARCHITECTURE.md), read off the source.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod directions;
mod names;
mod proofs;

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The sources, without tests that have a file of their own.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut sources = files(folder, "rs");
    sources.retain(|(path, _)| !path.ends_with("tests.rs"));
    sources
}

/// The files of a kind below a folder of `src`, without lines that are comments.
fn files(folder: &str, kind: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, kind: &str, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, kind, found);
            } else if path.extension().is_some_and(|extension| extension == kind) {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                found.push((path.clone(), code.collect::<Vec<_>>().join("\n")));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder), kind, &mut found);
    assert!(!found.is_empty(), "there is no source in {folder}");
    found
}

/// Whether `code` uses the crate `name`, in a path or a `use`.
fn names(code: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + name.len()..];
        !before.is_some_and(|c| is_word(c) || c == ':') && after.starts_with("::")
    })
}

#[track_caller]
fn nowhere_but(allowed: &str, what: impl Fn(&str) -> bool, rule: &str) {
    for (path, code) in sources("") {
        let inside = path.to_string_lossy().contains(&format!("/src/{allowed}/"));
        assert!(inside || !what(&code), "{}: {rule}", path.display());
    }
    assert!(sources(allowed).iter().any(|(_, code)| what(code)), "nobody does this: {rule}");
}

#[test]
fn only_the_store_names_a_database() {
    nowhere_but("store", |code| names(code, "sqlx"), "sqlx belongs to store/");
    nowhere_but("store", |code| names(code, "rusqlite"), "rusqlite belongs to store/");
}

/// What a role opens stands in one table, so nobody asks for a role.
#[test]
fn only_the_table_of_rights_names_a_role() {
    let roles = [
        "Employee",
        "Operator",
        "RegionalOffice",
        "HelpDesk",
        "Auditor",
        "ServiceOwner",
        "Administrator",
    ];
    let roles = roles.map(|role| format!("Role::{role}"));
    let names_one = |code: &str| roles.iter().any(|role| code.contains(role.as_str()));
    nowhere_but("domain/people", names_one, "ask for a right (domain/people/rights.rs)");
}

#[test]
fn only_plain_http_knows_which_exporter_listens() {
    let exporter = |code: &str| names(code, "metrics_exporter_prometheus");
    nowhere_but("http", exporter, "the exporter belongs to http/");
}

#[test]
fn server_functions_live_in_api_only() {
    nowhere_but("api", |code| code.contains("#[server(prefix"), "#[server] belongs to api/");
}

#[test]
fn every_form_that_changes_something_says_whose_page_it_stands_on() {
    let posts = |code: &str| code.contains("method=\"post\"") || code.contains("method=post");
    for (path, code) in sources("pages").into_iter().chain(sources("ui")) {
        let is_the_form = path.ends_with("ui/form.rs");
        assert!(is_the_form || !posts(&code), "{}: use ui::form::PostForm", path.display());
    }
}

#[test]
fn the_rules_and_the_store_know_no_web() {
    for folder in ["domain", "store"] {
        for (path, code) in sources(folder) {
            for web in ["axum", "leptos", "leptos_axum", "http", "tower", "tower_http"] {
                assert!(!names(&code, web), "{} names {web}", path.display());
            }
        }
    }
}

#[test]
fn the_rules_do_not_ask_the_machine_for_time_or_chance() {
    let asks = ["now_utc()", "SystemTime::now", "rand::rng(", "now_v7("];
    for (path, code) in sources("domain").into_iter().chain(sources("fixtures")) {
        let may = path.ends_with("clock.rs") || path.ends_with("random.rs");
        assert!(may || !asks.iter().any(|ask| code.contains(ask)), "{}", path.display());
    }
}

/// What is assigned to `onkeydown` and the like stays until it is taken away, and what it returns
/// cancels: `false` for a key leaves a page without a keyboard.
#[test]
fn no_script_sets_a_handler_whose_answer_cancels() {
    let scripts = files("", "js");
    for (path, code) in scripts {
        let handlers = code.split(".on").skip(1).filter(|rest| {
            let name = rest.trim_start_matches(|c: char| c.is_ascii_lowercase());
            name.len() < rest.len() && name.trim_start().starts_with("= ")
        });
        assert_eq!(handlers.count(), 0, "{}: addEventListener instead", path.display());
    }
}

/// A browser cuts what is pasted into a field with one, and says nothing.
#[test]
fn no_field_cuts_what_is_typed() {
    for (path, code) in sources("pages").into_iter().chain(sources("ui")) {
        assert!(!code.contains("maxlength"), "{}: the rules say how long", path.display());
    }
}

/// What an authenticator app shows is called so in every text: a person who is asked for one thing under
/// two names looks for two things.
#[test]
fn the_code_of_the_app_has_one_name_in_each_language() {
    let others = [
        "kode sekali pakai",
        "kode autentikator",
        "kode aplikasi",
        "kode 6 angka",
        "one-time code",
        "one time code",
        "authenticator code",
        "6-digit code",
    ];
    let mut named = 0;
    for (path, code) in sources("i18n") {
        // A text may go on in the next line.
        let said = code.replace("\\\n", " ").to_lowercase();
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        for other in others {
            assert!(!said.contains(other), "{}: {other}", path.display());
        }
        named += said.matches("kode otp").count() + said.matches("otp code").count();
    }
    assert!(named > 20, "it has a name: {named}");
}

#[test]
fn every_server_function_has_an_address_of_its_own() {
    let mut addresses = Vec::new();
    for (path, code) in sources("api") {
        for function in code.split("#[server(prefix").skip(1) {
            let named = function.strip_prefix(" = \"/api\", endpoint = \"");
            let address = named.and_then(|rest| rest.split('"').next());
            addresses.push(address.unwrap_or_else(|| panic!("{}", path.display())).to_owned());
        }
    }
    let all = addresses.len();
    addresses.sort();
    addresses.dedup();
    assert!(all > 0 && addresses.len() == all, "{addresses:?}");
}

/// The functions of `code`: their names, and what stands from there to the next one.
fn functions(code: &str) -> Vec<(&str, &str)> {
    let starts: Vec<_> = code.match_indices("fn ").map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([code.len()]);
    let named = starts.iter().zip(ends).map(|(start, end)| &code[start + 3..end]);
    named.map(|text| (text.split(['(', '<']).next().unwrap_or_default(), text)).collect()
}

/// What was ended stays ended: `session::hold`.
#[test]
fn whoever_changes_something_for_somebody_logged_in_comes_through_the_door() {
    // What was opened last is a note, and so are a guess that is counted and a refusal: they give and take
    // nothing.
    const NOTES: [&str; 5] = ["note_opened", "check", "refuse", "refused_right", "refused_passkey"];
    let mut through = 0;
    for (path, code) in sources("domain") {
        let code = code.split("#[cfg(test)]").next().unwrap();
        for (name, text) in functions(code) {
            let writes = text.contains("store.write(") || text.contains("store.write_forgettable(");
            if !text.contains("session: &LiveSession") || !writes || NOTES.contains(&name) {
                continue;
            }
            // Who is not yet logged in has doors of their own.
            let doors =
                ["session::hold", "= &hold(", "password_prover(", "by_oneself(", "hold_reached("];
            let holds = doors.iter().any(|door| text.contains(door));
            assert!(holds, "{}: {name} looks at no session in its unit", path.display());
            through += 1;
        }
    }
    assert!(through > 15, "{through} functions were found");
}

/// What ends sessions in the store: each function whose text removes some.
fn ways_to_end_a_session() -> Vec<String> {
    let (_, code) =
        sources("store").into_iter().find(|(path, _)| path.ends_with("sessions.rs")).unwrap();
    let code = code.split("#[cfg(test)]").next().unwrap();
    let ends = functions(code).into_iter().filter(|(_, text)| removes_sessions(text));
    ends.map(|(name, _)| name.to_owned()).collect()
}

/// Whether a text of SQL in it removes sessions; an account takes its own with it.
fn removes_sessions(code: &str) -> bool {
    let code = code.replace('\\', " ").to_lowercase();
    let words = code.split_whitespace().collect::<Vec<_>>().join(" ");
    ["sessions", "accounts"].iter().any(|table| {
        [format!("delete from {table}"), format!("truncate {table}")]
            .iter()
            .any(|statement| words.contains(statement.as_str()))
    })
}

/// Nothing ends without its reason: whoever has to be told that somebody left hears of every end.
#[test]
fn only_the_endings_of_sessions_end_one() {
    let ways = ways_to_end_a_session();
    let expected = [
        "end_sessions_of",
        "end_all_sessions",
        "end_enrolling_sessions_of",
        "end_session",
        "end_session_last_seen",
    ];
    assert_eq!(ways, expected);
    let mut ended = Vec::new();
    for (path, code) in sources("") {
        let code = code.split("#[cfg(test)]").next().unwrap();
        let is_the_store = path.ends_with("store/sessions.rs");
        assert!(is_the_store || !removes_sessions(code), "{} removes sessions", path.display());
        for way in &ways {
            let calls = [format!(".{way}("), format!("Unit::{way}")];
            let calls = calls.iter().flat_map(|call| code.matches(call.as_str()));
            for _ in calls {
                let is_the_owner = path.ends_with("domain/session/ending.rs");
                assert!(is_the_owner, "{}: {way} is domain::session::ending's", path.display());
                ended.push(way.clone());
            }
        }
    }
    ended.sort();
    ended.dedup();
    assert_eq!(ended.len(), ways.len(), "all of them are in use: {ended:?}");
    for wrong in ["DELETE FROM sessions", "delete\n  from \\\n sessions", "TRUNCATE accounts"] {
        assert!(removes_sessions(wrong), "{wrong}");
    }
    assert!(!removes_sessions("DELETE FROM flashes WHERE session_id IN (SELECT id FROM sessions)"));
}

/// The migrations of an engine: number and name, and what they do, in capitals, without comments.
fn migrations(engine: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let text = fs::read_to_string(entry.path()).unwrap();
            let code = text.lines().map(|line| line.split("--").next().unwrap());
            let words = code.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
            (entry.file_name().into_string().unwrap(), words.to_uppercase())
        })
        .collect();
    found.sort();
    found
}

/// What would break an older program that runs beside a newer one.
fn contracts(statement: &str) -> bool {
    let takes_away = [" DROP COLUMN ", " RENAME ", " TYPE ", " ADD CONSTRAINT "];
    let adds_a_must = statement.contains(" NOT NULL") && !statement.contains(" DEFAULT ");
    statement.starts_with("DROP TABLE")
        || statement.starts_with("ALTER TABLE")
            && (adds_a_must || takes_away.iter().any(|change| statement.contains(change)))
}

#[test]
fn migrations_expand_so_that_an_older_program_can_stay() {
    let all = ["sqlite", "postgres"].map(migrations);
    let names = all.each_ref().map(|one| one.iter().map(|(name, _)| name).collect::<Vec<_>>());
    assert_eq!(names[0], names[1], "both engines have the same migrations");
    // The rule is younger than the first three: docs/adr/0016-expand-then-contract.md.
    for (name, words) in all.iter().flatten().filter(|(name, _)| name.as_str() > "0004") {
        for statement in words.split(';').map(str::trim) {
            assert!(!contracts(statement), "{name}: {statement}");
        }
    }
    for wrong in [
        "DROP TABLE SESSIONS",
        "ALTER TABLE SESSIONS DROP COLUMN STAGE",
        "ALTER TABLE SESSIONS RENAME COLUMN STAGE TO STEP",
        "ALTER TABLE SESSIONS RENAME TO VISITS",
        "ALTER TABLE SESSIONS ALTER COLUMN STAGE TYPE INTEGER",
        "ALTER TABLE SESSIONS ADD COLUMN STEP BIGINT NOT NULL",
        "ALTER TABLE SESSIONS ALTER COLUMN STEP SET NOT NULL",
    ] {
        assert!(contracts(wrong), "{wrong}");
    }
    for right in [
        "CREATE TABLE STEPS (ID UUID PRIMARY KEY, AT TIMESTAMPTZ NOT NULL)",
        "ALTER TABLE SESSIONS ADD COLUMN STEP BIGINT",
        "ALTER TABLE SESSIONS ADD COLUMN STEP BIGINT NOT NULL DEFAULT 0",
    ] {
        assert!(!contracts(right), "{right}");
    }
}

#[test]
fn the_sources_have_no_unfinished_corners() {
    for (path, code) in sources("") {
        for mark in ["todo!", "unimplemented!", "TODO", "FIXME"] {
            assert!(!code.contains(mark), "{} has a {mark}", path.display());
        }
    }
}

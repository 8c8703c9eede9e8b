//! No query looks at every row of a table that grows with the people: each text in `src/store` is
//! explained by both engines, on tables that hold something. A new one is explained without being
//! named here; one that may scan is named with the reason.

use crate::support::*;
use asn_digital::{
    fixtures::synth::{self, Record},
    store::{EnrolmentCodeRow, OutgoingMail, PasskeyRow, RecoveryCodeRow, ResetPhase, ResetRow},
};
use std::{fs, path::Path};
use time::Duration;
use uuid::Uuid;

const PEOPLE: u64 = 1000;

/// Tables whose size has nothing to do with how many people there are.
const SMALL: &[&str] = &[
    "installation",
    "services",
    "service_settings",
    "announcements",
    "audit_chains",
    "audit_seals",
    "leases",
    // As many as there are services.
    "clients",
    "client_secrets",
    "signing_keys",
    // Thousands at most, whoever the people are.
    "agencies",
    "agency_texts",
    // As many as agencies have systems.
    "scim_tokens",
];

/// Functions of the store whose queries may look at every row, and why.
const MAY_SCAN: &[(&str, &str)] = &[
    ("count_accounts", "before demo or synthetic data is added"),
    ("unchained_audit_events", "`audit archive`"),
    ("audit_events_outside", "`audit export`"),
    ("drop_unchained_audit_events", "`audit drop`"),
    ("import_account", "SQLite names checks of foreign keys that it skips: no key is deferred"),
    ("count_sessions", "`sessions end-all`"),
    ("end_all_sessions", "`sessions end-all`"),
    ("end_grants_without_session", "`sessions end-all`"),
    ("count_grants", "measured only"),
    ("outbox_state", "counts the letters that wait along an index"),
    (
        "troubled_deliveries",
        "walks along an index of those alone, the newest first, up to its limit",
    ),
    ("NEWEST", "few"),
    ("ASSISTED", "walks along an index, the newest first, up to its limit"),
    ("OF_SMALL_ON_SQLITE", "the agencies that it is given, by an index, when they have few people"),
    ("OF_SMALL_ON_POSTGRES", "the same"),
    ("OF_AGENCIES", "the agencies that it is given, and some people of each by an index"),
    ("sort", "a temporary database of its own"),
    ("take_sorted", "a temporary database of its own"),
    // Their texts are completed when they are run; they add rows by unique indexes.
    ("put_unsorted", "a temporary database of its own"),
    ("import_accounts", "`accounts import`"),
    ("add_name_words", "adds rows by its key"),
    ("forget_name_words", "unit tests"),
    ("count_names", "counts along an index, up to its limit"),
    ("count_refused_mailboxes", "counts along an index, up to its limit"),
    ("count_deliveries", "counts along an index, up to its limit"),
    ("count_open_approvals", "counts along an index, up to its limit"),
    ("count_open_resets", "counts along an index of those alone, up to its limit"),
    ("FEW_ON_SQLITE", "counts along an index, up to its limit"),
    ("FEW_ON_POSTGRES", "counts along an index, up to its limit"),
    ("people_by_agency", "`accounts import`"),
    ("add_letters", "`accounts import`"),
    ("add_accesses", "adds rows by its key"),
    ("add_bulk_people", "adds rows by its key"),
    ("add_accounts", "`synth`"),
    ("add_authenticators", "`synth`"),
    ("add_recovery_codes", "`synth`"),
    ("add_shelves", "`synth`"),
    ("add_sessions", "`synth`"),
    ("add_grants", "`synth`"),
    ("add_audit_events", "`synth`"),
    ("take_over", "`keycloak import`; each row by its id"),
    ("add_former_subjects", "`keycloak import`"),
    ("among", "a temporary database of its own"),
    ("note", "a temporary database of its own"),
];

/// Files of the store that serve `backup`, `restore` and `migrate` alone, which read whole databases.
const WHOLE: [&str; 2] = ["embedded.rs", "transfer.rs"];

/// The function that each text of SQL stands in, and the text.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let files =
        |folder: &Path| fs::read_dir(folder).unwrap().map(Result::unwrap).collect::<Vec<_>>();
    for file in files(&folder)
        .into_iter()
        .chain(["sso", "scim"].iter().flat_map(|one| files(&folder.join(one))))
    {
        if file.path().is_dir() || WHOLE.iter().any(|name| file.file_name() == *name) {
            continue;
        }
        let source = fs::read_to_string(file.path()).unwrap();
        for (at, _) in source.match_indices('"') {
            let text = &source[at + 1..];
            if !["SELECT ", "INSERT ", "UPDATE ", "DELETE "]
                .iter()
                .any(|verb| text.starts_with(verb))
            {
                continue;
            }
            let text = &text[..text.find('"').unwrap()];
            let lines: Vec<_> =
                text.lines().map(|line| line.trim().trim_end_matches('\\')).collect();
            // A text that several functions use has a name of its own.
            let (_, constant) = source[..at].rsplit_once("const ").unwrap_or_default();
            let name = match constant.trim_end().strip_suffix(": &str =") {
                Some(name) if name != "SQL" => name,
                _ => {
                    let around = source[..at].rsplit_once("fn ").expect("a function around it");
                    around.1.split(['(', '<']).next().unwrap()
                }
            };
            texts.push((name.to_owned(), lines.concat()));
        }
    }
    texts
}

/// Of two such bounds SQLite walks from the one that it reads first, however many rows lie before the other. No
/// plan shows it.
#[test]
fn no_column_is_bounded_from_below_twice() {
    for (function, text) in texts() {
        let bounded = text.split(" AND ").filter_map(|one| {
            let one = one.rsplit("WHERE ").next()?;
            let (column, rest) = one.split_once(" > $").or_else(|| one.split_once(" >= $"))?;
            let is_all = !column.contains(['(', ' ']) && !rest.contains(" OR ");
            is_all.then(|| column.to_owned())
        });
        let mut columns: Vec<_> = bounded.collect();
        let all = columns.len();
        columns.sort();
        columns.dedup();
        assert_eq!(columns.len(), all, "{function}: {text}");
    }
}

/// SQLite has counted nothing on most machines, and guesses: by an index that fits less it would look at the
/// rows that a job is done with again for each of its pieces.
#[tokio::test]
async fn sqlite_looks_for_rows_by_the_index_that_fits_best() {
    let world = World::on_sqlite().await;
    let mut looked = 0;
    for (function, sql) in texts() {
        if MAY_SCAN.iter().any(|(name, _)| *name == function) {
            continue;
        }
        let step = world.steps_of_sqlite(&sql).await.into_iter().next().unwrap_or_default();
        // A row of a list that is made of the same table is looked for by what the list holds.
        for (at, found) in sql.match_indices(" IN (SELECT ") {
            let column = sql[..at].rsplit(' ').next().unwrap();
            if sql[at + found.len()..].starts_with(&format!("{column} FROM ")) {
                assert!(step.contains(&format!("{column}=?")), "{function}: {step}: {sql}");
                looked += 1;
            }
        }
        let is_simple = ["SELECT ", "DELETE "].iter().any(|verb| sql.starts_with(verb))
            && !["(SELECT ", " JOIN ", " OR ", "NOT "].iter().any(|more| sql.contains(more));
        let Some((table, how)) = step.strip_prefix("SEARCH ").and_then(|step| step.split_once(' '))
        else {
            continue;
        };
        if !is_simple || !sql.contains(&format!("FROM {table} ")) {
            continue;
        }
        let is_given = |column: &&String| {
            [" = $", " = '", " IN ("].iter().any(|is| sql.contains(&format!(" {column}{is}")))
        };
        let indexes = world.indexes_on_sqlite(table).await;
        let given = indexes.iter().map(|index| index.iter().take_while(is_given).count());
        let most = given.max().unwrap_or_default();
        assert!(how.matches("=?").count() >= most, "{function}: {step}: {sql}");
        looked += 1;
    }
    assert!(looked > 60, "{looked} statements were looked at");
}

/// Sessions are looked up one by one, and on PostgreSQL also together: the text of the latter is made of
/// that of the former.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_sessions_are_found_by_their_keys_too() {
    let world = World::on_postgres().await;
    fill(&world).await;
    let texts = texts();
    for name in ["BY_TOKEN", "BY_TOKEN_AT_HOME"] {
        let (_, one) = texts.iter().find(|(text, _)| text == name).unwrap();
        let many = one.replace("s.token_hash = $1", "s.token_hash = ANY($1)");
        assert_ne!(many, *one);
        assert_eq!(world.scanned_by(&many).await, Vec::<String>::new());
    }
}

/// Somebody in every table.
#[expect(clippy::too_many_lines, reason = "a row for each table")]
async fn fill(world: &World) {
    let (portal, now) = (&world.portal, world.portal.now());
    let mut unit = portal.store.write_in_bulk().await.unwrap();
    let people: Vec<_> = (0..PEOPLE).map(|i| synth::person(1, i)).collect();
    unit.add_accounts(&people, "no hash", now).await.unwrap();
    let record = Record { seed: 1, people: PEOPLE, rows: 2, now };
    let mut chains = unit.audit_chains().await.unwrap();
    let rows = (0..2 * PEOPLE).map(|row| record.row(row, &mut chains, &portal.sealer).unwrap());
    unit.add_audit_events(&rows.collect::<Vec<_>>()).await.unwrap();
    let (mut apps, mut shelves, mut sessions) = (Vec::new(), Vec::new(), Vec::new());
    for (i, person) in (0..).zip(&people) {
        let id = person.id;
        let app = synth::authenticator(1, i, id, now, &portal.sealer, portal.random());
        apps.push(app.unwrap());
        shelves.extend(synth::shelf(1, i).map(|shelf| (id, shelf)));
        sessions.extend(synth::session(1, i, id, 100, now));
    }
    unit.add_authenticators(&apps).await.unwrap();
    unit.add_shelves(&shelves).await.unwrap();
    unit.add_sessions(&sessions).await.unwrap();
    for (i, (_, session)) in (0..).zip(&sessions) {
        unit.keep_flash(session.age.id, b"sealed", now + Duration::seconds(i)).await.unwrap();
    }
    for (i, person) in (0..).zip(&people) {
        let (id, bytes) = (person.id, person.id.as_bytes());
        let at = now + Duration::seconds(i);
        unit.count_stranger(at, &id.to_string()).await.unwrap();
        unit.remember_device(bytes, id, at).await.unwrap();
        unit.lock_throttle(bytes, at).await.unwrap();
        unit.add_mailed_token(bytes, id, "password", at).await.unwrap();
        unit.finish_ceremony(id, at).await.unwrap();
        unit.burn_step(apps[usize::try_from(i).unwrap()].id, 1, 0, at, 1).await.unwrap();
        let code = RecoveryCodeRow { id, code_hash: "no hash".into() };
        unit.replace_recovery_codes(id, &[code], at).await.unwrap();
        let mail = OutgoingMail {
            id,
            account_id: Some(id),
            recipient: "asn@synth.example".into(),
            sealed_message: Vec::new(),
            attempts: 0,
            created_at: at,
            next_attempt_at: at,
        };
        unit.add_mail(&mail).await.unwrap();
        let passkey = PasskeyRow {
            id,
            account_id: id,
            name: "HP".into(),
            credential_id: bytes.to_vec(),
            credential: String::new(),
            created_at: at,
            last_used_at: at,
        };
        unit.add_passkey(&passkey).await.unwrap();
        let reset = ResetRow {
            id,
            account_id: id,
            state: if i % 2 == 0 { ResetPhase::Waiting } else { ResetPhase::Requested },
            agency: (i % 2 == 1).then(|| person.agency.clone()),
            reason: (i % 2 == 1).then(String::new),
            requested_by: (i % 2 == 1).then_some(id),
            decided_by: None,
            effective_at: (i % 2 == 0).then_some(at),
            cancel_token_hash: Uuid::from_u128(id.as_u128()).as_bytes().to_vec(),
            created_at: at,
        };
        assert!(unit.add_reset(&reset).await.unwrap());
        let code = EnrolmentCodeRow {
            account_id: id,
            reset_id: id,
            code_hash: "no hash".into(),
            expires_at: at,
        };
        unit.set_enrolment_code(&code).await.unwrap();
    }
    unit.commit().await.unwrap();
    // Everybody is signed in to a service, has left another, and came from Keycloak.
    for sql in [
        "INSERT INTO former_subjects SELECT id, nip FROM accounts",
        "INSERT INTO grants (id, client_id, account_id, session_id, subject, sid, scope, proved_at, \
             methods, salt, generation, renewed_at, created_at, expires_at) \
         SELECT id, CAST(id AS TEXT), account_id, id, 'b', CAST(id AS TEXT), 'openid', proved_at, methods, \
             token_hash, 0, proved_at, created_at, expires_at FROM sessions",
        "INSERT INTO logout_deliveries (sid, session_id, client_id, subject, address, issued_as, state, \
             attempts, due_at, created_at) \
         SELECT CAST(id AS TEXT), id, 'a', 'b', 'c', 'd', 'due', 0, created_at, created_at FROM sessions",
        "INSERT INTO scim_resources (account_id, external_id, changed_at) \
             SELECT id, CAST(id AS TEXT), created_at FROM accounts",
        "INSERT INTO scim_disables SELECT 'a', id, created_at FROM accounts",
        "INSERT INTO mailbox_links SELECT token_hash, account_id, 'a', expires_at FROM sessions",
        "INSERT INTO used_assertions SELECT 'a', token_hash, expires_at FROM sessions",
        "INSERT INTO role_grants SELECT id, account_id, 'help-desk', NULL, NULL, created_at, expires_at, NULL, \
             created_at FROM sessions",
        "INSERT INTO former_numbers SELECT CAST(id AS TEXT), account_id, created_at FROM sessions",
        "INSERT INTO approvals SELECT id, 'role-grant', NULL, account_id, CAST(id AS TEXT), '{}', '', 'open', account_id, \
             created_at, expires_at, NULL, NULL FROM sessions",
        "INSERT INTO bulk_jobs (id, act, state, terms, reason, ordered_by, ordered_at, address, \
             user_agent) \
         SELECT id, 'disable', 'done', '{}', '', account_id, created_at, '', '' FROM sessions",
        "INSERT INTO bulk_people (job_id, position, account_id, nip, agency, is_disabled, state) \
         SELECT id, 0, account_id, '', '', 1 = 1, 'done' FROM sessions",
        "INSERT INTO bulk_files SELECT id, 0, token_hash FROM sessions",
        "INSERT INTO accesses SELECT id, account_id, id, '', '', 'see', '', created_at FROM sessions",
    ] {
        assert_eq!(world.run(sql).await.unwrap(), PEOPLE, "{sql}");
    }
    portal.store.analyse().await.unwrap();
}

on_both_engines! {
    async fn no_query_of_a_request_or_a_job_looks_at_every_row(world) {
        fill(&world).await;
        let texts = texts();
        assert!(texts.len() > 80, "{} texts of SQL were found", texts.len());
        let mut scans = Vec::new();
        for (function, sql) in &texts {
            if MAY_SCAN.iter().any(|(name, _)| name == function) {
                continue;
            }
            for table in world.scanned_by(sql).await {
                if !SMALL.contains(&table.as_str()) {
                    scans.push(format!("{function} scans {table}: {sql}"));
                }
            }
        }
        assert!(scans.is_empty(), "{}", scans.join("\n"));
        for (name, _) in MAY_SCAN {
            assert!(texts.iter().any(|(function, _)| function == name), "{name} is no longer there");
        }
    }

    async fn the_next_letters_are_found_without_a_look_at_all_that_wait(world) {
        fill(&world).await;
        world.run("UPDATE outbox SET is_of_many = TRUE").await.unwrap();
        world.portal.store.analyse().await.unwrap();
        let texts = texts();
        let (_, due) = texts.iter().find(|(name, _)| name == "DUE").unwrap();
        for ahead in [due.clone(), due.replace("<=", ">")] {
            let many = ahead.replace("FALSE", "TRUE");
            assert!(!world.takes_step("Sort", &many, "now(), 4").await, "{many}");
            for step in ["Sort", "Filter"] {
                assert!(!world.takes_step(step, &ahead, "now(), 50").await, "{ahead}");
            }
        }
    }
}

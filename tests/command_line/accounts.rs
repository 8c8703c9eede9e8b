//! `accounts` and `sessions`: people's accounts, from the command line.

use crate::support::*;
use asn_digital::{
    domain::clock::{Clock, SystemClock},
    store::{NewSession, Store},
};
use std::{fs, os::unix::fs::PermissionsExt, process::Output};
use tempfile::TempDir;
use time::Duration;
use uuid::Uuid;

#[test]
fn an_import_lands_good_rows_and_names_bad_ones_by_line() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("people.csv");
    let rows = format!(
        "nip,name,email,agency,roles\n\
         {NIP},Sri Wahyuni,sri@example.go.id,Kota Ambon,employee\n\
         19860926201505100,Tujuh Belas,,Kota Ambon,employee\n\
         199203142023212045,\"Pratama, Rizky\",,BKN,employee operator\n\
         199203142023212046,Tanpa Peran,,BKN,raja\n\
         199203142023212047,,,BKN,\n"
    );
    fs::write(&file, rows).unwrap();
    let import = ["accounts", "import", file.to_str().unwrap()];

    let import = [&import[..], &["--change-privileges"]].concat();
    let counted = |output: &Output| text(&output.stdout).split(';').next().unwrap().to_owned();
    let dry = run(folder.path(), &[&import[..], &["--dry-run"]].concat(), "");
    assert_eq!(counted(&dry), "2 new, 0 changed, 0 unchanged, 3 refused");
    assert!(text(&dry.stdout).ends_with("; dry run: nothing was changed\n"));
    let first = run(folder.path(), &import, "");
    assert_eq!(first.status.code(), Some(1));
    assert_eq!(counted(&first), "2 new, 0 changed, 0 unchanged, 3 refused");
    let problems = text(&first.stderr);
    for line in [
        "line 3: the nip has 17 digits; it needs 18",
        "line 5: no role is called \"raja\"; there are employee, operator and administrator",
        "line 6: the column name is empty",
    ] {
        assert!(problems.contains(line), "{problems}");
    }
    let again = run(folder.path(), &import, "");
    assert_eq!(counted(&again), "0 new, 0 changed, 2 unchanged, 3 refused");

    let mode = folder.path().join("data").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "nobody else looks into the folder of the data");
}

#[test]
fn a_spreadsheets_semicolons_are_understood_and_a_file_without_columns_is_not() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("people.csv");
    fs::write(&file, format!("\u{feff}nip;name;email;agency;roles\r\n{NIP};Sri;;Ambon;\r\n"))
        .unwrap();
    let done = run(folder.path(), &["accounts", "import", "people.csv"], "");
    assert!(text(&done.stdout).starts_with("1 new,"), "{}", text(&done.stderr));
    assert!(done.status.success());

    fs::write(&file, "name,agency\nSri,Ambon\n").unwrap();
    assert!(refusal(folder.path(), &["accounts", "import", "people.csv"]).contains("column nip"));
    assert!(refusal(folder.path(), &["accounts", "import", "none.csv"]).contains("none.csv"));
}

#[test]
fn what_a_file_does_to_roles_and_mailboxes_is_in_the_record_and_a_letter_names_no_empty_address() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("people.csv");
    let import = ["accounts", "import", "people.csv"];
    let with_flag = [&import[..], &["--change-privileges"]].concat();
    fs::write(&file, format!("nip,name,email,agency\n{NIP},Sri,sri@ambon.go.id,Ambon\n")).unwrap();
    assert!(run(folder.path(), &import, "").status.success());

    fs::write(&file, format!("nip,email,roles\n{NIP},sri@bkn.go.id,operator\n")).unwrap();
    let refused = run(folder.path(), &import, "");
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("would become operator"), "{}", text(&refused.stderr));
    let export = || text(&run(folder.path(), &["audit", "export"], "").stdout);
    assert_eq!(export(), "", "a refused row changes nothing");
    assert!(run(folder.path(), &with_flag, "").status.success());
    let record = export();
    assert!(record.contains("employee → operator"), "{record}");
    assert!(record.contains("s•••@ambon.go.id → s•••@bkn.go.id"), "{record}");
    assert_eq!(record.lines().count(), 2);
    assert!(run(folder.path(), &["audit", "verify"], "").status.success());

    fs::write(&file, format!("nip,name,agency\n{NIP},Sri Wahyuni,Ambon\n")).unwrap();
    let done = run(folder.path(), &import, "");
    assert!(text(&done.stdout).starts_with("0 new, 1 changed"), "{}", text(&done.stdout));
    assert_eq!(export().lines().count(), 2, "neither role nor mailbox changed");
    let list = run(folder.path(), &["accounts", "unreachable"], "");
    assert!(list.status.success() && list.stdout.is_empty());
}

#[test]
fn a_password_is_read_from_standard_input_and_never_said() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("people.csv"), format!("nip,name,agency\n{NIP},Sri,Ambon\n"))
        .unwrap();
    run(folder.path(), &["accounts", "import", "people.csv"], "");
    let set = ["accounts", "set-password", NIP];
    let done = run(folder.path(), &set, "kopi-pagi-di-ambon\n");
    assert!(done.status.success(), "{}", text(&done.stderr));
    let said = text(&done.stdout) + &text(&done.stderr);
    assert!(said.contains("1986••••••••••2001") && !said.contains(NIP) && !said.contains("kopi"));

    let short = run(folder.path(), &set, "pendek\n");
    assert!(!short.status.success() && text(&short.stderr).contains("6 of at least 12 characters"));
    for (refused, why) in
        [("", "held none"), ("198609262015052001", "the NIP"), ("password12345", "guess")]
    {
        let refused = run(folder.path(), &set, &format!("{refused}\n"));
        assert!(!refused.status.success());
        assert!(text(&refused.stderr).contains(why), "{}", text(&refused.stderr));
    }
    let unknown = ["accounts", "set-password", "199203142023212045"];
    let unknown = run(folder.path(), &unknown, "kopi-pagi-di-ambon\n");
    assert!(text(&unknown.stderr).contains("no account has the NIP 1992"));
}

/// What every other way to a new password does, too (`tests/portal/passwords.rs`).
#[tokio::test]
async fn a_password_set_here_ends_what_the_old_one_opened_and_keeps_what_has_to_be_renewed() {
    let folder = TempDir::new().unwrap();
    fs::write(
        folder.path().join("people.csv"),
        format!("nip,name,email,agency\n{NIP},Sri,sri@ambon.go.id,Ambon\n"),
    )
    .unwrap();
    run(folder.path(), &["accounts", "import", "people.csv"], "");
    let set = ["accounts", "set-password", NIP];
    assert!(run(folder.path(), &set, "kopi-pagi-di-ambon\n").status.success());
    let database = folder.path().join("data/asn-digital.sqlite3");
    let now = SystemClock.now();
    let later = now + Duration::minutes(20);

    let store = Store::open_sqlite(&database).await.unwrap();
    let mut unit = store.write().await.unwrap();
    let account = unit.account_by_nip(NIP).await.unwrap().unwrap().id;
    let letters = unit.outbox_state().await.unwrap().letters;
    assert_eq!(letters, 0, "a first password is given to its owner");
    let session = NewSession {
        id: Uuid::from_u128(1),
        token_hash: b"session",
        account_id: account,
        stage: asn_digital::store::SessionStage::Authenticated,
        sealed_secret: None,
        granted_step: None,
        public_device: false,
        address: "192.0.2.1",
        user_agent: "test",
        methods: asn_digital::domain::values::methods::Methods::default(),
        expires_at: later,
    };
    unit.add_session(&session, now).await.unwrap();
    for purpose in ["password", "reset"] {
        unit.add_mailed_token(purpose.as_bytes(), account, purpose, later).await.unwrap();
    }
    unit.set_renewal(account, asn_digital::domain::values::renewal::Renewal::Authenticator)
        .await
        .unwrap();
    unit.commit().await.unwrap();
    store.close().await;

    assert!(run(folder.path(), &set, "teh-sore-di-kantor\n").status.success());
    let store = Store::open_sqlite(&database).await.unwrap();
    let mut unit = store.read().await.unwrap();
    assert!(unit.sessions_of(account).await.unwrap().is_empty());
    for purpose in ["password", "reset"] {
        let token = unit.mailed_token(purpose.as_bytes(), purpose, now, later).await.unwrap();
        assert_eq!(token, None, "{purpose}");
    }
    assert_eq!(unit.outbox_state().await.unwrap().letters, 1, "its owner is told");
    assert_eq!(
        unit.account(account).await.unwrap().unwrap().renewal,
        asn_digital::domain::values::renewal::Renewal::Authenticator
    );
    drop(unit);
    store.close().await;

    let must_change = [&set[..], &["--must-change"]].concat();
    assert!(run(folder.path(), &must_change, "ombak laut banda 7 kapal\n").status.success());
    let store = Store::open_sqlite(&database).await.unwrap();
    let account = store.read().await.unwrap().account(account).await.unwrap().unwrap();
    assert_eq!(account.renewal, asn_digital::domain::values::renewal::Renewal::Both);
    store.close().await;
    let record = text(&run(folder.path(), &["audit", "export"], "").stdout);
    assert_eq!(record.matches("password-set").count(), 3, "{record}");
}

#[test]
fn an_account_is_disabled_and_enabled_and_everybodys_sessions_end_when_that_is_meant() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("people.csv"), format!("nip,name,agency\n{NIP},Sri,Ambon\n"))
        .unwrap();
    run(folder.path(), &["accounts", "import", "people.csv"], "");
    for (verb, said) in [
        ("disable", "1986••••••••••2001 disabled; 0 sessions ended\n"),
        ("disable", "1986••••••••••2001 was disabled already\n"),
        ("enable", "1986••••••••••2001 enabled; 0 sessions ended\n"),
        ("enable", "1986••••••••••2001 was enabled already\n"),
    ] {
        let done = run(folder.path(), &["accounts", verb, NIP], "");
        assert_eq!(text(&done.stdout), said, "{}", text(&done.stderr));
        assert!(done.status.success());
    }
    let unknown = refusal(folder.path(), &["accounts", "disable", "199203142023212045"]);
    assert!(unknown.contains("no account has the NIP 1992"), "{unknown}");
    assert!(refusal(folder.path(), &["accounts", "enable", "1"]).contains("no NIP"));

    let asked = refusal(folder.path(), &["sessions", "end-all"]);
    assert!(asked.contains("ends 0 sessions") && asked.contains("--yes"), "{asked}");
    let done = run(folder.path(), &["sessions", "end-all", "--yes"], "");
    assert_eq!(text(&done.stdout), "0 sessions ended\n", "{}", text(&done.stderr));
    let export = text(&run(folder.path(), &["audit", "export"], "").stdout);
    let events = ["account-disabled", "account-enabled", "all-sessions-ended"];
    assert!(events.iter().all(|event| export.matches(event).count() == 1), "{export}");
}

use super::*;
use crate::{
    domain::testing::{ANOTHER_NIP, NIP, TestPortal},
    store::Account,
};
use std::{
    io::Cursor,
    sync::{Mutex, PoisonError},
};
use time::Duration;

const NEW_NIP: &str = "198604152010011001";
const MAY_CHANGE: Terms =
    Terms { privileges: Privileges::MayChange, is_dry_run: false, is_beside_others: false };

/// What was said of which line.
#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl Heard {
    fn add(&self, line: u64, said: &impl ToString) {
        let said = format!("{line}: {}", said.to_string());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(said);
    }
}

impl Listener for Heard {
    fn refused(&self, line: u64, problem: &RowProblem) {
        self.add(line, problem);
    }

    fn note(&self, line: u64, note: &Note) {
        self.add(line, note);
    }

    fn was_read(&self, _: u64) {}

    fn looked_at(&self, _: u64) {}
}

/// Brings a file in; what came of it, and what was said.
async fn bring(
    portal: &TestPortal,
    file: impl Into<Vec<u8>>,
    terms: Terms,
) -> (Result<Totals, ImportError>, Vec<String>) {
    let heard = Arc::new(Heard::default());
    let listener = Arc::clone(&heard) as Arc<dyn Listener>;
    let file = AccountFile::open(Cursor::new(file.into())).unwrap();
    let totals = import(portal, &Visitor::command_line(), file, terms, listener).await;
    let said = heard.0.lock().unwrap().clone();
    (totals, said)
}

async fn named(portal: &TestPortal, nip: &str) -> Option<String> {
    let mut unit = portal.store.read().await.unwrap();
    unit.account_by_nip(nip).await.unwrap().map(|account| account.name)
}

/// What the record says of an account, with what each line is about.
async fn record(portal: &TestPortal, account: &Account) -> Vec<String> {
    let mut unit = portal.store.read().await.unwrap();
    let events = unit.audit_events_of(account.id, 10).await.unwrap();
    events.into_iter().rev().map(|one| format!("{} {}", one.event, one.object.unwrap())).collect()
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing_the_second_time() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    let agency = &account.agency;
    let file = format!("nip,name,agency\n{NEW_NIP},Budi,{agency}\n{NIP},Sri,{agency}\n");
    let first = Totals { new: 1, changed: 1, ..Totals::default() };
    assert_eq!(bring(&portal, &*file, Terms::default()).await.0.unwrap(), first);
    let second = Totals { unchanged: 2, ..Totals::default() };
    assert_eq!(bring(&portal, &*file, Terms::default()).await.0.unwrap(), second);
    assert_eq!(named(&portal, NEW_NIP).await.as_deref(), Some("Budi"));
    assert_eq!(portal.events(&account).await, [""; 0], "a name is no event");
}

#[tokio::test]
async fn a_dry_run_says_what_would_happen_and_nothing_does() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee operator").await;
    let people = format!("{NIP},Sri,,employee,{}\n{NEW_NIP},Budi,,,BKN\n", account.agency);
    let file = format!("nip,name,email,roles,agency\n{people}");
    let dry = Terms { is_dry_run: true, ..MAY_CHANGE };
    let (would, said) = bring(&portal, &*file, dry).await;
    assert_eq!(named(&portal, NEW_NIP).await, None);
    assert_eq!(named(&portal, NIP).await, Some(account.name.clone()));
    assert_eq!(record(&portal, &account).await, [""; 0]);
    assert_eq!(portal.take_letters(&account).await, []);
    let (did, said_then) = bring(&portal, &*file, MAY_CHANGE).await;
    assert_eq!((would.unwrap(), said), (did.unwrap(), said_then));
}

#[tokio::test]
async fn of_several_rows_with_one_number_the_last_one_counts() {
    let portal = TestPortal::new().await;
    portal.account(NIP, "employee").await;
    for (names, note) in [
        (&["Ani", "Budi"][..], "3: the nip of line 2 comes again here; the last line counts"),
        (&["A", "B", "Citra"], "4: this nip comes 3 times; the last line, this one, counts"),
    ] {
        let file = format!("nip,name\n{NIP},{}\n", names.join(&format!("\n{NIP},")));
        let (totals, said) = bring(&portal, file, Terms::default()).await;
        let repeated = names.len() as u64 - 1;
        assert_eq!(totals.unwrap(), Totals { changed: 1, repeated, ..Totals::default() });
        assert_eq!(said, [note]);
        assert_eq!(named(&portal, NIP).await.as_deref(), names.last().copied());
    }
}

#[tokio::test]
async fn a_row_that_is_wrong_is_named_by_its_line_and_the_others_land() {
    let portal = TestPortal::new().await;
    portal.account(NIP, "employee").await;
    let file = format!("nip,name\n123,Ani\n{NEW_NIP},Budi\n{NIP},Citra\n");
    let (totals, said) = bring(&portal, file, Terms::default()).await;
    assert_eq!(totals.unwrap(), Totals { refused: 2, changed: 1, ..Totals::default() });
    let newcomer = RowProblem::Newcomer("agency");
    assert_eq!(said, ["2: the nip has 3 digits; it needs 18".to_owned(), format!("3: {newcomer}")]);
    assert_eq!(named(&portal, NIP).await.as_deref(), Some("Citra"));
}

#[tokio::test]
async fn the_old_mailbox_is_told_and_what_was_mailed_there_is_good_for_nothing() {
    let portal = TestPortal::new().await;
    let moved = portal.account(NIP, "employee").await;
    let emptied = portal.account(ANOTHER_NIP, "employee").await;
    let (now, later) = (portal.now(), portal.now() + Duration::MINUTE);
    let mut unit = portal.store.write().await.unwrap();
    for account in [&moved, &emptied] {
        let nip = account.nip.as_str().as_bytes();
        unit.add_mailed_token(nip, account.id, "password", later).await.unwrap();
    }
    unit.commit().await.unwrap();
    let file = format!("nip,email\n{NIP},sri@ambon.go.id\n{ANOTHER_NIP},\n");
    let (totals, said) = bring(&portal, file, Terms::default()).await;
    let totals = totals.unwrap();
    assert_eq!(totals, Totals { changed: 2, lost_mailboxes: 1, ..Totals::default() });
    assert_eq!(said, [format!("3: {} loses the mailbox 1•••@example.go.id", emptied.nip.masked())]);
    let letter = portal.take_letters(&moved).await.remove(0);
    assert!(letter.text.contains("s•••@ambon.go.id") && !letter.text.contains("sri@"));
    assert_eq!(portal.take_letters(&emptied).await.len(), 1);
    let moves = "mailbox-changed 1•••@example.go.id → s•••@ambon.go.id";
    assert_eq!(record(&portal, &moved).await, [moves]);
    assert_eq!(record(&portal, &emptied).await, ["mailbox-changed 1•••@example.go.id → -"]);
    let mut unit = portal.store.read().await.unwrap();
    for nip in [NIP, ANOTHER_NIP] {
        let owner = unit.mailed_token(nip.as_bytes(), "password", now, later).await.unwrap();
        assert_eq!(owner, None);
    }
}

#[tokio::test]
async fn privileges_stay_unless_they_may_change_and_are_written_down_then() {
    let portal = TestPortal::new().await;
    let account = portal.account(NIP, "employee").await;
    portal.account(ANOTHER_NIP, "employee").await;
    let file =
        |roles: &str| format!("nip,name,roles\n{NIP},Sri,{roles}\n{ANOTHER_NIP},Budi,employee\n");
    let granting = file("employee operator");
    let totals = bring(&portal, &*granting, Terms::default()).await.0.unwrap();
    assert_eq!(totals, Totals { refused: 1, changed: 1, ..Totals::default() });
    assert_eq!(named(&portal, NIP).await, Some(account.name.clone()), "nothing of that row");
    let totals = bring(&portal, &*granting, MAY_CHANGE).await.0.unwrap();
    assert_eq!(totals, Totals { changed: 1, unchanged: 1, ..Totals::default() });
    let (totals, said) = bring(&portal, file("employee"), MAY_CHANGE).await;
    let taken = Totals { changed: 1, unchanged: 1, lost_privileges: 1, ..Totals::default() };
    assert_eq!(totals.unwrap(), taken);
    assert_eq!(said, [format!("2: {} is no longer operator", account.nip.masked())]);
    let events = ["employee → employee operator", "employee operator → employee"];
    let events = events.map(|change| format!("roles-changed {change}"));
    assert_eq!(record(&portal, &account).await, events);
}

#[tokio::test]
async fn a_file_that_is_wrong_as_such_changes_nobody_and_old_letters_are_said_once() {
    let portal = TestPortal::new().await;
    portal.account(NIP, "employee").await;
    // As a program with floating point writes them.
    let rounded = [40, 72, 136, 168, 200].map(|end| format!("198609262015051{end:03},Ani,BKN\n"));
    let file = format!("nip,name,agency\n{}", rounded.concat());
    let (stopped, _) = bring(&portal, file, Terms::default()).await;
    assert!(matches!(stopped, Err(ImportError::File(FileProblem::Rounded))), "{stopped:?}");
    assert_eq!(portal.store.read().await.unwrap().count_accounts().await.unwrap(), 1);
    let latin = |text: &str| text.chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<_>>();
    let file = latin(&format!("nip,name\n{NIP},Andre\n{NIP},André\n{NIP},Zoë\n"));
    let (_, said) = bring(&portal, file, Terms::default()).await;
    assert_eq!(said[0], format!("3: {}", Note::OldEncoding));
    assert_eq!(said.len(), 2, "and that the number is repeated: {said:?}");
    assert_eq!(named(&portal, NIP).await.as_deref(), Some("Zoë"));
}

/// How many people were looked at together.
#[derive(Default)]
struct Pieces(Mutex<Vec<u64>>);

impl Listener for Pieces {
    fn refused(&self, _: u64, _: &RowProblem) {}

    fn note(&self, _: u64, _: &Note) {}

    fn was_read(&self, _: u64) {}

    fn looked_at(&self, people: u64) {
        self.0.lock().unwrap().push(people);
    }
}

#[tokio::test]
async fn beside_requests_a_file_lands_a_few_people_at_a_time() {
    let portal = TestPortal::new().await;
    let agency = portal.account(NIP, "employee").await.agency;
    let row = |i: usize| format!("198604152010011{i:03},Budi,{agency}\n");
    let file = format!("nip,name,agency\n{}", (1..=120).map(row).collect::<String>());
    for (is_beside_others, pieces) in [(true, vec![50, 50, 20]), (false, vec![120])] {
        let listener = Arc::new(Pieces::default());
        let terms = Terms { is_beside_others, ..MAY_CHANGE };
        let opened = AccountFile::open(Cursor::new(file.clone())).unwrap();
        let visitor = Visitor::command_line();
        let landed = import(&portal, &visitor, opened, terms, Arc::clone(&listener) as _).await;
        assert_eq!(landed.unwrap().refused, 0);
        assert_eq!(*listener.0.lock().unwrap(), pieces);
    }
}

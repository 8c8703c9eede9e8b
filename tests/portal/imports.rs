//! Clerks' files, in the database: what they change, what stays, and who is told.

use crate::support::*;
use asn_digital::domain::{
    guard::visitor::Visitor,
    people::account_import::{
        self, AccountFile, Listener, Note, Privileges, RowProblem, Terms, Totals,
    },
};
use std::{
    io::Cursor,
    sync::{Arc, Mutex},
};

const OTHER: &str = "199203142023212045";
const AMBON: &str = "Pemerintah Kota Ambon";

#[derive(Default)]
struct Said(Mutex<Vec<String>>);

impl Listener for Said {
    fn refused(&self, line: u64, problem: &RowProblem) {
        self.0.lock().unwrap().push(format!("{line}: {problem}"));
    }

    fn note(&self, line: u64, note: &Note) {
        self.0.lock().unwrap().push(format!("{line}: {note}"));
    }

    fn was_read(&self, _: u64) {}

    fn looked_at(&self, _: u64) {}
}

async fn brought_in(world: &World, file: &str, terms: Terms) -> (Totals, Vec<String>) {
    let said = Arc::new(Said::default());
    let file = AccountFile::open(Cursor::new(file.to_owned())).unwrap();
    let (portal, us) = (&world.portal, Visitor::command_line());
    let totals = account_import::import(portal, &us, file, terms, said.clone()).await.unwrap();
    let said = said.0.lock().unwrap().clone();
    (totals, said)
}

async fn stored(world: &World, nip: &str) -> (String, Option<String>, String, String) {
    let mut unit = world.portal.store.read().await.unwrap();
    let account = unit.account_by_nip(nip).await.unwrap().unwrap();
    (account.name, account.email, account.agency, account.roles.to_string())
}

const STAY: Terms =
    Terms { privileges: Privileges::Stay, is_dry_run: false, is_beside_others: false };
const FLAG: Terms =
    Terms { privileges: Privileges::MayChange, is_dry_run: false, is_beside_others: false };

on_both_engines! {
    async fn a_file_without_the_columns_leaves_mailbox_and_roles(world) {
        world.account(PNS, "employee administrator").await;
        let before = stored(&world, PNS).await;
        let file = format!("nip,name,agency\n{PNS},Sri W.,Pemerintah Kota Ambon\n");
        let (totals, said) = brought_in(&world, &file, STAY).await;
        assert_eq!((totals.changed, totals.refused), (1, 0), "{said:?}");
        assert_eq!(stored(&world, PNS).await, ("Sri W.".into(), before.1, before.2, before.3));
        assert!(world.events().await.is_empty() && world.letters().await.is_empty());
        let (totals, _) = brought_in(&world, &file, STAY).await;
        assert_eq!(totals, Totals { unchanged: 1, ..Totals::default() });
    }

    async fn a_moved_mailbox_is_written_down_and_the_old_one_is_told_and_its_links_are_over(world) {
        world.account(PNS, "employee").await;
        let old = stored(&world, PNS).await.1.unwrap();
        world.browser().post("/api/password/forgotten", &[("nip", PNS)]).await;
        let link = world.link("Tautan untuk membuat kata sandi baru").await;
        world.clock.advance(1);
        let file = format!("nip,email\n{PNS},sri@bkn.go.id\n");
        let (totals, _) = brought_in(&world, &file, STAY).await;
        assert_eq!((totals.changed, totals.lost_mailboxes), (1, 0));
        let letters = world.letters().await;
        let (recipient, letter) = letters.last().unwrap();
        assert_eq!(*recipient, old);
        assert!(letter.text.contains("s•••@bkn.go.id") && !letter.text.contains("sri@bkn"), "{}", letter.text);
        assert!(world.events().await.contains(&"mailbox-changed".to_owned()));
        let mut browser = world.browser();
        browser.open(&link, "cross-site").await;
        let page = browser.get("/kata-sandi-baru").await;
        assert!(!page.html.contains("1986••••••••••2001"), "{}", page.html);

        world.clock.advance(1);
        let emptied = format!("nip,email\n{PNS},\n");
        let (totals, said) = brought_in(&world, &emptied, STAY).await;
        assert_eq!((totals.changed, totals.lost_mailboxes), (1, 1));
        assert!(said[0].contains("loses the mailbox s•••@bkn.go.id"), "{said:?}");
        assert_eq!(world.letters().await.last().unwrap().0, "sri@bkn.go.id");
        assert_eq!(stored(&world, PNS).await.1, None);
    }

    async fn privileges_are_given_and_taken_by_the_flag_alone_and_written_down(world) {
        world.account(PNS, "employee administrator").await;
        let file = format!(
            "nip,name,agency,roles\n{PNS},Sri,{AMBON},\n{OTHER},Rizky,{AMBON},employee operator\n"
        );
        let (totals, said) = brought_in(&world, &file, STAY).await;
        assert_eq!(totals, Totals { refused: 2, ..Totals::default() });
        assert!(said.iter().all(|line| line.contains("--change-privileges")), "{said:?}");
        assert_eq!(stored(&world, PNS).await.3, "employee administrator");
        assert!(world.events().await.is_empty());

        let (totals, said) = brought_in(&world, &file, FLAG).await;
        assert_eq!((totals.new, totals.changed, totals.lost_privileges), (1, 1, 1), "{said:?}");
        assert_eq!(stored(&world, PNS).await.3, "employee");
        assert_eq!(stored(&world, OTHER).await.3, "employee operator");
        assert_eq!(world.events().await, ["roles-changed", "roles-changed"]);
    }

    async fn whoever_becomes_an_operator_reads_it_in_their_own_log(world) {
        let (mut own, _) = world.logged_in(PNS, "employee", "192.0.2.1").await;
        let file = format!("nip,roles\n{PNS},employee operator\n");
        brought_in(&world, &file, FLAG).await;
        let page = own.get("/akun/catatan").await;
        page.assert_shows("Hak akses diubah oleh pengelola data: pegawai → pegawai operator");
    }

    async fn a_dry_run_counts_the_same_and_changes_nothing(world) {
        world.account(PNS, "employee").await;
        let before = stored(&world, PNS).await;
        let file = format!("nip,name,email,agency\n{PNS},Sri W.,,Ambon\n{OTHER},Rizky,,BKN\n");
        let dry = Terms { is_dry_run: true, ..FLAG };
        let (tried, _) = brought_in(&world, &file, dry).await;
        assert_eq!((tried.new, tried.changed, tried.lost_mailboxes), (1, 1, 1));
        assert_eq!(stored(&world, PNS).await, before);
        assert!(world.events().await.is_empty() && world.letters().await.is_empty());
        let (done, _) = brought_in(&world, &file, FLAG).await;
        assert_eq!(done, tried);
    }

    async fn an_agency_has_one_spelling_whatever_the_file_says(world) {
        world.account(PNS, "employee operator").await;
        let file = format!("nip,name,agency\n{OTHER},Rizky,PEMERINTAH  kota\u{a0}ambon\n");
        let (_, said) = brought_in(&world, &file, STAY).await;
        assert!(said[0].contains("is taken for \"Pemerintah Kota Ambon\""), "{said:?}");
        assert_eq!(stored(&world, OTHER).await.2, "Pemerintah Kota Ambon");
    }

    async fn of_many_rows_with_one_number_the_last_counts_wherever_they_stand(world) {
        let mut file = format!("nip,name,agency\n{OTHER},Erste,BKN\n");
        for year in 1960..1975 {
            for sequence in 1..=999 {
                let nip = format!("{year}0101{}011{sequence:03}", year + 30);
                file += &[&nip, ",Orang,BKN\n"].concat();
            }
        }
        file += &[OTHER, ",Letzte,BKN\n"].concat();
        let (totals, said) = brought_in(&world, &file, STAY).await;
        assert_eq!((totals.new, totals.repeated), (15 * 999 + 1, 1), "{said:?}");
        assert_eq!(stored(&world, OTHER).await.0, "Letzte");
        let (totals, _) = brought_in(&world, &file, STAY).await;
        assert_eq!((totals.new, totals.unchanged), (0, 15 * 999 + 1));
    }
}

//! A portal for unit tests of rules that ask the database: embedded, at a moment that tests move, with
//! hashing that costs nothing and the same chance every time.

use super::{
    Portal,
    clock::{Clock, ManualClock},
    credentials::{
        password::{Cost, PasswordHasher},
        recovery_code,
        totp::{TotpSecret, step_of},
    },
    guard::{throttle::Policies, visitor::Visitor},
    launcher::{catalogue::Catalogue, commons::CommonsCell},
    limits::Limits,
    mail::{self, Message},
    people::{
        account_import::{self, PersonRow},
        agency::AgencyTree,
    },
    random::SeededRandom,
    seal::{Purpose, Sealer},
    session::{self, Computer, LiveSession, Opening, Stage},
    sso::SsoCell,
    values::{methods::Methods, reference_token::ReferenceToken},
};
use crate::{
    store::{Account, AgencyRow, Authenticator, CodeTerms, ResetPhase, ResetRow, Store},
    wire::{agency::AgencyKind, zone::Zone},
};
use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};
use tempfile::TempDir;
use time::Duration;
use uuid::Uuid;

pub const NIP: &str = "198609262015052001";
pub const ANOTHER_NIP: &str = "199203182020121003";
pub const PASSWORD: &str = "kapal layar di teluk ambon";

pub struct TestPortal {
    portal: Portal,
    pub clock: Arc<ManualClock>,
    _folder: TempDir,
}

impl Deref for TestPortal {
    type Target = Portal;

    fn deref(&self) -> &Portal {
        &self.portal
    }
}

/// For another node, or for budgets and limits that are soon used up.
impl DerefMut for TestPortal {
    fn deref_mut(&mut self) -> &mut Portal {
        &mut self.portal
    }
}

/// Agencies 1, 2, … by name, each below the one with that number or below none. What stands with their people is
/// their name.
pub fn agency_tree(agencies: &[(&str, Option<u128>)]) -> AgencyTree {
    let rows: Vec<_> = (1..)
        .zip(agencies)
        .map(|(id, (name, parent))| AgencyRow {
            id: Uuid::from_u128(id),
            parent_id: parent.map(Uuid::from_u128),
            code: None,
            name: (*name).to_owned(),
            text: (*name).to_owned(),
            kind: AgencyKind::City,
            zone: Zone::Wit,
        })
        .collect();
    let texts = rows.iter().map(|row| (row.text.clone(), row.id)).collect();
    AgencyTree::of(rows, texts)
}

/// A browser that nobody knows.
pub fn browser_at(address: &str) -> Visitor {
    Visitor { address: address.parse().unwrap(), ..Visitor::command_line() }
}

impl TestPortal {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_sqlite(&folder.path().join("test.sqlite3")).await.unwrap();
        let clock = Arc::new(ManualClock::at(1_795_305_600));
        let catalogue = Catalogue::built_in().unwrap();
        let commons = CommonsCell::open(&store, &catalogue, clock.now()).await.unwrap();
        let random = SeededRandom::new(1);
        let cheap = Cost { memory_kib: 8, passes: 1, lanes: 1 };
        let portal = Portal {
            node: super::random::new_id(&random, clock.now()),
            store,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            passwords: PasswordHasher::new(cheap, 2, 100, &random).unwrap(),
            random: Arc::new(random),
            sealer: Sealer::new([7; 32], &[]),
            policies: Policies::default(),
            limits: Limits::default(),
            commons,
            origin: "http://localhost:3000".to_owned(),
            passkeys: super::credentials::passkey::relying_party("http://localhost:3000"),
            sso: SsoCell::default(),
        };
        Self { portal, clock, _folder: folder }
    }

    /// Somebody of Ambon with [`PASSWORD`] and a mailbox.
    pub async fn account(&self, nip: &str, roles: &str) -> Account {
        self.account_of("Pemerintah Kota Ambon", nip, roles).await
    }

    /// The same of some agency.
    pub async fn account_of(&self, agency: &str, nip: &str, roles: &str) -> Account {
        self.import(agency, nip, roles, format!("{nip}@example.go.id")).await
    }

    /// The same of Ambon without a mailbox.
    pub async fn without_mailbox(&self, nip: &str, roles: &str) -> Account {
        self.import("Pemerintah Kota Ambon", nip, roles, String::new()).await
    }

    async fn import(&self, agency: &str, nip: &str, roles: &str, email: String) -> Account {
        let row = PersonRow {
            nip: nip.into(),
            name: "Sri Wahyuni".into(),
            email,
            agency: agency.into(),
            roles: roles.into(),
        };
        let mut unit = self.store.write().await.unwrap();
        let account = account_import::read(&row, self.new_id()).unwrap();
        let id = unit.import_account(&account, self.now()).await.unwrap();
        let place = self.passwords.admit().unwrap();
        let hash = place.hash(&PASSWORD.into(), self.random()).await.unwrap();
        unit.set_password_hash(id, &hash).await.unwrap();
        let account = unit.account(id).await.unwrap().unwrap();
        unit.commit().await.unwrap();
        account
    }

    /// A session of an account at some stage, and the browser that carries its token.
    pub async fn session(&self, account: &Account, stage: Stage) -> (Visitor, LiveSession) {
        let mut visitor = Visitor::command_line();
        let mut unit = self.store.write().await.unwrap();
        let opening = Opening {
            id: self.new_id(),
            account: account.id,
            stage,
            computer: Computer::Own,
            methods: Methods::default(),
        };
        let token = session::start(self, &mut unit, &visitor, &opening).await.unwrap();
        unit.commit().await.unwrap();
        let session = session::current(self, Some(&token)).await.unwrap().unwrap();
        visitor.session = Some(token);
        (visitor, session)
    }

    /// An app of an account, added an hour ago: its codes are good from now on.
    pub async fn authenticator(&self, account: &Account) -> TotpSecret {
        let (id, then) = (self.new_id(), self.now() - Duration::HOUR);
        let secret = TotpSecret::generate(self.random());
        let purpose = Purpose::Authenticator(id);
        let authenticator = Authenticator {
            id,
            account_id: account.id,
            name: "HP".into(),
            sealed_secret: self.sealer.seal(purpose, secret.expose(), self.random()).unwrap(),
            terms: CodeTerms::default(),
            last_step: step_of(then),
            clock_offset: 0,
            suspected_offset: None,
            suspected_step: None,
            created_at: then,
            last_used_at: then,
        };
        let mut unit = self.store.write().await.unwrap();
        unit.add_authenticator(&authenticator).await.unwrap();
        unit.commit().await.unwrap();
        secret
    }

    /// Ten recovery codes of an account.
    pub async fn recovery_codes(&self, account: &Account) -> Vec<String> {
        let codes = recovery_code::generate(self, &self.passwords.admit().unwrap()).await.unwrap();
        let mut unit = self.store.write().await.unwrap();
        codes.store(self, &mut unit, account.id).await.unwrap();
        unit.commit().await.unwrap();
        codes.to_texts()
    }

    /// What the letters in the outbox are about, in Indonesian, sorted.
    pub async fn letters(&self) -> Vec<String> {
        let mut unit = self.store.read().await.unwrap();
        let mut letters = unit.due_mail(false, self.now(), self.now(), 100).await.unwrap();
        letters.extend(unit.due_mail(true, self.now(), self.now(), 100).await.unwrap());
        let about = letters.iter().map(|letter| mail::open(self, letter).unwrap().subject);
        let mut about: Vec<_> = about.collect();
        about.sort();
        about
    }

    /// A reset of an account that begins now: at somebody's request, or by its own person.
    pub async fn reset(&self, account: &Account, requester: Option<&Account>) -> ResetRow {
        let wait = self.now() + self.limits.reset_wait;
        let reset = ResetRow {
            id: self.new_id(),
            account_id: account.id,
            state: if requester.is_some() { ResetPhase::Requested } else { ResetPhase::Waiting },
            agency: requester.map(|_| account.agency.clone()),
            reason: requester.map(|_| "has come to the counter".to_owned()),
            requested_by: requester.map(|requester| requester.id),
            decided_by: None,
            effective_at: requester.is_none().then_some(wait),
            cancel_token_hash: ReferenceToken::generate(self.random()).hash(),
            created_at: self.now(),
        };
        let mut unit = self.store.write().await.unwrap();
        assert!(unit.add_reset(&reset).await.unwrap());
        unit.commit().await.unwrap();
        reset
    }

    /// Takes out of the outbox what waits there for an account.
    pub async fn take_letters(&self, account: &Account) -> Vec<Message> {
        let mut waiting = mail::due(self, 100).await.unwrap().concat();
        waiting.retain(|letter| letter.account_id == Some(account.id));
        let mut unit = self.store.write().await.unwrap();
        for letter in &waiting {
            unit.remove_mail(&[letter.id]).await.unwrap();
        }
        unit.commit().await.unwrap();
        waiting.iter().map(|letter| mail::open(self, letter).unwrap()).collect()
    }

    /// What the record holds of an account, the first first. Of one second only those from one address
    /// have an order.
    pub async fn events(&self, account: &Account) -> Vec<String> {
        let mut unit = self.store.read().await.unwrap();
        let events = unit.audit_events_of(account.id, 100).await.unwrap();
        events.into_iter().rev().map(|event| event.event).collect()
    }
}

/// The code that a letter brings.
pub fn code_in(letter: &Message) -> &str {
    let (_, rest) = letter.text.split_once("Kode Anda: ").unwrap();
    rest.split_whitespace().next().unwrap()
}

//! A portal to test with, and browsers that use it.

pub use crate::browser::{Browser, Page, form};
use crate::template;
use asn_digital::{
    config::{ServeOptions, Settings},
    domain::{
        Portal,
        clock::{Clock, ManualClock},
        console::approval::{self, ApprovalDecision},
        credentials::{
            passkey,
            password::{Cost, PasswordHasher},
            totp::TotpSecret,
        },
        guard::{throttle::Policies, visitor::Visitor},
        launcher::{catalogue::Catalogue, commons::CommonsCell},
        limits::Limits,
        mail::{self, Message},
        people::{
            account_import::{self, PersonRow},
            role::Role,
        },
        random::{SeededRandom, SystemRandom, new_id},
        seal::{Purpose, Sealer},
        session,
        sso::SsoCell,
        values::{nip::Nip, reference_token::ReferenceToken},
    },
    http::{AppState, router},
    store::{AgencyRow, ImportedAccount, RoleGrantRow, ServiceRow, Store},
    wire::{agency::AgencyKind, approval::ProposalState, zone::Zone},
};
use axum::Router;
use leptos::config::LeptosOptions;
use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, Row as _, SqliteConnection,
    sqlite::SqliteConnectOptions,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use tempfile::TempDir;
use uuid::Uuid;

pub const PNS: &str = "198609262015052001";
pub const PPPK: &str = "199203142023212045";
pub const ORIGIN: &str = "http://127.0.0.1:3000";
pub const PASSWORD: &str = "kopi-pagi-di-ambon";
/// 2026-11-22 00:00:00 UTC, the first second of a time step.
pub const START: i64 = 1_795_305_600;

/// Makes of each scenario two tests, one on each engine.
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident) $body:block)*) => { $(
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            $(#[$meta])*
            #[allow(unused_mut)]
            async fn scenario(mut $world: $crate::support::World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                scenario($crate::support::World::on_sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                scenario($crate::support::World::on_postgres().await).await;
            }
        }
    )* };
}

pub struct World {
    pub portal: Arc<Portal>,
    pub clock: Arc<ManualClock>,
    pub router: Router,
    database: Database,
    _folder: TempDir,
}

/// Where the test's own eyes look, past the store.
enum Database {
    Sqlite(PathBuf),
    Postgres(String),
}

impl World {
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("test.sqlite3");
        fs::write(&file, template::sqlite()).unwrap();
        let store = Store::open_sqlite(&file).await.unwrap();
        Self::with(store, Database::Sqlite(file), folder).await
    }

    pub async fn on_postgres() -> Self {
        let url = template::postgres().await;
        let store = Store::connect_postgres(&url).await.unwrap();
        Self::with(store, Database::Postgres(url), tempfile::tempdir().unwrap()).await
    }

    async fn with(store: Store, database: Database, folder: TempDir) -> Self {
        let clock = Arc::new(ManualClock::at(START));
        let portal = Self::node(store, &clock).await;
        let router = router_of(Arc::clone(&portal), ORIGIN);
        Self { portal, clock, router, database, _folder: folder }
    }

    /// The database, opened once more.
    pub async fn open_again(&self) -> Store {
        match &self.database {
            Database::Sqlite(file) => Store::open_sqlite(file).await.unwrap(),
            Database::Postgres(url) => Store::connect_postgres(url).await.unwrap(),
        }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.database, Database::Postgres(_))
    }

    /// Another node on the same database.
    pub async fn another_node(&self) -> Arc<Portal> {
        Self::node(self.portal.store.clone(), &self.clock).await
    }

    async fn node(store: Store, clock: &Arc<ManualClock>) -> Arc<Portal> {
        let catalogue = Catalogue::built_in().unwrap();
        let commons = CommonsCell::open(&store, &catalogue, clock.now()).await.unwrap();
        let cheap = Cost { memory_kib: 8, passes: 1, lanes: 1 };
        Arc::new(Portal {
            node: new_id(&SystemRandom, clock.now()),
            store,
            clock: Arc::clone(clock) as Arc<dyn Clock>,
            random: Arc::new(SystemRandom),
            passwords: PasswordHasher::new(cheap, 4, 2000, &SystemRandom).unwrap(),
            sealer: Sealer::new([7; 32], &[]),
            policies: Policies::default(),
            limits: Limits::default(),
            commons,
            origin: ORIGIN.to_owned(),
            passkeys: passkey::relying_party("http://localhost:3000"),
            sso: SsoCell::default(),
        })
    }

    /// What a node serves.
    pub fn served_by(node: &Arc<Portal>) -> Router {
        router_of(Arc::clone(node), ORIGIN)
    }

    /// Changes the portal before anybody uses it.
    pub fn change(&mut self, change: impl FnOnce(&mut Portal)) {
        self.router = Router::new();
        change(Arc::get_mut(&mut self.portal).expect("nobody uses the portal yet"));
        self.router = router_of(Arc::clone(&self.portal), ORIGIN);
    }

    /// The same portal behind another public address.
    pub fn behind(&self, public_origin: &str) -> Router {
        router_of(Arc::clone(&self.portal), public_origin)
    }

    /// The same portal, started with other options.
    pub fn started_with(&self, options: &ServeOptions) -> Router {
        router_with(Arc::clone(&self.portal), options)
    }

    pub fn state(&self, options: &ServeOptions) -> AppState {
        state_with(Arc::clone(&self.portal), options)
    }

    /// The same portal with a built site in a folder.
    pub fn serving(&self, site: &Path) -> Router {
        let settings = Settings::new(&options_for_tests(ORIGIN), false).unwrap();
        let leptos = LeptosOptions::builder()
            .output_name("asn-digital")
            .site_root(site.to_str().unwrap())
            .hash_files(true)
            .build();
        router(AppState::new(Arc::clone(&self.portal), settings, leptos))
    }

    pub async fn account(&self, nip: &str, roles: &str) -> Uuid {
        self.account_with_password(nip, roles, Some(PASSWORD)).await
    }

    pub async fn account_with_password(
        &self,
        nip: &str,
        roles: &str,
        password: Option<&str>,
    ) -> Uuid {
        let row = PersonRow {
            nip: nip.into(),
            name: "Sri Wahyuni".into(),
            email: format!("{nip}@example.go.id"),
            agency: "Pemerintah Kota Ambon".into(),
            roles: roles.into(),
        };
        let mut unit = self.portal.store.write().await.unwrap();
        let account = account_import::read(&row, self.portal.new_id()).unwrap();
        let id = unit.import_account(&account, self.portal.now()).await.unwrap();
        if let Some(password) = password {
            let place = self.portal.passwords.admit().unwrap();
            let hash = place.hash(&password.into(), &SeededRandom::new(1)).await.unwrap();
            unit.set_password_hash(id, &hash).await.unwrap();
        }
        unit.commit().await.unwrap();
        id
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone(), "192.0.2.1")
    }

    pub fn browser_at(&self, address: &str) -> Browser {
        Browser::new(self.router.clone(), address)
    }

    /// An account with MFA, and the key of its authenticator. The code of the activation is spent.
    pub async fn enrolled(&self, nip: &str, roles: &str) -> String {
        self.account(nip, roles).await;
        let mut browser = self.browser_at("198.51.100.200");
        browser.login(nip, PASSWORD, "").await;
        let key = browser.key().await;
        browser.activate(&self.code(&key), "HP Samsung saya").await;
        self.clock.advance(30);
        key
    }

    /// What an authenticator app with this key shows now.
    pub fn code(&self, key: &str) -> String {
        self.code_at(key, 0)
    }

    /// What it shows on a phone whose clock is off by so many seconds.
    pub fn code_at(&self, key: &str, seconds: i64) -> String {
        let now = self.clock.now().unix_timestamp() + seconds;
        let secret = totp_rs::Secret::try_from_base32(key).unwrap();
        let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
        totp.generate(u64::try_from(now).unwrap()).to_string()
    }

    /// Runs a statement past the store; how many rows it touched.
    pub async fn run(&self, sql: &'static str) -> Result<u64, sqlx::Error> {
        match &self.database {
            Database::Sqlite(file) => {
                let options = SqliteConnectOptions::new().filename(file);
                let mut connection = SqliteConnection::connect_with(&options).await?;
                Ok(connection.execute(sql).await?.rows_affected())
            }
            Database::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await?;
                Ok(connection.execute(sql).await?.rows_affected())
            }
        }
    }

    /// How many connections to the database are in the midst of a transaction, and wait.
    pub async fn in_transaction(&self) -> i64 {
        let Database::Postgres(url) = &self.database else { return 0 };
        let sql = "SELECT COUNT(*) FROM pg_stat_activity \
             WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap()
    }

    /// The steps of this statement, as SQLite explains them.
    pub async fn steps_of_sqlite(&self, sql: &str) -> Vec<String> {
        let Database::Sqlite(file) = &self.database else { panic!("it is PostgreSQL") };
        let options = SqliteConnectOptions::new().filename(file);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let rows = sqlx::query(explain).fetch_all(&mut connection).await;
        let rows = rows.unwrap_or_else(|error| panic!("{error}: {sql}"));
        rows.iter().map(|row| row.get("detail")).collect()
    }

    /// The columns of every index of a table on SQLite, in their order.
    pub async fn indexes_on_sqlite(&self, table: &str) -> Vec<Vec<String>> {
        let Database::Sqlite(file) = &self.database else { panic!("it is PostgreSQL") };
        let options = SqliteConnectOptions::new().filename(file);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let sql = "SELECT l.name, x.name FROM pragma_index_list($1) l, pragma_index_xinfo(l.name) x \
             WHERE x.key AND x.name IS NOT NULL ORDER BY l.name, x.seqno";
        let rows: Vec<(String, String)> =
            sqlx::query_as(sql).bind(table).fetch_all(&mut connection).await.unwrap();
        rows.chunk_by(|one, next| one.0 == next.0)
            .map(|index| index.iter().map(|(_, column)| column.clone()).collect())
            .collect()
    }

    /// The tables of which this statement would look at every row, as the engine explains it.
    pub async fn scanned_by(&self, sql: &str) -> Vec<String> {
        match &self.database {
            Database::Sqlite(_) => {
                let table =
                    |step: &String| Some(step.strip_prefix("SCAN ")?.split(' ').next()?.to_owned());
                self.steps_of_sqlite(sql).await.iter().filter_map(table).collect()
            }
            Database::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                let most = (1..20).rev().find(|number| sql.contains(&format!("${number}")));
                let nulls = vec!["NULL"; most.unwrap_or(0)].join(", ");
                let execute = if nulls.is_empty() { "q".into() } else { format!("q ({nulls})") };
                // A table that has no fitting index is scanned all the same.
                let explain = AssertSqlSafe(format!(
                    "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; \
                     SET enable_hashjoin = off; SET enable_mergejoin = off; PREPARE q AS {sql}; EXPLAIN (COSTS OFF) EXECUTE {execute}"
                ));
                let rows = sqlx::raw_sql(explain).fetch_all(&mut connection).await;
                let rows = rows.unwrap_or_else(|error| panic!("{error}: {sql}"));
                let lines: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
                scans_of_postgres(&lines)
            }
        }
    }

    /// Whether PostgreSQL takes such a step; SQLite is not asked.
    pub async fn takes_step(&self, step: &str, sql: &str, values: &str) -> bool {
        let Database::Postgres(url) = &self.database else { return false };
        let mut connection = PgConnection::connect(url).await.unwrap();
        let explain = AssertSqlSafe(format!(
            "SET plan_cache_mode = force_generic_plan; PREPARE q AS {sql}; \
             EXPLAIN (COSTS OFF) EXECUTE q ({values})"
        ));
        let rows = sqlx::raw_sql(explain).fetch_all(&mut connection).await.unwrap();
        rows.iter().any(|row| row.get::<String, _>(0).contains(step))
    }

    /// The key of the authenticator of `nip`, read past the pages.
    pub async fn key_of(&self, nip: &str) -> String {
        let mut unit = self.portal.store.read().await.unwrap();
        let account = unit.account_by_nip(nip).await.unwrap().unwrap();
        let authenticator = unit.authenticators_of(account.id).await.unwrap().remove(0);
        let purpose = Purpose::Authenticator(authenticator.id);
        let secret = self.portal.sealer.open(purpose, &authenticator.sealed_secret).unwrap();
        let nip = Nip::parse(nip).unwrap();
        TotpSecret::from_bytes(&secret).unwrap().provisioning(&nip).unwrap().key
    }

    pub async fn rename(&self, account: Uuid, name: &str) {
        self.correct(account, |row| name.clone_into(&mut row.name)).await;
    }

    /// Adds an agency to the tree, for whose people `text` stands.
    pub async fn agency(&self, text: &str, parent: Option<Uuid>) -> Uuid {
        let row = AgencyRow {
            id: self.portal.new_id(),
            parent_id: parent,
            code: None,
            name: text.into(),
            text: text.into(),
            kind: AgencyKind::City,
            zone: Zone::Wit,
        };
        let mut unit = self.portal.store.write().await.unwrap();
        unit.change_agencies(row.id).await.unwrap();
        unit.put_agency(&row, self.portal.now()).await.unwrap();
        unit.put_agency_text(text, row.id).await.unwrap();
        unit.commit().await.unwrap();
        self.portal.refresh_commons().await.unwrap();
        row.id
    }

    /// Grants somebody a role over an agency and all below it, from now on; or over everybody.
    pub async fn grant(&self, nip: &str, role: Role, agency_id: Option<Uuid>) {
        let now = self.portal.now();
        let mut unit = self.portal.store.write().await.unwrap();
        let account = unit.account_by_nip(nip).await.unwrap().unwrap();
        let grant = RoleGrantRow {
            id: self.portal.new_id(),
            account_id: account.id,
            role,
            agency_id,
            decree: None,
            starts_at: now,
            ends_at: None,
            granted_by: None,
            granted_at: now,
        };
        unit.add_role_grant(&grant).await.unwrap();
        unit.commit().await.unwrap();
    }

    /// Says which agency a service is of.
    pub async fn own_service(&self, slug: &str, agency: &str) {
        let mut unit = self.portal.store.write().await.unwrap();
        let services = unit.services().await.unwrap();
        let service = services.into_iter().find(|one| one.slug == slug).unwrap();
        unit.add_service(&ServiceRow { owner: agency.to_owned(), ..service }).await.unwrap();
        unit.commit().await.unwrap();
        self.portal.refresh_commons().await.unwrap();
    }

    pub async fn move_to(&self, account: Uuid, agency: &str) {
        self.correct(account, |row| agency.clone_into(&mut row.agency)).await;
    }

    /// Past the rules of an import, as an older portal may have kept it.
    pub async fn set_mailbox(&self, account: Uuid, mailbox: &str) {
        self.correct(account, |row| row.email = Some(mailbox.to_owned())).await;
    }

    /// Changes what an import says of a person.
    async fn correct(&self, account: Uuid, change: impl FnOnce(&mut ImportedAccount)) {
        let mut unit = self.portal.store.write().await.unwrap();
        let old = unit.account(account).await.unwrap().unwrap();
        let mut row = ImportedAccount {
            id: account,
            nip: old.nip.as_str().to_owned(),
            name: old.name,
            email: None,
            agency: old.agency,
            roles: old.roles.to_string(),
        };
        change(&mut row);
        unit.import_account(&row, self.portal.now()).await.unwrap();
        unit.commit().await.unwrap();
    }

    /// Everything that was written down, in order.
    pub async fn events(&self) -> Vec<String> {
        let sql = "SELECT event FROM audit_events ORDER BY at, id";
        match &self.database {
            Database::Sqlite(file) => {
                let options = SqliteConnectOptions::new().filename(file);
                let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
            Database::Postgres(url) => {
                let mut connection = PgConnection::connect(url).await.unwrap();
                sqlx::query_scalar(sql).fetch_all(&mut connection).await.unwrap()
            }
        }
    }

    /// Letters that wait to be sent, the oldest first: to whom, and what they say.
    pub async fn letters(&self) -> Vec<(String, Message)> {
        let far = self.portal.now() + time::Duration::days(365);
        let mut unit = self.portal.store.read().await.unwrap();
        let mut mail = unit.due_mail(false, far, far, 1000).await.unwrap();
        mail.extend(unit.due_mail(true, far, far, 1000).await.unwrap());
        mail.sort_by_key(|mail| mail.id);
        mail.iter()
            .map(|mail| (mail.recipient.clone(), mail::open(&self.portal, mail).unwrap()))
            .collect()
    }

    /// The text of the last letter whose subject holds these words.
    pub async fn letter(&self, subject: &str) -> String {
        let letters = self.letters().await;
        let found = letters.iter().rev().find(|(_, letter)| letter.subject.contains(subject));
        let (_, letter) = found.unwrap_or_else(|| panic!("no letter “{subject}” in {letters:?}"));
        letter.text.clone()
    }

    /// The path of the link in such a letter.
    pub async fn link(&self, subject: &str) -> String {
        let text = self.letter(subject).await;
        let (_, rest) = text.split_once(ORIGIN).expect("a link of ours");
        rest.split_whitespace().next().unwrap().to_owned()
    }

    /// Somebody who is logged in from an address, and the key of their authenticator.
    pub async fn logged_in(&self, nip: &str, roles: &str, address: &str) -> (Browser, String) {
        let key = self.enrolled(nip, roles).await;
        let mut browser = self.browser_at(address);
        assert!(browser.login(nip, PASSWORD, &self.code(&key)).await.is_launcher());
        self.clock.advance(30);
        (browser, key)
    }

    /// Whoever decides on what an administrator proposed; a proof of theirs is good for five minutes.
    pub async fn second_administrator(&self) -> Browser {
        let nip = "197505052000031001";
        self.logged_in(nip, "administrator", "192.0.2.77").await.0
    }

    /// Somebody approves all that waits for them; how much that was.
    pub async fn approve_all(&self, by: &Browser) -> usize {
        let token = ReferenceToken::parse(&by.cookies["asn_session"]).unwrap();
        let session = session::current(&self.portal, Some(&token)).await.unwrap().unwrap();
        let visitor = Visitor { session: Some(token), ..Visitor::command_line() };
        let open =
            approval::list(&self.portal, &session, ProposalState::Open, None).await.unwrap().0;
        let mut approved = 0;
        for one in open.iter().filter(|one| one.may_decide) {
            let (id, decision) = (one.row.approval.id, ApprovalDecision::Approve);
            let done =
                approval::decide(&self.portal, &visitor, &session, id, decision).await.unwrap();
            assert_eq!(done, Ok(()), "{:?}", one.proposal);
            approved += 1;
        }
        approved
    }

    /// What operators saw and did of somebody, by name.
    pub async fn acts_on(&self, nip: &str) -> Vec<String> {
        let mut unit = self.portal.store.read().await.unwrap();
        let account = unit.account_by_nip(nip).await.unwrap().unwrap();
        let far = self.portal.now() + time::Duration::days(365);
        let accesses = unit.accesses_to(account.id, (far, Uuid::max()), 1000).await.unwrap();
        let mut acts: Vec<_> = accesses.into_iter().map(|access| access.act).collect();
        acts.sort();
        acts
    }

    pub async fn events_of(&self, account: Uuid) -> Vec<String> {
        let mut unit = self.portal.store.read().await.unwrap();
        let events = unit.audit_events_of(account, 1000).await.unwrap();
        events.into_iter().rev().map(|event| event.event).collect()
    }
}

/// A table is looked at as a whole by a `Seq Scan`, and by an `Index Scan` without an `Index Cond`.
fn scans_of_postgres(lines: &[String]) -> Vec<String> {
    let mut scans = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((node, table)) = line.split_once(" on ") else { continue };
        let node = node.trim_start_matches([' ', '-', '>']);
        let below = lines[at + 1..].iter().take_while(|line| !line.contains("->"));
        let is_whole = match node.split_once("Index ") {
            Some(_) => !below.into_iter().any(|line| line.contains("Index Cond")),
            None => node == "Seq Scan",
        };
        if is_whole {
            scans.push(table.split(' ').next().unwrap().to_owned());
        }
    }
    scans
}

fn router_of(portal: Arc<Portal>, public_origin: &str) -> Router {
    router_with(portal, &options_for_tests(public_origin))
}

fn router_with(portal: Arc<Portal>, options: &ServeOptions) -> Router {
    router(state_with(portal, options))
}

fn state_with(portal: Arc<Portal>, options: &ServeOptions) -> AppState {
    let settings = Settings::new(options, false).unwrap();
    let leptos = LeptosOptions::builder().output_name("asn-digital").build();
    AppState::new(portal, settings, leptos)
}

pub fn options_for_tests(public_origin: &str) -> ServeOptions {
    // Behind https there is a proxy on this machine.
    let proxies = public_origin.starts_with("https:").then(|| "127.0.0.1/32".parse().unwrap());
    ServeOptions {
        listen: "127.0.0.1:3000".parse().unwrap(),
        metrics_listen: None,
        public_origin: Some(public_origin.parse().unwrap()),
        trusted_proxies: proxies.into_iter().collect(),
        site_root: PathBuf::new(),
        hashes_at_once: None,
        hashes_waiting: None,
        session_idle_minutes: 30,
        session_hours: 12,
        reset_wait_hours: 24,
        drain_seconds: 0,
        smtp_url: None,
        mail_from: "ASN Digital <asn@example.go.id>".into(),
        security_contact: Vec::new(),
        clients: None,
        keycloak_path: None,
        outgoing_networks: Vec::new(),
        demo: false,
    }
}

/// What ends the session of whoever sends it, so that nothing after it would be theirs.
const ENDING: [&str; 5] =
    ["logout", "account/disown", "second-step/cancel", "mfa/cancel", "reset/cancel"];

/// Every server function but those: what follows `/api/` in its address, and its fields, read off the
/// source, so that none is forgotten.
pub fn server_functions() -> Vec<(String, Vec<String>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
    let files = fs::read_dir(folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()));
    let mut all: Vec<_> = files
        .flat_map(|code| {
            let code = code.unwrap();
            code.split("#[server(prefix = \"/api\", endpoint = \"")
                .skip(1)
                .map(function)
                .collect::<Vec<_>>()
        })
        .filter(|(address, _)| !ENDING.contains(&&**address))
        .collect();
    all.sort();
    let fields = |name: &str| &all.iter().find(|(address, _)| address == name).unwrap().1;
    assert_eq!(fields("restore"), &["service", "place", "from", "query"]);
    assert!(fields("density") == &["density"] && fields("passkey/begin").is_empty());
    all
}

fn function(code: &str) -> (String, Vec<String>) {
    let (address, rest) = code.split_once('"').unwrap();
    let (_, rest) = rest.split_once("fn ").unwrap();
    let (_, rest) = rest.split_once('(').unwrap();
    let (fields, _) = rest.split_once(") ->").unwrap();
    let fields = fields.replace("#[server(default)]", "");
    let names = fields.split(',').filter_map(|field| field.split_once(':'));
    (address.to_owned(), names.map(|(name, _)| name.trim().to_owned()).collect())
}

//! Looks into the database past the portal, and compares it with what people were told.

use crate::{
    harness::{Installation, KEY, Result},
    ledger::{Act, Held, Ledger, State},
};
use argon2::{Argon2, PasswordHash, PasswordVerifier};
use asn_digital::domain::{
    clock::{Clock, SystemClock},
    seal::{Purpose, Sealer},
    session::SessionLimits,
    values::paper_code::PaperCode,
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use time::OffsetDateTime;
use uuid::Uuid;

/// What became of what was told.
#[derive(Debug, Default)]
pub struct Findings {
    /// Acts that were in flight, and were carried out, or not.
    pub carried_out: BTreeMap<&'static str, u32>,
    pub not_carried_out: BTreeMap<&'static str, u32>,
    /// What is lost, or only half there.
    pub losses: Vec<String>,
}

impl Findings {
    fn count(acts: &mut BTreeMap<&'static str, u32>, name: Option<&'static str>) {
        if let Some(name) = name {
            *acts.entry(name).or_default() += 1;
        }
    }
}

pub struct Inspector {
    sealer: Sealer,
    /// Verifying costs time: each pair is tried once.
    verified: HashMap<(String, String), bool>,
}

impl Inspector {
    pub fn new() -> Self {
        Self { sealer: Sealer::new(KEY, &[]), verified: HashMap::new() }
    }

    /// Looks at everybody who did something since the last look; with `everybody` at all.
    pub async fn compare(
        &mut self,
        installation: &Installation,
        ledgers: impl Iterator<Item = &mut Ledger>,
        everybody: bool,
        findings: &mut Findings,
    ) -> Result<()> {
        let options = SqliteConnectOptions::new().filename(installation.database_file());
        let mut database = SqliteConnection::connect_with(&options).await?;
        let healthy: String =
            sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut database).await?;
        if healthy != "ok" {
            findings.losses.push(format!("the database is damaged: {healthy}"));
        }
        for ledger in ledgers.filter(|ledger| everybody || ledger.touched) {
            self.one(&mut database, ledger, findings).await?;
            ledger.touched = false;
        }
        database.close().await?;
        Ok(())
    }

    async fn one(
        &mut self,
        database: &mut SqliteConnection,
        ledger: &mut Ledger,
        findings: &mut Findings,
    ) -> Result<()> {
        let now = SystemClock.now();
        ledger.expire(now);
        let held = held(database, ledger.id(), now).await?;
        let after = ledger.in_flight.as_ref().map(|act| act.states(&ledger.told));
        let after = after.unwrap_or_default();
        let found = self.read(database, ledger, after.last(), &held).await?;
        let name = ledger.in_flight.as_ref().map(Act::name);
        if found == ledger.told {
            ledger.settle(false);
            Findings::count(&mut findings.not_carried_out, name);
        } else if after.contains(&found) {
            ledger.settle(true);
            ledger.told = found;
            Findings::count(&mut findings.carried_out, name);
        } else {
            findings.losses.push(format!(
                "{}: in flight: {:?}\n  told:  {:?}\n  found: {found:?}",
                ledger.person.nip, ledger.in_flight, ledger.told
            ));
        }
        for (token, is_live) in ledger
            .live
            .iter()
            .map(|token| (token, true))
            .chain(ledger.ended.iter().map(|token| (token, false)))
        {
            if held.iter().any(|held| held.token == *token) != is_live {
                let what = if is_live { "was lost" } else { "came back" };
                findings.losses.push(format!("{}: a session {what}", ledger.person.nip));
            }
        }
        ledger.held = held;
        Ok(())
    }

    /// What the database says of somebody. A hash says nothing by itself: it is compared with what
    /// the person was told, and with what was in flight.
    async fn read(
        &mut self,
        database: &mut SqliteConnection,
        ledger: &Ledger,
        in_flight: Option<&State>,
        held: &[Held],
    ) -> Result<State> {
        let id = ledger.id();
        let hash: String = sqlx::query_scalar("SELECT password_hash FROM accounts WHERE id = $1")
            .bind(id)
            .fetch_one(&mut *database)
            .await?;
        let passwords: BTreeSet<String> = [Some(&ledger.told), in_flight]
            .into_iter()
            .flatten()
            .map(|state| state.password.clone())
            .collect();
        let password = passwords.into_iter().filter(|password| self.verifies(&hash, password));
        let password: Vec<String> = password.collect();
        let favourites: Option<String> =
            sqlx::query_scalar("SELECT favourites FROM shelves WHERE account_id = $1")
                .bind(id)
                .fetch_optional(&mut *database)
                .await?
                .flatten();
        let sealed: Vec<(Uuid, Vec<u8>, i64)> = sqlx::query_as(
            "SELECT id, sealed_secret, last_step FROM authenticators WHERE account_id = $1",
        )
        .bind(id)
        .fetch_all(&mut *database)
        .await?;
        let open = |(id, sealed, step): &(Uuid, Vec<u8>, i64)| {
            let secret = self.sealer.open(Purpose::Authenticator(*id), sealed);
            (secret.unwrap_or_else(|_| b"does not open".to_vec()), *step)
        };
        let authenticators = sealed.iter().map(open).collect();
        let codes: Vec<(String, bool)> = sqlx::query_as(
            "SELECT code_hash, used_at IS NOT NULL FROM recovery_codes WHERE account_id = $1",
        )
        .bind(id)
        .fetch_all(&mut *database)
        .await?;
        let mut used_codes = BTreeSet::new();
        for (hash, _) in codes.iter().filter(|(_, used)| *used) {
            let known = ledger.codes.iter().find(|code| {
                PaperCode::<10>::parse(code).is_some_and(|code| self.verifies(hash, code.as_str()))
            });
            used_codes.insert(known.cloned().unwrap_or_else(|| "an unknown code".to_owned()));
        }
        let unused = codes.iter().filter(|(_, used)| !used).count();
        Ok(State {
            password: password.concat(),
            favourites: favourites.unwrap_or_else(|| ledger.suggested.clone()),
            authenticators,
            used_codes,
            codes_left: i64::try_from(unused)?,
            sessions: held.iter().fold(BTreeMap::new(), |mut stages, held| {
                *stages.entry(held.stage.clone()).or_default() += 1;
                stages
            }),
            events: events(database, id).await?,
        })
    }

    fn verifies(&mut self, hash: &str, secret: &str) -> bool {
        let pair = (hash.to_owned(), secret.to_owned());
        *self.verified.entry(pair).or_insert_with(|| {
            PasswordHash::new(hash).is_ok_and(|hash| {
                Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok()
            })
        })
    }
}

/// The sessions that have not ended by themselves.
async fn held(
    database: &mut SqliteConnection,
    account: Uuid,
    now: OffsetDateTime,
) -> Result<Vec<Held>> {
    let rows: Vec<(Vec<u8>, String, OffsetDateTime, OffsetDateTime)> = sqlx::query_as(
        "SELECT token_hash, stage, expires_at, last_seen_at FROM sessions WHERE account_id = $1",
    )
    .bind(account)
    .fetch_all(database)
    .await?;
    let held = rows.into_iter().map(|(token, stage, expires_at, last_seen_at)| {
        let ends_at = expires_at.min(last_seen_at + SessionLimits::OWN.idle);
        Held { token, stage, ends_at }
    });
    Ok(held.filter(|held| held.ends_at > now).collect())
}

async fn events(database: &mut SqliteConnection, account: Uuid) -> Result<BTreeMap<String, i64>> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT event, COUNT(*) FROM audit_events WHERE account_id = $1 GROUP BY 1")
            .bind(account)
            .fetch_all(database)
            .await?;
    Ok(rows.into_iter().collect())
}

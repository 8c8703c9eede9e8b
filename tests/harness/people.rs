//! People who can log in at once: each a row of its own, all with one password and one TOTP secret.

use super::{Result, node::KEY};
use argon2::{Argon2, PasswordHasher as _};
use asn_digital::{
    domain::{
        clock::{Clock, SystemClock},
        credentials::totp::TotpSecret,
        people::account_import::{self, PersonRow},
        random::{SystemRandom, new_id},
        seal::{Purpose, Sealer},
    },
    store::{Authenticator, CodeTerms, RecoveryCodeRow, Store},
};
use std::time::SystemTime;
use uuid::Uuid;

pub const PASSWORD: &str = "kopi-pagi-di-ambon";
const SECRET: [u8; 20] = *b"a secret of 20 bytes";

/// Somebody who can log in.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: Uuid,
    pub nip: String,
    pub password: String,
    /// The key of their authenticator.
    pub secret: Vec<u8>,
}

impl Person {
    /// What their authenticator shows now, or `seconds` from now.
    ///
    /// # Errors
    /// When the secret is none.
    pub fn code_in(&self, seconds: i64) -> Result<String> {
        let totp = totp_rs::Builder::new().with_secret(self.secret.clone()).build()?;
        let now = SystemTime::UNIX_EPOCH.elapsed()?.as_secs();
        Ok(totp.generate(now.saturating_add_signed(seconds)).to_string())
    }

    /// What it shows in one time step, as many times thirty seconds after 1970.
    ///
    /// # Errors
    /// When the secret is none.
    pub fn code_of(&self, step: u64) -> Result<String> {
        let totp = totp_rs::Builder::new().with_secret(self.secret.clone()).build()?;
        Ok(totp.generate(step * 30).to_string())
    }

    /// # Errors
    /// When the secret is none.
    pub fn code(&self) -> Result<String> {
        self.code_in(0)
    }
}

/// # Errors
/// When the database fails.
pub async fn make_people(store: &Store, count: usize) -> Result<Vec<Person>> {
    let hash = hash()?;
    let mut people = make(store, 1, count, &hash).await?;
    let sealer = Sealer::new(KEY, &[]);
    let now = SystemClock.now();
    let mut unit = store.write().await?;
    for person in &mut people {
        let id = person.id;
        let secret = TotpSecret::from_bytes(&SECRET)?;
        let sealed_secret =
            sealer.seal(Purpose::Authenticator(id), secret.expose(), &SystemRandom)?;
        let authenticator = Authenticator {
            id,
            account_id: id,
            name: "HP".into(),
            sealed_secret,
            terms: CodeTerms::default(),
            last_step: 0,
            clock_offset: 0,
            suspected_offset: None,
            suspected_step: None,
            created_at: now,
            last_used_at: now,
        };
        unit.add_authenticator(&authenticator).await?;
        // Whoever has enough of them sees no reminder; nobody uses these.
        let code = || RecoveryCodeRow { id: new_id(&SystemRandom, now), code_hash: hash.clone() };
        unit.replace_recovery_codes(id, &[(); 10].map(|()| code()), now).await?;
        person.secret = SECRET.to_vec();
    }
    unit.commit().await?;
    Ok(people)
}

/// People who have a password and have yet to set up their first authenticator.
///
/// # Errors
/// When the database fails.
pub async fn make_newcomers(store: &Store, count: usize) -> Result<Vec<Person>> {
    make(store, 2, count, &hash()?).await
}

fn hash() -> Result<String> {
    Ok(Argon2::default().hash_password(PASSWORD.as_bytes())?.to_string())
}

/// Accounts whose owners were born on one `day` of January.
async fn make(store: &Store, day: usize, count: usize, hash: &str) -> Result<Vec<Person>> {
    let now = SystemClock.now();
    let mut people = Vec::with_capacity(count);
    let mut unit = store.write().await?;
    for number in 0..count {
        let (year, sequence) = (1960 + number / 999, number % 999 + 1);
        let nip = format!("{year}01{day:02}{}011{sequence:03}", year + 30);
        let row = PersonRow {
            nip: nip.clone(),
            name: "Sri Wahyuni".into(),
            email: format!("{nip}@example.go.id"),
            agency: "Pemerintah Kota Ambon".into(),
            roles: "employee operator".into(),
        };
        let id = new_id(&SystemRandom, now);
        unit.import_account(&account_import::read(&row, id)?, now).await?;
        unit.set_password_hash(id, hash).await?;
        people.push(Person { id, nip, password: PASSWORD.into(), secret: Vec::new() });
    }
    unit.commit().await?;
    Ok(people)
}

//! The people who log in. Each of them does so again and again, with a code that was not used yet:
//! the one their app shows now, or the next.

use super::harness::{Installation, Person, Result};
use asn_digital::{
    domain::{
        clock::{Clock, SystemClock},
        credentials::totp,
        random::SystemRandom,
        values::{methods::Methods, reference_token::ReferenceToken},
    },
    store::Store,
};
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

pub struct Crowd {
    members: Vec<Member>,
    next: AtomicUsize,
}

/// Somebody at the browser from which they have logged in before.
pub struct Member {
    pub person: Person,
    pub device: ReferenceToken,
    /// Of a network of their own: nobody else is slowed by what they do.
    pub address: String,
    last_step: AtomicI64,
}

/// A member who is about to log in.
pub struct Guest<'a> {
    pub member: &'a Member,
    pub code: String,
}

impl Crowd {
    pub async fn gather(installation: &Installation, count: usize) -> Result<Self> {
        let people = installation.people(count).await?;
        let store = installation.store().await?;
        let crowd = Self::of(&store, people).await?;
        store.close().await;
        Ok(crowd)
    }

    /// People who are there already.
    pub async fn of(store: &Store, people: Vec<Person>) -> Result<Self> {
        let mut members = Vec::with_capacity(people.len());
        let mut unit = store.write().await?;
        for (number, person) in people.into_iter().enumerate() {
            let device = ReferenceToken::generate(&SystemRandom);
            unit.remember_device(&device.hash(), person.id, SystemClock.now()).await?;
            let address = format!("10.{}.{}.1", number / 256 % 256, number % 256);
            members.push(Member { person, device, address, last_step: AtomicI64::new(0) });
        }
        unit.commit().await?;
        Ok(Self { members, next: AtomicUsize::new(0) })
    }

    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Whoever is next in turn and has a code to spare.
    pub fn next(&self) -> Result<Guest<'_>> {
        for _ in 0..self.members.len() {
            let turn = self.next.fetch_add(1, Ordering::Relaxed) % self.members.len();
            let Some(member) = self.members.get(turn) else { break };
            if let Some(code) = member.code()? {
                return Ok(Guest { member, code });
            }
        }
        Err("too few people: all of them have just logged in".into())
    }
}

impl Member {
    fn code(&self) -> Result<Option<String>> {
        let now = totp::step_of(SystemClock.now());
        let unused = |last: i64| Some(now.max(last + 1)).filter(|step| *step <= now + 1);
        let before = self.last_step.fetch_update(Ordering::Relaxed, Ordering::Relaxed, unused);
        let Some(step) = before.ok().and_then(unused) else {
            return Ok(None);
        };
        self.person.code_in((step - now) * totp::STEP_SECONDS).map(Some)
    }
}

/// Sessions of these people, straight into the database; the tokens of their cookies.
pub async fn open_sessions(
    store: &Store,
    crowd: &Crowd,
    count: usize,
) -> Result<Vec<ReferenceToken>> {
    let now = SystemClock.now();
    let mut tokens = Vec::with_capacity(count);
    let mut unit = store.write().await?;
    for member in crowd.members.iter().cycle().take(count) {
        let token = ReferenceToken::generate(&SystemRandom);
        let session = asn_digital::store::NewSession {
            id: asn_digital::domain::random::new_id(&SystemRandom, now),
            token_hash: &token.hash(),
            account_id: member.person.id,
            stage: asn_digital::store::SessionStage::Authenticated,
            sealed_secret: None,
            granted_step: None,
            public_device: false,
            address: &member.address,
            user_agent: super::harness::USER_AGENT,
            methods: Methods::default(),
            expires_at: now + asn_digital::domain::session::SessionLimits::OWN.absolute,
        };
        unit.add_session(&session, now).await?;
        tokens.push(token);
    }
    unit.commit().await?;
    Ok(tokens)
}

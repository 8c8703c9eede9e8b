//! Somebody who uses the portal until it is gone: one after another as many people, each with a
//! browser of their own, as chance will have it. Each time the portal is killed somebody's login may be
//! counted and never answered: a mistake like any other, which their next login makes good.

use crate::{
    harness::{Answer, Visitor},
    ledger::{Act, Ledger, Over, session_of},
};
use rand::{RngExt, rngs::StdRng};
use std::{
    net::SocketAddr,
    time::{Duration, SystemTime},
};

/// Services that people of the harness may pin; none is suggested to them.
const SLUGS: [&str; 5] = ["jdih", "nspk", "i-dis", "kms", "satu-data-asn"];

/// The people that one guest is, one after another.
#[derive(Debug)]
pub struct Guest {
    pub rng: StdRng,
    pub ledgers: Vec<Ledger>,
    next: usize,
}

/// Where the guest is at the moment.
struct Place {
    node: SocketAddr,
    address: String,
}

impl Place {
    fn browser(&self) -> Visitor {
        let mut browser = Visitor::new(self.node);
        browser.address = Some(self.address.clone());
        browser
    }
}

impl Guest {
    pub fn new(rng: StdRng, ledgers: Vec<Ledger>) -> Self {
        Self { rng, ledgers, next: 0 }
    }

    /// Goes on until something ends it. `address`: where the portal sees the guest coming from.
    pub async fn visit(&mut self, node: SocketAddr, address: String) -> Over {
        let place = Place { node, address };
        loop {
            match self.somebody(&place).await {
                Ok(()) | Err(Over::HasToWait) => {}
                Err(over) => return over,
            }
        }
    }

    /// One act of each kind, by somebody new.
    pub async fn one_of_each(&mut self, node: SocketAddr) -> Result<(), Over> {
        let place = Place { node, address: "10.0.0.1".to_owned() };
        let new = self.ledgers.iter_mut().find(|one| one.told.authenticators.is_empty());
        let ledger = new.unwrap();
        let mut browser = enrol(&mut self.rng, ledger, &place).await?;
        let act = Act::Pin("jdih".to_owned());
        ledger.act(&mut browser, act, "/api/pin", &[("service", "jdih")]).await?;
        change_password(&mut self.rng, ledger, &mut browser).await?;
        log_out(ledger, &mut browser).await?;
        use_recovery_code(ledger, &place).await
    }

    async fn somebody(&mut self, place: &Place) -> Result<(), Over> {
        // Back to an enrolment that the portal's end broke off, or on to somebody else.
        let unfinished = self.ledgers.iter().position(|ledger| ledger.enrolling().is_some());
        let unfinished = unfinished.filter(|_| self.rng.random_bool(0.5));
        self.next = (self.next + 1) % self.ledgers.len();
        let ledger = &mut self.ledgers[unfinished.unwrap_or(self.next)];
        let last_step = ledger.told.authenticators.first().map(|one| one.1);
        let is_in_doubt = ledger.in_flight.is_some();
        match last_step {
            None if !is_in_doubt => enrol(&mut self.rng, ledger, place).await.map(drop),
            Some(last) if last < step_now() && !is_in_doubt => {
                log_in_and_work(&mut self.rng, ledger, place).await
            }
            // Their app shows no code yet that was not used, or what became of their last act is yet to be seen.
            _ => {
                tokio::time::sleep(Duration::from_millis(1)).await;
                Ok(())
            }
        }
    }
}

fn step_now() -> i64 {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    i64::try_from(now / 30).unwrap()
}

async fn log_in(
    ledger: &mut Ledger,
    browser: &mut Visitor,
    act: Act,
    step: Option<i64>,
) -> Result<Answer, Over> {
    let code = match step {
        Some(step) => ledger.person.code_of(step.unsigned_abs()).unwrap(),
        None => String::new(),
    };
    let (nip, password) = (ledger.person.nip.clone(), ledger.person.password.clone());
    let fields = [("nip", &*nip), ("password", &password), ("code", &code)];
    ledger.act(browser, act, "/api/login", &fields).await
}

async fn log_in_and_work(rng: &mut StdRng, ledger: &mut Ledger, place: &Place) -> Result<(), Over> {
    let mut browser = ledger.recognised(place.browser());
    let step = step_now();
    log_in(ledger, &mut browser, Act::LogIn(step), Some(step)).await?;
    work(rng, ledger, &mut browser).await?;
    if rng.random_bool(0.5) {
        // A code of the step to come is accepted, too: a second device, a second session.
        let mut other = ledger.recognised(place.browser());
        log_in(ledger, &mut other, Act::LogIn(step + 1), Some(step + 1)).await?;
    }
    if rng.random_bool(0.4) {
        change_password(rng, ledger, &mut browser).await?;
        work(rng, ledger, &mut browser).await?;
    }
    if rng.random_bool(0.6) {
        log_out(ledger, &mut browser).await?;
    }
    if rng.random_bool(0.5) {
        use_recovery_code(ledger, place).await?;
    }
    Ok(())
}

async fn work(rng: &mut StdRng, ledger: &mut Ledger, browser: &mut Visitor) -> Result<(), Over> {
    for _ in 0..rng.random_range(0..4) {
        let slug = SLUGS[rng.random_range(0..SLUGS.len())];
        let (act, path) = if rng.random_bool(0.6) {
            (Act::Pin(slug.to_owned()), "/api/pin")
        } else {
            (Act::Unpin(slug.to_owned()), "/api/unpin")
        };
        ledger.act(browser, act, path, &[("service", slug)]).await?;
    }
    if rng.random_bool(0.3) {
        look_at(browser, "/beranda").await?;
    }
    Ok(())
}

async fn look_at(browser: &mut Visitor, path: &str) -> Result<Answer, Over> {
    let answer = browser.get(path).await.map_err(|_| Over::Gone)?;
    match answer.status.as_u16() {
        200 => return Ok(answer),
        507 => return Err(Over::CannotSave(Box::new(answer))),
        _ => {}
    }
    Err(Over::Unexpected(format!("{path}: {} {}", answer.status, answer.location())))
}

async fn change_password(
    rng: &mut StdRng,
    ledger: &mut Ledger,
    browser: &mut Visitor,
) -> Result<(), Over> {
    let new: String = (0..18).map(|_| char::from(rng.random_range(b'a'..=b'z'))).collect();
    let current = ledger.person.password.clone();
    let fields = [("password", &*current), ("new_password", &new)];
    ledger
        .act(browser, Act::ChangePassword(new.clone()), "/api/password/change", &fields)
        .await
        .map(drop)
}

async fn log_out(ledger: &mut Ledger, browser: &mut Visitor) -> Result<(), Over> {
    let act = Act::LogOut(session_of(browser).unwrap_or_default());
    ledger.act(browser, act, "/api/logout", &[]).await.map(drop)
}

async fn use_recovery_code(ledger: &mut Ledger, place: &Place) -> Result<(), Over> {
    let unused = ledger.codes.iter().find(|code| !ledger.told.used_codes.contains(*code));
    let Some(code) = unused.cloned() else {
        return Ok(());
    };
    let mut browser = ledger.recognised(place.browser());
    log_in(ledger, &mut browser, Act::ProvePassword, None).await?;
    let (act, fields) = (Act::UseRecoveryCode(code.clone()), [("recovery_code", &*code)]);
    ledger.act(&mut browser, act, "/api/second-step/recovery-code", &fields).await.map(drop)
}

/// The whole way: the offer, the key, the code, the recovery codes, the first login.
async fn enrol(rng: &mut StdRng, ledger: &mut Ledger, place: &Place) -> Result<Visitor, Over> {
    let mut browser = place.browser();
    match ledger.enrolling() {
        // Their session outlives the portal.
        Some(enrolling) => browser.cookies.clone_from(&enrolling.cookies),
        None => drop(log_in(ledger, &mut browser, Act::OfferMfa, None).await?),
    }
    ledger.enrols_with(browser.cookies.clone());
    let key = look_at(&mut browser, "/mfa").await?.key().unwrap_or_default();
    let (key, step) = (from_base32(&key), step_now());
    ledger.person.secret.clone_from(&key);
    let code = ledger.person.code_of(step.unsigned_abs()).unwrap();
    let fields = [("code", &*code), ("device_name", "HP")];
    ledger.act(&mut browser, Act::Activate { key, step }, "/api/mfa/activate", &fields).await?;
    let shown = look_at(&mut browser, "/mfa/kode-pemulihan").await?.text();
    ledger.codes = shown
        .split("<code>")
        .skip(1)
        .filter_map(|rest| rest.get(..11))
        .map(str::to_owned)
        .collect();
    if ledger.codes.len() != 10 {
        return Err(Over::Unexpected(format!("no ten recovery codes:\n{shown}")));
    }
    if rng.random_bool(0.5) {
        log_in(ledger, &mut place.browser(), Act::Replay, Some(step)).await?;
    }
    log_in(ledger, &mut browser, Act::LogInAfterEnrolling, Some(step)).await?;
    work(rng, ledger, &mut browser).await?;
    Ok(browser)
}

/// RFC 4648 §6, without padding.
fn from_base32(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        _ => c - b'2' + 26,
    };
    let bits: Vec<u8> =
        text.bytes().flat_map(|c| (0..5).rev().map(move |bit| value(c) >> bit & 1)).collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |byte, bit| byte << 1 | bit)).collect()
}

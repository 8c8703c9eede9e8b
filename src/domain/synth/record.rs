//! A year of the audit record, in the order of time: in each of several rounds everybody comes once,
//! so that what happened to one person lies far apart, as it does in a real year.

use super::{Dice, person};
use crate::{
    domain::{
        Fault,
        audit::{self, Event},
        nip::Nip,
        random,
        seal::Sealer,
    },
    store::{AuditChain, AuditEvent},
};
use std::net::Ipv4Addr;
use time::{Duration, OffsetDateTime};

const EVENT: u64 = 3;
const ROUND: u64 = 4;
pub(super) const HOME: u64 = 5;
/// Seconds.
const YEAR: u64 = 365 * 24 * 3600;

/// What happens to people after they activated MFA, of a hundred times.
const EVENTS: &[(u64, Event)] = &[
    (60, Event::LoggedIn),
    (25, Event::LoggedOut),
    (7, Event::CodeRefused),
    (4, Event::LoginRefused),
    (2, Event::PasswordProved),
    (1, Event::PasswordChanged),
    (1, Event::LoginThrottled),
];
pub(super) const BROWSERS: &[&str] = &[
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
];

/// The record of the year that ends `now`.
pub struct Record {
    pub seed: u64,
    pub people: u64,
    /// Of each person.
    pub rows: u64,
    pub now: OffsetDateTime,
}

impl Record {
    /// Row `number` of `people × rows`, put at the end of its chain.
    ///
    /// # Errors
    /// When the installation's key does not work, or there are other chains than there should be.
    pub fn row(
        &self,
        number: u64,
        chains: &mut [AuditChain],
        sealer: &Sealer,
    ) -> Result<AuditEvent, Fault> {
        let people = self.people.max(1);
        let round = number / people;
        let shift = Dice::new(self.seed, ROUND, round).below(people);
        let i = (number % people + shift) % people;
        let mut dice = Dice::new(self.seed, EVENT, number);
        let event = if round == 0 { Event::MfaActivated } else { event(&mut dice) };
        let person = person(self.seed, i);
        let nip = Nip::parse(&person.nip).map_err(|_| Fault::Corrupt("a number that is no NIP"))?;
        let at = self.time_of(number);
        let mut home = Dice::new(self.seed, HOME, i);
        let address = address(&mut home);
        let chain = audit::chain_of(&address);
        let end = chains.iter_mut().find(|end| end.chain == chain);
        let mut row = AuditEvent {
            id: random::id_of(&dice.bytes(), at),
            at,
            event: event.name().to_owned(),
            account_id: Some(person.id),
            subject: nip.masked(),
            address,
            user_agent: home.one_of(BROWSERS).to_owned(),
            object: None,
            chain: None,
            position: None,
            mac: None,
        };
        audit::chain::append(sealer, end.ok_or(Fault::Corrupt("no such chain"))?, &mut row)?;
        Ok(row)
    }

    fn time_of(&self, number: u64) -> OffsetDateTime {
        let before = (self.people * self.rows).saturating_sub(number);
        let seconds = before * YEAR / (self.people * self.rows).max(1);
        self.now - Duration::seconds(i64::try_from(seconds).unwrap_or_default())
    }
}

/// Where a person's browser mostly is.
pub(super) fn address(dice: &mut Dice) -> String {
    let number = u32::try_from(dice.below(1 << 22)).unwrap_or_default();
    Ipv4Addr::from(0x0a00_0000 | number).to_string()
}

fn event(dice: &mut Dice) -> Event {
    let mut left = dice.below(100);
    for (percent, event) in EVENTS {
        if left < *percent {
            return *event;
        }
        left -= percent;
    }
    Event::LoggedIn
}

//! What one person was told, and what it means for the database.
//!
//! [`State`] is what the database has to say of somebody. An [`Act`] leads from one state to the next.
//! As long as it is unknown whether an act was carried out, the database may say either, but wholly:
//! nothing between the two.

use crate::harness::{Answer, PASSWORD, Person, Visitor};
use asn_digital::domain::{
    guard::throttle::ThrottlePolicy, values::reference_token::ReferenceToken,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};
use time::OffsetDateTime;
use uuid::Uuid;

/// So long somebody comes back to an enrolment; it ends by itself after a quarter of an hour.
const PATIENCE: Duration = Duration::from_mins(14);

/// The cookie that a browser is known by.
const DEVICE: &str = "asn_device";

/// Everything that was promised to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub password: String,
    /// Slugs with spaces between them.
    pub favourites: String,
    /// The key of each authenticator, and the last time step it was used for.
    pub authenticators: Vec<(Vec<u8>, i64)>,
    pub used_codes: BTreeSet<String>,
    pub codes_left: i64,
    /// How many sessions there are of each stage.
    pub sessions: BTreeMap<String, i64>,
    /// How often each kind of event was written down.
    pub events: BTreeMap<String, i64>,
}

/// What somebody asks the portal for.
#[derive(Debug, Clone)]
pub enum Act {
    /// With a password and the code of a time step.
    LogIn(i64),
    /// With the code that proved the enrolment, in the same browser.
    LogInAfterEnrolling,
    ProvePassword,
    UseRecoveryCode(String),
    /// With a code that was used already: to be refused.
    Replay,
    LogOut(Vec<u8>),
    ChangePassword(String),
    Pin(String),
    Unpin(String),
    OfferMfa,
    Activate {
        key: Vec<u8>,
        step: i64,
    },
}

impl Act {
    /// For the table of figures.
    pub fn name(&self) -> &'static str {
        match self {
            Self::LogIn(_) | Self::LogInAfterEnrolling => "logins",
            Self::ProvePassword => "passwords proved",
            Self::UseRecoveryCode(_) => "recovery codes used",
            Self::Replay => "used codes refused",
            Self::LogOut(_) => "logouts",
            Self::ChangePassword(_) => "password changes",
            Self::Pin(_) | Self::Unpin(_) => "favourites",
            Self::OfferMfa => "enrolments begun",
            Self::Activate { .. } => "enrolments",
        }
    }

    /// Whether it is counted before it is looked at.
    fn is_counted(&self) -> bool {
        use Act::{LogIn, LogInAfterEnrolling, OfferMfa, ProvePassword, Replay};
        matches!(self, LogIn(_) | LogInAfterEnrolling | OfferMfa | ProvePassword | Replay)
    }

    /// Where the answer leads when it was carried out.
    fn leads_to(&self) -> String {
        let page = match self {
            Self::LogIn(_) | Self::LogInAfterEnrolling | Self::UseRecoveryCode(_) => "/beranda",
            Self::ProvePassword | Self::Replay => "/masuk/langkah-kedua",
            Self::LogOut(_) | Self::OfferMfa => "/masuk",
            Self::ChangePassword(_) => "/akun",
            Self::Pin(slug) | Self::Unpin(slug) => return format!("/beranda#l-{slug}"),
            Self::Activate { .. } => "/mfa/kode-pemulihan",
        };
        page.to_owned()
    }

    /// What the database says when it was carried out. Only a refusal is written down in two units
    /// of work, the record of it last in the first; nothing is promised by that one.
    pub fn states(&self, before: &State) -> Vec<State> {
        let mut after = before.clone();
        match self {
            Self::LogIn(step) => {
                after.authenticators.iter_mut().for_each(|one| one.1 = *step);
                after.note("logged-in");
                after.session("authenticated", 1);
            }
            Self::LogInAfterEnrolling => {
                after.note("logged-in");
                after.session("enrolled", -1);
                after.session("authenticated", 1);
            }
            Self::ProvePassword => {
                after.note("password-proved");
                after.session("password-proved", 1);
            }
            Self::UseRecoveryCode(code) => {
                after.note("recovery-code-used");
                after.used_codes.insert(code.clone());
                after.codes_left -= 1;
                after.session("password-proved", -1);
                after.session("authenticated", 1);
            }
            Self::Replay => {
                after.note("used-code-refused");
                let refused = after.clone();
                after.session("password-proved", 1);
                return vec![refused, after];
            }
            Self::LogOut(_) => {
                after.note("logged-out");
                after.session("authenticated", -1);
            }
            Self::ChangePassword(new) => {
                after.note("password-changed");
                after.password.clone_from(new);
                after.sessions = BTreeMap::from([("authenticated".to_owned(), 1)]);
            }
            Self::Pin(slug) if !before.favourites.split(' ').any(|one| one == slug) => {
                after.favourites = format!("{} {slug}", before.favourites);
            }
            Self::Pin(_) => {}
            Self::Unpin(slug) => {
                let left = before.favourites.split(' ').filter(|one| one != slug);
                after.favourites = left.collect::<Vec<_>>().join(" ");
            }
            Self::OfferMfa => {
                after.note("mfa-offered");
                after.session("enrolling", 1);
            }
            Self::Activate { key, step } => {
                after.note("mfa-activated");
                after.authenticators = vec![(key.clone(), *step)];
                after.codes_left = 10;
                after.sessions.remove("enrolling");
                after.session("enrolled", 1);
            }
        }
        vec![after]
    }
}

impl State {
    fn note(&mut self, event: &str) {
        *self.events.entry(event.to_owned()).or_default() += 1;
    }

    fn session(&mut self, stage: &str, change: i64) {
        let count = self.sessions.entry(stage.to_owned()).or_default();
        *count += change;
        self.sessions.retain(|_, count| *count != 0);
    }
}

/// Why a visit is over.
#[derive(Debug)]
pub enum Over {
    /// No whole answer came: whether the last act was carried out is unknown.
    Gone,
    /// Too many logins were counted and never answered: the portal asks to wait.
    HasToWait,
    /// The portal said that it cannot save anything.
    CannotSave(Box<Answer>),
    /// An answer that nobody expects; the test says which.
    Unexpected(#[allow(dead_code)] String),
}

/// A session that the database was seen to hold.
#[derive(Debug, Clone)]
pub struct Held {
    pub token: Vec<u8>,
    pub stage: String,
    /// When it ends by itself, unless it is used.
    pub ends_at: OffsetDateTime,
}

/// A browser in which an enrolment is going on.
#[derive(Debug)]
pub struct Enrolling {
    pub cookies: BTreeMap<String, String>,
    since: Instant,
}

#[derive(Debug, Default)]
struct Lost {
    known: u32,
    others: u32,
}

/// One person's book.
#[derive(Debug)]
pub struct Ledger {
    pub person: Person,
    /// The favourites that the portal shows until somebody chooses.
    pub suggested: String,
    pub told: State,
    pub in_flight: Option<Act>,
    /// Of sessions that are open, as far as this person was told; hashes.
    pub live: BTreeSet<Vec<u8>>,
    pub ended: BTreeSet<Vec<u8>>,
    /// As shown once.
    pub codes: BTreeSet<String>,
    /// By what their browser is known again: it is the same one every day.
    device: Option<String>,
    /// Sessions as they were at the last look.
    pub held: Vec<Held>,
    enrolling: Option<Enrolling>,
    /// How many logins in a row were counted, perhaps, and never answered: in the browser that the
    /// portal knows, and in others.
    lost: Lost,
    /// What was carried out, as the person was told, since it was last counted.
    pub acknowledged: Vec<&'static str>,
    /// Whether the database may say something else than at the last look.
    pub touched: bool,
}

impl Ledger {
    /// `favourites`: what the portal suggests until somebody chooses.
    pub fn new(person: Person, favourites: &str) -> Self {
        let enrolled = !person.secret.is_empty();
        let told = State {
            password: PASSWORD.to_owned(),
            favourites: favourites.to_owned(),
            authenticators: if enrolled { vec![(person.secret.clone(), 0)] } else { Vec::new() },
            used_codes: BTreeSet::new(),
            codes_left: if enrolled { 10 } else { 0 },
            sessions: BTreeMap::new(),
            events: BTreeMap::new(),
        };
        Self {
            person,
            suggested: favourites.to_owned(),
            told,
            in_flight: None,
            live: BTreeSet::new(),
            ended: BTreeSet::new(),
            codes: BTreeSet::new(),
            device: None,
            held: Vec::new(),
            enrolling: None,
            lost: Lost::default(),
            acknowledged: Vec::new(),
            touched: false,
        }
    }

    /// Gives `browser` what the person's own is known by.
    pub fn recognised(&self, mut browser: Visitor) -> Visitor {
        browser.cookies.extend(self.device.clone().map(|device| (DEVICE.to_owned(), device)));
        browser
    }

    pub fn id(&self) -> Uuid {
        self.person.id
    }

    /// The enrolment that was begun and not finished, while there is time for it.
    pub fn enrolling(&self) -> Option<&Enrolling> {
        self.enrolling.as_ref().filter(|enrolling| enrolling.since.elapsed() < PATIENCE)
    }

    /// An enrolment goes on in a browser with these cookies.
    pub fn enrols_with(&mut self, cookies: BTreeMap<String, String>) {
        let since = self.enrolling().map_or_else(Instant::now, |enrolling| enrolling.since);
        self.enrolling = Some(Enrolling { cookies, since });
    }

    /// Sessions that ended by themselves are no loss: they count no more, whether or not they are
    /// still there.
    pub fn expire(&mut self, now: OffsetDateTime) {
        for ended in self.held.extract_if(.., |held| held.ends_at <= now) {
            self.told.session(&ended.stage, -1);
            self.live.remove(&ended.token);
        }
    }

    /// Sends a form, and writes down what the answer tells.
    pub async fn act(
        &mut self,
        browser: &mut Visitor,
        act: Act,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer, Over> {
        let before = session_of(browser);
        (self.touched, self.in_flight) = (true, Some(act.clone()));
        let answer = browser.post(path, fields).await.map_err(|_| Over::Gone)?;
        if answer.status == 507 {
            // That nothing was carried out is a promise, too. That a code was refused may be written down:
            // the next look tells.
            if !matches!(act, Act::Replay) {
                self.in_flight = None;
            }
            return Err(Over::CannotSave(Box::new(answer)));
        }
        if act.is_counted() && answer.status == 303 && self.may_have_to_wait(browser) {
            let is_refused = answer.location() == "/masuk" && session_of(browser) == before;
            if is_refused {
                self.in_flight = None;
                return Err(Over::HasToWait);
            }
        }
        let is_offered = !matches!(act, Act::OfferMfa) || session_of(browser).is_some();
        if answer.status != 303 || answer.location() != act.leads_to() || !is_offered {
            let (status, to) = (answer.status, answer.location());
            let text = answer.text();
            return Err(Over::Unexpected(format!("{act:?}: {status} {to}\n{text}")));
        }
        self.device = browser.cookies.get(DEVICE).cloned().or(self.device.take());
        self.acknowledged.push(act.name());
        self.settle(true);
        match act {
            Act::ChangePassword(_) => self.live.extend(session_of(browser)),
            Act::LogIn(_) | Act::LogInAfterEnrolling | Act::UseRecoveryCode(_) => {
                self.ended.extend(before);
                self.live.extend(session_of(browser));
            }
            _ => {}
        }
        Ok(answer)
    }

    /// Mistakes fade in a quarter of an hour; what is lost here adds up as if they never did.
    fn may_have_to_wait(&self, browser: &Visitor) -> bool {
        let is_known = browser.cookies.contains_key(DEVICE);
        let (lost, free) = if is_known {
            (self.lost.known, ThrottlePolicy::DEVICE.free)
        } else {
            (self.lost.others, ThrottlePolicy::ACCOUNT.free)
        };
        lost >= free
    }

    /// The act in flight was carried out, or it was not.
    pub fn settle(&mut self, happened: bool) {
        let Some(act) = self.in_flight.take() else {
            return;
        };
        if !happened {
            // Whether it was counted, and in which browser, matters little: it is an upper bound.
            self.lost.known += u32::from(act.is_counted());
            self.lost.others += u32::from(act.is_counted());
            return;
        }
        if let Some(after) = act.states(&self.told).pop() {
            self.told = after;
        }
        match act {
            Act::LogOut(token) => {
                self.live.remove(&token);
                self.ended.insert(token);
            }
            Act::ChangePassword(new) => {
                self.person.password = new;
                // Also the one that did it goes on with another token.
                self.ended.append(&mut self.live);
            }
            // A whole login makes the browser whole in which it was made.
            Act::LogIn(_) | Act::UseRecoveryCode(_) => self.lost.known = 0,
            Act::Activate { key, .. } => {
                self.person.secret = key;
                self.enrolling = None;
            }
            _ => {}
        }
    }
}

/// What the database knows of a browser's session.
pub fn session_of(browser: &Visitor) -> Option<Vec<u8>> {
    Some(ReferenceToken::parse(browser.cookies.get("asn_session")?)?.hash())
}

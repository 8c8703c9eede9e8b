//! Who is signed in here. A session of the service's own begins with a verified ID token and ends when the person
//! says so, when the portal says so, or after some hours. In memory: a restart only means one more redirect.

use crate::claims::SignedToken;
use openidconnect::{CsrfToken, RefreshToken};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// As long as a login at the portal lasts. Ending all of them is the portal's word, not this clock's.
const LIFE: Duration = Duration::from_hours(12);
/// Longer than a logout token is valid.
const REMEMBERED: Duration = Duration::from_mins(10);

#[derive(Clone, Debug)]
pub struct Person {
    /// Who it is, for ever. Keep your data by this and not by the number, which can change.
    pub subject: String,
    pub name: String,
    pub nip: String,
    pub agency: String,
    pub roles: Vec<String>,
}

#[derive(Clone)]
pub struct Session {
    pub person: Person,
    /// The login at the portal that this came from.
    pub sid: Option<String>,
    /// Shown to the portal at logout, so that it knows whose logout it is.
    pub id_token: SignedToken,
    pub refresh_token: Option<RefreshToken>,
}

#[derive(Default)]
pub struct Sessions {
    open: Mutex<HashMap<String, (Session, Instant)>>,
    used: Mutex<HashMap<String, Instant>>,
}

impl Sessions {
    /// The secret for the cookie.
    pub fn open(&self, session: Session, now: Instant) -> String {
        let token = CsrfToken::new_random_len(32).into_secret();
        let mut open = lock(&self.open);
        open.retain(|_, (_, until)| *until > now);
        open.insert(token.clone(), (session, now + LIFE));
        token
    }

    pub fn find(&self, token: &str, now: Instant) -> Option<Session> {
        lock(&self.open)
            .get(token)
            .filter(|(_, until)| *until > now)
            .map(|(session, _)| session.clone())
    }

    /// Puts what the portal says now in the place of what it said before, unless the session ended meanwhile.
    pub fn renew(&self, token: &str, session: Session) {
        if let Some((kept, _)) = lock(&self.open).get_mut(token) {
            *kept = session;
        }
    }

    pub fn close(&self, token: &str) -> Option<Session> {
        lock(&self.open).remove(token).map(|(session, _)| session)
    }

    /// Ends what one login at the portal began here; where the portal names no login, everything of that person.
    pub fn end(&self, sid: Option<&str>, subject: &str) {
        lock(&self.open).retain(|_, (session, _)| match sid {
            Some(sid) => session.sid.as_deref() != Some(sid),
            None => session.person.subject != subject,
        });
    }

    /// Whether this logout token is seen for the first time.
    pub fn first_use(&self, jti: &str, now: Instant) -> bool {
        let mut used = lock(&self.used);
        used.retain(|_, until| *until > now);
        used.insert(jti.to_owned(), now + REMEMBERED).is_none()
    }
}

/// What a panic elsewhere left behind is whole: every change above is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

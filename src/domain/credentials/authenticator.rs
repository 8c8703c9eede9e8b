//! A person's authenticators: checking a code against all of them, and looking after them.
//!
//! A code is right when it fits now, by true time or by the offset that was proved for a phone's
//! clock. One that fits another moment within ten minutes opens nothing, neither now nor when that
//! moment comes, but is remembered; a second one soon after, that is later by as much as has passed
//! since, proves the offset (RFC 6238 §6). Guessing two codes of one offset is a million times harder
//! than guessing one.
//!
//! A code of a moment that is over may also have been read off the right phone then, by somebody who
//! kept it. So only a browser that is known to the person proves that a clock is slow; a code of a
//! moment to come can be nobody's but the phone's.

use super::totp::{self, ClockOffset, TotpSecret};
use crate::{
    domain::{
        Fault, Portal,
        audit::{self, Event},
        guard::visitor::Visitor,
        mail::{self, Letter},
        seal::Purpose,
        session::{self, LiveSession},
        values::one_time_code::OneTimeCode,
    },
    store::{Authenticator, CodeTerms, Unit},
    wire::account::AuthenticatorProblem,
};
use time::OffsetDateTime;
use uuid::Uuid;

/// So many of either kind are enough for anybody.
pub const MOST: usize = 10;

/// What a code is to a person's authenticators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) enum Checked {
    /// It may open something, once: see [`Match::burn`].
    Fits(Match),
    /// It fits another moment.
    ClockOff {
        authenticator: Uuid,
        offset: ClockOffset,
        minutes: i8,
        step: i64,
        /// Whether the next one may prove the offset.
        provable: bool,
    },
    Wrong,
}

/// What a person's devices are called.
pub async fn names(portal: &Portal, account: Uuid) -> Result<Vec<String>, Fault> {
    let mut unit = portal.store.read().await?;
    let apps = unit.authenticators_of(account).await?.into_iter().map(|app| app.name);
    let passkeys = unit.passkeys_of(account).await?.into_iter().map(|passkey| passkey.name);
    Ok(apps.chain(passkeys).collect())
}

/// Whether one of a person's apps shows codes that are longer than those of apps activated here.
pub async fn has_long_codes(portal: &Portal, account: Uuid) -> Result<bool, Fault> {
    let apps = portal.store.read().await?.authenticators_of(account).await?;
    Ok(apps.iter().any(|app| app.terms.digits > CodeTerms::default().digits))
}

/// Which offsets of a clock two codes may prove, where somebody types them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) enum Provable {
    /// In a browser that is known to the person.
    FastOrSlow,
    FastOnly,
}

impl Provable {
    fn includes(self, offset: ClockOffset) -> bool {
        self == Self::FastOrSlow || offset.0 > 0
    }
}

/// A code that is right now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::domain) struct Match {
    pub authenticator: Uuid,
    pub terms: CodeTerms,
    /// As the phone counts.
    pub step: i64,
    pub offset: ClockOffset,
    /// Whether it has just proved that offset.
    pub synchronises: bool,
    /// Whether it is the very code that was accepted last.
    pub is_last_accepted: bool,
}

impl Match {
    /// Burns the step, so that the code opens nothing else. `true` for exactly one caller.
    pub async fn burn(&self, portal: &Portal, unit: &mut Unit) -> Result<bool, Fault> {
        let step = self.step;
        let offset = self.offset.0;
        let now = portal.now();
        let latest = totp::latest_step(now, self.terms);
        Ok(unit.burn_step(self.authenticator, step, offset, now, latest).await?)
    }
}

pub(in crate::domain) fn check(
    portal: &Portal,
    authenticators: &[Authenticator],
    code: &OneTimeCode,
    provable: Provable,
) -> Result<Checked, Fault> {
    let now = portal.now();
    let mut off = Checked::Wrong;
    for authenticator in authenticators {
        let purpose = Purpose::Authenticator(authenticator.id);
        let secret = portal.sealer.open(purpose, &authenticator.sealed_secret)?;
        let secret = TotpSecret::with_terms(&secret, authenticator.terms);
        match check_one(authenticator, &secret, code, now, provable)? {
            Checked::Wrong => {}
            Checked::ClockOff { .. } if off != Checked::Wrong => {}
            found @ Checked::ClockOff { .. } => off = found,
            fits @ Checked::Fits(_) => return Ok(fits),
        }
    }
    Ok(off)
}

fn check_one(
    authenticator: &Authenticator,
    secret: &TotpSecret,
    code: &OneTimeCode,
    now: OffsetDateTime,
    provable: Provable,
) -> Result<Checked, Fault> {
    let fits = |step, offset, synchronises| {
        let offset = ClockOffset(offset);
        Checked::Fits(Match {
            authenticator: authenticator.id,
            terms: authenticator.terms,
            step,
            offset,
            synchronises,
            is_last_accepted: authenticator.last_step == step - offset.0,
        })
    };
    if let Some(step) = secret.matching_step(code, now)? {
        return Ok(fits(step, 0, false));
    }
    let proved = authenticator.clock_offset;
    if proved != 0
        && let Some(step) = secret.matching_step_ahead(code, now, proved)?
    {
        return Ok(fits(step, proved, false));
    }
    let Some(offset) = secret.clock_offset(code, now)? else {
        return Ok(Checked::Wrong);
    };
    let step = secret.step_of(now) + offset.0;
    let provable = provable.includes(offset);
    if let (Some(suspected), Some(before), true) =
        (authenticator.suspected_offset, authenticator.suspected_step, provable)
    {
        let is_next = secret.comes_soon(before, step);
        // As far off as the one before: later by as much as has passed, but for a step's rounding.
        if is_next && (offset.0 - suspected).abs() <= 1 {
            return Ok(fits(step, offset.0, true));
        }
    }
    let minutes = offset.minutes(authenticator.terms);
    Ok(Checked::ClockOff { authenticator: authenticator.id, offset, minutes, step, provable })
}

/// Gives an authenticator or a passkey another name.
///
/// # Errors
/// When the database fails; then it keeps its name.
pub async fn rename(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
    name: &str,
) -> Result<Result<(), AuthenticatorProblem>, Fault> {
    let mut unit = portal.store.write().await?;
    let session = &session::hold(portal, &mut unit, session).await?;
    let renamed = unit.rename_authenticator(session.account, id, name).await?
        || unit.rename_passkey(session.account, id, name).await?;
    if !renamed {
        return Ok(Err(AuthenticatorProblem::Gone));
    }
    let event = Event::AuthenticatorRenamed;
    audit::record_about(portal, &mut unit, event, &session.holder(), visitor, name).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

/// Removes an authenticator or a passkey, but never the last one: who has none is locked out.
///
/// # Errors
/// When the database fails; then nothing is removed.
pub async fn remove(
    portal: &Portal,
    visitor: &Visitor,
    session: &LiveSession,
    id: Uuid,
) -> Result<Result<(), AuthenticatorProblem>, Fault> {
    let mut unit = portal.store.write().await?;
    // Two removals at once must not leave nothing: here they come one after another.
    let session = &session::hold(portal, &mut unit, session).await?;
    if !session.is_fresh(portal.now()) {
        return Ok(Err(AuthenticatorProblem::NotFresh));
    }
    let apps = unit.authenticators_of(session.account).await?;
    let passkeys = unit.passkeys_of(session.account).await?;
    let named = apps.iter().map(|app| (app.id, &app.name));
    let mut named = named.chain(passkeys.iter().map(|passkey| (passkey.id, &passkey.name)));
    let Some((_, name)) = named.find(|(one, _)| *one == id) else {
        return Ok(Err(AuthenticatorProblem::Gone));
    };
    if apps.len() + passkeys.len() == 1 {
        return Ok(Err(AuthenticatorProblem::Last));
    }
    let removed = unit.remove_authenticator(session.account, id).await?
        || unit.remove_passkey(session.account, id).await?;
    if !removed {
        return Ok(Err(AuthenticatorProblem::Gone));
    }
    let letter = Letter::AuthenticatorRemoved { name };
    mail::post_to(portal, &mut unit, visitor, session.account, &letter).await?;
    let event = Event::AuthenticatorRemoved;
    audit::record_about(portal, &mut unit, event, &session.holder(), visitor, name).await?;
    unit.commit().await?;
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::SeededRandom;

    const NOW: i64 = 1_795_305_600;

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(NOW + seconds).unwrap()
    }

    fn authenticator(clock_offset: i64, suspected: Option<(i64, i64)>) -> Authenticator {
        Authenticator {
            id: Uuid::from_u128(1),
            account_id: Uuid::from_u128(2),
            name: "HP".into(),
            sealed_secret: Vec::new(),
            terms: CodeTerms::default(),
            last_step: 0,
            clock_offset,
            suspected_offset: suspected.map(|(offset, _)| offset),
            suspected_step: suspected.map(|(_, step)| step),
            created_at: at(0),
            last_used_at: at(0),
        }
    }

    /// What is found when the phone, whose clock is off by `off` seconds, shows its code at `now`.
    fn found(authenticator: &Authenticator, off: i64, now: i64) -> Checked {
        let secret = TotpSecret::generate(&SeededRandom::new(1));
        let code = secret.code_at(at(now + off)).unwrap();
        check_one(authenticator, &secret, &code, at(now), Provable::FastOrSlow).unwrap()
    }

    #[test]
    fn codes_of_moments_that_are_over_prove_nothing_in_a_browser_that_is_not_known() {
        let secret = TotpSecret::generate(&SeededRandom::new(1));
        for (off, opens) in [(-300, false), (-60, false), (300, true), (60, true)] {
            let offset = off / totp::STEP_SECONDS;
            let suspected = authenticator(0, Some((offset, totp::step_of(at(off)))));
            let code = secret.code_at(at(30 + off)).unwrap();
            let found = |provable| check_one(&suspected, &secret, &code, at(30), provable).unwrap();
            assert!(matches!(found(Provable::FastOrSlow), Checked::Fits(_)), "{off}");
            match found(Provable::FastOnly) {
                Checked::Fits(fit) => assert!(opens && fit.synchronises, "{off}"),
                Checked::ClockOff { provable, .. } => assert!(!opens && !provable, "{off}"),
                Checked::Wrong => panic!("{off}"),
            }
        }
    }

    #[test]
    fn the_second_code_comes_soon_and_is_later_by_as_much_as_has_passed() {
        let suspected = authenticator(0, Some((-10, totp::step_of(at(-300)))));
        // Seconds since the first, and how old the code is that is typed then.
        for (passed, age, proves) in [
            (30, 300, true),
            (60, 300, true),
            (60, 330, true),
            (180, 300, true),
            (60, 240, false),
            (120, 360, false),
            (210, 300, false),
            (500, 300, false),
        ] {
            let found = found(&suspected, -age, passed);
            assert_eq!(matches!(found, Checked::Fits(_)), proves, "{passed} {age} {found:?}");
        }
    }

    #[test]
    fn two_codes_in_a_row_prove_by_how_much_a_clock_is_off() {
        let Checked::ClockOff { offset, step, .. } = found(&authenticator(0, None), 300, 0) else {
            panic!("a code of another moment opens nothing")
        };
        assert_eq!(offset, ClockOffset(10));
        let suspected = authenticator(0, Some((offset.0, step)));
        let Checked::Fits(second) = found(&suspected, 300, 30) else { panic!("the second proves") };
        assert!(second.synchronises);
        assert_eq!((second.offset, second.step), (ClockOffset(10), totp::step_of(at(330))));

        assert!(
            matches!(found(&suspected, 300, 0), Checked::ClockOff { .. }),
            "the same code again"
        );
        assert!(matches!(found(&suspected, -300, 30), Checked::ClockOff { .. }), "another offset");
        assert!(matches!(found(&suspected, 300, 900), Checked::ClockOff { .. }), "too late");
        assert_eq!(found(&suspected, 900, 30), Checked::Wrong, "beyond ten minutes");
    }

    #[test]
    fn a_proved_offset_and_the_true_time_both_work() {
        let off = authenticator(10, None);
        for (seconds, offset) in [(300, 10), (0, 0), (330, 10), (-30, 0)] {
            let Checked::Fits(fit) = found(&off, seconds, 600) else { panic!("{seconds}") };
            assert_eq!((fit.offset.0, fit.synchronises), (offset, false));
        }
        assert!(matches!(found(&off, -300, 600), Checked::ClockOff { .. }));
    }
}

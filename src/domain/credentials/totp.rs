//! Time-based one-time passwords (RFC 6238): SHA-1, six digits, 30-second time steps, 20-byte
//! secrets, one step of drift either way, as Google Authenticator reads them. Authenticators that came
//! with their person from another provider keep the terms that they were made with.
//!
//! A code belongs to a *time step*. Whoever accepts a code must store its step and never accept
//! that step or an earlier one again (RFC 6238 §5.2); see [`crate::domain::login::by_password`]. A code from
//! another moment is only ever used to tell people that their clock is wrong.

use crate::{
    domain::{
        Fault,
        random::{self, Random},
        values::{nip::Nip, one_time_code::OneTimeCode},
    },
    store::{CodeAlgorithm, CodeTerms},
};
use secrecy::{ExposeSecret, SecretSlice};
use time::OffsetDateTime;
use totp_rs::{Algorithm, Builder, Totp};

/// The name people see in their authenticator app.
pub const ISSUER: &str = "ASN Digital";
/// Seconds, of authenticators that were activated here.
pub const STEP_SECONDS: i64 = 30;
/// RFC 4226 §4 R6 recommends 160 bits.
pub const SECRET_BYTES: usize = 20;
const DRIFT_STEPS: u16 = 1;
/// How far off a clock may be and still be diagnosed, in seconds: ten minutes either way.
const DIAGNOSED: i64 = 600;
/// How soon the code comes that proves it, in seconds: the next one, typed without haste.
const NEXT: i64 = 180;

/// The key shared with an authenticator app.
#[derive(Debug)]
pub struct TotpSecret {
    key: SecretSlice<u8>,
    terms: CodeTerms,
}

impl TotpSecret {
    pub fn generate(random: &dyn Random) -> Self {
        let key: [u8; SECRET_BYTES] = random::bytes(random);
        Self::with_terms(&key, CodeTerms::default())
    }

    /// # Errors
    /// [`Fault::Corrupt`] when `bytes` are not [`SECRET_BYTES`] long.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Fault> {
        let bytes = <[u8; SECRET_BYTES]>::try_from(bytes)
            .map_err(|_| Fault::Corrupt("a TOTP secret of the wrong length"))?;
        Ok(Self::with_terms(&bytes, CodeTerms::default()))
    }

    /// The key of an authenticator that may have come from elsewhere, as it is kept.
    #[must_use]
    pub fn with_terms(key: &[u8], terms: CodeTerms) -> Self {
        Self { key: key.to_vec().into(), terms }
    }

    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.key.expose_secret()
    }

    /// The time step within one step of `now` that `code` belongs to.
    ///
    /// # Errors
    /// [`Fault::Totp`] when the secret cannot be used.
    pub fn matching_step(
        &self,
        code: &OneTimeCode,
        now: OffsetDateTime,
    ) -> Result<Option<i64>, Fault> {
        let step = self.totp("-")?.check(code.as_str(), unix(now));
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }

    /// How many steps the clock that made `code` is ahead (positive) or behind (negative), when
    /// the code fits a moment within ten minutes of `now` but not `now` itself: the nearest.
    ///
    /// # Errors
    /// [`Fault::Totp`] when the secret cannot be used.
    pub fn clock_offset(
        &self,
        code: &OneTimeCode,
        now: OffsetDateTime,
    ) -> Result<Option<ClockOffset>, Fault> {
        let totp = self.totp("-")?;
        let period = self.terms.period;
        let drift = i64::from(DRIFT_STEPS);
        let nearest_first = (drift + 1..=DIAGNOSED / period).flat_map(|steps| [steps, -steps]);
        let mut offsets = nearest_first.filter(|steps| {
            let then = unix(now + time::Duration::seconds(steps * period));
            totp.generate(then).to_string() == code.as_str()
        });
        Ok(offsets.next().map(ClockOffset))
    }

    /// The step of `code` by a clock that is known to be `offset` steps ahead.
    ///
    /// # Errors
    /// [`Fault::Totp`] when the secret cannot be used.
    pub fn matching_step_ahead(
        &self,
        code: &OneTimeCode,
        now: OffsetDateTime,
        offset: i64,
    ) -> Result<Option<i64>, Fault> {
        let ahead = offset.saturating_mul(self.terms.period);
        self.matching_step(code, now.saturating_add(time::Duration::seconds(ahead)))
    }

    /// The time step of a moment, as this key's app counts.
    #[must_use]
    pub fn step_of(&self, at: OffsetDateTime) -> i64 {
        step_in(at, self.terms.period)
    }

    /// Whether the code of `step` comes soon after that of `before`.
    #[must_use]
    pub fn comes_soon(&self, before: i64, step: i64) -> bool {
        before < step && step - before <= (NEXT / self.terms.period).max(1)
    }

    #[must_use]
    pub fn terms(&self) -> CodeTerms {
        self.terms
    }

    /// The code of a moment.
    ///
    /// # Errors
    /// [`Fault::Totp`] when the secret cannot be used.
    #[cfg(test)]
    pub fn code_at(&self, at: OffsetDateTime) -> Result<OneTimeCode, Fault> {
        let code = self.totp("-")?.generate(unix(at)).to_string();
        OneTimeCode::parse(&code).map_err(|_| Fault::Corrupt("a code that is none"))
    }

    /// What an authenticator app needs to know.
    ///
    /// # Errors
    /// [`Fault::Totp`] when the secret cannot be used.
    pub fn provisioning(&self, nip: &Nip) -> Result<Provisioning, Fault> {
        let totp = self.totp(nip.as_str())?;
        let uri = totp.to_url().map_err(Fault::Totp)?;
        Ok(Provisioning { uri, key: totp.secret().to_base32() })
    }

    fn totp(&self, account_name: &str) -> Result<Totp, Fault> {
        let CodeTerms { algorithm, digits, period } = self.terms;
        let algorithm = match algorithm {
            CodeAlgorithm::Sha1 => Algorithm::SHA1,
            CodeAlgorithm::Sha256 => Algorithm::SHA256,
            CodeAlgorithm::Sha512 => Algorithm::SHA512,
        };
        // Numbers that are none are refused by `build`.
        Builder::new()
            .with_secret(self.expose().to_vec())
            .with_algorithm(algorithm)
            .with_digits(u8::try_from(digits).unwrap_or_default())
            .with_step_duration(u64::try_from(period).unwrap_or_default())
            .with_skew(DRIFT_STEPS)
            .with_issuer(Some(ISSUER))
            .with_account_name(account_name)
            .build()
            .map_err(Fault::Totp)
    }
}

/// The key in the two forms people can carry to their authenticator app.
pub struct Provisioning {
    /// `otpauth://totp/…` (Key URI format): behind the QR code and the link on the same phone.
    pub uri: String,
    /// The key in base 32, to type or to copy.
    pub key: String,
}

fn unix(at: OffsetDateTime) -> u64 {
    u64::try_from(at.unix_timestamp()).unwrap_or(0)
}

/// The time step of a moment (RFC 6238 §4.2), of authenticators that were activated here.
#[must_use]
pub fn step_of(at: OffsetDateTime) -> i64 {
    step_in(at, STEP_SECONDS)
}

fn step_in(at: OffsetDateTime, period: i64) -> i64 {
    at.unix_timestamp().div_euclid(period.max(1))
}

/// The latest step, in true time, whose code can have been accepted by `now`: one of drift, and another
/// for nodes whose clocks differ a little. An authenticator whose last step lies beyond it was used while
/// a clock was ahead. Then no step before that is taken for used, or its person would be kept out until
/// the time comes; each that *was* used is noted by itself (`used_steps`) and never good again. What is
/// lost is only that an unused code from before the last one is refused, and that only until the next.
#[must_use]
pub fn latest_step(now: OffsetDateTime, terms: CodeTerms) -> i64 {
    step_in(now, terms.period) + i64::from(DRIFT_STEPS) + 1
}

/// How far off a phone's clock is: steps, positive when it is ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockOffset(pub i64);

impl ClockOffset {
    /// Whole minutes, away from zero: half a minute off is "about one minute".
    #[must_use]
    pub fn minutes(self, terms: CodeTerms) -> i8 {
        let seconds = self.0.abs().saturating_mul(terms.period);
        let minutes = seconds.saturating_add(59) / 60 * self.0.signum();
        i8::try_from(minutes).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::random::SeededRandom;
    use proptest::prelude::*;

    fn at(seconds: i64) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(seconds).unwrap()
    }

    fn code_at(secret: &TotpSecret, seconds: i64) -> OneTimeCode {
        let code = secret.totp("-").unwrap().generate(unix(at(seconds))).to_string();
        OneTimeCode::parse(&code).unwrap()
    }

    /// RFC 6238 appendix B, SHA-1, the last six of its eight digits.
    #[test]
    fn the_codes_are_those_of_the_rfc() {
        let secret = TotpSecret::from_bytes(b"12345678901234567890").unwrap();
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let code = OneTimeCode::parse(code).unwrap();
            assert_eq!(secret.matching_step(&code, at(seconds)).unwrap(), Some(seconds / 30));
        }
    }

    /// RFC 6238 appendix B, SHA-256 and SHA-512 in eight digits; and steps of a minute.
    #[test]
    fn keys_from_elsewhere_make_codes_by_their_own_terms() {
        let digits = b"1234567890".repeat(7);
        let key = |length| digits.get(..length).unwrap();
        let terms = |algorithm, period| CodeTerms { algorithm, digits: 8, period };
        for (algorithm, length, seconds, code) in [
            (CodeAlgorithm::Sha1, 20, 59, "94287082"),
            (CodeAlgorithm::Sha256, 32, 59, "46119246"),
            (CodeAlgorithm::Sha512, 64, 59, "90693936"),
            (CodeAlgorithm::Sha256, 32, 2_000_000_000, "90698825"),
            (CodeAlgorithm::Sha512, 64, 2_000_000_000, "38618901"),
        ] {
            let typed = OneTimeCode::parse(code).unwrap();
            let secret = TotpSecret::with_terms(key(length), terms(algorithm, 30));
            assert_eq!(secret.matching_step(&typed, at(seconds)).unwrap(), Some(seconds / 30));
            // The same counter, half as fast.
            let slow = TotpSecret::with_terms(key(length), terms(algorithm, 60));
            assert_eq!(slow.matching_step(&typed, at(seconds * 2)).unwrap(), Some(seconds / 30));
            assert_eq!(slow.step_of(at(seconds * 2)), seconds / 30);
        }
        let secret = TotpSecret::with_terms(key(20), terms(CodeAlgorithm::Sha1, 30));
        let six = OneTimeCode::parse("287082").unwrap();
        assert_eq!(secret.matching_step(&six, at(59)).unwrap(), None, "its last six digits");
        let none = CodeTerms { digits: -1, ..CodeTerms::default() };
        assert!(TotpSecret::with_terms(key(20), none).matching_step(&six, at(59)).is_err());
        let none = CodeTerms { period: 0, ..CodeTerms::default() };
        assert!(TotpSecret::with_terms(key(20), none).matching_step(&six, at(59)).is_err());
    }

    #[test]
    fn a_clock_is_diagnosed_in_steps_of_the_apps_own_length() {
        let terms = CodeTerms { period: 60, ..CodeTerms::default() };
        let secret = TotpSecret::with_terms(b"12345678901234567890", terms);
        let now = 1_795_305_600;
        for (steps, minutes) in [(2, 2), (-5, -5), (10, 10)] {
            let code = code_at(&secret, now + steps * 60);
            let offset = secret.clock_offset(&code, at(now)).unwrap().unwrap();
            assert_eq!((offset.0, offset.minutes(terms)), (steps, minutes));
        }
        let code = code_at(&secret, now + 11 * 60);
        assert_eq!(secret.clock_offset(&code, at(now)).unwrap(), None, "beyond ten minutes");
        assert!(secret.comes_soon(5, 8) && !secret.comes_soon(5, 9) && !secret.comes_soon(5, 5));
        assert_eq!(ClockOffset(1).minutes(CodeTerms::default()), 1);
        assert_eq!(ClockOffset(-3).minutes(CodeTerms::default()), -2);
    }

    #[test]
    fn the_link_names_the_portal_and_the_number() {
        let secret = TotpSecret::from_bytes(b"12345678901234567890").unwrap();
        let nip = Nip::parse("198609262015051001").unwrap();
        let provisioning = secret.provisioning(&nip).unwrap();
        assert_eq!(provisioning.key, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            provisioning.uri,
            "otpauth://totp/ASN%20Digital:198609262015051001\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ASN%20Digital"
        );
    }

    #[test]
    fn debug_does_not_show_the_secret() {
        let secret = TotpSecret::from_bytes(b"12345678901234567890").unwrap();
        assert!(format!("{secret:?}").to_ascii_lowercase().contains("[redacted]"));
    }

    proptest! {
        #[test]
        fn a_code_is_accepted_within_one_step_and_diagnosed_within_ten_minutes(
            seed in any::<u64>(),
            now in 1_700_000_000i64..2_000_000_000,
            off in -25i64..=25,
        ) {
            let secret = TotpSecret::generate(&SeededRandom::new(seed));
            let code = code_at(&secret, now + off * STEP_SECONDS);
            let step = secret.matching_step(&code, at(now)).unwrap();
            let offset = secret.clock_offset(&code, at(now)).unwrap();
            match off.abs() {
                0..=1 => prop_assert_eq!(step, Some(now / STEP_SECONDS + off)),
                2..=20 => {
                    let offset = offset.unwrap();
                    prop_assert_eq!(offset.0.signum(), off.signum());
                    prop_assert!((i64::from(offset.minutes(CodeTerms::default())) * 60 - off * STEP_SECONDS).abs() <= 30);
                }
                // Another step may have the same code by chance, one time in 25,000.
                _ => prop_assert!(step.is_none()),
            }
        }
    }
}

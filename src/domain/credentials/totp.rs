//! Time-based one-time passwords (RFC 6238): SHA-1, six digits, 30-second time steps, 20-byte
//! secrets, one step of drift either way, as Google Authenticator reads them.
//!
//! A code belongs to a *time step*. Whoever accepts a code must store its step and never accept
//! that step or an earlier one again (RFC 6238 §5.2); see [`crate::domain::login::by_password`]. A code from
//! another moment is only ever used to tell people that their clock is wrong.

use crate::domain::{
    Fault,
    random::{self, Random},
    values::{nip::Nip, one_time_code::OneTimeCode},
};
use secrecy::{ExposeSecret, SecretBox};
use time::OffsetDateTime;
use totp_rs::{Builder, Totp};

/// The name people see in their authenticator app.
pub const ISSUER: &str = "ASN Digital";
/// Seconds.
pub const STEP_SECONDS: i64 = 30;
/// RFC 4226 §4 R6 recommends 160 bits.
pub const SECRET_BYTES: usize = 20;
pub const STEP: time::Duration = time::Duration::seconds(STEP_SECONDS);
const DRIFT_STEPS: u16 = 1;
/// How far off a clock may be and still be diagnosed: ten minutes either way.
pub const DIAGNOSED_STEPS: i64 = 20;
/// How soon the code comes that proves it: the next one, typed without haste.
pub const NEXT_STEPS: i64 = 6;

/// The key shared with an authenticator app.
#[derive(Debug)]
pub struct TotpSecret(SecretBox<[u8; SECRET_BYTES]>);

impl TotpSecret {
    pub fn generate(random: &dyn Random) -> Self {
        Self(SecretBox::new(Box::new(random::bytes(random))))
    }

    /// # Errors
    /// [`Fault::Corrupt`] when `bytes` are not [`SECRET_BYTES`] long.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Fault> {
        let bytes = <[u8; SECRET_BYTES]>::try_from(bytes)
            .map_err(|_| Fault::Corrupt("a TOTP secret of the wrong length"))?;
        Ok(Self(SecretBox::new(Box::new(bytes))))
    }

    #[must_use]
    pub fn expose(&self) -> &[u8; SECRET_BYTES] {
        self.0.expose_secret()
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
        let drift = i64::from(DRIFT_STEPS);
        let nearest_first = (drift + 1..=DIAGNOSED_STEPS).flat_map(|steps| [steps, -steps]);
        let mut offsets = nearest_first.filter(|steps| {
            let then = unix(now + time::Duration::seconds(steps * STEP_SECONDS));
            totp.generate(then).to_string() == code.as_str()
        });
        Ok(offsets.next().map(ClockOffset))
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
        Builder::new()
            .with_secret(self.expose().to_vec())
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

/// The time step of a moment (RFC 6238 §4.2).
#[must_use]
pub fn step_of(at: OffsetDateTime) -> i64 {
    at.unix_timestamp().div_euclid(STEP_SECONDS)
}

/// The latest step, in true time, whose code can have been accepted by `now`: one of drift, and another
/// for nodes whose clocks differ a little. An authenticator whose last step lies beyond it was used while
/// a clock was ahead. Then no step before that is taken for used, or its person would be kept out until
/// the time comes; each that *was* used is noted by itself (`used_steps`) and never good again. What is
/// lost is only that an unused code from before the last one is refused, and that only until the next.
#[must_use]
pub fn latest_step(now: OffsetDateTime) -> i64 {
    step_of(now) + i64::from(DRIFT_STEPS) + 1
}

/// How far off a phone's clock is: steps, positive when it is ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockOffset(pub i64);

impl ClockOffset {
    /// Whole minutes, away from zero: half a minute off is "about one minute".
    #[must_use]
    pub fn minutes(self) -> i8 {
        let minutes = (self.0.abs() + 1) / 2 * self.0.signum();
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
                    prop_assert!((i64::from(offset.minutes()) * 60 - off * STEP_SECONDS).abs() <= 30);
                }
                // Another step may have the same code by chance, one time in 25,000.
                _ => prop_assert!(step.is_none()),
            }
        }
    }
}

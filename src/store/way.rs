//! How the way to a PostgreSQL is protected. To another machine nothing goes in the clear, and nobody
//! is believed to be the database whose certificate does not say so, unless the operator asks for less;
//! then the log says what that is worth. The names are libpq's
//! (PostgreSQL's documentation, "SSL Support").

use super::{Result, StoreError};
use crate::loopback::is_this_machine;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::{env, fs, str::FromStr, sync::Once};
use url::Url;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";

/// What an address says, and what it leaves to us.
///
/// # Errors
/// When it is none, or the certificate that it names cannot be used.
pub(super) fn options(address: &str) -> Result<PgConnectOptions> {
    let url = Url::parse(address).map_err(|_| StoreError::Address)?;
    let options = PgConnectOptions::from_str(address).map_err(|_| StoreError::Address)?;
    // As sqlx reads them.
    let named = |names: &[&str], variable: &str| -> Option<String> {
        let pairs = url.query_pairs().filter(|(name, _)| names.contains(&&**name));
        pairs.last().map(|(_, value)| value.into_owned()).or_else(|| env::var(variable).ok())
    };
    if let Some(file) = named(&["sslrootcert", "ssl-root-cert", "ssl-ca"], "PGSSLROOTCERT") {
        check_root(&file).map_err(|error| StoreError::RootCertificate(file, error))?;
    }
    let asked = named(&["sslmode", "ssl-mode"], "PGSSLMODE").map(|_| options.get_ssl_mode());
    let is_here = options.get_socket().is_some()
        || options.get_host().starts_with('/')
        || is_this_machine(options.get_host());
    let mode = mode(is_here, asked);
    if let Some(danger) = danger(is_here, mode) {
        static SAID: Once = Once::new();
        SAID.call_once(|| {
            tracing::warn!(host = options.get_host(), sslmode = ?mode, "{danger}; ask for sslmode=verify-full");
        });
    }
    Ok(options.ssl_mode(mode))
}

/// `asked`: what the operator said, if anything.
fn mode(is_here: bool, asked: Option<PgSslMode>) -> PgSslMode {
    match asked {
        Some(mode) => mode,
        None if is_here => PgSslMode::Prefer,
        None => PgSslMode::VerifyFull,
    }
}

/// What somebody on the way can do.
fn danger(is_here: bool, mode: PgSslMode) -> Option<&'static str> {
    match mode {
        _ if is_here => None,
        PgSslMode::VerifyFull => None,
        PgSslMode::Disable | PgSslMode::Allow | PgSslMode::Prefer => Some(
            "whoever is on the way to the database can read everything and change it, its password included",
        ),
        PgSslMode::Require => {
            Some("whoever is on the way to the database can pose as it: no certificate is checked")
        }
        PgSslMode::VerifyCa => Some(
            "whoever has any certificate of the same CA can pose as the database: its name is not checked",
        ),
    }
}

/// Native TLS takes the first certificate of a file and passes over the others.
fn check_root(file: &str) -> std::result::Result<(), String> {
    let text = fs::read(file).map_err(|error| error.to_string())?;
    match String::from_utf8_lossy(&text).matches(BEGIN).count() {
        0 => Err("it holds no certificate in the form PEM".into()),
        1 => Ok(()),
        many => Err(format!(
            "it holds {many} certificates and only the first would count: name a file with that of \
             the database's CA, or leave sslrootcert out and set SSL_CERT_FILE to this one"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode_of(address: &str) -> PgSslMode {
        options(address).unwrap().get_ssl_mode()
    }

    #[test]
    fn to_another_machine_the_whole_certificate_is_checked_unless_less_is_asked_for() {
        for address in [
            "postgres://asn@db.example.go.id/asn",
            "postgres://asn:secret@10.0.0.20:6432/asn?application_name=x",
            "postgres://asn@[2001:db8::1]/asn",
            "postgres://asn@localhost/asn?host=10.0.0.20",
        ] {
            assert!(matches!(mode_of(address), PgSslMode::VerifyFull), "{address}");
        }
        for address in [
            "postgres://asn@127.0.0.1/asn",
            "postgres://asn@localhost/asn",
            "postgres://asn@[::1]/asn",
            "postgres://asn@%2Frun%2Fpostgresql/asn",
            "postgres://asn@db.example.go.id/asn?host=/run/postgresql",
        ] {
            assert!(matches!(mode_of(address), PgSslMode::Prefer), "{address}");
        }
        let asked = mode_of("postgres://asn@db.example.go.id/asn?sslmode=require");
        assert!(matches!(asked, PgSslMode::Require));
        let asked = mode_of("postgres://asn@db.example.go.id/asn?ssl-mode=disable");
        assert!(matches!(asked, PgSslMode::Disable));
    }

    #[test]
    fn whatever_is_weaker_is_said_and_nothing_on_this_machine_is() {
        use PgSslMode::{Allow, Disable, Prefer, Require, VerifyCa, VerifyFull};
        for weak in [Disable, Allow, Prefer] {
            assert!(danger(false, weak).unwrap().contains("password"));
            assert!(danger(true, weak).is_none());
        }
        assert!(danger(false, Require).unwrap().contains("pose as it"));
        assert!(danger(false, VerifyCa).unwrap().contains("name"));
        assert!(danger(false, VerifyFull).is_none());
    }

    #[test]
    fn a_root_certificate_that_would_not_count_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("root.crt");
        let address = format!("postgres://asn@db.example.go.id/asn?sslrootcert={}", file.display());
        assert!(matches!(options(&address), Err(StoreError::RootCertificate(..))));
        for (certificates, is_fine) in [(0, false), (1, true), (2, false)] {
            fs::write(&file, format!("{BEGIN}\n").repeat(certificates)).unwrap();
            assert_eq!(options(&address).is_ok(), is_fine, "{certificates}");
        }
    }
}

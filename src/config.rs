//! Configuration: flags and environment, checked before anything starts. Each bad value stops the
//! start with one line that names it.

use crate::{loopback::is_this_machine, outgoing::OutgoingReach};
use clap::{Args, ValueEnum};
use ipnet::IpNet;
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    str::FromStr,
};

/// Where the data is.
#[derive(Debug, Clone, Args)]
pub struct DataOptions {
    /// Folder of the embedded database and of the key
    #[arg(long, env = "ASN_DATA_DIR", default_value = "data", global = true)]
    pub data_dir: PathBuf,

    /// PostgreSQL to use instead of the embedded database, as `postgres://user@host/name`
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,

    /// File with the key that seals secrets (32 bytes in hexadecimal) [default: asn-digital.key in the data folder]
    #[arg(long, env = "ASN_KEY_FILE", global = true)]
    pub key_file: Option<PathBuf>,

    /// File with the services instead of the catalogue that was built in
    #[arg(long, env = "ASN_CATALOGUE", global = true)]
    pub catalogue: Option<PathBuf>,

    /// Log lines for people or as JSON
    #[arg(long, env = "ASN_LOG_FORMAT", default_value = "text", global = true)]
    pub log_format: LogFormat,

    /// What to log: a level, or levels by module as in `info,sqlx=warn`
    #[arg(long, env = "ASN_LOG", default_value = "info", global = true)]
    pub log: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

impl DataOptions {
    #[must_use]
    pub fn database_file(&self) -> PathBuf {
        self.data_dir.join("asn-digital.sqlite3")
    }

    /// Where letters go while no mail server is configured.
    #[must_use]
    pub fn mail_folder(&self) -> PathBuf {
        self.data_dir.join("mail")
    }

    #[must_use]
    pub fn key_path(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.data_dir.join("asn-digital.key"))
    }
}

/// How to serve.
#[derive(Debug, Clone, Args)]
pub struct ServeOptions {
    /// Address and port to listen on
    #[arg(long, env = "ASN_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,

    /// Address and port for /metrics, never the same as --listen, or `off` [default: 127.0.0.1:9464, where it is free]
    #[arg(long, env = "ASN_METRICS_LISTEN")]
    pub metrics_listen: Option<MetricsListen>,

    /// Address people see in their browser [default: http:// and the listening address]
    #[arg(long, env = "ASN_PUBLIC_ORIGIN")]
    pub public_origin: Option<PublicOrigin>,

    /// Proxies whose X-Forwarded-For is believed, as addresses or networks, separated by commas
    #[arg(long, env = "ASN_TRUSTED_PROXIES", value_delimiter = ',', value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,

    /// Folder of the built site: pages' styles, scripts and pictures
    #[arg(long, env = "ASN_SITE_ROOT", default_value = "target/site")]
    pub site_root: PathBuf,

    /// Passwords checked at the same time [default: the number of cores]
    #[arg(long, env = "ASN_HASHES_AT_ONCE", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub hashes_at_once: Option<u16>,

    /// Logins that may wait for their turn before more are asked to come back [default: 32 for each
    /// password that is checked at the same time, half a second of them]
    #[arg(long, env = "ASN_HASHES_WAITING")]
    pub hashes_waiting: Option<u16>,

    /// Minutes without a request after which a session ends
    #[arg(long, env = "ASN_SESSION_IDLE_MINUTES", default_value_t = 30, value_parser = clap::value_parser!(u16).range(5..=720))]
    pub session_idle_minutes: u16,

    /// Hours after which every session ends
    #[arg(long, env = "ASN_SESSION_HOURS", default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=24))]
    pub session_hours: u16,

    /// Seconds between the signal to stop and the end of new connections, in which a proxy finds out by /readyz
    #[arg(long, env = "ASN_DRAIN_SECONDS", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=600))]
    pub drain_seconds: u16,

    /// Hours between the start of a reset by its own person and its effect
    #[arg(long, env = "ASN_RESET_WAIT_HOURS", default_value_t = 24, value_parser = clap::value_parser!(u16).range(1..=168))]
    pub reset_wait_hours: u16,

    /// Mail server, as `smtps://user:password@host` or `smtp://host:25` [default: letters are files in the folder mail of the data folder]
    #[arg(long, env = "ASN_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// Sender of letters
    #[arg(long, env = "ASN_MAIL_FROM", default_value = "ASN Digital <asn-digital@localhost>")]
    pub mail_from: String,

    /// Whom to tell of a weakness, as mailto:, https: or tel: addresses, separated by commas; named at
    /// /.well-known/security.txt [default: there is no such file]
    #[arg(long, env = "ASN_SECURITY_CONTACT", value_delimiter = ',', value_parser = contact)]
    pub security_contact: Vec<String>,

    /// File of the services that people sign in to, as [[client]] tables with the names of RFC 7591
    #[arg(long, env = "ASN_CLIENTS")]
    pub clients: Option<PathBuf>,

    /// Path of a second issuer with Keycloak's addresses and claims, as /auth/realms/name [default: there is none]
    #[arg(long, env = "ASN_KEYCLOAK_PATH", value_parser = realm_path)]
    pub keycloak_path: Option<String>,

    /// Private networks in which services may be told of a logout and asked for their keys, separated by commas
    #[arg(long, env = "ASN_OUTGOING_NETWORKS", value_delimiter = ',', value_parser = network)]
    pub outgoing_networks: Vec<IpNet>,

    /// Add five demo people to an empty database
    #[arg(long)]
    pub demo: bool,
}

/// Where metrics are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricsListen {
    Off,
    At(SocketAddr),
}

impl MetricsListen {
    /// For this machine only; where Prometheus looks for exporters of this kind.
    pub const DEFAULT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 9464);
}

impl FromStr for MetricsListen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self::Off);
        }
        let address = text.parse().map(Self::At);
        address.map_err(|_| "it is neither `off` nor an address like 127.0.0.1:9464".to_owned())
    }
}

/// Scheme and host (and port) as in the browser's address bar, without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicOrigin {
    text: String,
    https: bool,
}

impl FromStr for PublicOrigin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim_end_matches('/').to_ascii_lowercase();
        let (https, host) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(host), _) => (true, host),
            (None, Some(host)) => (false, host),
            (None, None) => return Err("it has to begin with https:// or http://".to_owned()),
        };
        let is_host =
            |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || !host.chars().all(is_host) {
            return Err("after the scheme it is a host and perhaps a port, nothing more".to_owned());
        }
        Ok(Self { text, https })
    }
}

/// What the running portal needs of its configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    pub public_origin: PublicOrigin,
    pub trusted_proxies: Vec<IpNet>,
    pub security_contacts: Vec<String>,
    pub outgoing_networks: Vec<IpNet>,
    pub demo: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error(
        "--listen {0} is reachable from other machines: put TLS in front and say so with \
         --public-origin https://… and --trusted-proxies, or listen on 127.0.0.1"
    )]
    NeedsTls(SocketAddr),
    #[error(
        "--public-origin {0} is https, so a proxy on this machine asks in everybody's name: say which \
         addresses it has with --trusted-proxies {1}, or all of them would count as one"
    )]
    NeedsProxies(String, IpAddr),
    #[error("--public-origin {0} is plain http: only a portal on 127.0.0.1 or localhost may be")]
    PlainHttp(String),
    #[error(
        "the database holds demo accounts with public passwords: a portal at {0} must not serve \
         them; use a database of its own"
    )]
    PublicDemo(String),
}

impl Settings {
    /// # Errors
    /// When the options would serve people without TLS.
    pub fn new(options: &ServeOptions, demo: bool) -> Result<Self, ConfigError> {
        let local = options.listen.ip().is_loopback();
        let public_origin = options.public_origin.clone().unwrap_or_else(|| PublicOrigin {
            text: format!("http://{}", options.listen),
            https: false,
        });
        if !local && (!public_origin.https || options.trusted_proxies.is_empty()) {
            return Err(ConfigError::NeedsTls(options.listen));
        }
        if !public_origin.https && !public_origin.is_loopback() {
            return Err(ConfigError::PlainHttp(public_origin.text));
        }
        if demo && !public_origin.is_loopback() {
            return Err(ConfigError::PublicDemo(public_origin.text));
        }
        // Whoever reaches a loopback address comes from it.
        let here = options.listen.ip();
        let proxies = &options.trusted_proxies;
        if local && public_origin.https && !proxies.iter().any(|proxy| proxy.contains(&here)) {
            return Err(ConfigError::NeedsProxies(public_origin.text, here));
        }
        Ok(Self {
            public_origin,
            trusted_proxies: options.trusted_proxies.clone(),
            security_contacts: options.security_contact.clone(),
            outgoing_networks: options.outgoing_networks.clone(),
            demo,
        })
    }

    /// Which machines the portal may ask. Where it is served to this machine only, this one, too.
    #[must_use]
    pub fn outgoing(&self) -> OutgoingReach {
        let this_machine = self.public_origin.is_loopback();
        OutgoingReach { this_machine, networks: self.outgoing_networks.clone() }
    }

    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_origin.https
    }
}

impl PublicOrigin {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    #[must_use]
    pub fn host(&self) -> &str {
        self.text.split_once("://").map_or("", |(_, host)| host)
    }

    fn is_loopback(&self) -> bool {
        let host = self.host();
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name,
            _ => host,
        };
        is_this_machine(name)
    }
}

fn network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from)).map_err(|_| {
        "it is neither an address like 10.0.0.1 nor a network like 10.0.0.0/8".to_owned()
    })
}

/// Segments that need no encoding, without a slash at the end.
fn realm_path(text: &str) -> Result<String, String> {
    let in_segment = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let is_segment = |segment: &str| {
        !segment.is_empty() && segment != "." && segment != ".." && segment.bytes().all(in_segment)
    };
    let segments = text.strip_prefix('/');
    let is_path = segments.is_some_and(|rest| rest.split('/').all(is_segment));
    let example = || "it is no path like /auth/realms/public-siasn".to_owned();
    is_path.then(|| text.to_owned()).ok_or_else(example)
}

/// RFC 9116 §2.5.3.
fn contact(text: &str) -> Result<String, String> {
    let text = text.trim();
    let schemes = ["mailto:", "https://", "tel:"];
    let rest = schemes.iter().find_map(|scheme| text.strip_prefix(scheme));
    let is_whole =
        rest.is_some_and(|rest| !rest.is_empty()) && text.bytes().all(|b| b.is_ascii_graphic());
    let example = || "it is no address like mailto:keamanan@example.go.id".to_owned();
    is_whole.then(|| text.to_owned()).ok_or_else(example)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(listen: &str, origin: Option<&str>, proxies: &[&str]) -> ServeOptions {
        ServeOptions {
            listen: listen.parse().unwrap(),
            metrics_listen: None,
            public_origin: origin.map(|origin| origin.parse().unwrap()),
            trusted_proxies: proxies.iter().map(|proxy| network(proxy).unwrap()).collect(),
            site_root: PathBuf::new(),
            hashes_at_once: None,
            hashes_waiting: None,
            session_idle_minutes: 30,
            session_hours: 12,
            reset_wait_hours: 24,
            drain_seconds: 0,
            smtp_url: None,
            mail_from: String::new(),
            security_contact: Vec::new(),
            clients: None,
            keycloak_path: None,
            outgoing_networks: Vec::new(),
            demo: false,
        }
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        let new = |listen, origin, proxies: &[&str]| {
            Settings::new(&options(listen, origin, proxies), false)
        };
        assert!(!new("127.0.0.1:3000", None, &[]).unwrap().is_https());
        assert!(new("[::1]:3000", Some("http://localhost:3000"), &[]).is_ok());
        let behind = new("127.0.0.1:3000", Some("https://asn.example.go.id"), &["127.0.0.1"]);
        assert!(behind.unwrap().is_https());
        assert!(new("0.0.0.0:3000", Some("https://asn.example.go.id"), &["10.0.0.0/8"]).is_ok());

        assert!(matches!(new("0.0.0.0:3000", None, &[]), Err(ConfigError::NeedsTls(_))));
        let without_proxy = new("0.0.0.0:3000", Some("https://asn.example.go.id"), &[]);
        assert!(matches!(without_proxy, Err(ConfigError::NeedsTls(_))));
        let plain = new("127.0.0.1:3000", Some("http://asn.example.go.id"), &[]);
        assert!(matches!(plain, Err(ConfigError::PlainHttp(_))));
    }

    #[test]
    fn behind_https_the_proxy_is_named_or_everybody_would_be_one() {
        let origin = Some("https://asn.example.go.id");
        let new =
            |listen, proxies: &[&str]| Settings::new(&options(listen, origin, proxies), false);
        for (listen, proxies) in [
            ("127.0.0.1:3000", &[][..]),
            ("[::1]:3000", &[]),
            ("127.0.0.1:3000", &["10.0.0.5"]),
            ("[::1]:3000", &["127.0.0.1"]),
        ] {
            let refused = new(listen, proxies);
            assert!(matches!(refused, Err(ConfigError::NeedsProxies(..))), "{listen} {proxies:?}");
        }
        assert!(new("127.0.0.1:3000", &["127.0.0.0/8"]).is_ok());
        assert!(new("[::1]:3000", &["10.0.0.5", "::1"]).is_ok());
    }

    #[test]
    fn demo_accounts_are_served_to_this_machine_only() {
        let public = options("127.0.0.1:3000", Some("https://asn.example.go.id"), &["127.0.0.1"]);
        assert!(matches!(Settings::new(&public, true), Err(ConfigError::PublicDemo(_))));
        assert!(Settings::new(&options("127.0.0.1:3000", None, &[]), true).is_ok());
    }

    #[test]
    fn metrics_are_for_this_machine_unless_another_address_is_named() {
        assert!(MetricsListen::DEFAULT.ip().is_loopback());
        let named = |text: &str| text.parse::<MetricsListen>();
        assert_eq!(named("off"), Ok(MetricsListen::Off));
        assert_eq!(
            named("10.0.0.7:9464").unwrap(),
            MetricsListen::At("10.0.0.7:9464".parse().unwrap())
        );
        assert!(named("9464").is_err());
    }

    #[test]
    fn a_contact_is_one_whole_address_and_never_a_second_line() {
        for right in ["mailto:a@b.go.id", " https://b.go.id/lapor", "tel:+62-21-0000000"] {
            assert_eq!(contact(right).unwrap(), right.trim());
        }
        for wrong in
            ["", "a@b.go.id", "mailto:", "http://b.go.id", "mailto:a@b\nExpires: 1", "tel:1 2"]
        {
            assert!(contact(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_origin_is_scheme_and_host_only() {
        assert_eq!(
            "https://Asn.Example/".parse::<PublicOrigin>().unwrap().as_str(),
            "https://asn.example"
        );
        for wrong in [
            "asn.example",
            "ftp://asn.example",
            "https://",
            "https://a/b",
            "https://a@b",
            "https://a b",
        ] {
            assert!(wrong.parse::<PublicOrigin>().is_err(), "{wrong}");
        }
    }
}

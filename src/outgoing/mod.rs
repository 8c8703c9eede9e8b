//! What the portal asks of other machines by HTTP: their keys, and to take note of a logout. The addresses were
//! registered by administrators or a file, and still may lead anywhere: no redirect is followed, no address of a
//! private network is asked unless an operator named that network (ASVS 5.0 §5.3.2 and §13.2.4, SSRF), and every
//! wait has an end.

mod keys;

pub use keys::ClientKeys;

use crate::loopback::is_this_machine;
use ipnet::IpNet;
use reqwest::{
    Client, Response, StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect::Policy,
};
use std::{
    error::Error,
    net::{IpAddr, SocketAddr},
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::net::lookup_host;
use url::{Host, Url};

/// How long another machine may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
const CONNECTING: Duration = Duration::from_secs(4);
/// The longest answer that is read. Bytes.
const LONGEST_ANSWER: usize = 64 * 1024;

/// Which machines may be asked.
#[derive(Debug, Clone, Default)]
pub struct OutgoingReach {
    /// This one: where the portal itself is served to this machine only.
    pub this_machine: bool,
    /// Of private networks, those that an operator named.
    pub networks: Vec<IpNet>,
}

impl OutgoingReach {
    fn allows(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        if address.is_loopback() {
            return self.this_machine;
        }
        is_public(address) || self.networks.iter().any(|network| network.contains(&address))
    }
}

/// Whether an address is one of the public internet (IANA's special-purpose registries).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            let shared = a == 100 && (64..128).contains(&b);
            let protocols = a == 192 && b == 0 && c == 0;
            let benchmarks = a == 198 && (18..20).contains(&b);
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_broadcast()
                || v4.is_documentation()
                || v4.is_multicast()
                || shared
                || protocols
                || benchmarks
                || a == 0
                || a >= 240)
        }
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.segments();
            // Global unicast only, without what stands for IPv4 addresses or documentation in it.
            let is_global = first & 0xe000 == 0x2000;
            let special = first == 0x2002
                || (first == 0x2001 && second < 0x0200)
                || (first == 0x2001 && second == 0x0db8);
            is_global && !special
        }
    }
}

/// Why another machine was not asked, or did not answer.
#[derive(Debug, thiserror::Error)]
pub enum Unreached {
    #[error("its address is in a private network that --outgoing-networks does not name")]
    Private,
    #[error("it is no address that can be asked")]
    Address,
    #[error("it did not answer: {0}")]
    Silent(String),
    #[error("its answer is longer than 64 KiB")]
    TooLong,
}

/// Asks other machines.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Made when somebody is asked for the first time: it reads whom this machine trusts, hundreds of
    /// certificates. None where it cannot be made as it has to be: then nobody is asked.
    client: Arc<OnceLock<Option<Client>>>,
    reach: Arc<OutgoingReach>,
}

impl Outgoing {
    /// Whoever cannot be asked by these rules is not asked at all.
    #[must_use]
    pub fn new(reach: OutgoingReach) -> Self {
        Self { client: Arc::default(), reach: Arc::new(reach) }
    }

    /// # Errors
    /// [`Unreached`]: why there is no answer.
    pub async fn get(&self, address: &str) -> Result<(StatusCode, Vec<u8>), Unreached> {
        let url = self.check(address)?;
        answered(self.client()?.get(url).send().await).await
    }

    /// Sends a form with one field.
    ///
    /// # Errors
    /// [`Unreached`]: why there is no answer.
    pub async fn post(&self, address: &str, field: (&str, &str)) -> Result<StatusCode, Unreached> {
        let url = self.check(address)?;
        let response = self.client()?.post(url).form(&[field]).send().await;
        Ok(answered(response).await?.0)
    }

    fn client(&self) -> Result<&Client, Unreached> {
        let make = || {
            Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .connect_timeout(CONNECTING)
                .timeout(PATIENCE)
                .user_agent("asn-digital")
                .dns_resolver(Arc::new(Resolver(Arc::clone(&self.reach))))
                .build()
                .inspect_err(|error| tracing::error!(%error, "no other machine can be asked"))
                .ok()
        };
        self.client.get_or_init(make).as_ref().ok_or(Unreached::Address)
    }

    /// An address by number is looked at here, one by name when it is looked up.
    fn check(&self, address: &str) -> Result<Url, Unreached> {
        let url = Url::parse(address).map_err(|_| Unreached::Address)?;
        let allowed = match url.host().ok_or(Unreached::Address)? {
            Host::Ipv4(v4) => self.reach.allows(v4.into()),
            Host::Ipv6(v6) => self.reach.allows(v6.into()),
            Host::Domain(name) => !is_this_machine(name) || self.reach.this_machine,
        };
        let plain = url.scheme() != "https" && !url.host_str().is_some_and(is_this_machine);
        if plain {
            return Err(Unreached::Address);
        }
        if allowed { Ok(url) } else { Err(Unreached::Private) }
    }
}

async fn answered(
    response: Result<Response, reqwest::Error>,
) -> Result<(StatusCode, Vec<u8>), Unreached> {
    let silent = |error: reqwest::Error| {
        // The innermost cause says what happened; none names more than the address.
        let mut cause: &dyn Error = &error;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        Unreached::Silent(cause.to_string())
    };
    let mut response = response.map_err(silent)?;
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(silent)? {
        if body.len() + chunk.len() > LONGEST_ANSWER {
            return Err(Unreached::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok((response.status(), body))
}

/// Looks names up, and lets through only addresses that may be asked: the very ones that are connected to.
struct Resolver(Arc<OutgoingReach>);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = Arc::clone(&self.0);
        Box::pin(async move {
            let found: Vec<SocketAddr> = lookup_host((name.as_str(), 0)).await?.collect();
            let allowed: Vec<_> = found.into_iter().filter(|one| reach.allows(one.ip())).collect();
            if allowed.is_empty() {
                return Err(Box::new(Unreached::Private) as Box<dyn Error + Send + Sync>);
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reach(this_machine: bool, networks: &[&str]) -> OutgoingReach {
        let networks = networks.iter().map(|one| one.parse().unwrap()).collect();
        OutgoingReach { this_machine, networks }
    }

    #[test]
    fn only_public_addresses_are_asked_unless_an_operator_named_the_network() {
        let asks = |reach: &OutgoingReach, address: &str| reach.allows(address.parse().unwrap());
        let usual = reach(false, &[]);
        for public in ["8.8.8.8", "103.10.1.1", "2404:8000::1", "::ffff:8.8.8.8"] {
            assert!(asks(&usual, public), "{public}");
        }
        for private in [
            "127.0.0.1",
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!asks(&usual, private), "{private}");
        }
        let named = reach(false, &["10.1.0.0/16"]);
        assert!(asks(&named, "10.1.2.3") && !asks(&named, "10.2.2.3"));
        assert!(!asks(&named, "127.0.0.1"));
        assert!(asks(&reach(true, &[]), "127.0.0.1"));
    }

    #[tokio::test]
    async fn neither_a_number_nor_a_name_leads_to_this_machine_where_that_may_not_be_asked() {
        let outgoing = Outgoing::new(reach(false, &[]));
        for address in [
            "http://127.0.0.1:1/",
            "https://127.0.0.1:1/",
            "https://[::1]:1/",
            "https://localhost:1/",
            "https://0x7f.1:1/",
            "https://10.0.0.1/",
        ] {
            let refused = outgoing.get(address).await;
            assert!(matches!(refused, Err(Unreached::Private)), "{address}: {refused:?}");
        }
        let plain = outgoing.get("http://a.example/").await;
        assert!(matches!(plain, Err(Unreached::Address)), "{plain:?}");
    }
}

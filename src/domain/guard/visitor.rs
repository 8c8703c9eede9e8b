//! The browser at the other end of a request.

use super::device_tokens::DeviceTokens;
use crate::domain::values::reference_token::ReferenceToken;
use std::net::{IpAddr, Ipv4Addr};

#[derive(Debug, Clone)]
pub struct Visitor {
    /// The browser's address, as the trusted proxies tell it.
    pub address: IpAddr,
    /// As sent, cut to [`LONGEST_USER_AGENT`] characters.
    pub user_agent: String,
    /// The session cookie, when it has the form of one.
    pub session: Option<ReferenceToken>,
    /// The cookie that says who has logged in from this browser before.
    pub devices: DeviceTokens,
}

/// What the portal's own machine says of itself in the record.
const THIS_MACHINE: (IpAddr, &str) = (IpAddr::V4(Ipv4Addr::LOCALHOST), "command line");

impl Visitor {
    /// Whoever works at the command line, or the portal's own jobs.
    #[must_use]
    pub fn command_line() -> Self {
        Self {
            address: THIS_MACHINE.0,
            user_agent: THIS_MACHINE.1.to_owned(),
            session: None,
            devices: DeviceTokens::default(),
        }
    }

    /// A file of clients that was taken over at a start.
    #[must_use]
    pub fn file_of_clients() -> Self {
        Self { user_agent: FILE_OF_CLIENTS.to_owned(), ..Self::command_line() }
    }
}

/// What a file of clients calls itself in the record.
const FILE_OF_CLIENTS: &str = "file of clients";

/// Whether what is recorded was done on the portal's own machine, past its pages.
#[must_use]
pub fn is_this_machine(address: &str, user_agent: &str) -> bool {
    address == THIS_MACHINE.0.to_string() && user_agent == THIS_MACHINE.1
}

pub const LONGEST_USER_AGENT: usize = 200;

/// What an address is throttled by: itself, or the /64 that a home or a phone gets in IPv6.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() & !u128::from(u64::MAX)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_counts_as_one_and_a_mapped_ipv4_address_as_itself() {
        let network = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("2001:db8:1:2:ffff::1"), "2001:db8:1:2::");
    }
}

//! Which hosts are this machine: what goes there passes nobody on its way.

use std::net::IpAddr;

/// `host`: a name or an address, perhaps in brackets.
#[must_use]
pub fn is_this_machine(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn only_loopback_is_this_machine() {
        for here in
            ["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.1", "::1", "[::1]", "::ffff:127.0.0.1"]
        {
            assert!(is_this_machine(here), "{here}");
        }
        for elsewhere in [
            "",
            "db",
            "localhost.example.go.id",
            "127.example.go.id",
            "10.0.0.1",
            "0.0.0.0",
            "::",
            "128.0.0.1",
        ] {
            assert!(!is_this_machine(elsewhere), "{elsewhere}");
        }
    }
}

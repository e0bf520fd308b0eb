//! Which network addresses may be dialled: the guard against being used to reach inside.
//!
//! Of the two lists, the most specific network that holds an address decides; at equal length the
//! denied one does. What no list names is allowed, so an entry that allows takes something out of a
//! wider one that denies, and nothing else.
//!
//! Invariant: an address is judged in its plain form. IPv6 spellings that carry an IPv4 address
//! (mapped, compatible, NAT64, 6to4) are judged as that IPv4 address (CVE-2026-35409).

use ipnet::{IpNet, Ipv4Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Lists that tighten or widen what is allowed; the built-in refusals always hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EgressPolicy {
    allow: Vec<IpNet>,
    deny: Vec<IpNet>,
}

/// One entry of a list is not a network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a network; write addresses or CIDR networks such as 10.0.0.0/8, separated by commas"
)]
pub struct PolicyError(String);

impl EgressPolicy {
    /// Reads the two lists as configured.
    ///
    /// # Errors
    /// When an entry is not an address or a CIDR network.
    pub fn parse(allow: &str, deny: &str) -> Result<Self, PolicyError> {
        Ok(Self { allow: networks(allow)?, deny: networks(deny)? })
    }

    /// Tells whether an address may be dialled: unless the most specific network that holds it is
    /// a denied one.
    pub fn allows(&self, address: IpAddr) -> bool {
        let address = plain(address);
        if never(address) {
            return false;
        }
        let denied = longest(&self.deny, address);
        denied.is_none() || longest(&self.allow, address) > denied
    }
}

fn networks(list: &str) -> Result<Vec<IpNet>, PolicyError> {
    let entries = list.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    entries.map(network).collect()
}

fn network(entry: &str) -> Result<IpNet, PolicyError> {
    let network = entry.parse::<IpNet>().or_else(|_| entry.parse::<IpAddr>().map(IpNet::from));
    network.map(plain_network).map_err(|_| PolicyError(entry.to_owned()))
}

/// A network of IPv4-mapped addresses is meant for the IPv4 addresses in it.
fn plain_network(network: IpNet) -> IpNet {
    let IpNet::V6(v6) = network else { return network };
    let inner = v6.prefix_len().checked_sub(96).zip(v6.network().to_ipv4_mapped());
    let inner = inner.and_then(|(len, address)| Ipv4Net::new(address, len).ok());
    inner.map_or(network, IpNet::V4)
}

/// The length of the most specific network that holds an address.
fn longest(networks: &[IpNet], address: IpAddr) -> Option<u8> {
    networks.iter().filter(|network| network.contains(&address)).map(IpNet::prefix_len).max()
}

/// The IPv4 address inside an IPv6 one, where there is one.
pub fn plain(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    if v6.is_loopback() || v6.is_unspecified() {
        return address;
    }
    let inner = match v6.segments() {
        // Mapped ::ffff:0:0/96, compatible ::/96, translated ::ffff:0:0:0/96.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0, 0, 0, 0, 0xffff, 0, high, low]
        // NAT64 64:ff9b::/96 and, within one network, 64:ff9b:1::/48 (RFC 6052, RFC 8215).
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x64, 0xff9b, 1, _, _, _, high, low]
        // 6to4 2002::/16.
        | [0x2002, high, low, ..] => (high, low),
        _ => return address,
    };
    let bits = (u32::from(inner.0) << 16) | u32::from(inner.1);
    IpAddr::V4(Ipv4Addr::from_bits(bits))
}

/// What is refused whatever the lists say: no database lives there, but metadata services do.
fn never(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            v4.is_link_local() || v4.is_multicast() || v4.is_broadcast() || v4.octets()[0] == 0
        }
        IpAddr::V6(v6) => {
            v6.is_unicast_link_local()
                || v6.is_multicast()
                || v6.is_unspecified()
                || v6 == METADATA_V6
        }
    }
}

/// The instance metadata service of a large cloud, inside an otherwise private range.
const METADATA_V6: Ipv6Addr = Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn allows(allow: &str, deny: &str, address: &str) -> bool {
        EgressPolicy::parse(allow, deny).unwrap().allows(address.parse().unwrap())
    }

    #[test]
    fn private_and_loopback_are_allowed_by_default() {
        for address in ["127.0.0.1", "10.1.2.3", "192.168.0.9", "::1", "fd12::1", "203.0.113.7"] {
            assert!(allows("", "", address), "{address}");
        }
    }

    #[test]
    fn metadata_is_refused_in_every_spelling_even_when_allowed() {
        let spellings = [
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "::169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
            "::ffff:0:a9fe:a9fe",
            "fe80::1",
            "fd00:ec2::254",
            "0.0.0.0",
            "::",
            "224.0.0.1",
            "ff02::1",
            "255.255.255.255",
        ];
        for address in spellings {
            assert!(!allows("0.0.0.0/0,::/0", "", address), "{address}");
        }
    }

    #[test]
    fn the_most_specific_network_decides_and_at_equal_length_the_denied_one() {
        assert!(!allows("", "10.0.0.0/8", "10.1.2.3"));
        assert!(allows("10.1.2.3", "10.0.0.0/8", "10.1.2.3"));
        assert!(!allows("10.1.2.3", "10.0.0.0/8", "10.1.2.4"));
        assert!(!allows("10.0.0.0/8", "10.1.0.0/16", "10.1.2.3"));
        assert!(allows("10.0.0.0/8", "10.1.0.0/16", "10.2.2.3"));
        assert!(!allows("10.1.0.0/16", "10.1.0.0/16", "10.1.2.3"));
        assert!(!allows("", "::ffff:10.0.0.0/104", "10.1.2.3"));
    }

    #[test]
    fn allowing_alone_closes_nothing() {
        assert!(allows("10.0.0.0/8", "", "192.168.1.1"));
        assert!(allows("10.0.0.0/8", "", "fd12::1"));
    }

    /// The two recipes of the README.
    #[test]
    fn private_networks_are_closed_and_single_networks_opened() {
        let private =
            "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,127.0.0.0/8,100.64.0.0/10,fc00::/7,::1";
        for address in ["10.1.2.3", "172.31.0.1", "192.168.0.9", "127.0.0.1", "fd12::1", "::1"] {
            assert!(!allows("10.20.0.0/16", private, address), "{address}");
        }
        assert!(allows("10.20.0.0/16", private, "10.20.0.7"));
        assert!(allows("10.20.0.0/16", private, "203.0.113.7"));
        let (allow, deny) = ("10.20.0.0/16,2001:db8::/48", "0.0.0.0/0,::/0");
        assert!(allows(allow, deny, "10.20.0.7") && allows(allow, deny, "2001:db8::7"));
        assert!(!allows(allow, deny, "203.0.113.7") && !allows(allow, deny, "2001:db9::7"));
    }

    #[test]
    fn a_mistyped_network_is_named() {
        let error = EgressPolicy::parse("10.0.0.0/8, ten", "").unwrap_err();
        assert!(error.to_string().contains("“ten”"));
    }

    proptest! {
        #[test]
        fn every_ipv4_address_is_judged_alike_in_every_spelling(bits: u32, deny: u32, len in 0u8..=32) {
            let v4 = Ipv4Addr::from_bits(bits);
            let net = format!("{}/{len}", Ipv4Addr::from_bits(deny));
            let policy = EgressPolicy::parse("", &net).unwrap();
            let expected = policy.allows(v4.into());
            let mapped = v4.to_ipv6_mapped();
            prop_assert_eq!(policy.allows(mapped.into()), expected);
            let [a, b, c, d] = v4.octets();
            let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
            let nat64 = Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low);
            prop_assert_eq!(policy.allows(nat64.into()), expected);
            let six_to_four = Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1);
            prop_assert_eq!(policy.allows(six_to_four.into()), expected);
        }

        /// Looked for in another way: from the longest network down to the shortest.
        #[test]
        fn the_first_length_at_which_a_network_holds_it_decides(
            bits: u32,
            entries in proptest::collection::vec((any::<bool>(), any::<bool>(), any::<u32>(), 0u8..=32), 0..6),
        ) {
            let nets: Vec<_> = entries
                .into_iter()
                .map(|(allow, near, other, len)| {
                    let base = Ipv4Addr::from_bits(if near { bits } else { other });
                    (allow, Ipv4Net::new(base, len).unwrap())
                })
                .collect();
            let list = |allowed: bool| {
                let names: Vec<_> =
                    nets.iter().filter(|(a, _)| *a == allowed).map(|(_, n)| n.to_string()).collect();
                names.join(",")
            };
            let policy = EgressPolicy::parse(&list(true), &list(false)).unwrap();
            let address = Ipv4Addr::from_bits(bits);
            let mut expected = true;
            for len in (0..=32).rev() {
                let here: Vec<_> = nets
                    .iter()
                    .filter(|(_, net)| net.prefix_len() == len && net.contains(&address))
                    .collect();
                if !here.is_empty() {
                    expected = here.iter().all(|(allow, _)| *allow);
                    break;
                }
            }
            prop_assert_eq!(policy.allows(address.into()), expected && !never(address.into()));
        }

        #[test]
        fn deny_everything_denies_everything(bits: u128) {
            let policy = EgressPolicy::parse("", "0.0.0.0/0,::/0").unwrap();
            prop_assert!(!policy.allows(Ipv6Addr::from_bits(bits).into()));
        }

        #[test]
        fn link_local_is_never_allowed(low: u16, tail: u64) {
            let policy = EgressPolicy::parse("0.0.0.0/0,::/0", "").unwrap();
            let [c, d] = low.to_be_bytes();
            prop_assert!(!policy.allows(Ipv4Addr::new(169, 254, c, d).into()));
            let v6 = Ipv6Addr::from_bits((0xfe80_u128 << 112) | u128::from(tail));
            prop_assert!(!policy.allows(v6.into()));
        }

        #[test]
        fn parsing_never_panics(text in ".{0,60}") {
            let _ = EgressPolicy::parse(&text, &text);
        }
    }
}

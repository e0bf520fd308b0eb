//! Addresses that policy refuses, in whatever spelling and by whatever name.

use super::network::listen;
use super::scene::{draft, failure, failure_through, reach, scene, warnings_through};
use crate::postgres::Postgres;
use app::model::connection::field;
use app::model::probe::{Cause, Stage};
use async_trait::async_trait;
use server::target::Reach;
use server::target::policy::EgressPolicy;
use server::target::resolve::Resolve;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[tokio::test]
async fn metadata_addresses_are_refused_in_every_spelling() {
    let hosts = [
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "[::ffff:a9fe:a9fe]",
        "64:ff9b::a9fe:a9fe",
        "fe80::1",
        "fd00:ec2::254",
        "0.0.0.0",
        "::",
        // The system's resolver reads these two as the address above.
        "2852039166",
        "0xa9fea9fe",
    ];
    for host in hosts {
        let mut draft = draft(80);
        draft.host = host.to_owned();
        let (stage, failure) = failure(draft).await;
        let found = (stage, failure.cause);
        assert_eq!(found, (Stage::Address, Cause::AddressRefusedByPolicy), "{host}");
        assert_eq!(failure.field, field::HOST);
        assert!(failure.remedy.contains("NEXTTABLES_EGRESS_ALLOW"));
    }
}

#[tokio::test]
async fn a_network_that_is_denied_is_refused_unless_a_more_specific_one_is_allowed() {
    let (listener, port) = listen().await;
    drop(listener);
    for (allow, deny, refused) in [
        ("", "127.0.0.0/8", true),
        ("127.0.0.0/8", "127.0.0.1", true),
        ("127.0.0.1", "127.0.0.0/8", false),
        ("127.0.0.1", "0.0.0.0/0,::/0", false),
        ("10.0.0.0/8", "", false),
    ] {
        let policy = Arc::new(EgressPolicy::parse(allow, deny).unwrap());
        let (stage, failure) = failure_through(draft(port), Reach { policy, ..reach() }).await;
        let expected = if refused {
            (Stage::Address, Cause::AddressRefusedByPolicy)
        } else {
            (Stage::Tcp, Cause::ConnectionRefused)
        };
        assert_eq!((stage, failure.cause), expected, "{allow} {deny}");
    }
}

/// A name server under an attacker's control: the first answer is harmless, the next ones are not.
#[derive(Debug, Default)]
struct Rebinding {
    asked: AtomicUsize,
}

#[async_trait]
impl Resolve for Rebinding {
    async fn resolve(&self, _host: &str) -> io::Result<Vec<IpAddr>> {
        let first = self.asked.fetch_add(1, Ordering::Relaxed) == 0;
        let address = if first { Ipv4Addr::LOCALHOST } else { Ipv4Addr::new(169, 254, 169, 254) };
        Ok(vec![address.into()])
    }
}

#[tokio::test]
async fn a_name_that_changes_its_answer_is_asked_once_and_the_vetted_address_is_dialled() {
    let mut draft = scene(Postgres::shared()).await;
    // The certificate is for this name, and the server listens on the vetted address only.
    draft.host = "localhost".to_owned();
    let resolver = Arc::new(Rebinding::default());
    let reach = Reach { resolver: resolver.clone(), ..reach() };
    assert_eq!(warnings_through(draft, reach).await, []);
    assert_eq!(resolver.asked.load(Ordering::Relaxed), 1);
}

/// A name with a refused address beside an allowed one.
#[derive(Debug)]
struct Mixed;

#[async_trait]
impl Resolve for Mixed {
    async fn resolve(&self, _host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(vec![Ipv4Addr::new(169, 254, 169, 254).into(), Ipv4Addr::LOCALHOST.into()])
    }
}

#[tokio::test]
async fn of_several_addresses_only_the_allowed_are_dialled() {
    let mut draft = scene(Postgres::shared()).await;
    draft.host = "localhost".to_owned();
    let reach = Reach { resolver: Arc::new(Mixed), ..reach() };
    assert_eq!(warnings_through(draft, reach).await, []);
}

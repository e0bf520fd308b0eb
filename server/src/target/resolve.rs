//! Host names to addresses.

use async_trait::async_trait;
use std::io;
use std::net::IpAddr;

/// Answers for host names; asked once an attempt, and what it says is what is dialled.
#[async_trait]
pub trait Resolve: Send + Sync {
    /// Finds the addresses of a host name or of an address written as text.
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The system's own resolver, with its hosts file and search domains.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

#[async_trait]
impl Resolve for SystemResolver {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        // Names that never exist need not leave this machine (RFC 6761, 6.4).
        if host.trim_end_matches('.').to_ascii_lowercase().ends_with(".invalid") {
            return Ok(Vec::new());
        }
        let mut addresses: Vec<IpAddr> =
            tokio::net::lookup_host((host, 0)).await?.map(|socket| socket.ip()).collect();
        addresses.dedup();
        Ok(addresses)
    }
}

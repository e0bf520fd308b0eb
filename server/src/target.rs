//! The customer's PostgreSQL: how we reach it, over TLS and nothing else.

pub mod catalog;
pub mod ddl;
pub mod diagnostics;
pub mod dial;
pub mod egress;
pub mod policy;
pub mod pools;
pub mod probe;
pub mod read;
pub mod resolve;
pub mod sign_in;
mod sql;
pub mod tls;
pub mod transaction;
pub mod write;

use policy::EgressPolicy;
use resolve::Resolve;
use rustls::RootCertStore;
use std::sync::Arc;
use std::time::Duration;

/// What every way to a target needs: who may be dialled, who answers for names, whom we trust.
#[derive(Clone)]
pub struct Reach {
    /// Which addresses may be dialled.
    pub policy: Arc<EgressPolicy>,
    /// Turns host names into addresses.
    pub resolver: Arc<dyn Resolve>,
    /// The system's certificate authorities.
    pub roots: Arc<RootCertStore>,
    /// How long each step may take.
    pub limits: Limits,
    /// Our own addresses, for remedies that say what to allowlist.
    pub egress: Arc<[String]>,
}

/// How long each step of reaching a target may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Finding the host.
    pub resolve: Duration,
    /// Opening the TCP connection.
    pub tcp: Duration,
    /// PostgreSQL's answer whether it offers TLS.
    pub tls_offer: Duration,
    /// The TLS handshake.
    pub handshake: Duration,
    /// Signing in.
    pub sign_in: Duration,
    /// Each group of catalog queries.
    pub query: Duration,
    /// All of it together.
    pub whole: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            resolve: Duration::from_secs(5),
            tcp: Duration::from_secs(5),
            tls_offer: Duration::from_secs(5),
            handshake: Duration::from_secs(5),
            sign_in: Duration::from_secs(5),
            query: Duration::from_secs(5),
            whole: Duration::from_secs(15),
        }
    }
}

//! The stages of the connection test, in order.

use serde::{Deserialize, Serialize};

/// One stage; each has its own timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// What was typed holds.
    Form,
    /// The host name has addresses.
    Resolve,
    /// Policy allows an address.
    Address,
    /// The port accepts a TCP connection.
    Tcp,
    /// PostgreSQL answers and offers TLS.
    TlsOffer,
    /// The certificate is trusted.
    Certificate,
    /// The role signs in.
    SignIn,
    /// The database exists.
    Database,
    /// The schema exists and may be used.
    Schema,
    /// The role may read, and write unless read-only.
    Privileges,
    /// The role has no more than it needs; only warns.
    Hygiene,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: [Self; 11] = [
        Self::Form,
        Self::Resolve,
        Self::Address,
        Self::Tcp,
        Self::TlsOffer,
        Self::Certificate,
        Self::SignIn,
        Self::Database,
        Self::Schema,
        Self::Privileges,
        Self::Hygiene,
    ];

    /// The stage's name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Form => "Check the form",
            Self::Resolve => "Find the host",
            Self::Address => "Check the address against policy",
            Self::Tcp => "Reach the port",
            Self::TlsOffer => "Ask for TLS",
            Self::Certificate => "Verify the certificate",
            Self::SignIn => "Sign in",
            Self::Database => "Open the database",
            Self::Schema => "Find the schema",
            Self::Privileges => "Check privileges",
            Self::Hygiene => "Look for excess rights",
        }
    }
}

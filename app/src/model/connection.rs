//! Database connections: how to reach one schema of one customer database.

mod check;
mod draft;
mod event;

pub use check::CheckedConnection;
pub use draft::{ConnectionDraft, DEFAULT_PORT};
pub use event::ConnectEvent;

use super::certificate::Fingerprint;
use super::ids::{ConnectionId, FolderId};
use super::probe::Cause;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Field names of the connection form, as problems and probe failures name them.
pub mod field {
    /// “Name”.
    pub const NAME: &str = crate::model::name::FIELD;
    /// “Type”.
    pub const KIND: &str = "type";
    /// “Mapped folders”.
    pub const SCOPE: &str = "mapped_folders";
    /// “Instance name”.
    pub const INSTANCE: &str = "instance";
    /// “Host”.
    pub const HOST: &str = "host";
    /// “Port”.
    pub const PORT: &str = "port";
    /// “Schema”.
    pub const SCHEMA: &str = "schema";
    /// “Read-only connection”.
    pub const READ_ONLY: &str = "read_only";
    /// “Username”.
    pub const USERNAME: &str = "username";
    /// “Password”.
    pub const PASSWORD: &str = "password";
    /// How the server's certificate is verified.
    pub const TRUST: &str = "trust";
}

/// The kind of a target; the form calls it “Type”.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseKind {
    /// PostgreSQL.
    Postgresql,
}

impl DatabaseKind {
    /// Every kind, as the form offers them.
    pub const ALL: [Self; 1] = [Self::Postgresql];

    /// The kind's name on screen.
    pub fn label(self) -> &'static str {
        "PostgreSQL"
    }

    /// The kind's name in the store and in forms.
    pub fn code(self) -> &'static str {
        "postgresql"
    }

    /// Finds a kind by its code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Where a connection is available; the form calls it “Mapped folders”.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everywhere: “Site (all folders)”.
    #[default]
    Site,
    /// In these folders, not in those below them unless named too.
    Folders(BTreeSet<FolderId>),
}

impl Scope {
    /// The words of the form for the whole site.
    pub const SITE_LABEL: &'static str = "Site (all folders)";

    /// Tells whether a connection is available in a folder.
    pub fn covers(&self, folder: FolderId) -> bool {
        match self {
            Self::Site => true,
            Self::Folders(folders) => folders.contains(&folder),
        }
    }
}

/// How the target's certificate is verified. There is no way not to verify it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Chain to the system's roots, and the host name.
    #[default]
    SystemRoots,
    /// Chain to these authorities only, and the host name.
    Authority {
        /// One or more certificates in PEM.
        pem: String,
    },
    /// Exactly this certificate, whatever its chain, names and validity.
    Pinned {
        /// The certificate's SHA-256.
        fingerprint: Fingerprint,
    },
}

/// A stored connection as screens show it: everything but the password.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Connection {
    /// Identifies the connection.
    pub id: ConnectionId,
    /// Counts changes, so that nobody overwrites a colleague's.
    pub revision: i64,
    /// The name, unique on the site without regard to case.
    pub name: String,
    /// The kind of the target.
    pub kind: DatabaseKind,
    /// Where it is available.
    pub scope: Scope,
    /// The database.
    pub instance: String,
    /// The host name or address.
    pub host: String,
    /// The TCP port.
    pub port: u16,
    /// The schema.
    pub schema: String,
    /// Whether data editing is disabled.
    pub read_only: bool,
    /// The login role.
    pub username: String,
    /// How the certificate is verified.
    pub trust: Trust,
    /// How it was when last tested.
    pub health: Option<Health>,
    /// Names of the tables that use it.
    pub tables: Vec<String>,
}

/// How a connection was when it was last tested.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Health {
    /// When.
    pub checked_at: DateTime<Utc>,
    /// From the first packet to the last answer, in milliseconds.
    pub latency_ms: u64,
    /// What was wrong, with its sentence; none when it works.
    pub failure: Option<(Cause, String)>,
    /// What works and should be better, a sentence each.
    #[serde(default)]
    pub warnings: Vec<String>,
}

/// The addresses from which the product reaches targets, for allowlists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EgressAddresses {
    /// The addresses, as text.
    pub addresses: Vec<String>,
    /// Whether an administrator configured them; else they are this machine's own.
    pub configured: bool,
}

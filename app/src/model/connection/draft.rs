//! A connection as typed: nothing is lost of it, whatever is wrong with it.

use super::{Connection, DatabaseKind, Scope, Trust};
use crate::model::secret::Secret;
use serde::{Deserialize, Serialize};

/// The port that the form proposes (PostgreSQL manual 20.3.1).
pub const DEFAULT_PORT: &str = "5432";

/// The form “Connect new database”, field by field as typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConnectionDraft {
    /// “Name”.
    pub name: String,
    /// “Type”; none until chosen.
    pub kind: Option<DatabaseKind>,
    /// “Mapped folders”.
    pub scope: Scope,
    /// “Instance name”.
    pub instance: String,
    /// “Host”.
    pub host: String,
    /// “Port”.
    pub port: String,
    /// “Schema”.
    pub schema: String,
    /// “Read-only connection”.
    pub read_only: bool,
    /// “Username”.
    pub username: String,
    /// “Password”; when editing, empty means unchanged.
    pub password: Secret,
    /// How the certificate is verified.
    pub trust: Trust,
}

impl Default for ConnectionDraft {
    fn default() -> Self {
        Self {
            name: String::new(),
            kind: None,
            scope: Scope::Site,
            instance: String::new(),
            host: String::new(),
            port: DEFAULT_PORT.to_owned(),
            schema: String::new(),
            read_only: false,
            username: String::new(),
            password: Secret::default(),
            trust: Trust::SystemRoots,
        }
    }
}

impl From<&Connection> for ConnectionDraft {
    /// Opens a stored connection for editing; there is no password to fill in.
    fn from(connection: &Connection) -> Self {
        Self {
            name: connection.name.clone(),
            kind: Some(connection.kind),
            scope: connection.scope.clone(),
            instance: connection.instance.clone(),
            host: connection.host.clone(),
            port: connection.port.to_string(),
            schema: connection.schema.clone(),
            read_only: connection.read_only,
            username: connection.username.clone(),
            password: Secret::default(),
            trust: connection.trust.clone(),
        }
    }
}

impl ConnectionDraft {
    /// Tells whether saving this over a stored connection demands its password again: a stored
    /// password must never be sent to a place that it was not given for.
    pub fn demands_password(&self, stored: &Connection) -> bool {
        self.host.trim() != stored.host
            || self.port.trim() != stored.port.to_string()
            || self.instance != stored.instance
            || self.username != stored.username
            || self.trust != stored.trust
    }
}

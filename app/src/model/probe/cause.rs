//! The causes of a failed connection test: stable names that UI, tests and operators match on.

use serde::{Deserialize, Serialize};

/// Why a stage failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// What was typed does not hold.
    InvalidInput,
    /// The host name has no address.
    HostNotFound,
    /// Every address of the host is refused by policy.
    AddressRefusedByPolicy,
    /// Nothing listens on the port.
    ConnectionRefused,
    /// No answer came in time, usually a firewall.
    TimedOut,
    /// There is no route to the address.
    Unreachable,
    /// Something answers, but it does not speak PostgreSQL.
    NotPostgresql,
    /// The server is set up without TLS.
    TlsNotOffered,
    /// TLS could not be agreed on.
    TlsHandshakeFailed,
    /// No trusted authority signed the certificate.
    CertificateUntrusted,
    /// The certificate is no longer, or not yet, valid.
    CertificateExpired,
    /// The certificate is for another host.
    CertificateWrongHost,
    /// It is not the certificate that was trusted.
    CertificateChanged,
    /// Username or password is wrong.
    PasswordWrong,
    /// The server's `pg_hba.conf` does not let this role in from here.
    RoleNotPermitted,
    /// The role has no LOGIN.
    RoleCannotLogin,
    /// The server, the database or the role has no connection left.
    TooManyConnections,
    /// The server is starting up or shutting down.
    StartingUp,
    /// There is no such database.
    DatabaseNotFound,
    /// The role may not CONNECT to the database.
    DatabaseDenied,
    /// There is no such schema.
    SchemaNotFound,
    /// The role has no USAGE on the schema.
    SchemaDenied,
    /// The role lacks read or write on tables of the schema.
    TableDenied,
    /// The connection broke off.
    ConnectionLost,
    /// The server answered with an error that none of the above names.
    ServerError,
}

impl Cause {
    /// The stable name, as in JSON, the store and the audit log.
    pub fn code(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::HostNotFound => "host_not_found",
            Self::AddressRefusedByPolicy => "address_refused_by_policy",
            Self::ConnectionRefused => "connection_refused",
            Self::TimedOut => "timed_out",
            Self::Unreachable => "unreachable",
            Self::NotPostgresql => "not_postgresql",
            Self::TlsNotOffered => "tls_not_offered",
            Self::TlsHandshakeFailed => "tls_handshake_failed",
            Self::CertificateUntrusted => "certificate_untrusted",
            Self::CertificateExpired => "certificate_expired",
            Self::CertificateWrongHost => "certificate_wrong_host",
            Self::CertificateChanged => "certificate_changed",
            Self::PasswordWrong => "password_wrong",
            Self::RoleNotPermitted => "role_not_permitted",
            Self::RoleCannotLogin => "role_cannot_login",
            Self::TooManyConnections => "too_many_connections",
            Self::StartingUp => "starting_up",
            Self::DatabaseNotFound => "database_not_found",
            Self::DatabaseDenied => "database_denied",
            Self::SchemaNotFound => "schema_not_found",
            Self::SchemaDenied => "schema_denied",
            Self::TableDenied => "table_denied",
            Self::ConnectionLost => "connection_lost",
            Self::ServerError => "server_error",
        }
    }

    /// Finds a cause by its code.
    pub fn from_code(code: &str) -> Option<Self> {
        serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
    }
}

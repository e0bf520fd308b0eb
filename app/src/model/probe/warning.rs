//! What works but should be better: the findings of a probe that never block.

use serde::{Deserialize, Serialize};

/// The kind of a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// The role is a superuser.
    Superuser,
    /// The role has BYPASSRLS.
    BypassesRowSecurity,
    /// The role has CREATEROLE.
    CreatesRoles,
    /// The role has CREATEDB.
    CreatesDatabases,
    /// The role has REPLICATION.
    Replicates,
    /// The role owns or may write in other schemas.
    ReachesOtherSchemas,
    /// The role has no CREATE on the schema, so tables cannot be created.
    CannotCreateTables,
    /// The role lacks a privilege on some of the tables.
    SomeTablesDenied,
    /// The role's password expires soon.
    PasswordExpires,
    /// The server is older than what PostgreSQL's makers, or we, support.
    ServerUnsupported,
    /// The pinned certificate expires soon or has expired.
    CertificateExpires,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    /// The kind.
    pub code: WarningCode,
    /// What was found, one sentence.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// SQL that remedies it, to copy, where SQL is the remedy.
    pub sql: Option<String>,
}

//! What a connection offers: the tables and views of its schema, and what its role may do there.

use super::Key;
use crate::model::ids::ConnectionId;
use serde::{Deserialize, Serialize};

/// A connection that is available in a folder, as somebody who connects tables sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvailableConnection {
    /// Identifies the connection.
    pub id: ConnectionId,
    /// Its name.
    pub name: String,
    /// Whether data editing is disabled.
    pub read_only: bool,
}

/// What a relation of the target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// An ordinary table.
    Table,
    /// A partitioned table.
    Partitioned,
    /// A view.
    View,
    /// A materialised view.
    MaterialisedView,
    /// A foreign table.
    ForeignTable,
}

impl TargetKind {
    /// The kind's name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Table => "Table",
            Self::Partitioned => "Partitioned table",
            Self::View => "View",
            Self::MaterialisedView => "Materialised view",
            Self::ForeignTable => "Foreign table",
        }
    }

    /// Whether it is a table of this very database, other than a view or what lies elsewhere.
    pub fn is_table(self) -> bool {
        matches!(self, Self::Table | Self::Partitioned)
    }
}

/// What the login role may do with a table, with all or at least one of its columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "four privileges, each held or not")]
pub struct Privileges {
    /// SELECT.
    pub select: bool,
    /// INSERT.
    pub insert: bool,
    /// UPDATE.
    pub update: bool,
    /// DELETE.
    pub delete: bool,
}

/// One table or view of a connection's schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetTable {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: TargetKind,
    /// PostgreSQL's own estimate of the number of rows; none where it has none.
    pub estimate: Option<u64>,
    /// How its rows are identified.
    pub key: Key,
    /// The comment in the target.
    pub comment: Option<String>,
    /// What the login role may do with it.
    pub privileges: Privileges,
    /// The privileges that are missing for whatever can be done here, by their names in SQL.
    pub missing: Vec<String>,
    /// Whether it is connected in this folder already.
    pub connected: bool,
    /// What a database administrator runs to give the missing privileges; none where none is missing.
    pub grant_sql: Option<String>,
}

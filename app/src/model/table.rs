//! Connected tables: what a table of the target is like, and what may be done with it.

mod column;
mod column_type;
mod draft;
mod offer;

pub use column::{Column, Lock, Reference};
pub use column_type::{ColumnType, Sizing};
pub use draft::{
    CheckedColumn, CheckedTable, ColumnDefault, ColumnDraft, TableDraft, check_column_name, field,
};
pub use offer::{AvailableConnection, Privileges, TargetKind, TargetTable};

use super::ids::{ConnectionId, FolderId, TableId};
use serde::{Deserialize, Serialize};

/// A connected table as folders list it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Identifies the table.
    pub id: TableId,
    /// Where it is filed.
    pub folder: FolderId,
    /// The connection that reaches it.
    pub connection: ConnectionId,
    /// The connection's name.
    pub connection_name: String,
    /// Whether the connection is read-only.
    pub read_only: bool,
    /// The schema in the target.
    pub schema: String,
    /// The table's name in the target.
    pub name: String,
}

/// How a row is identified, always together with its version (`xmin`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// By the columns of the primary key.
    Primary(Vec<String>),
    /// By the columns of a unique key without NULL.
    Unique(Vec<String>),
    /// By its address in the table (`ctid`), which lasts until the row is changed.
    Address,
    /// Not at all: a view or a foreign table, whose rows can only be read.
    None,
}

impl Key {
    /// The columns of the key; none where rows go by their address.
    pub fn columns(&self) -> &[String] {
        match self {
            Self::Primary(columns) | Self::Unique(columns) => columns,
            Self::Address | Self::None => &[],
        }
    }
}

/// What the person may do with the rows, each with the reason where they may not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowAccess {
    /// Why rows cannot be inserted; none where they can.
    pub insert: Option<Lock>,
    /// Why rows cannot be updated; none where they can.
    pub update: Option<Lock>,
    /// Why rows cannot be deleted; none where they can.
    pub delete: Option<Lock>,
}

impl RowAccess {
    /// The same reason for everything.
    pub fn locked(lock: &Lock) -> Self {
        Self { insert: Some(lock.clone()), update: Some(lock.clone()), delete: Some(lock.clone()) }
    }

    /// Tells whether nothing can be changed, and why: each reason, once.
    pub fn all_locked(&self) -> Option<String> {
        let locks = [self.insert.as_ref()?, self.update.as_ref()?, self.delete.as_ref()?];
        Some(Lock::told(&locks))
    }
}

/// A table that was opened: everything a grid needs besides the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenTable {
    /// The table.
    pub table: Table,
    /// What it is in the target.
    pub kind: TargetKind,
    /// The comment in the target.
    pub comment: Option<String>,
    /// The columns, in the target's order.
    pub columns: Vec<Column>,
    /// How rows are identified.
    pub key: Key,
    /// What may be done with the rows.
    pub access: RowAccess,
    /// Whether the person may change the table itself: columns, comments, disconnecting.
    pub manages: bool,
    /// PostgreSQL's own estimate of the number of rows; none where it has none.
    pub estimate: Option<u64>,
    /// Where the audit log ended before it was opened: whoever watches the table from there on is
    /// told of every Save that the rows they read may lack.
    #[serde(default)]
    pub seen: i64,
}

impl OpenTable {
    /// Finds a column and its place.
    pub fn column(&self, name: &str) -> Option<(usize, &Column)> {
        self.columns.iter().enumerate().find(|(_, column)| column.name == name)
    }
}

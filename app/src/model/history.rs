//! The history of rows: who changed what, when, from what to what.

use super::audit::Actor;
use super::cell::Cell;
use super::ids::{ChangeSetId, TableId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far a change set got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeState {
    /// Written down, and not yet known whether the target committed it.
    Prepared,
    /// The target committed it.
    Committed,
    /// The target did not commit it.
    Aborted,
    /// The target cannot say any more whether it committed it.
    Unknown,
}

impl ChangeState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Prepared, Self::Committed, Self::Aborted, Self::Unknown];

    /// The name in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::Committed => "committed",
            Self::Aborted => "aborted",
            Self::Unknown => "unknown",
        }
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Prepared => "Being settled",
            Self::Committed => "Saved",
            Self::Aborted => "Not saved",
            Self::Unknown => "Unknown: the database cannot say any more",
        }
    }

    /// Finds one by its name in the store.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// The most rows of one change set that a page of history shows.
pub const SHOWN_ROWS: u32 = 100;

/// What happened to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowDeed {
    /// It was inserted.
    Inserted,
    /// Some of its cells were given other values.
    Updated,
    /// It was deleted.
    Deleted,
}

impl RowDeed {
    /// The name in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Inserted => "inserted",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }

    /// The word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Inserted => "Inserted",
            Self::Updated => "Updated",
            Self::Deleted => "Deleted",
        }
    }

    /// Finds one by its name in the store.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Inserted, Self::Updated, Self::Deleted].into_iter().find(|deed| deed.code() == code)
    }
}

/// One cell from → to, whole with NULL as none, or as a page shows it; moments in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellChange<V = Option<String>> {
    /// The column's name at that time.
    pub column: String,
    /// Before; none for NULL and in a new row.
    pub old: V,
    /// After; none for NULL and in a deleted row.
    pub new: V,
}

/// A row as a page of history shows it: with the starts of long values only.
pub type ShownChange = RowChange<Cell>;

/// One row of a change set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange<V = Option<String>> {
    /// Its place in the change set, from 0.
    pub position: u32,
    /// What happened.
    pub deed: RowDeed,
    /// The row's key after the change, before it where it is deleted; its address where the table
    /// has no key.
    pub key: Vec<String>,
    /// The row's key before the change, where that differs.
    pub old_key: Option<Vec<String>>,
    /// The cells.
    pub cells: Vec<CellChange<V>>,
}

/// The change set before which another one brought everything back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restored {
    /// Identifies it.
    pub id: ChangeSetId,
    /// When it was saved.
    pub at: DateTime<Utc>,
}

/// One Save.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSet {
    /// Identifies the change set.
    pub id: ChangeSetId,
    /// The table.
    pub table: TableId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Actor,
    /// How far it got.
    pub state: ChangeState,
    /// The change set that it restored, if it did.
    pub restores: Option<Restored>,
    /// How many rows it changed in all.
    pub row_count: u32,
    /// What its columns are called by now, where that is another name.
    #[serde(default)]
    pub renamed: BTreeMap<String, String>,
    /// The rows, the first of them where there are many.
    pub rows: Vec<ShownChange>,
}

/// Which part of a table's history to show; an empty filter shows all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryFilter {
    /// Only this row.
    #[serde(default)]
    pub row: Option<Vec<String>>,
    /// Only changes of the column that has this name by now.
    #[serde(default)]
    pub column: Option<String>,
    /// Only of this person.
    #[serde(default)]
    pub actor: Option<super::ids::UserId>,
    /// From this day on (UTC).
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Up to this day, itself included (UTC).
    #[serde(default)]
    pub to: Option<NaiveDate>,
}

/// One page of history, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    /// The change sets, each with the rows that the filter lets through.
    pub change_sets: Vec<ChangeSet>,
    /// Where the next page begins; none at the end.
    pub next: Option<ChangeSetId>,
    /// The table's name, where it is disconnected and only its history is left.
    #[serde(default)]
    pub disconnected: Option<String>,
}

//! Changes: one row's edit each; a change set is one Save, all or nothing.

use super::ids::ChangeSetId;
use super::page::{Row, RowId};
use serde::{Deserialize, Serialize};

/// The most changes of one change set.
pub const MOST_CHANGES: usize = 10_000;

/// One cell's new value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellEdit {
    /// The column's name.
    pub column: String,
    /// The value that the person saw, NULL as none.
    pub old: Option<String>,
    /// The value that the person wants, NULL as none.
    pub new: Option<String>,
}

/// One cell of a new row; a column that is not named takes its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellInput {
    /// The column's name.
    pub column: String,
    /// The value, NULL as none.
    pub value: Option<String>,
}

/// One row's edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A new row.
    Insert {
        /// The cells that were given a value.
        cells: Vec<CellInput>,
    },
    /// Other values in a row.
    Update {
        /// The row, in the version that the person saw.
        row: RowId,
        /// The cells that differ.
        cells: Vec<CellEdit>,
    },
    /// A row that goes.
    Delete {
        /// The row, in the version that the person saw.
        row: RowId,
        /// Where the version is another one: what the row must still hold to be deleted all the
        /// same. Without any, another version is a conflict.
        #[serde(default)]
        seen: Vec<CellInput>,
    },
}

/// What one change became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Saved {
    /// The row as it stands in the target now, whatever triggers made of it.
    Row(Row),
    /// The row is gone.
    Gone,
}

/// A change that met somebody else's: nothing was saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Which change, from 0.
    pub change: usize,
    /// The row as it stands in the target now; none when it is gone.
    pub theirs: Option<Row>,
}

/// How a Save ended, told by its id to somebody who did not get the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaveFate {
    /// Everything is saved.
    Committed,
    /// Nothing is saved, and nothing ever will be under this id.
    NotSaved,
    /// The target is still at it, or cannot be asked now: ask again.
    Pending,
    /// The target cannot say any more whether it is saved; the history keeps it as unknown.
    Unknown,
}

/// How a Save ended, where it did not fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaveOutcome {
    /// Everything is saved.
    Saved {
        /// The change set; none when nothing differed and so nothing was written.
        id: Option<ChangeSetId>,
        /// What each change became, in the order of the changes.
        results: Vec<Saved>,
    },
    /// Nothing is saved, because somebody else was there first.
    Conflicts(Vec<Conflict>),
    /// This id was sent before, or given up: nothing is done a second time. The rows have to be
    /// read again; what was not saved has to be sent under another id.
    Known(SaveFate),
}

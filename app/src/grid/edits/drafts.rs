//! The edits as they stand, as they are kept in the browser.

use super::step::{LineDraft, Patch};
use crate::model::page::RowId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A cell's value, NULL as none.
pub type Value = Option<String>;

/// Values by column.
pub type Cells = BTreeMap<String, Value>;

/// Which row is meant: one of the table by its key, or a new one by its number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Line {
    /// A row of the table.
    Stored(Vec<String>),
    /// A new row.
    New(u32),
}

/// One edited cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CellDraft {
    /// The value that the person saw.
    pub old: Value,
    /// The value that the person wants.
    pub new: Value,
}

/// The edits of one row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RowDraft {
    /// The row, in the version that the person saw.
    pub id: RowId,
    /// The edited cells by column.
    pub cells: BTreeMap<String, CellDraft>,
    /// Whether the row shall go.
    pub deleted: bool,
}

impl RowDraft {
    /// A row without edits.
    pub(super) fn untouched(id: RowId) -> Self {
        Self { id, cells: BTreeMap::new(), deleted: false }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty() && !self.deleted
    }
}

/// A new row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NewRow {
    /// Tells it from other new rows.
    pub number: u32,
    /// The cells that were given a value; the others take their default.
    pub cells: Cells,
}

/// How much has been edited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Edited cells of rows that stay.
    pub cells: usize,
    /// Rows with edited cells.
    pub updated: usize,
    /// New rows.
    pub inserted: usize,
    /// Rows that shall go.
    pub deleted: usize,
}

impl Counts {
    /// How many rows a Save would change.
    pub fn rows(self) -> usize {
        self.updated + self.inserted + self.deleted
    }
}

/// Every edit of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drafts {
    /// By key; pairs, because the notation in which they are kept knows only texts as keys.
    #[serde(with = "pairs")]
    pub(super) rows: BTreeMap<Vec<String>, RowDraft>,
    /// In the order in which they are shown.
    pub(super) added: Vec<NewRow>,
    /// The number of the next new row.
    pub(super) next: u32,
}

impl Drafts {
    /// Tells whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.added.is_empty()
    }

    /// The edits of a row of the table.
    pub fn row(&self, key: &[String]) -> Option<&RowDraft> {
        self.rows.get(key)
    }

    /// An edited cell of a row of the table.
    pub fn cell(&self, key: &[String], column: &str) -> Option<&CellDraft> {
        self.row(key)?.cells.get(column)
    }

    /// The new rows, in the order in which they are shown.
    pub fn added(&self) -> &[NewRow] {
        &self.added
    }

    /// A new row by its number.
    pub fn new_row(&self, number: u32) -> Option<&NewRow> {
        self.added.iter().find(|row| row.number == number)
    }

    /// The rows of the table that have edits.
    pub fn edited(&self) -> impl Iterator<Item = &RowDraft> {
        self.rows.values()
    }

    /// Counts the edits.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { inserted: self.added.len(), ..Counts::default() };
        for row in self.rows.values() {
            if row.deleted {
                counts.deleted += 1;
            } else {
                counts.updated += 1;
                counts.cells += row.cells.len();
            }
        }
        counts
    }

    /// A row's edits as they are now.
    pub(super) fn line(&self, line: &Line) -> Option<LineDraft> {
        match line {
            Line::Stored(key) => self.rows.get(key).cloned().map(LineDraft::Stored),
            Line::New(number) => {
                let at = self.added.iter().position(|row| row.number == *number)?;
                Some(LineDraft::New(at, self.added.get(at)?.clone()))
            }
        }
    }

    /// Replaces a row's edits, and gives the patch that did it.
    pub(super) fn patch(&mut self, line: Line, after: Option<LineDraft>) -> Option<Patch> {
        let before = self.line(&line);
        if before == after {
            return None;
        }
        self.put(&line, after.clone());
        Some(Patch { line, before, after })
    }

    /// Replaces a row's edits.
    pub(super) fn put(&mut self, line: &Line, draft: Option<LineDraft>) {
        match line {
            Line::Stored(key) => {
                self.rows.remove(key);
            }
            Line::New(number) => self.added.retain(|row| row.number != *number),
        }
        match draft {
            Some(LineDraft::Stored(row)) if !row.is_empty() => {
                self.rows.insert(row.id.key.clone(), row);
            }
            Some(LineDraft::New(at, row)) => self.added.insert(at.min(self.added.len()), row),
            Some(LineDraft::Stored(_)) | None => {}
        }
    }
}

/// Maps by row as lists of what is in them: the key stands in each row.
mod pairs {
    use super::RowDraft;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    type Rows = BTreeMap<Vec<String>, RowDraft>;

    pub fn serialize<S: Serializer>(rows: &Rows, to: S) -> Result<S::Ok, S::Error> {
        rows.values().collect::<Vec<_>>().serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Rows, D::Error> {
        let rows = Vec::<RowDraft>::deserialize(from)?;
        Ok(rows.into_iter().map(|row| (row.id.key.clone(), row)).collect())
    }
}

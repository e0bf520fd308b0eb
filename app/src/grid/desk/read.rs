//! What stands at a place: which row, which value, and why it cannot be edited.

use super::Desk;
use crate::grid::edits::{Line, NewRow, RowDraft, Value};
use crate::grid::number::{narrow, wide};
use crate::grid::selection::Spot;
use crate::model::page::Row;
use crate::model::table::{Column, Lock};
use leptos::prelude::*;

/// A row that is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Here {
    /// A new one.
    New(NewRow),
    /// One of the table, with its edits.
    Stored(Row, Option<RowDraft>),
}

impl Here {
    /// How edits name the row; none where it can only be read.
    pub fn line(&self) -> Option<Line> {
        match self {
            Self::New(row) => Some(Line::New(row.number)),
            Self::Stored(row, _) => row.id.as_ref().map(|id| Line::Stored(id.key.clone())),
        }
    }

    /// The value of a column as it would be saved; nothing where it is not wholly here.
    pub fn value(&self, index: usize, column: &Column) -> Option<Value> {
        match self {
            Self::New(row) => Some(row.cells.get(&column.name).cloned().flatten()),
            Self::Stored(row, draft) => {
                let draft = draft.as_ref().and_then(|draft| draft.cells.get(&column.name));
                match draft {
                    Some(cell) => Some(cell.new.clone()),
                    None => row.cells.get(index)?.value().map(|value| value.map(str::to_owned)),
                }
            }
        }
    }

    /// Tells whether a column's value is an edit, of which the key may still be looked up.
    pub fn has_edit(&self, column: &str) -> bool {
        match self {
            Self::New(_) => true,
            Self::Stored(_, draft) => {
                draft.as_ref().is_some_and(|draft| draft.cells.contains_key(column))
            }
        }
    }

    /// Tells whether the row shall go.
    pub fn is_deleted(&self) -> bool {
        matches!(self, Self::Stored(_, Some(draft)) if draft.deleted)
    }
}

impl Desk {
    /// The text that stands for a value of a foreign key, where it has come.
    pub fn label(self, column: &Column, value: &str) -> Option<String> {
        column.reference.as_ref()?;
        self.with_window(|window| window.label(&column.name, value).map(str::to_owned))
    }

    /// The row of the table that is shown as a row; none for a new one.
    pub fn stored_number(self, row: u64) -> Option<u64> {
        row.checked_sub(self.added_count())
    }

    /// How many new rows there are.
    pub fn added_count(self) -> u64 {
        self.edits.with_untracked(|edits| wide(edits.drafts().added().len()))
    }

    /// The row that is shown at a place, if it is here.
    pub fn here(self, row: u64) -> Option<Here> {
        let Some(number) = self.stored_number(row) else {
            return self.edits.with_untracked(|edits| {
                edits.drafts().added().get(narrow(row)).cloned().map(Here::New)
            });
        };
        let row = self.with_window(|window| window.row(number).cloned())?;
        Some(self.with_draft(row))
    }

    /// The same, unless it came before everything was last asked for anew: another row may stand at
    /// its place by now.
    pub fn present(self, row: u64) -> Option<Here> {
        match self.stored_number(row) {
            None => self.here(row),
            Some(number) => {
                let row = self.with_window(|window| window.present(number).cloned())?;
                Some(self.with_draft(row))
            }
        }
    }

    /// A row of the table with its edits.
    pub fn with_draft(self, row: Row) -> Here {
        let draft = row
            .id
            .as_ref()
            .and_then(|id| self.edits.with_untracked(|edits| edits.drafts().row(&id.key).cloned()));
        Here::Stored(row, draft)
    }

    /// Where a row is shown, if it is a new one or here.
    pub fn row_of(self, line: &Line) -> Option<u64> {
        match line {
            Line::New(number) => self.edits.with_untracked(|edits| {
                let at = edits.drafts().added().iter().position(|row| row.number == *number);
                at.map(wide)
            }),
            Line::Stored(key) => {
                let number = self.with_window(|window| window.find(key).map(|(at, _)| at))?;
                Some(number + self.added_count())
            }
        }
    }

    /// The table's column that is shown at a place.
    pub fn index(self, column: usize) -> Option<usize> {
        self.arrangement.with_untracked(|arrangement| arrangement.index(column))
    }

    /// The column that is shown at a place, and its place among the table's columns.
    pub fn column(self, column: usize) -> Option<(usize, Column)> {
        let index = self.index(column)?;
        Some((index, self.table().columns.get(index)?.clone()))
    }

    /// Why a cell cannot be edited; none where it can.
    pub fn lock(self, here: &Here, column: &Column) -> Option<Lock> {
        let access = &self.table().access;
        let of_row = match here {
            Here::New(_) => access.insert.clone(),
            Here::Stored(row, _) => {
                let nameless = row.id.is_none().then_some(Lock::Nameless);
                access.update.clone().or(nameless)
            }
        };
        of_row.or_else(|| column.locked.clone())
    }

    /// The value that is shown at a place, if it is wholly here.
    pub fn value_at(self, spot: Spot) -> Option<Value> {
        let (index, column) = self.column(spot.column)?;
        self.here(spot.row)?.value(index, &column)
    }

    /// What a cell is called when it is spoken of.
    pub fn name_of(self, spot: Spot) -> String {
        let column = self.column(spot.column).map(|(_, column)| column.name);
        column.unwrap_or_default()
    }
}

//! A new table's fields as signals.

use crate::model::table::{ColumnDraft, ColumnType, TableDraft};
use crate::pages::column_form::ColumnState;
use leptos::prelude::*;

/// One signal a field, and the columns in their order.
#[derive(Clone, Copy)]
pub struct TableState {
    /// “Table name”.
    pub name: RwSignal<String>,
    /// “Comment”.
    pub comment: RwSignal<String>,
    /// The columns.
    pub columns: RwSignal<Vec<ColumnState>>,
    next: StoredValue<u32>,
}

/// Where a column is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Before the one above it.
    Up,
    /// Behind the one below it.
    Down,
}

impl TableState {
    /// Opens a draft.
    pub fn new(draft: TableDraft) -> Self {
        let columns: Vec<_> =
            (0..).zip(draft.columns).map(|(id, column)| ColumnState::new(id, column)).collect();
        let next = u32::try_from(columns.len()).unwrap_or(u32::MAX);
        Self {
            name: RwSignal::new(draft.name),
            comment: RwSignal::new(draft.comment),
            columns: RwSignal::new(columns),
            next: StoredValue::new(next),
        }
    }

    /// Adds an empty column at the end.
    pub fn add(self) -> ColumnState {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        let column = ColumnState::new(id, ColumnDraft::new(ColumnType::Text));
        self.columns.update(|columns| columns.push(column));
        column
    }

    /// Takes a column away.
    pub fn remove(self, column: ColumnState) {
        self.columns.update(|columns| columns.retain(|other| *other != column));
    }

    /// Moves a column by one place; at the end nothing happens.
    pub fn move_column(self, column: ColumnState, direction: Direction) {
        self.columns.update(|columns| {
            let Some(at) = columns.iter().position(|other| *other == column) else { return };
            let to = match direction {
                Direction::Up => at.checked_sub(1),
                Direction::Down => Some(at + 1).filter(|to| *to < columns.len()),
            };
            if let Some(to) = to {
                columns.swap(at, to);
            }
        });
    }

    /// Where a column stands now, from 0.
    pub fn place(self, column: ColumnState) -> Signal<usize> {
        Signal::derive(move || {
            self.columns
                .with(|columns| columns.iter().position(|other| *other == column))
                .unwrap_or_default()
        })
    }

    /// What is typed now; read inside an effect or a view, it follows the typing.
    pub fn draft(self) -> TableDraft {
        TableDraft {
            name: self.name.get(),
            columns: self.columns.get().into_iter().map(ColumnState::draft).collect(),
            comment: self.comment.get(),
        }
    }
}

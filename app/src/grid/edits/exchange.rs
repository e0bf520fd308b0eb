//! A value that turns out to stand for another one, as a label does for a key.
//!
//! Invariant: afterwards all is as if the other value had been given in the first place, also in
//! the steps that can be undone or done again.

use super::drafts::{Line, RowDraft, Value};
use super::step::{LineDraft, Step};
use super::{Changed, Edits};

/// A cell, the value that it was given, and the one that was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The row.
    pub line: Line,
    /// The column's name.
    pub column: String,
    /// The value that it was given.
    pub given: Value,
    /// The value that was meant.
    pub meant: Value,
}

impl Edits {
    /// Tells whether a cell holds, as an edit, the value that it was given.
    pub fn holds(&self, line: &Line, column: &str, given: &Value) -> bool {
        let value = match line {
            Line::Stored(key) => self.drafts.cell(key, column).map(|cell| &cell.new),
            Line::New(number) => self.drafts.new_row(*number).and_then(|row| row.cells.get(column)),
        };
        value == Some(given)
    }

    /// Puts the value that was meant in the place of the one that was given.
    pub fn exchange(&mut self, exchange: &Exchange) -> Changed {
        let before = self.drafts.line(&exchange.line);
        let after = exchange.of_line(before.clone());
        self.drafts.put(&exchange.line, after.clone());
        for steps in [&mut self.done, &mut self.undone] {
            for step in steps.iter_mut() {
                exchange.in_step(step);
            }
            steps.retain(|step| !step.is_empty());
        }
        if before == after { Changed::No } else { Changed::Yes }
    }
}

impl Exchange {
    fn in_step(&self, step: &mut Step) {
        for patch in step.iter_mut().filter(|patch| patch.line == self.line) {
            patch.before = self.of_line(patch.before.take());
            patch.after = self.of_line(patch.after.take());
        }
        step.retain(|patch| patch.before != patch.after);
    }

    fn of_line(&self, draft: Option<LineDraft>) -> Option<LineDraft> {
        match draft? {
            LineDraft::Stored(row) => {
                Some(self.of_row(row)).filter(|row| !row.is_empty()).map(LineDraft::Stored)
            }
            LineDraft::New(at, mut row) => {
                if let Some(value) = row.cells.get_mut(&self.column)
                    && *value == self.given
                {
                    value.clone_from(&self.meant);
                }
                Some(LineDraft::New(at, row))
            }
        }
    }

    fn of_row(&self, mut row: RowDraft) -> RowDraft {
        if let Some(cell) = row.cells.get_mut(&self.column)
            && cell.new == self.given
        {
            cell.new.clone_from(&self.meant);
        }
        // A cell that is back at its value is no edit.
        row.cells.retain(|_, cell| cell.old != cell.new);
        row
    }
}

//! A value that turns out to stand for another one, as a label does for a key.
//!
//! Invariant: afterwards all is as if the other value had been given in the first place, also in
//! the steps that can be undone or done again.

use super::drafts::{Line, NewRow, RowDraft, Value};
use super::step::{LineDraft, Step};
use super::{Changed, Edits};
use std::collections::BTreeMap;

/// Cells of a column, each with the value that it was given and the one that was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The column's name.
    pub column: String,
    /// The two values, by row.
    pub cells: BTreeMap<Line, (Value, Value)>,
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

    /// Puts the values that were meant in the places of those that were given.
    pub fn exchange(&mut self, exchange: &Exchange) -> Changed {
        let mut changed = Changed::No;
        for row in &mut self.drafts.added {
            let values = exchange.cells.get(&Line::New(row.number));
            if values.is_some_and(|values| exchange.in_new(values, row) == Changed::Yes) {
                changed = Changed::Yes;
            }
        }
        let stored = |line: &Line| matches!(line, Line::Stored(_));
        for (line, values) in exchange.cells.iter().filter(|(line, _)| stored(line)) {
            let before = self.drafts.line(line);
            let after = exchange.of_line(values, before.clone());
            if before != after {
                self.drafts.put(line, after);
                changed = Changed::Yes;
            }
        }
        for steps in [&mut self.done, &mut self.undone] {
            for step in steps.iter_mut() {
                exchange.in_step(step);
            }
            steps.retain(|step| !step.is_empty());
        }
        changed
    }
}

impl Exchange {
    fn in_step(&self, step: &mut Step) {
        for patch in step.iter_mut() {
            if let Some(values) = self.cells.get(&patch.line) {
                patch.before = self.of_line(values, patch.before.take());
                patch.after = self.of_line(values, patch.after.take());
            }
        }
        step.retain(|patch| patch.before != patch.after);
    }

    fn of_line(&self, values: &(Value, Value), draft: Option<LineDraft>) -> Option<LineDraft> {
        match draft? {
            LineDraft::Stored(row) => {
                Some(self.of_row(values, row)).filter(|row| !row.is_empty()).map(LineDraft::Stored)
            }
            LineDraft::New(at, mut row) => {
                let _ = self.in_new(values, &mut row);
                Some(LineDraft::New(at, row))
            }
        }
    }

    fn in_new(&self, (given, meant): &(Value, Value), row: &mut NewRow) -> Changed {
        match row.cells.get_mut(&self.column) {
            Some(value) if value == given && given != meant => {
                value.clone_from(meant);
                Changed::Yes
            }
            _ => Changed::No,
        }
    }

    fn of_row(&self, (given, meant): &(Value, Value), mut row: RowDraft) -> RowDraft {
        if let Some(cell) = row.cells.get_mut(&self.column)
            && cell.new == *given
        {
            cell.new.clone_from(meant);
        }
        // A cell that is back at its value is no edit.
        row.cells.retain(|_, cell| cell.old != cell.new);
        row
    }
}

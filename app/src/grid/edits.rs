//! What has been edited and not yet saved: cells, new rows, deletions; with undo and redo.
//!
//! Invariants: every edited cell keeps the value over which it was edited; a cell that is back at
//! that value is no edit any more; undoing every step leaves nothing.

mod conflict;
mod drafts;
mod exchange;
mod gone;
mod send;
mod step;

pub use conflict::{Choice, Clash, Point, Theirs};
pub use drafts::{CellDraft, Cells, Counts, Drafts, Line, NewRow, RowDraft, Value};
pub use exchange::Exchange;
pub use gone::Gone;
pub use send::Sent;
pub use step::{DeletedLine, Edit};

use step::Step;

/// How many steps can be undone.
const MOST_STEPS: usize = 500;

/// The edits of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    drafts: Drafts,
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl Edits {
    /// Edits that were kept from before.
    pub fn restored(drafts: Drafts) -> Self {
        Self { drafts, ..Self::default() }
    }

    /// The edits as they stand.
    pub fn drafts(&self) -> &Drafts {
        &self.drafts
    }

    /// Makes edits that are undone together; tells whether anything changed.
    pub fn make(&mut self, edits: impl IntoIterator<Item = Edit>) -> Changed {
        let step: Step = edits.into_iter().filter_map(|edit| self.drafts.make(edit)).collect();
        if step.is_empty() {
            return Changed::No;
        }
        self.undone.clear();
        self.done.push(step);
        if self.done.len() > MOST_STEPS {
            self.done.remove(0);
        }
        Changed::Yes
    }

    /// Undoes the last step.
    pub fn undo(&mut self) -> Changed {
        let Some(step) = self.done.pop() else { return Changed::No };
        for patch in step.iter().rev() {
            self.drafts.put(&patch.line, patch.before.clone());
        }
        self.undone.push(step);
        Changed::Yes
    }

    /// Does again what was undone last.
    pub fn redo(&mut self) -> Changed {
        let Some(step) = self.undone.pop() else { return Changed::No };
        for patch in &step {
            self.drafts.put(&patch.line, patch.after.clone());
        }
        self.done.push(step);
        Changed::Yes
    }

    /// Forgets every edit.
    pub fn discard(&mut self) {
        *self = Self::default();
    }

    /// Tells whether there is nothing here, not even something to do again.
    pub fn is_untouched(&self) -> bool {
        self.drafts.is_empty() && self.done.is_empty() && self.undone.is_empty()
    }

    /// How many steps can be undone.
    pub fn steps(&self) -> usize {
        self.done.len()
    }

    /// Forgets the steps; tells whether there was one. Nothing can be undone, or done again, over
    /// what the server has taken, or in a time zone in which it was not typed.
    pub fn forget_steps(&mut self) -> Changed {
        let none = self.done.is_empty() && self.undone.is_empty();
        self.done.clear();
        self.undone.clear();
        if none { Changed::No } else { Changed::Yes }
    }
}

/// Whether something is different now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is.
    Yes,
    /// It is not.
    No,
}

#[cfg(test)]
mod conflict_tests;
#[cfg(test)]
mod tests;

//! Settling a conflict: keeping mine over theirs, or taking theirs.

use super::drafts::{Cells, Line, RowDraft};
use super::{CellDraft, Edits};
use crate::model::page::RowId;

/// A row as somebody else left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theirs {
    /// The row in its present version.
    pub id: RowId,
    /// The present values of the columns that were edited here.
    pub cells: Cells,
}

impl Edits {
    /// Keeps my value of a cell: from now on it is an edit over theirs.
    pub fn keep_mine(&mut self, line: &Line, theirs: &Theirs) {
        self.over(line, theirs, |mut draft| {
            for (column, cell) in &mut draft.cells {
                if let Some(value) = theirs.cells.get(column) {
                    cell.old.clone_from(value);
                }
            }
            draft.cells.retain(|_, CellDraft { old, new }| old != new);
            draft
        });
    }

    /// Takes their value of one cell: my edit of it is gone. The others stay edits over what was
    /// seen before, so that they meet theirs again until they are decided too.
    pub fn take_theirs(&mut self, line: &Line, column: &str) {
        let Line::Stored(key) = line else { return };
        let Some(mut draft) = self.drafts.rows.remove(key) else { return };
        draft.cells.remove(column);
        if !draft.is_empty() {
            self.drafts.rows.insert(key.clone(), draft);
        }
        self.forget_steps();
    }

    /// Takes back every edit of a row, as where it is gone or shall stay after all.
    pub fn take_back(&mut self, line: &Line) {
        self.drafts.put(line, None);
        self.forget_steps();
    }

    fn over(&mut self, line: &Line, theirs: &Theirs, edit: impl FnOnce(RowDraft) -> RowDraft) {
        let Line::Stored(key) = line else { return };
        let Some(draft) = self.drafts.rows.remove(key) else { return };
        let draft = edit(RowDraft { id: theirs.id.clone(), ..draft });
        if !draft.is_empty() {
            self.drafts.rows.insert(draft.id.key.clone(), draft);
        }
        self.forget_steps();
    }
}

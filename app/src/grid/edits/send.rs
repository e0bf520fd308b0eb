//! What a Save sends, and what it leaves when it succeeded.

use super::drafts::{Drafts, Line, NewRow, RowDraft, Value};
use super::{Edits, Line::New, Line::Stored};
use crate::model::change::{CellEdit, CellInput, Change, Saved};

/// One change on its way, and the row that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The row.
    pub line: Line,
    /// The change.
    pub change: Change,
}

impl Drafts {
    /// The changes of a Save: what goes first, then what stays, then what is new, so that a new
    /// row can take the key of one that goes.
    pub fn to_send(&self) -> Vec<Sent> {
        let (gone, kept): (Vec<_>, Vec<_>) = self.rows.values().partition(|row| row.deleted);
        let gone = gone.into_iter().map(|row| Sent {
            line: Stored(row.id.key.clone()),
            change: Change::Delete { row: row.id.clone(), seen: Vec::new() },
        });
        let kept = kept.into_iter().map(update);
        gone.chain(kept).chain(self.added.iter().map(insert)).collect()
    }
}

fn update(row: &RowDraft) -> Sent {
    let cells = row.cells.iter().map(|(column, cell)| CellEdit {
        column: column.clone(),
        old: cell.old.clone(),
        new: cell.new.clone(),
    });
    Sent {
        line: Stored(row.id.key.clone()),
        change: Change::Update { row: row.id.clone(), cells: cells.collect() },
    }
}

fn insert(row: &NewRow) -> Sent {
    let cells = row
        .cells
        .iter()
        .map(|(column, value)| CellInput { column: column.clone(), value: value.clone() });
    Sent { line: New(row.number), change: Change::Insert { cells: cells.collect() } }
}

impl Edits {
    /// Takes over that changes were saved; what was edited further meanwhile stays an edit.
    pub fn saved(&mut self, sent: &[Sent], results: &[Saved]) {
        for (sent, result) in sent.iter().zip(results) {
            match (&sent.line, &sent.change) {
                (Stored(key), Change::Update { cells, .. }) => {
                    self.drafts.settle_row(key, cells, result);
                }
                (Stored(key), _) => {
                    self.drafts.rows.remove(key);
                }
                (New(number), _) => self.drafts.added.retain(|row| row.number != *number),
            }
        }
        self.forget_steps();
    }
}

impl Drafts {
    fn settle_row(&mut self, key: &[String], cells: &[CellEdit], result: &Saved) {
        let Some(mut draft) = self.rows.remove(key) else { return };
        for cell in cells {
            let left = draft.cells.remove(&cell.column);
            if let Some(left) = left.filter(|left| left.new != cell.new) {
                let old: Value = cell.new.clone();
                draft.cells.insert(cell.column.clone(), super::CellDraft { old, ..left });
            }
        }
        let Saved::Row(row) = result else { return };
        if let Some(id) = row.id.clone().filter(|_| !draft.is_empty()) {
            self.rows.insert(id.key.clone(), RowDraft { id, ..draft });
        }
    }
}

//! What a Save made of the rows that it sent, taken over wherever a cell of them is held.
//!
//! Invariant: what is edited while a Save is under way goes into the same row afterwards, by the
//! key and over the value that the Save gave it.

use super::seen::Old;
use super::{Desk, Seen};
use crate::grid::edits::{Line, Sent};
use crate::model::change::{Change, Saved};
use crate::model::page::RowId;
use crate::model::table::{Key, OpenTable};
use leptos::prelude::*;

/// What a Save made of one row: as the database answered, else as far as it is known without that.
struct Made<'a> {
    sent: &'a Sent,
    answer: Option<&'a Saved>,
}

impl Made<'_> {
    /// By what the row goes now; none where it is gone, or nobody knows.
    fn id(&self, table: &OpenTable) -> Option<RowId> {
        match (self.answer, &self.sent.change) {
            (Some(Saved::Row(row)), _) => row.id.clone(),
            (None, Change::Update { row, cells }) => {
                let renamed = cells.iter().any(|cell| table.key.columns().contains(&cell.column));
                (!renamed && table.key != Key::Address).then(|| row.clone())
            }
            _ => None,
        }
    }

    /// What the Save put into a cell; none where it left the cell alone.
    fn put(&self, table: &OpenTable, column: &str) -> Option<Old> {
        let sent = match &self.sent.change {
            Change::Update { cells, .. } => Some(cells.iter().find(|cell| cell.column == column)?),
            _ => None,
        };
        match self.answer {
            Some(Saved::Row(row)) => row.cells.get(table.column(column)?.0).map(Old::of),
            _ => sent.map(|cell| Old::Whole(cell.new.clone())),
        }
    }
}

impl Seen {
    /// The same cell after a Save: what that put there was seen, whatever anybody else put there
    /// was not. None where its row is gone.
    fn after(self, made: &Made<'_>, table: &OpenTable) -> Option<Self> {
        let row = made.id(table)?;
        let column = self.column().to_owned();
        let old = match (made.put(table, &column), self) {
            (Some(old), _) | (None, Self::Stored { old, .. }) => old,
            (None, Self::New { .. }) => return None,
        };
        Some(Self::Stored { row, column, old })
    }
}

/// A cell after a Save of these rows; it stays as it was seen where its row is not among them.
fn after(
    seen: Seen,
    (sent, answers): (&[Sent], Option<&[Saved]>),
    table: &OpenTable,
) -> Option<Seen> {
    let line = seen.line();
    let Some(at) = sent.iter().position(|sent| sent.line == line) else { return Some(seen) };
    let answer = answers.and_then(|answers| answers.get(at));
    seen.after(&Made { sent: sent.get(at)?, answer }, table)
}

impl Desk {
    /// Takes over a Save that succeeded; without its answer, what is certain without that.
    pub fn after_save(self, sent: &[Sent], answers: Option<&[Saved]>) {
        let table = self.table();
        let after = |seen| after(seen, (sent, answers), &table);
        self.waiting.update_value(|waiting| waiting.take_over(after));
        self.begun.update_value(|begun| *begun = begun.take().and_then(after));
        // The editor that is open must not be drawn anew: what is being typed is in it.
        self.editing.update_untracked(|editing| {
            if let Some(editing) = editing {
                editing.seen = editing.seen.take().and_then(after);
            }
        });
        self.anchor.update_value(|anchor| {
            for (sent, answer) in sent.iter().zip(answers.unwrap_or_default()) {
                let Saved::Row(row) = answer else { continue };
                let renames = !matches!(sent.change, Change::Delete { .. });
                if let Some(id) = row.id.as_ref().filter(|_| renames) {
                    anchor.rename(&sent.line, &Line::Stored(id.key.clone()));
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Old, Seen, after};
    use crate::grid::cell::check::tests::column;
    use crate::grid::edits::{Drafts, Edit, Edits, Sent};
    use crate::model::cell::{Cell, CellKind};
    use crate::model::change::Saved;
    use crate::model::ids::{ConnectionId, FolderId, TableId};
    use crate::model::page::{Row, RowId};
    use crate::model::table::{Column, Key, OpenTable, RowAccess, Table, TargetKind};
    use uuid::Uuid;

    fn table(key: Key) -> OpenTable {
        let named = |name: &str| Column {
            name: name.to_owned(),
            ..column(CellKind::Text { length: None })
        };
        OpenTable {
            table: Table {
                id: TableId(Uuid::nil()),
                folder: FolderId(Uuid::nil()),
                connection: ConnectionId(Uuid::nil()),
                connection_name: String::new(),
                read_only: false,
                schema: String::new(),
                name: String::new(),
            },
            kind: TargetKind::Table,
            comment: None,
            columns: vec![named("code"), named("name")],
            key,
            access: RowAccess::default(),
            manages: false,
            estimate: None,
            seen: 0,
        }
    }

    fn by_code() -> OpenTable {
        table(Key::Primary(vec!["code".to_owned()]))
    }

    fn id(key: &str, version: &str) -> RowId {
        RowId { key: vec![key.to_owned()], version: version.to_owned() }
    }

    fn text<T: From<String>>(text: &str) -> T {
        text.to_owned().into()
    }

    fn seen(key: &str, version: &str, column: &str, old: &str) -> Seen {
        let old = Old::Whole(text(old));
        Seen::Stored { row: id(key, version), column: column.to_owned(), old }
    }

    fn sent(edits: Vec<Edit>) -> Vec<Sent> {
        let mut all = Edits::restored(Drafts::default());
        all.make(edits);
        all.drafts().to_send()
    }

    fn edit(column: &str, old: &str, new: &str) -> Vec<Sent> {
        let (old, new) = (text(old), text(new));
        sent(vec![Edit::Cell { row: id("a", "1"), column: column.to_owned(), old, new }])
    }

    fn answer(code: &str, name: &str) -> Vec<Saved> {
        let cells = [code, name].map(|text| Cell::Text(text.to_owned())).into();
        vec![Saved::Row(Row { id: Some(id(code, "2")), cells })]
    }

    #[test]
    fn what_a_save_put_into_a_cell_was_seen_there() {
        let (sent, answers) = (edit("name", "x", "y"), answer("a", "y!"));
        let now = after(seen("a", "1", "name", "x"), (&sent, Some(&answers)), &by_code());
        assert_eq!(now, Some(seen("a", "2", "name", "y!")));
        let now = after(seen("a", "1", "name", "x"), (&sent, None), &by_code());
        assert_eq!(now, Some(seen("a", "1", "name", "y")));
    }

    #[test]
    fn what_somebody_else_put_into_another_cell_was_not() {
        let (sent, answers) = (edit("code", "a", "b"), answer("b", "theirs"));
        let now = after(seen("a", "1", "name", "x"), (&sent, Some(&answers)), &by_code());
        assert_eq!(now, Some(seen("b", "2", "name", "x")));
    }

    #[test]
    fn a_new_row_goes_by_its_key() {
        let sent = sent(vec![Edit::Add { at: 0, cells: [("name".to_owned(), text("y"))].into() }]);
        let new = Seen::New { number: 0, column: "name".to_owned() };
        let now = after(new.clone(), (&sent, Some(&answer("7", "y"))), &by_code());
        assert_eq!(now, Some(seen("7", "2", "name", "y")));
        assert_eq!(after(new, (&sent, None), &by_code()), None);
    }

    #[test]
    fn without_an_answer_a_row_whose_key_may_be_another_is_lost() {
        let name = || seen("a", "1", "name", "x");
        assert_eq!(after(name(), (&edit("code", "a", "b"), None), &by_code()), None);
        assert_eq!(after(name(), (&edit("name", "x", "y"), None), &table(Key::Address)), None);
        let other = seen("other", "1", "name", "x");
        let sent = edit("code", "a", "b");
        assert_eq!(after(other.clone(), (&sent, None), &by_code()), Some(other));
    }
}

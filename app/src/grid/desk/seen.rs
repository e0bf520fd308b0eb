//! A cell as the person saw it when they began to edit it.
//!
//! Invariant: an edit goes into the row in which it was begun, over the value that was seen there,
//! wherever the row stands by the time it ends: rows move when others save.

use super::{Desk, Here};
use crate::grid::edits::{Edit, Value};
use crate::grid::selection::Spot;
use crate::model::page::RowId;
use leptos::prelude::*;
use std::time::Duration;

/// How long an edit waits before it looks again whether a Save has ended.
const PAUSE: Duration = Duration::from_millis(50);

/// A cell as it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// In a row of the table, in the version that was here.
    Stored {
        /// The row.
        row: RowId,
        /// The column.
        column: String,
        /// The stored value.
        old: Value,
    },
    /// In a new row.
    New {
        /// The new row's number.
        number: u32,
        /// The column.
        column: String,
    },
}

impl Seen {
    fn edit(self, value: Value) -> Edit {
        match self {
            Self::Stored { row, column, old } => Edit::Cell { row, column, old, new: value },
            Self::New { number, column } => Edit::NewCell { number, column, value },
        }
    }
}

impl Desk {
    /// A cell as it is seen now; none where not all of its value is here.
    pub fn seen(self, spot: Spot) -> Option<Seen> {
        let (index, column) = self.column(spot.column)?;
        let column = column.name;
        Some(match self.here(spot.row)? {
            Here::New(row) => Seen::New { number: row.number, column },
            Here::Stored(row, draft) => {
                let edited = draft.as_ref().and_then(|draft| draft.cells.get(&column));
                let old = match edited {
                    Some(cell) => cell.old.clone(),
                    None => row.cells.get(index)?.value()?.map(str::to_owned),
                };
                Seen::Stored { row: row.id?, column, old }
            }
        })
    }

    /// Gives a cell a value, once no Save is under way: what is edited meanwhile must not be taken
    /// for what was sent.
    pub fn put_seen(self, seen: Seen, value: Value) {
        match self.saving.try_get_untracked() {
            None => {}
            Some(false) => self.make(vec![seen.edit(value)]),
            Some(true) => set_timeout(move || self.put_seen(self.after_save(seen), value), PAUSE),
        }
    }

    /// The same cell after a Save of the person's own: over what that made of it.
    fn after_save(self, seen: Seen) -> Seen {
        let Seen::Stored { row, column, old } = seen else { return seen };
        let place = self.table().column(&column).map(|(place, _)| place);
        let fresh = self.with_window(|window| {
            let (_, found) = window.find(&row.key)?;
            let value = found.cells.get(place?)?.value()?.map(str::to_owned);
            Some((found.id.clone()?, value))
        });
        match fresh {
            Some((row, old)) => Seen::Stored { row, column, old },
            None => Seen::Stored { row, column, old },
        }
    }
}

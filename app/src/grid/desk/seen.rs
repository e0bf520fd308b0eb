//! A cell as the person saw it when they began to edit it.
//!
//! Invariant: an edit goes into the row in which it was begun, over the value that was seen there,
//! wherever the row stands by the time it ends: rows move when others save.

use super::{Desk, Here, Saving};
use crate::error::AppError;
use crate::grid::edits::{Edit, Line, Value};
use crate::grid::selection::Spot;
use crate::model::cell::Cell;
use crate::model::page::RowId;
use leptos::prelude::*;
use leptos::task::spawn_local;
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
        /// What was seen of the stored value.
        old: Old,
    },
    /// In a new row.
    New {
        /// The new row's number.
        number: u32,
        /// The column.
        column: String,
    },
}

/// What was seen of a stored value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Old {
    /// All of it.
    Whole(Value),
    /// Its start, since it is long.
    Start(String),
}

impl Old {
    fn of(cell: &Cell) -> Self {
        match cell {
            Cell::Null => Self::Whole(None),
            Cell::Text(text) => Self::Whole(Some(text.clone())),
            Cell::Cut { start, .. } => Self::Start(start.clone()),
        }
    }

    fn value(self) -> Value {
        match self {
            Self::Whole(value) => value,
            Self::Start(start) => Some(start),
        }
    }
}

impl Seen {
    /// The row.
    pub(super) fn line(&self) -> Line {
        match self {
            Self::Stored { row, .. } => Line::Stored(row.key.clone()),
            Self::New { number, .. } => Line::New(*number),
        }
    }

    /// The edit that gives the cell a value. Over a start alone it is one over a value that no
    /// longer is there: the server takes it in the version that was seen, and in no other.
    pub(super) fn edit(self, value: Value) -> Edit {
        match self {
            Self::Stored { row, column, old } => {
                Edit::Cell { row, column, old: old.value(), new: value }
            }
            Self::New { number, column } => Edit::NewCell { number, column, value },
        }
    }

    /// The same over a value that is wholly here now, if only its start was.
    #[must_use]
    pub fn over(self, whole: &Value) -> Self {
        match self {
            Self::Stored { row, column, old: Old::Start(_) } => {
                Self::Stored { row, column, old: Old::Whole(whole.clone()) }
            }
            seen => seen,
        }
    }

    /// The same, content with what was seen.
    fn settled(self) -> Self {
        match self {
            Self::Stored { row, column, old } => {
                Self::Stored { row, column, old: Old::Whole(old.value()) }
            }
            new @ Self::New { .. } => new,
        }
    }

    fn is_whole(&self) -> bool {
        !matches!(self, Self::Stored { old: Old::Start(_), .. })
    }
}

impl Desk {
    /// A cell as it is seen now; none where it is not here, or can only be read.
    pub fn seen(self, spot: Spot) -> Option<Seen> {
        self.seen_in(&self.here(spot.row)?, spot.column)
    }

    /// A cell of a row as it is seen.
    pub fn seen_in(self, here: &Here, place: usize) -> Option<Seen> {
        let (index, column) = self.column(place)?;
        let column = column.name;
        Some(match here {
            Here::New(row) => Seen::New { number: row.number, column },
            Here::Stored(row, draft) => {
                let edited = draft.as_ref().and_then(|draft| draft.cells.get(&column));
                let old = match edited {
                    Some(cell) => Old::Whole(cell.old.clone()),
                    None => Old::of(row.cells.get(index)?),
                };
                Seen::Stored { row: row.id.clone()?, column, old }
            }
        })
    }

    /// Gives a cell a value, once no Save is under way: what is edited meanwhile must not be taken
    /// for what was sent.
    pub fn put_seen(self, seen: Seen, value: Value) {
        match self.saving.try_get_untracked() {
            None => {}
            Some(Saving::No) if seen.is_whole() => {
                self.make(vec![seen.edit(value)]);
            }
            Some(Saving::No) => spawn_local(async move {
                // Without the rest of the old value the edit stands all the same.
                let whole = self.completed(seen.clone()).await;
                self.put_seen(whole.unwrap_or_else(|_| seen.settled()), value);
            }),
            Some(_) => self.once_saved(seen, move |desk, seen| desk.put_seen(seen, value)),
        }
    }

    /// Does something with a cell a little later, over what a Save has made of it if that has ended.
    pub(super) fn once_saved(self, seen: Seen, then: impl FnOnce(Self, Seen) + 'static) {
        set_timeout(move || then(self, self.after_save(seen)), PAUSE);
    }

    /// The same cell with the whole value that was seen. One that begins otherwise now is somebody
    /// else's: what was seen stays, so that the two meet when it is saved.
    pub(super) async fn completed(self, seen: Seen) -> Result<Seen, AppError> {
        let Seen::Stored { row, column, old: Old::Start(start) } = seen else { return Ok(seen) };
        let present = self.value(row.clone(), column.clone()).await?;
        let same = present.as_ref().is_some_and(|present| present.starts_with(&start));
        let old = Old::Whole(if same { present } else { Some(start) });
        Ok(Seen::Stored { row, column, old })
    }

    /// The same cell after a Save of the person's own: over what that made of it.
    fn after_save(self, seen: Seen) -> Seen {
        let Seen::Stored { row, column, old } = seen else { return seen };
        let place = self.table().column(&column).map(|(place, _)| place);
        let fresh = self.with_window(|window| {
            let (_, found) = window.find(&row.key)?;
            Some((found.id.clone()?, Old::of(found.cells.get(place?)?)))
        });
        match fresh {
            Some((row, old)) => Seen::Stored { row, column, old },
            None => Seen::Stored { row, column, old },
        }
    }
}

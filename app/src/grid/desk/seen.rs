//! A cell as the person saw it when they began to edit it.
//!
//! Invariant: an edit goes into the row in which it was begun, over the value that was seen there,
//! wherever the row stands by the time it ends: rows move when others save.

use super::{Desk, Here};
use crate::error::AppError;
use crate::grid::edits::{Edit, Line, Value};
use crate::grid::selection::Spot;
use crate::model::cell::Cell;
use crate::model::page::RowId;
use leptos::prelude::*;

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
    pub(super) fn of(cell: &Cell) -> Self {
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
    pub fn line(&self) -> Line {
        match self {
            Self::Stored { row, .. } => Line::Stored(row.key.clone()),
            Self::New { number, .. } => Line::New(*number),
        }
    }

    /// The cell.
    pub(super) fn cell(&self) -> (Line, String) {
        (self.line(), self.column().to_owned())
    }

    /// The column's name.
    pub(super) fn column(&self) -> &str {
        match self {
            Self::Stored { column, .. } | Self::New { column, .. } => column,
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
    pub(super) fn settled(self) -> Self {
        match self {
            Self::Stored { row, column, old } => {
                Self::Stored { row, column, old: Old::Whole(old.value()) }
            }
            new @ Self::New { .. } => new,
        }
    }

    pub(super) fn is_whole(&self) -> bool {
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

    /// Takes note of the cell whose field has got the focus.
    pub fn begin_field(self, spot: Spot) {
        self.begun.set_value(self.seen(spot));
    }

    /// The cell as it was seen when its field got the focus; none where its row is gone.
    pub fn end_field(self) -> Option<Seen> {
        self.begun.try_update_value(Option::take).flatten()
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
}

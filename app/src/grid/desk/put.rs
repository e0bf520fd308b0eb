//! Giving many cells values at once: each is named by its row as it was seen, not by its place.

use super::{Begun, Desk, Here, Seen};
use crate::error::AppError;
use crate::grid::edits::{Cells, Edit, Value};
use crate::grid::number::narrow;
use leptos::prelude::*;

/// Values for cells as they were seen, and what is to be said of those that cannot be edited.
#[derive(Clone, Debug)]
pub struct Puts {
    begun: Begun,
    cells: Vec<(Seen, Value)>,
    refused: Option<Refused>,
}

/// The last of the cells that cannot be edited, and how many there are.
#[derive(Clone, Debug)]
struct Refused {
    column: String,
    reason: String,
    count: usize,
}

/// What became of edits that had to wait for the server.
#[must_use]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Put {
    /// They are made.
    Done(Done),
    /// None is; it is said why.
    Refused,
    /// None is, since the person gave them up meanwhile.
    GivenUp,
}

/// Edits that are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// What is to be said of them.
    pub told: Option<String>,
    /// The numbers of the rows that they added.
    pub added: Vec<u32>,
}

impl Puts {
    /// None yet, of edits that have begun.
    pub fn new(begun: Begun) -> Self {
        Self { begun, cells: Vec::new(), refused: None }
    }

    /// A value for the cell of a row that is here.
    pub fn add(&mut self, desk: Desk, here: &Here, place: usize, value: Value) {
        let Some((_, column)) = desk.column(place) else { return };
        let reason = if here.is_deleted() {
            Some("This row is marked as deleted".to_owned())
        } else {
            desk.lock(here, &column).map(|lock| lock.sentence())
        };
        if let Some(reason) = reason {
            let count = self.refused.as_ref().map_or(0, |refused| refused.count) + 1;
            self.refused = Some(Refused { column: column.name, reason, count });
        } else if let Some(seen) = desk.seen_in(here, place) {
            self.cells.push((seen, value));
        }
    }

    /// Tells whether none of the cells can be edited.
    pub fn are_refused(&self) -> bool {
        self.cells.is_empty() && self.refused.is_some()
    }

    /// What is to be said; nothing where every cell can be edited.
    fn told(&self) -> Option<String> {
        let Refused { column, reason, count } = self.refused.as_ref()?;
        Some(match count {
            1 => format!("“{column}” cannot be edited. {reason}"),
            count => format!(
                "{count} cells cannot be edited and stay as they are, such as “{column}”. {reason}"
            ),
        })
    }
}

impl Desk {
    /// Gives cells values and adds rows after the new ones, as one step.
    ///
    /// # Errors
    /// Where the whole value of a long cell could not be fetched.
    pub async fn put(self, puts: Puts, rows: Vec<Cells>) -> Result<Put, AppError> {
        // A Save that ends meanwhile changes what was seen.
        if let Some(put) = self.refuses(puts.begun) {
            return Ok(put);
        }
        let (told, begun) = (puts.told(), puts.begun);
        if !puts.cells.iter().all(|(seen, _)| seen.is_whole()) {
            // Others may be quicker meanwhile.
            self.claim(begun, puts.cells.iter().map(|(seen, _)| seen.cell()));
        }
        let mut edits = Vec::with_capacity(puts.cells.len() + rows.len());
        for (seen, value) in puts.cells {
            edits.push((seen.cell(), self.completed(seen).await?.edit(value)));
        }
        if let Some(put) = self.refuses(begun) {
            return Ok(put);
        }
        edits.retain(|(cell, _)| !self.is_overtaken(begun, cell));
        let mut edits: Vec<_> = edits.into_iter().map(|(_, edit)| edit).collect();
        // New rows may have come or gone while the values were fetched.
        let before = narrow(self.added_count());
        edits.extend((before..).zip(rows).map(|(at, cells)| Edit::Add { at, cells }));
        self.make(edits);
        let added = self.edits.with_untracked(|edits| {
            edits.drafts().added().iter().skip(before).map(|row| row.number).collect()
        });
        Ok(Put::Done(Done { told, added }))
    }
}

//! Giving many cells values at once: each is named by its row as it was seen, not by its place.

use super::{Desk, Here, Seen};
use crate::error::AppError;
use crate::grid::edits::{Edit, Value};
use crate::grid::number::wide;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Values for cells as they were seen, and what is to be said of those that cannot be edited.
#[derive(Clone, Debug)]
pub struct Puts {
    /// How often every edit had been discarded before.
    discards: u32,
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
    /// They are made, but for what is to be said.
    Done(Option<String>),
    /// None is; it is said why.
    Refused,
    /// None is, since every edit was discarded meanwhile.
    Discarded,
}

impl Puts {
    /// None yet; what is discarded from now on includes those that come.
    pub fn begin(desk: Desk) -> Self {
        Self { discards: desk.discards.get_value(), cells: Vec::new(), refused: None }
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
    /// Gives cells values and makes further edits, as one step.
    ///
    /// # Errors
    /// Where the whole value of a long cell could not be fetched.
    pub async fn put(self, puts: Puts, more: Vec<Edit>) -> Result<Put, AppError> {
        // A Save that ends meanwhile changes what was seen.
        if self.is_locked() {
            return Ok(Put::Refused);
        }
        let told = puts.told();
        let mut edits = Vec::with_capacity(puts.cells.len() + more.len());
        for (seen, value) in puts.cells {
            edits.push(self.completed(seen).await?.edit(value));
        }
        edits.extend(more);
        if self.discards.try_get_value() != Some(puts.discards) {
            return Ok(Put::Discarded);
        }
        if self.is_locked() {
            return Ok(Put::Refused);
        }
        self.make(edits);
        Ok(Put::Done(told))
    }

    /// The rows that are shown at places, fetching those that are not here; fewer where the table
    /// ends before, which is certain then. None, and it is said, where rows moved meanwhile.
    ///
    /// # Errors
    /// Where a row could not be fetched.
    pub async fn gather(
        self,
        places: RangeInclusive<u64>,
    ) -> Result<Option<BTreeMap<u64, Here>>, AppError> {
        let (first, last) = places.into_inner();
        let added = self.added_count();
        let epoch = self.with_window(super::Window::epoch);
        let new = (first..=last).take_while(|row| *row < added);
        let mut rows: BTreeMap<u64, Here> =
            new.filter_map(|row| Some((row, self.here(row)?))).collect();
        if last >= added {
            let numbers = first.saturating_sub(added)..last - added + 1;
            for (number, row) in self.rows_of(numbers.clone()).await? {
                rows.insert(number + added, self.with_draft(row));
            }
            let moved = epoch != self.with_window(super::Window::epoch);
            if moved || added != self.added_count() {
                self.say("The rows have moved meanwhile. Do that again");
                return Ok(None);
            }
            let end = rows.last_key_value().map_or(first, |(row, _)| row + 1);
            if end <= last && wide(rows.len()) == end - first && end > added {
                let total = crate::model::page::Total::Exactly(end - added);
                self.change_window(|window| window.count(total));
            }
        }
        Ok(Some(rows))
    }
}

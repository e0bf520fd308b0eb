//! Gathering the rows of many places, also of those that are not in sight.
//!
//! Invariant: they all belong together. What came before everything was last asked for anew is not
//! taken for what stands there now, and where others stand there than were shown, the person decides
//! anew.

use super::{Desk, Here};
use crate::error::AppError;
use crate::grid::number::wide;
use crate::grid::window::Window;
use crate::model::page::{Row, Total};
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

impl Desk {
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
        let new = (first..=last).take_while(|row| *row < added);
        let mut rows: BTreeMap<u64, Here> =
            new.filter_map(|row| Some((row, self.here(row)?))).collect();
        if last >= added {
            let numbers = first.saturating_sub(added)..last - added + 1;
            let epoch = self.with_window(Window::epoch);
            let found = self.rows_of(numbers.clone()).await?;
            let anew = epoch != self.with_window(Window::epoch) || added != self.added_count();
            if anew || self.shows_others(numbers, &found) {
                self.change_window(Window::forget_old);
                // What is selected are the places, at which others stand.
                self.take_hold();
                self.say("The rows have moved meanwhile. Do that again");
                return Ok(None);
            }
            let found = found.into_iter();
            rows.extend(found.map(|(number, row)| (number + added, self.with_draft(row))));
            let end = rows.last_key_value().map_or(first, |(row, _)| row + 1);
            if end <= last && wide(rows.len()) == end - first && end > added {
                self.change_window(|window| window.count(Total::Exactly(end - added)));
            }
        }
        Ok(Some(rows))
    }

    /// Tells whether other rows are shown than were found, as where a block that is not in sight has
    /// not been fetched anew.
    fn shows_others(self, mut numbers: Range<u64>, found: &BTreeMap<u64, Row>) -> bool {
        let key = |row: &Row| row.id.as_ref().map(|id| id.key.clone());
        self.with_window(|window| {
            numbers.any(|number| {
                let shown = window.row(number);
                shown.is_some_and(|shown| found.get(&number).map(key) != Some(key(shown)))
            })
        })
    }
}

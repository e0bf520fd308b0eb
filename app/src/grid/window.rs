//! The rows that are here: blocks that were fetched, which to fetch next, which to let go.
//!
//! Invariant: an answer that belongs to an earlier question is never taken for one to the present.

mod total;

use super::number::{narrow, wide};
use crate::model::page::{Page, Place, Row, RowId, Total};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many rows are fetched at once.
pub const BLOCK: u16 = 100;
/// How many blocks are kept.
const MOST_BLOCKS: usize = 60;

const ROWS: u64 = BLOCK as u64;

/// Which answer belongs to which question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    epoch: u32,
    block: u64,
}

/// Rows that must be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// To hand in with the answer.
    pub ticket: Ticket,
    /// The first row.
    pub from: u64,
    /// The nearest place that is known.
    pub near: Option<Place>,
}

#[derive(Clone, Debug)]
struct Block {
    rows: Vec<Row>,
    stamp: u32,
    epoch: u32,
}

/// The rows that are here.
#[derive(Clone, Debug, Default)]
pub struct Window {
    blocks: BTreeMap<u64, Block>,
    under_way: BTreeSet<u64>,
    failed: BTreeSet<u64>,
    places: BTreeMap<u64, Place>,
    labels: BTreeMap<String, BTreeMap<String, String>>,
    total: Option<Total>,
    /// To which question the total is known exactly.
    counted: Option<u32>,
    /// How often a page showed that such a total was wrong.
    disproved: u32,
    epoch: u32,
    stamps: u32,
    learned: u32,
}

impl Window {
    /// Forgets everything: another question is asked.
    pub fn clear(&mut self) {
        *self = Self { epoch: self.epoch + 1, stamps: self.stamps, ..Self::default() };
    }

    /// Fetches everything anew, and shows what is here until then.
    pub fn refresh(&mut self) {
        self.epoch += 1;
        self.under_way.clear();
        self.failed.clear();
        self.places.clear();
    }

    /// Tries again what could not be fetched.
    pub fn retry(&mut self) {
        self.failed.clear();
    }

    /// How many rows there are, as far as is known.
    pub fn total(&self) -> Option<Total> {
        self.total
    }

    /// Takes over a count.
    pub fn count(&mut self, total: Total) {
        self.total = Some(total);
        self.counted = Some(self.epoch);
    }

    /// A row, if it is here.
    pub fn row(&self, number: u64) -> Option<&Row> {
        self.blocks.get(&(number / ROWS))?.rows.get(narrow(number % ROWS))
    }

    /// A row that came since everything was last asked for anew.
    pub fn present(&self, number: u64) -> Option<&Row> {
        let block = self.blocks.get(&(number / ROWS)).filter(|block| block.epoch == self.epoch)?;
        block.rows.get(narrow(number % ROWS))
    }

    /// Lets go of everything that came before.
    pub fn forget_old(&mut self) {
        let epoch = self.epoch;
        self.blocks.retain(|_, block| block.epoch == epoch);
    }

    /// Which answer a row came with; it changes when the row is fetched again.
    pub fn stamp(&self, number: u64) -> u32 {
        self.blocks.get(&(number / ROWS)).map_or(0, |block| block.stamp)
    }

    /// Tells whether a row could not be fetched.
    pub fn failed(&self, number: u64) -> bool {
        self.failed.contains(&(number / ROWS))
    }

    /// The text that stands for a foreign key's value.
    pub fn label(&self, column: &str, value: &str) -> Option<&str> {
        self.labels.get(column)?.get(value).map(String::as_str)
    }

    /// Takes over a label that was chosen here. A value that stands for itself has none.
    pub fn learn_label(&mut self, column: &str, value: String, label: String) {
        if value == label {
            return;
        }
        self.labels.entry(column.to_owned()).or_default().insert(value, label);
        self.learned += 1;
    }

    /// How many labels came otherwise than with rows: it changes when rows show another one.
    pub fn learned(&self) -> u32 {
        self.learned
    }

    /// The block that is wanted most: one in sight, else one beside those.
    pub fn next(&mut self, in_sight: Range<u64>) -> Option<Wanted> {
        let (first, last) = (in_sight.start / ROWS, in_sight.end.saturating_sub(1) / ROWS);
        let end = self.total.map_or(1, |total| total.rows().max(1)).div_ceil(ROWS);
        let beside = [last + 1, first.saturating_sub(1)].into_iter().filter(|block| *block < end);
        let block = (first..=last).chain(beside).find(|block| self.is_wanted(*block))?;
        self.under_way.insert(block);
        let from = block * ROWS;
        let ticket = Ticket { epoch: self.epoch, block };
        Some(Wanted { ticket, from, near: self.nearest(from) })
    }

    fn is_wanted(&self, block: u64) -> bool {
        let fresh = self.blocks.get(&block).is_some_and(|here| here.epoch == self.epoch);
        !fresh && !self.under_way.contains(&block) && !self.failed.contains(&block)
    }

    /// The nearest place that is known.
    pub fn nearest(&self, row: u64) -> Option<Place> {
        let before = self.places.range(..=row).next_back();
        let after = self.places.range(row..).next();
        let found = before.into_iter().chain(after).min_by_key(|(place, _)| place.abs_diff(row));
        found.map(|(_, place)| place.clone())
    }

    /// Takes an answer; one to an earlier question is dropped.
    pub fn take(&mut self, ticket: Ticket, page: Page) {
        if ticket.epoch != self.epoch {
            return;
        }
        self.under_way.remove(&ticket.block);
        self.learn_total(&page);
        for place in [page.first, page.last].into_iter().flatten() {
            self.places.insert(place.row, place);
        }
        for (column, labels) in page.labels {
            self.labels.entry(column).or_default().extend(labels);
        }
        self.stamps += 1;
        let block = Block { rows: page.rows, stamp: self.stamps, epoch: self.epoch };
        self.blocks.insert(ticket.block, block);
    }

    /// How often a total that was known exactly turned out to be another one.
    pub fn disproved(&self) -> u32 {
        self.disproved
    }

    /// Takes over that there was no answer.
    pub fn fail(&mut self, ticket: Ticket) {
        if ticket.epoch == self.epoch {
            self.under_way.remove(&ticket.block);
            self.failed.insert(ticket.block);
        }
    }

    /// Lets go of the blocks that are farthest away.
    pub fn trim(&mut self, in_sight: Range<u64>) {
        let middle = u64::midpoint(in_sight.start, in_sight.end) / ROWS;
        while self.blocks.len() > MOST_BLOCKS {
            let farthest = self.blocks.keys().copied().max_by_key(|block| block.abs_diff(middle));
            let Some(block) = farthest else { return };
            self.blocks.remove(&block);
        }
    }

    /// Shows a row as it is now, wherever it stands.
    pub fn replace(&mut self, key: &[String], row: &Row) {
        self.stamps += 1;
        for block in self.blocks.values_mut() {
            for here in &mut block.rows {
                if here.id.as_ref().is_some_and(|id| id.key == key) {
                    *here = row.clone();
                    block.stamp = self.stamps;
                }
            }
        }
    }

    /// Finds a row by its key among those that are here; where it has moved, at its new place.
    pub fn find(&self, key: &[String]) -> Option<(u64, &Row)> {
        let same = |id: &RowId| id.key == key;
        let found = self.blocks.iter().filter_map(|(number, block)| {
            let at = block.rows.iter().position(|row| row.id.as_ref().is_some_and(same))?;
            Some((block.epoch, number * ROWS + wide(at), block.rows.get(at)?))
        });
        found.max_by_key(|(epoch, ..)| *epoch).map(|(_, number, row)| (number, row))
    }

    /// Which question is asked at present; it changes when everything is fetched anew.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }
}

#[cfg(test)]
mod tests;

//! Places: a cell, and a rectangle of cells.

use crate::grid::number::wide;
use crate::ui::number::grouped;

/// A cell's place among the shown rows and columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Spot {
    /// The row, from 0.
    pub row: u64,
    /// The column, from 0.
    pub column: usize,
}

/// A rectangle of cells, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// The first row.
    pub top: u64,
    /// The last row.
    pub bottom: u64,
    /// The first column.
    pub left: usize,
    /// The last column.
    pub right: usize,
}

impl Area {
    /// The smallest area that holds two cells.
    pub fn between(one: Spot, other: Spot) -> Self {
        Self {
            top: one.row.min(other.row),
            bottom: one.row.max(other.row),
            left: one.column.min(other.column),
            right: one.column.max(other.column),
        }
    }

    /// How many rows it has.
    pub fn height(self) -> u64 {
        self.bottom - self.top + 1
    }

    /// How many columns it has.
    pub fn width(self) -> usize {
        self.right - self.left + 1
    }

    /// How many cells it has.
    pub fn cells(self) -> u64 {
        self.height().saturating_mul(wide(self.width()))
    }

    /// Its size in words.
    pub fn told(self) -> String {
        let columns = wide(self.width());
        match self.cells() {
            1 => "1 cell".to_owned(),
            _ => format!("{} × {} cells", grouped(self.height()), grouped(columns)),
        }
    }

    /// Tells whether a cell lies in it.
    pub fn contains(self, spot: Spot) -> bool {
        (self.top..=self.bottom).contains(&spot.row)
            && (self.left..=self.right).contains(&spot.column)
    }
}

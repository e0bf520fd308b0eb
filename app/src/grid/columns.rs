//! Which columns are shown, in which order, how wide; and changing that.
//!
//! Invariant: a layout may name columns that are gone and miss ones that are new; every column of
//! the table is either shown or hidden, once.

mod changes;
mod width;

pub use changes::{Arranging, arranged};

use crate::model::table::Column;
use crate::model::view::{ColumnLayout, Layout, MAX_WIDTH, MIN_WIDTH};
use width::usual_width;

/// A shown column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its place among the table's columns.
    pub index: usize,
    /// Its width in CSS pixels.
    pub width: u16,
}

/// The shown columns from left to right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// The columns.
    pub shown: Vec<Shown>,
    /// How many of them stay in sight.
    pub frozen: usize,
}

impl Arrangement {
    /// Applies a layout to the columns that there are.
    pub fn of(layout: &Layout, columns: &[Column]) -> Self {
        let layout = complete(layout, columns);
        let shown: Vec<_> = layout
            .columns
            .iter()
            .filter(|column| !column.hidden)
            .filter_map(|column| {
                let index = columns.iter().position(|other| other.name == column.column)?;
                let usual = columns.get(index).map_or(MIN_WIDTH, usual_width);
                Some(Shown { index, width: column.width.unwrap_or(usual) })
            })
            .collect();
        let frozen = usize::from(layout.frozen).min(shown.len());
        Self { shown, frozen }
    }

    /// The table's column at a shown place.
    pub fn index(&self, shown: usize) -> Option<usize> {
        self.shown.get(shown).map(|shown| shown.index)
    }

    /// The shown place of one of the table's columns.
    pub fn place(&self, index: usize) -> Option<usize> {
        self.shown.iter().position(|shown| shown.index == index)
    }
}

/// A layout that names every column there is, and no other.
pub fn complete(layout: &Layout, columns: &[Column]) -> Layout {
    let exists = |name: &str| columns.iter().any(|column| column.name == name);
    let mut all: Vec<ColumnLayout> = Vec::with_capacity(columns.len());
    for column in &layout.columns {
        let again = all.iter().any(|other| other.column == column.column);
        if exists(&column.column) && !again {
            let width = column.width.map(|width| width.clamp(MIN_WIDTH, MAX_WIDTH));
            all.push(ColumnLayout { width, ..column.clone() });
        }
    }
    for column in columns {
        if !all.iter().any(|other| other.column == column.name) {
            let column = column.name.clone();
            all.push(ColumnLayout { column, width: None, hidden: false });
        }
    }
    // A grid without a column could not be left again by the keyboard.
    if all.iter().all(|column| column.hidden)
        && let Some(first) = all.first_mut()
    {
        first.hidden = false;
    }
    Layout { columns: all, frozen: layout.frozen }
}

#[cfg(test)]
mod tests;

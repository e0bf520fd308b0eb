//! Pages of rows: what is asked for, and what comes back.

use super::cell::Cell;
use super::filter::RowQuery;
use super::ids::TableId;
use crate::error::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most rows of one page.
pub const MOST_ROWS: u16 = 200;

/// How many texts are looked up at once.
pub const MOST_NAMES: usize = 1_000;

/// What identifies a row and the version of it that somebody saw.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RowId {
    /// The texts of the key's columns; else the row's address: `tableoid`, `ctid`
    /// and the number of the table's file.
    pub key: Vec<String>,
    /// The transaction that wrote this version (`xmin`).
    pub version: String,
}

impl RowId {
    /// The version of a row that nobody saw: no row has it, so that its cells decide.
    pub const ANY_VERSION: &'static str = "0";
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What identifies it; none where rows can only be read.
    pub id: Option<RowId>,
    /// Its cells, in the order of the table's columns.
    pub cells: Vec<Cell>,
}

/// A place in a sorted table that a page can begin beside: a row's number and sort values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The row's number, from 0.
    pub row: u64,
    /// The row's values of the sort columns and of the key, as the server gave them.
    pub values: Vec<Option<String>>,
}

/// Which rows are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// The table.
    pub table: TableId,
    /// Sorted and filtered how.
    pub query: RowQuery,
    /// The zone in which moments are shown, by its name in the IANA database.
    pub zone: String,
    /// The first row's number, from 0.
    pub from: u64,
    /// How many rows, at most `MOST_ROWS`.
    pub count: u16,
    /// A place that is known already, if there is one near; it saves the server the way there.
    pub near: Option<Place>,
}

/// The highest number of a row that can be asked for, far beyond any table.
const HIGHEST: u64 = 1 << 53;

impl PageRequest {
    /// Checks that a request stays within bounds.
    ///
    /// # Errors
    /// With the part that is too large.
    pub fn check(&self) -> Result<(), Problem> {
        let near = self.near.as_ref().map_or(0, |near| near.row);
        if self.from > HIGHEST || near > HIGHEST {
            return Err(Problem::field("from", "too_large", "There is no such row"));
        }
        self.query.check()
    }
}

/// How many rows there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Total {
    /// PostgreSQL's estimate.
    About(u64),
    /// Counted.
    Exactly(u64),
}

impl Total {
    /// The number, however sure.
    pub fn rows(self) -> u64 {
        match self {
            Self::About(rows) | Self::Exactly(rows) => rows,
        }
    }
}

/// A page of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The first row's number, from 0.
    pub from: u64,
    /// The names of the columns that the cells of the rows are of.
    pub columns: Vec<String>,
    /// The rows; fewer than asked for only at the end of the table.
    pub rows: Vec<Row>,
    /// The place of the first row; none when there is no row.
    pub first: Option<Place>,
    /// The place of the last row; none when there is no row.
    pub last: Option<Place>,
    /// How many rows match the query in all.
    pub total: Total,
    /// Texts that stand for the values of foreign keys: column, value, label.
    pub labels: BTreeMap<String, BTreeMap<String, String>>,
}

/// What texts may stand for in a foreign key, by the text.
pub type Named = BTreeMap<String, Vec<Choice>>;

/// A value that a foreign key may take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// The text that stands for it.
    pub label: String,
}

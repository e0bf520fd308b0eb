//! What is wrong with edits: said by the server after a Save, or certain at sight before it.

use super::cell::objection;
use super::edits::{Drafts, Line, Sent};
use crate::error::{AppError, At, Problem};
use crate::model::table::OpenTable;
use std::collections::BTreeMap;

/// One problem at a row, or at one of its cells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flaw {
    /// The row.
    pub line: Line,
    /// The column's name; none for the row as a whole.
    pub column: Option<String>,
    /// What is wrong and what to do.
    pub message: String,
}

/// The problems of an answer that belong to rows.
pub fn at_cells(error: &AppError, sent: &[Sent]) -> Vec<Flaw> {
    let found = error.problems.iter().filter_map(|problem| {
        let At::Cell { change, column } = &problem.at else { return None };
        let line = sent.get(*change)?.line.clone();
        Some(Flaw { line, column: column.clone(), message: told(problem) })
    });
    found.collect()
}

fn told(problem: &Problem) -> String {
    match &problem.hint {
        Some(hint) => format!("{}. {hint}", problem.message.trim_end_matches('.')),
        None => problem.message.clone(),
    }
}

/// All that is known to be wrong, by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flaws(BTreeMap<Line, Vec<Flaw>>);

impl Flaws {
    /// What was told, and at the other cells what is certain at sight. What is being looked up is
    /// told when the answer is there.
    pub fn known(told: &[Flaw], drafts: &Drafts, table: &OpenTable, sought: &Sought) -> Self {
        let mut flaws = Self::default();
        for flaw in told {
            flaws.0.entry(flaw.line.clone()).or_default().push(flaw.clone());
        }
        for flaw in at_sight(drafts, table) {
            let sought =
                flaw.column.as_ref().is_some_and(|column| sought.holds(&flaw.line, column));
            let of_row = flaws.of(&flaw.line);
            if !sought && of_row.iter().all(|known| known.column != flaw.column) {
                flaws.0.entry(flaw.line.clone()).or_default().push(flaw);
            }
        }
        flaws
    }

    /// Those of a row.
    pub fn of(&self, line: &Line) -> &[Flaw] {
        self.0.get(line).map(Vec::as_slice).unwrap_or_default()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Flaw> {
        self.0.values().flatten()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }
}

/// The cells whose keys are being looked up, each with how often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought(BTreeMap<Line, BTreeMap<String, u32>>);

impl Sought {
    /// Tells whether a cell's key is being looked up.
    pub fn holds(&self, line: &Line, column: &str) -> bool {
        self.0.get(line).is_some_and(|columns| columns.contains_key(column))
    }

    /// Begins with cells of a column.
    pub fn begin<'l>(&mut self, column: &str, lines: impl Iterator<Item = &'l Line>) {
        for line in lines {
            let columns = self.0.entry(line.clone()).or_default();
            *columns.entry(column.to_owned()).or_default() += 1;
        }
    }

    /// Ends with them.
    pub fn end<'l>(&mut self, column: &str, lines: impl Iterator<Item = &'l Line>) {
        for line in lines {
            let Some(columns) = self.0.get_mut(line) else { continue };
            if let Some(count) = columns.get_mut(column) {
                *count -= 1;
            }
            columns.retain(|_, count| *count > 0);
            if columns.is_empty() {
                self.0.remove(line);
            }
        }
    }
}

/// What is certainly wrong before anything is sent.
pub fn certain(drafts: &Drafts, table: &OpenTable) -> Vec<Flaw> {
    let mut flaws = at_sight(drafts, table);
    flaws.extend(missing(drafts, table));
    flaws
}

/// What is certainly wrong with values that were given.
fn at_sight(drafts: &Drafts, table: &OpenTable) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut look = |line: Line, name: &str, value: Option<&str>| {
        let message = table.column(name).and_then(|(_, column)| objection(column, value));
        flaws.extend(message.map(|message| at(line, name, message)));
    };
    for row in drafts.edited().filter(|row| !row.deleted) {
        for (name, cell) in &row.cells {
            look(Line::Stored(row.id.key.clone()), name, cell.new.as_deref());
        }
    }
    for row in drafts.added() {
        for (name, value) in &row.cells {
            look(Line::New(row.number), name, value.as_deref());
        }
    }
    flaws
}

/// What new rows still lack.
fn missing(drafts: &Drafts, table: &OpenTable) -> Vec<Flaw> {
    let required: Vec<_> = table.columns.iter().filter(|column| column.required).collect();
    let lacking = drafts.added().iter().flat_map(|row| {
        let without = required.iter().filter(|column| !row.cells.contains_key(&column.name));
        without.map(|column| {
            let message = "A new row needs a value here".to_owned();
            at(Line::New(row.number), &column.name, message)
        })
    });
    lacking.collect()
}

fn at(line: Line, column: &str, message: String) -> Flaw {
    Flaw { line, column: Some(column.to_owned()), message }
}

//! What is wrong with edits: said by the server after a Save, or certain at sight before it.

use super::cell::objection;
use super::edits::{Drafts, Line, Sent};
use crate::error::{AppError, At, Problem};
use crate::model::table::{Column, OpenTable};
use std::collections::BTreeSet;

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

/// All that is known to be wrong: what was told, and at the other cells what is certain at sight. What
/// a foreign key was given is being looked up, and told then.
pub fn known(told: &[Flaw], drafts: &Drafts, table: &OpenTable) -> Vec<Flaw> {
    let cells: BTreeSet<_> = told.iter().map(|flaw| (&flaw.line, flaw.column.as_deref())).collect();
    let mut flaws = at_sight(drafts, table, |column| column.reference.is_none());
    flaws.retain(|flaw| !cells.contains(&(&flaw.line, flaw.column.as_deref())));
    flaws.extend_from_slice(told);
    flaws
}

/// What is certainly wrong before anything is sent.
pub fn certain(drafts: &Drafts, table: &OpenTable) -> Vec<Flaw> {
    let mut flaws = at_sight(drafts, table, |_| true);
    flaws.extend(missing(drafts, table));
    flaws
}

/// What is certainly wrong with values that some columns were given.
fn at_sight(drafts: &Drafts, table: &OpenTable, takes: fn(&Column) -> bool) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    let mut look = |line: Line, name: &str, value: Option<&str>| {
        let column = table.column(name).map(|(_, column)| column).filter(|column| takes(column));
        let message = column.and_then(|column| objection(column, value));
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

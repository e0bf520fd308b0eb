//! What is wrong with edits: said by the server after a Save, or certain at sight before it.

use super::cell::objection;
use super::edits::{Drafts, Line, Sent};
use crate::error::{AppError, At, Problem};
use crate::model::table::OpenTable;

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

/// What is certainly wrong before anything is sent.
pub fn certain(drafts: &Drafts, table: &OpenTable) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for row in drafts.edited().filter(|row| !row.deleted) {
        let line = Line::Stored(row.id.key.clone());
        for (name, cell) in &row.cells {
            let message =
                table.column(name).and_then(|(_, column)| objection(column, cell.new.as_deref()));
            flaws.extend(message.map(|message| at(&line, name, message)));
        }
    }
    for row in drafts.added() {
        let line = Line::New(row.number);
        for column in &table.columns {
            let message = match row.cells.get(&column.name) {
                Some(value) => objection(column, value.as_deref()),
                None => column.required.then(|| "A new row needs a value here".to_owned()),
            };
            flaws.extend(message.map(|message| at(&line, &column.name, message)));
        }
    }
    flaws
}

fn at(line: &Line, column: &str, message: String) -> Flaw {
    Flaw { line: line.clone(), column: Some(column.to_owned()), message }
}

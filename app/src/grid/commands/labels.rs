//! Labels of foreign keys among what many cells are given: for which keys they stand is looked up once
//! they are in their cells, as of what is typed.

use crate::grid::desk::{Desk, Names};
use crate::grid::edits::{Line, Value};
use crate::model::table::Column;
use std::collections::BTreeMap;

/// The row into which a text goes.
#[derive(Clone, Debug)]
pub enum Goal {
    /// One that is there.
    Here(Line),
    /// One of those that are added, by its place among them.
    Added(usize),
}

/// The texts for foreign keys, by column.
#[derive(Debug, Default)]
pub struct Labels {
    columns: BTreeMap<String, (Column, Vec<(Goal, String)>)>,
}

impl Labels {
    /// Notes what a cell was given, if it may be a label.
    pub fn note(&mut self, goal: &Goal, column: &Column, value: &Value) {
        let text = value.as_ref().filter(|text| !text.is_empty());
        if let (Some(text), true) = (text, column.reference.is_some()) {
            let noted = self.columns.entry(column.name.clone());
            let (_, texts) = noted.or_insert_with(|| (column.clone(), Vec::new()));
            texts.push((goal.clone(), text.clone()));
        }
    }

    /// Looks all of a column up at once, now that rows of these numbers are added.
    pub fn look_up(self, desk: Desk, added: &[u32]) {
        for (column, texts) in self.columns.into_values() {
            let names = texts.into_iter().filter_map(|(goal, text)| match goal {
                Goal::Here(line) => Some((line, text)),
                Goal::Added(at) => Some((Line::New(*added.get(at)?), text)),
            });
            desk.look_up(column, names.collect::<Names>());
        }
    }
}

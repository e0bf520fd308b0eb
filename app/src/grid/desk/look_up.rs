//! Looking up which keys were meant by what was typed, or pasted, into a foreign key.
//!
//! Invariant: what was typed stands in the cell until its key is known, and stays there where
//! nothing is found; no Save is sent before that.

mod meant;

use super::waiting::Given;
use super::{Desk, Saving, Seen};
use crate::error::AppError;
use crate::grid::edits::{Changed, Exchange, Line, Value};
use crate::grid::problems::Flaw;
use crate::model::page::{Choice, Named};
use crate::model::table::Column;
use leptos::prelude::*;
use leptos::task::spawn_local;
use meant::{Meant, Unclear, may_be_key, meant};
use std::collections::{BTreeMap, BTreeSet};

/// What the cells of a column were given, by row.
pub type Names = BTreeMap<Line, String>;

impl Desk {
    /// Gives a cell what was typed, and that for which it stands once this is known.
    pub fn put_typed(self, seen: Seen, column: &Column, value: Value) {
        let named = value.as_ref().is_some_and(|text| !text.is_empty());
        if column.reference.is_none() || !named {
            self.put_seen(seen, value);
            return;
        }
        match self.saving.try_get_untracked() {
            None => {}
            Some(Saving::No) => {
                self.put_seen(seen.clone(), value.clone());
                // What is typed once more may be found now.
                self.forgive(&[(seen.line(), Some(column.name.clone()))]);
                let name = (seen.line(), value.unwrap_or_default());
                self.look_up(column.clone(), Names::from([name]));
            }
            Some(_) => self.wait(seen, Given::Typed(Box::new(column.clone()), value)),
        }
    }

    /// Finds out for what the texts stand that cells of a foreign key were given.
    pub fn look_up(self, column: Column, names: Names) {
        if names.is_empty() {
            return;
        }
        self.begin_look_up();
        self.sought.update(|sought| sought.begin(&column.name, names.keys()));
        spawn_local(async move {
            let found = self.named(&column.name, names.values().cloned().collect()).await;
            if !self.edits.is_disposed() {
                self.sought.update(|sought| sought.end(&column.name, names.keys()));
                self.answered(&column, names, &found);
                self.looked_up();
            }
        });
    }

    fn answered(self, column: &Column, names: Names, found: &Result<Named, AppError>) {
        let (mut choices, mut doubts) = (Vec::new(), Vec::new());
        let added = self.added_keys(column);
        for (line, text) in names {
            match meant(found, &text) {
                Ok(Meant::Key(choice)) => choices.push((line, text, choice)),
                // A key that is about to be there goes before whatever is only called so.
                _ if added.contains(&text) => {}
                Ok(Meant::Name(choice)) => choices.push((line, text, choice)),
                Err(Unclear::Nothing) if may_be_key(column, &text) => {}
                Err(unclear) => doubts.push((line, text, unclear.told())),
            }
        }
        self.found(&column.name, choices);
        self.doubt(&column.name, doubts);
    }

    fn found(self, column: &str, choices: Vec<(Line, String, Choice)>) {
        if choices.is_empty() {
            return;
        }
        self.change_window(|window| {
            for (_, _, Choice { value, label }) in &choices {
                window.learn_label(column, value.clone(), label.clone());
            }
        });
        let cells = choices.into_iter();
        let cells = cells.map(|(line, text, choice)| (line, (Some(text), Some(choice.value))));
        let exchange = Exchange { column: column.to_owned(), cells: cells.collect() };
        let mut changed = Changed::No;
        self.edits.update(|edits| changed = edits.exchange(&exchange));
        if changed == Changed::Yes {
            let lines = exchange.cells.into_keys();
            self.forgive(&lines.map(|line| (line, Some(column.to_owned()))).collect::<Vec<_>>());
            self.kept();
        }
    }

    /// The keys that new rows of this very table bring, which are not saved yet.
    fn added_keys(self, column: &Column) -> BTreeSet<String> {
        let Some(reference) = &column.reference else { return BTreeSet::new() };
        let table = &self.table().table;
        if (&reference.schema, &reference.table) != (&table.schema, &table.name) {
            return BTreeSet::new();
        }
        self.edits.with_untracked(|edits| {
            let rows = edits.drafts().added().iter();
            rows.filter_map(|row| row.cells.get(&reference.column).cloned().flatten()).collect()
        })
    }

    /// Marks the cells, unless they were edited again meanwhile. A Save that waited is given up.
    fn doubt(self, column: &str, mut doubts: Vec<(Line, String, String)>) {
        self.edits.with_untracked(|edits| {
            doubts.retain(|(line, text, _)| edits.holds(line, column, &Some(text.clone())));
        });
        let Some((_, text, message)) = doubts.first() else { return };
        let told = match doubts.len() {
            1 => message.clone(),
            count => format!("{count} cells are in doubt, such as “{text}”. {message}"),
        };
        self.disappoint(format!("“{column}”: {told}"));
        let flaws = doubts.into_iter().map(|(line, _, message)| Flaw {
            line,
            column: Some(column.to_owned()),
            message,
        });
        let flaws: Vec<Flaw> = flaws.collect();
        let cells: Vec<_> = flaws.iter().map(|f| (f.line.clone(), f.column.clone())).collect();
        self.forgive(&cells);
        self.told.update(|all| all.extend(flaws));
    }
}

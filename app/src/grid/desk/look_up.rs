//! Looking up which keys were meant by what was typed, or pasted, into a foreign key.
//!
//! Invariant: what was typed stands in the cell until its key is known, and stays there where
//! nothing is found; no Save is sent before that.

mod meant;

use super::waiting::Given;
use super::{Desk, Saving, Seen};
use crate::error::AppError;
use crate::grid::edits::{Cells, Changed, Exchange, Line, Value};
use crate::grid::problems::Flaw;
use crate::model::page::{Choice, Named};
use crate::model::table::Column;
use leptos::prelude::*;
use leptos::task::spawn_local;
use meant::{Meant, Unclear, may_be_key, meant};
use std::collections::BTreeMap;

/// What the cells of a column were given, by row.
pub type Names = BTreeMap<Line, String>;

/// What is being looked up.
#[derive(Clone, Copy, Debug, Default)]
pub struct LookUps {
    under_way: u32,
    /// Whether a Save waits for them.
    save: bool,
}

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
        spawn_local(async move {
            let found = self.named(&column.name, names.values().cloned().collect()).await;
            if !self.edits.is_disposed() {
                self.answered(&column, names, &found);
                self.looked_up();
            }
        });
    }

    fn answered(self, column: &Column, names: Names, found: &Result<Named, AppError>) {
        let (mut choices, mut doubts) = (Vec::new(), Vec::new());
        for (line, text) in names {
            match meant(found, &text) {
                Ok(Meant::Key(choice)) => choices.push((line, text, choice)),
                // A key that is about to be there goes before whatever is only called so.
                _ if self.adds_key(column, &text) => {}
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

    /// Tells whether a new row of this very table, not saved yet, brings the key.
    fn adds_key(self, column: &Column, text: &str) -> bool {
        let table = self.table().table.clone();
        column.reference.as_ref().is_some_and(|reference| {
            let own = reference.schema == table.schema && reference.table == table.name;
            let holds = |cells: &Cells| {
                cells.get(&reference.column).and_then(Option::as_deref) == Some(text)
            };
            own && self
                .edits
                .with_untracked(|edits| edits.drafts().added().iter().any(|row| holds(&row.cells)))
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
        let nothing = if self.forget_save() { "Nothing was saved. " } else { "" };
        self.say(format!("{nothing}“{column}”: {told}"));
        let flaws = doubts.into_iter().map(|(line, _, message)| Flaw {
            line,
            column: Some(column.to_owned()),
            message,
        });
        let flaws: Vec<Flaw> = flaws.collect();
        let cells: Vec<_> = flaws.iter().map(|f| (f.line.clone(), f.column.clone())).collect();
        self.forgive(&cells);
        self.flaws.update(|all| all.extend(flaws));
    }

    /// Has a Save wait for something that is being fetched for an edit.
    pub fn begin_look_up(self) {
        self.look_ups.update_value(|all| all.under_way += 1);
    }

    /// Ends that; a Save that has nothing to wait for any more begins.
    pub fn looked_up(self) {
        let save = self.look_ups.try_update_value(|all| {
            all.under_way = all.under_way.saturating_sub(1);
            all.under_way == 0 && std::mem::take(&mut all.save)
        });
        if save == Some(true) {
            self.errands.save.run(());
        }
    }

    /// Gives up a Save that waits; tells whether there was one.
    pub fn forget_save(self) -> bool {
        self.look_ups.try_update_value(|all| std::mem::take(&mut all.save)) == Some(true)
    }

    /// Tells, and says, whether a Save has to wait; it is begun as soon as it need not.
    pub fn delays_save(self) -> bool {
        let waits = self.look_ups.try_update_value(|all| {
            all.save = all.under_way > 0;
            all.save
        });
        if waits == Some(true) {
            self.say("What you typed is being looked up. Your changes are saved after that");
        }
        waits == Some(true)
    }
}

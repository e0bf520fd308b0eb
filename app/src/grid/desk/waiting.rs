//! Giving single cells values, also while a Save is under way: what is given meanwhile waits until
//! that has ended, so that it is not taken for what was sent.

use super::{Desk, Saving, Seen};
use crate::grid::edits::Value;
use crate::model::table::Column;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A value for a cell.
#[derive(Clone, Debug)]
pub enum Given {
    /// As it was chosen.
    Chosen(Value),
    /// As it was typed into a foreign key: perhaps the label of the key that is meant.
    Typed(Box<Column>, Value),
}

/// What was given to cells while a Save was under way.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    given: Vec<(Seen, Given)>,
    /// The columns of what has no row any more.
    lost: Vec<String>,
}

impl Waiting {
    /// Puts each cell in the place of the one that was seen; none where its row is gone.
    pub fn take_over(&mut self, after: impl Fn(Seen) -> Option<Seen>) {
        for (seen, given) in std::mem::take(&mut self.given) {
            let column = seen.column().to_owned();
            match after(seen) {
                Some(seen) => self.given.push((seen, given)),
                None => self.lost.push(column),
            }
        }
    }

    /// What is to be said of what was lost.
    fn told(&self) -> Option<String> {
        let column = self.lost.first()?;
        Some(format!(
            "What you gave “{column}” meanwhile was not taken over: its row is not there any more"
        ))
    }
}

impl Desk {
    /// Gives a cell a value, once no Save is under way.
    pub fn put_seen(self, seen: Seen, value: Value) {
        match self.saving.try_get_untracked() {
            None => {}
            Some(Saving::No) if seen.is_whole() => {
                self.make(vec![seen.edit(value)]);
            }
            Some(Saving::No) => self.put_completed(seen, value),
            Some(_) => self.wait(seen, Given::Chosen(value)),
        }
    }

    /// Gives a cell a value over the whole text of which the start was seen. A Save that is asked
    /// for meanwhile takes it along; the next value that the cell is given does away with it.
    fn put_completed(self, seen: Seen, value: Value) {
        let (begun, cell) = (self.begin_edits(), seen.cell());
        self.claim(begun, std::iter::once(cell.clone()));
        spawn_local(async move {
            // Without the rest of the old value the edit stands all the same.
            let whole = self.completed(seen.clone()).await;
            if self.is_on(begun) && !self.is_overtaken(begun, &cell) {
                self.put_seen(whole.unwrap_or_else(|_| seen.settled()), value);
            }
            self.end_edits(begun);
        });
    }

    /// Keeps a value until it is known how the Save ended.
    pub(super) fn wait(self, seen: Seen, given: Given) {
        self.waiting.update_value(|waiting| waiting.given.push((seen, given)));
        if self.saving.get_untracked().is_in_doubt() {
            self.say(
                "It is being found out whether your changes were saved. What you gave this cell \
                 is taken over after that; until then a reload loses it",
            );
        }
    }

    /// Takes over what was given to cells while a Save was under way: it has ended.
    pub fn resume(self) {
        let Some(waiting) = self.waiting.try_update_value(std::mem::take) else { return };
        if let Some(told) = waiting.told() {
            let said = self.said.get_untracked();
            self.say(if said.is_empty() { told } else { format!("{said}. {told}") });
        }
        for (seen, given) in waiting.given {
            match given {
                Given::Chosen(value) => self.put_seen(seen, value),
                Given::Typed(column, value) => self.put_typed(seen, &column, value),
            }
        }
    }
}

//! Making edits: every change of a value goes through here.

use super::waiting::Waiting;
use super::{Desk, Saving};
use crate::grid::edits::{Changed, DeletedLine, Edit, Edits, Line};
use crate::grid::number::wide;
use crate::grid::problems::Flaw;
use crate::model::change::MOST_CHANGES;
use crate::ui::number::grouped;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

impl Desk {
    /// Makes edits as one step that can be undone, and keeps them; tells whether anything changed.
    /// While a Save is under way nothing does, and it is said why.
    pub fn make(self, edits: Vec<Edit>) -> Changed {
        if self.is_locked() {
            return Changed::No;
        }
        let touched: Vec<_> = edits.iter().filter_map(touched).collect();
        let mut changed = Changed::No;
        self.edits.update(|all| changed = all.make(edits));
        if changed == Changed::Yes {
            self.forgive(&touched);
            let cells = touched.into_iter();
            self.overtake(cells.filter_map(|(line, column)| Some((line, column?))));
            self.kept();
        }
        changed
    }

    /// Tells, and says, whether nothing can be edited since a Save is under way.
    pub fn is_locked(self) -> bool {
        let lock = self.saving.get_untracked().lock();
        if let Some(lock) = lock {
            self.say(lock);
        }
        lock.is_some()
    }

    /// Forgets every edit, those that are still being fetched, and what was given to cells while a
    /// Save was under way.
    pub fn discard(self) {
        self.give_up_edits();
        self.edits.update(Edits::discard);
        self.forget_save();
        self.waiting.set_value(Waiting::default());
        self.saving.set(Saving::No);
        self.save_failure.set(None);
        self.told.set(Vec::new());
        self.clashes.set(Vec::new());
        self.kept();
    }

    /// Keeps the edits in the browser, and lets go of places that are no more.
    pub fn kept(self) {
        self.errands.keep_drafts.run(self.edits.with_untracked(|edits| edits.drafts().clone()));
    }

    /// Forgets what was told of cells that were edited again.
    pub(super) fn forgive(self, touched: &[(Line, Option<String>)]) {
        if self.told.with_untracked(Vec::is_empty) {
            return;
        }
        let mut edited = BTreeMap::<&Line, BTreeSet<Option<&str>>>::new();
        for (line, column) in touched {
            edited.entry(line).or_default().insert(column.as_deref());
        }
        let forgiven = |flaw: &Flaw| {
            let column = flaw.column.as_deref();
            edited.get(&flaw.line).is_some_and(|columns| {
                column.is_none() || columns.contains(&None) || columns.contains(&column)
            })
        };
        if self.told.with_untracked(|all| all.iter().any(forgiven)) {
            self.told.update(|all| all.retain(|flaw| !forgiven(flaw)));
        }
    }

    /// Tells, and says, whether so many rows are more than one Save takes.
    pub fn too_many(self, rows: u64) -> Option<()> {
        (rows > wide(MOST_CHANGES)).then(|| {
            let most = grouped(wide(MOST_CHANGES));
            self.say(format!("At most {most} rows can be changed, or copied, at once"));
        })
    }
}

fn touched(edit: &Edit) -> Option<(Line, Option<String>)> {
    match edit {
        Edit::Cell { row, column, .. } => {
            Some((Line::Stored(row.key.clone()), Some(column.clone())))
        }
        Edit::NewCell { number, column, .. } | Edit::NewCellDefault { number, column } => {
            Some((Line::New(*number), Some(column.clone())))
        }
        Edit::Revert(line) => Some((line.clone(), None)),
        Edit::Keep(row) | Edit::Delete(DeletedLine::Stored(row)) => {
            Some((Line::Stored(row.key.clone()), None))
        }
        Edit::Delete(DeletedLine::New(number)) => Some((Line::New(*number), None)),
        Edit::Add { .. } => None,
    }
}

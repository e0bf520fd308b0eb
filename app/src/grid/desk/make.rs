//! Making edits: every change of a value goes through here.

use super::{Desk, Here};
use crate::error::AppError;
use crate::grid::edits::{Changed, Edit, Line, Value};
use crate::grid::number::wide;
use crate::grid::selection::Spot;
use crate::model::change::MOST_CHANGES;
use crate::ui::number::grouped;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A value for a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// The cell.
    pub spot: Spot,
    /// The value.
    pub value: Value,
}

impl Desk {
    /// Makes edits as one step that can be undone, and keeps them.
    pub fn make(self, edits: Vec<Edit>) {
        if self.saving.get_untracked() {
            self.say("Your changes are being saved. Do that again in a moment");
            return;
        }
        let touched: Vec<_> = edits.iter().filter_map(touched).collect();
        let mut changed = Changed::No;
        self.edits.update(|all| changed = all.make(edits));
        if changed == Changed::Yes {
            self.forgive(&touched);
            self.kept();
        }
    }

    /// Keeps the edits in the browser, and lets go of places that are no more.
    pub fn kept(self) {
        self.errands.keep_drafts.run(self.edits.with_untracked(|edits| edits.drafts().clone()));
    }

    /// Forgets the problems of cells that were edited again.
    fn forgive(self, touched: &[(Line, Option<String>)]) {
        let wrong = |line: &Line, column: &Option<String>| {
            touched.iter().any(|(other, edited)| {
                other == line && (edited.is_none() || column.is_none() || edited == column)
            })
        };
        if self.flaws.with_untracked(|all| all.iter().any(|f| wrong(&f.line, &f.column))) {
            self.flaws.update(|all| all.retain(|flaw| !wrong(&flaw.line, &flaw.column)));
        }
    }

    /// Puts values into cells, fetching rows that are not here; cells that cannot be edited stay,
    /// and it is said why.
    ///
    /// # Errors
    /// Where a row, or the whole value of a long cell, could not be fetched.
    pub async fn put(self, puts: Vec<Put>) -> Result<(), AppError> {
        self.put_and(puts, Vec::new()).await
    }

    /// Puts values into cells and makes further edits, as one step.
    ///
    /// # Errors
    /// As `put`.
    pub async fn put_and(self, puts: Vec<Put>, more: Vec<Edit>) -> Result<(), AppError> {
        if puts.is_empty() {
            self.make(more);
            return Ok(());
        }
        let rows = self.gather(&puts).await?;
        let mut edits = Vec::with_capacity(puts.len());
        let mut refused: Option<(String, String, usize)> = None;
        for Put { spot, value } in puts {
            let (Some(here), Some((index, column))) =
                (rows.get(&spot.row), self.column(spot.column))
            else {
                continue;
            };
            let reason = if here.is_deleted() {
                Some("This row is marked as deleted".to_owned())
            } else {
                self.lock(here, &column).map(|lock| lock.sentence())
            };
            if let Some(reason) = reason {
                let count = refused.as_ref().map_or(0, |(.., count)| *count);
                refused = Some((column.name, reason, count + 1));
                continue;
            }
            let name = column.name.clone();
            edits.push(match here {
                Here::New(row) => Edit::NewCell { number: row.number, column: name, value },
                Here::Stored(row, draft) => {
                    let Some(id) = row.id.clone() else { continue };
                    let seen = draft.as_ref().and_then(|draft| draft.cells.get(&name));
                    let old = match seen {
                        Some(cell) => cell.old.clone(),
                        None => self.whole(row, index).await?,
                    };
                    Edit::Cell { row: id, column: name, old, new: value }
                }
            });
        }
        edits.extend(more);
        self.make(edits);
        match refused {
            None => {}
            Some((column, reason, 1)) => {
                self.say(format!("“{column}” cannot be edited. {reason}"));
            }
            Some((column, reason, count)) => self.say(format!(
                "{count} cells cannot be edited and stay as they are, such as “{column}”. {reason}"
            )),
        }
        Ok(())
    }

    async fn gather(self, puts: &[Put]) -> Result<BTreeMap<u64, Here>, AppError> {
        let mut rows = BTreeMap::new();
        let first = puts.iter().map(|put| put.spot.row).min().unwrap_or(0);
        let last = puts.iter().map(|put| put.spot.row).max().unwrap_or(0);
        let added = self.added_count();
        for row in first..=last.min(added.saturating_sub(1)) {
            rows.extend(self.here(row).map(|here| (row, here)));
        }
        if last >= added {
            let numbers = first.saturating_sub(added)..last - added + 1;
            for (number, row) in self.rows_of(numbers).await? {
                rows.insert(number + added, self.with_draft(row));
            }
        }
        Ok(rows)
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
        Edit::Keep(row) => Some((Line::Stored(row.key.clone()), None)),
        Edit::Revert(line) => Some((line.clone(), None)),
        Edit::Delete(crate::grid::edits::DeletedLine::Stored(row)) => {
            Some((Line::Stored(row.key.clone()), None))
        }
        Edit::Delete(crate::grid::edits::DeletedLine::New(number)) => {
            Some((Line::New(*number), None))
        }
        Edit::Add { .. } => None,
    }
}

//! Saving: everything at once, or nothing and the reasons at their cells.

use super::doubt::Doubt;
use super::drafts::Keeper;
use crate::api;
use crate::error::{AppError, At, ErrorCode};
use crate::grid::commands::problem;
use crate::grid::desk::{Desk, Saving};
use crate::grid::edits::{Cells, Clash, Drafts, Edits, Line, RowDraft, Sent, Theirs};
use crate::grid::number::wide;
use crate::grid::problems::{at_cells, certain};
use crate::model::cell::Cell;
use crate::model::change::{Change, Conflict, SaveFate, SaveOutcome, Saved};
use crate::model::ids::ChangeSetId;
use crate::model::page::Row;
use crate::ui::number::counted;
use crate::ui::random::random_id;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What saving needs besides the grid.
#[derive(Clone, Copy)]
pub struct Saver {
    /// The grid.
    pub desk: Desk,
    /// Where the edits are kept.
    pub keeper: Keeper,
    /// The change sets that come from here.
    pub own: StoredValue<Vec<ChangeSetId>>,
    /// Finds out how a Save ended.
    pub doubt: Doubt,
}

/// Saves what was edited.
pub fn save(saver: Saver) {
    let Saver { desk, keeper, own, .. } = saver;
    if let Some(lock) = desk.saving.get_untracked().lock() {
        desk.say(lock);
        return;
    }
    // What somebody else changed is decided first.
    if desk.clashes.with_untracked(|clashes| !clashes.is_empty()) || desk.delays_save() {
        return;
    }
    let Some(drafts) = sound(desk) else { return };
    let sent = drafts.to_send();
    let changes: Vec<Change> = sent.iter().map(|sent| sent.change.clone()).collect();
    let (table, zone) = (desk.table().table.id, desk.zone.get_untracked());
    let Some(id) = random_id().map(ChangeSetId) else { return };
    desk.saving.set(Saving::UnderWay);
    desk.save_failure.set(None);
    desk.told.set(Vec::new());
    let by = keeper.person();
    own.update_value(|own| own.push(id));
    keeper.send(drafts, id);
    spawn_local(async move {
        let outcome = api::row::save(table, id, changes, zone, by).await;
        match desk.saving.try_get_untracked() {
            Some(Saving::UnderWay) => answered(saver, (id, &sent), outcome).await,
            // The person gave the edits up meanwhile: the rows tell what became of them.
            Some(_) => desk.refresh(),
            // Where the page was left meanwhile, whoever opens the table next finds out.
            None => {}
        }
    });
}

/// The edits, unless there is none or something is certainly wrong with them, which is said.
fn sound(desk: Desk) -> Option<Drafts> {
    let drafts = desk.edits.with_untracked(|edits| edits.drafts().clone());
    if drafts.is_empty() {
        desk.say("There is nothing to save");
        return None;
    }
    if desk.too_many(wide(drafts.counts().rows())).is_some() {
        return None;
    }
    if !drafts.gone(&desk.table()).is_empty() {
        desk.say(
            "Nothing was saved: drop the edits of columns that are not there any more first. They \
             are listed above the rows",
        );
        return None;
    }
    // What was told of it before may not hold any more.
    desk.told.set(certain(&drafts, &desk.table()));
    if desk.flaws.with_untracked(|flaws| flaws.count() > 0) {
        problem::next(desk);
        return None;
    }
    Some(drafts)
}

async fn answered(
    saver: Saver,
    (id, sent): (ChangeSetId, &[Sent]),
    outcome: Result<SaveOutcome, AppError>,
) {
    let Saver { desk, keeper, doubt, .. } = saver;
    match outcome {
        Ok(SaveOutcome::Saved { id, results }) => {
            saved(desk, sent, &results);
            desk.say(told(id, sent));
        }
        Ok(SaveOutcome::Conflicts(conflicts)) => clash(desk, sent, conflicts).await,
        // The browser itself may have sent it twice.
        Ok(SaveOutcome::Known(SaveFate::Pending)) => {
            doubt.settle(id, None);
            return;
        }
        Ok(SaveOutcome::Known(fate)) => {
            doubt.take(fate, None);
            return;
        }
        Err(error) if error.code.leaves_doubt() => {
            doubt.settle(id, Some(error));
            return;
        }
        Err(error) => failed(desk, sent, error),
    }
    desk.saving.set(Saving::No);
    keeper.answered(desk.edits.with_untracked(|edits| edits.drafts().clone()));
    desk.resume();
    if desk.edits.with_untracked(Edits::is_untouched) {
        desk.kept();
    }
}

fn saved(desk: Desk, sent: &[Sent], results: &[Saved]) {
    desk.change_window(|window| {
        for (sent, result) in sent.iter().zip(results) {
            if let (Line::Stored(key), Saved::Row(row)) = (&sent.line, result) {
                window.replace(key, row);
            }
        }
    });
    desk.after_save(sent, Some(results));
    desk.edits.update(|edits| edits.saved(sent, results));
    desk.refresh();
}

/// Tells what became of a Save; without a change set nothing differed once it was made.
fn told(id: Option<ChangeSetId>, sent: &[Sent]) -> String {
    let gone = sent.iter().all(|sent| matches!(sent.change, Change::Delete { .. }));
    let done = if gone { "deleted" } else { "saved" };
    match (id, sent.len()) {
        (None, 1) => "Nothing was saved: the database kept the row as it was".to_owned(),
        (None, _) => "Nothing was saved: the database kept the rows as they were".to_owned(),
        (Some(_), 1) => format!("1 row is {done}"),
        (Some(_), count) => format!("{} are {done}", counted(count, "row", "rows")),
    }
}

async fn clash(desk: Desk, sent: &[Sent], conflicts: Vec<Conflict>) {
    let mut clashes = Vec::new();
    for conflict in conflicts {
        let Some(Line::Stored(key)) = sent.get(conflict.change).map(|sent| &sent.line) else {
            continue;
        };
        let mine = desk.edits.with_untracked(|edits| edits.drafts().row(key).cloned());
        let Some(mine) = mine else { continue };
        let theirs = match conflict.theirs.filter(|row| row.id.is_some()) {
            Some(row) => Some(theirs(desk, &mine, row).await),
            None => None,
        };
        clashes.push(Clash::new(mine, theirs));
    }
    desk.clashes.set(clashes);
    desk.say("Somebody else changed the same rows; nothing was saved");
}

/// Their whole values of the cells that were edited here; the start of one that cannot be had.
async fn theirs(desk: Desk, mine: &RowDraft, row: Row) -> Theirs {
    let mut cells = Cells::new();
    for name in mine.cells.keys() {
        if let Some((index, _)) = desk.table().column(name) {
            let start = row.cells.get(index).and_then(Cell::shown).map(str::to_owned);
            cells.insert(name.clone(), desk.whole(&row, index).await.unwrap_or(start));
        }
    }
    Theirs { row, cells }
}

fn failed(desk: Desk, sent: &[Sent], error: AppError) {
    let gone = error.problems.iter().any(|problem| problem.code == "column_gone");
    // It was there when the table was opened.
    let error = if gone { AppError::columns_changed() } else { error };
    let flaws = at_cells(&error, sent);
    let all_at_cells = error.problems.iter().all(|problem| matches!(problem.at, At::Cell { .. }));
    let told = error.code == ErrorCode::Invalid && !flaws.is_empty() && all_at_cells;
    let count = flaws.len();
    desk.told.set(flaws);
    if told {
        problem::next(desk);
        let first = desk.said.get_untracked();
        desk.say(match count {
            1 => format!("Nothing was saved. {first}"),
            count => format!("Nothing was saved: {count} problems. {first}"),
        });
    } else {
        desk.save_failure.set(Some(error));
    }
}

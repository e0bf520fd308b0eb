//! Saving: everything at once, or nothing and the reasons at their cells.

use super::drafts::Keeper;
use crate::api;
use crate::error::{AppError, At, ErrorCode};
use crate::grid::commands::problem;
use crate::grid::desk::{Clash, Desk};
use crate::grid::edits::{Line, Sent};
use crate::grid::number::wide;
use crate::grid::problems::{at_cells, certain};
use crate::model::change::{Change, Conflict, SaveOutcome, Saved};
use crate::model::ids::ChangeSetId;
use crate::ui::number::counted;
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

/// Saves what was edited; `own` gets the change sets that come from here.
pub fn save(desk: Desk, own: StoredValue<Vec<ChangeSetId>>, keeper: Option<Keeper>) {
    if desk.saving.get_untracked() {
        return;
    }
    let table = desk.table();
    let drafts = desk.edits.with_untracked(|edits| edits.drafts().clone());
    if drafts.is_empty() {
        desk.say("There is nothing to save");
        return;
    }
    if desk.too_many(wide(drafts.counts().rows())).is_some() {
        return;
    }
    let flaws = certain(&drafts, &table);
    if !flaws.is_empty() {
        desk.flaws.set(flaws);
        problem::next(desk);
        return;
    }
    let Some(id) = new_id() else { return };
    let sent = drafts.to_send();
    let changes: Vec<Change> = sent.iter().map(|sent| sent.change.clone()).collect();
    let zone = desk.zone.get_untracked();
    desk.saving.set(true);
    desk.failure.set(None);
    desk.flaws.set(Vec::new());
    spawn_local(async move {
        let outcome = api::row::save(table.table.id, id, changes, zone).await;
        if desk.saving.try_set(false).is_some() {
            // The page was left meanwhile. Nothing was edited since, so nothing is left to keep.
            if let (Ok(SaveOutcome::Saved { .. }), Some(keeper)) = (outcome, keeper) {
                keeper.forget();
            }
            return;
        }
        match outcome {
            Ok(SaveOutcome::Saved { id, results }) => {
                own.update_value(|own| own.extend(id));
                saved(desk, &sent, &results);
            }
            Ok(SaveOutcome::Conflicts(conflicts)) => clash(desk, &sent, conflicts),
            // Only an id that is sent again is known.
            Ok(SaveOutcome::Known(_)) => desk.refresh(),
            Err(error) => failed(desk, &sent, error),
        }
    });
}

/// An id that nobody can guess, for one Save.
fn new_id() -> Option<ChangeSetId> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?;
    let random = Reflect::get(&crypto, &"randomUUID".into()).ok()?.dyn_into::<Function>().ok()?;
    random.call0(&crypto).ok()?.as_string()?.parse().ok()
}

fn saved(desk: Desk, sent: &[Sent], results: &[Saved]) {
    desk.change_window(|window| {
        for (sent, result) in sent.iter().zip(results) {
            if let (Line::Stored(key), Saved::Row(row)) = (&sent.line, result) {
                window.replace(key, row);
            }
        }
    });
    desk.edits.update(|edits| edits.saved(sent, results));
    desk.kept();
    desk.refresh();
    let count = sent.len();
    let verb = if count == 1 { "is" } else { "are" };
    desk.say(format!("{} {verb} saved", counted(count, "row", "rows")));
}

fn clash(desk: Desk, sent: &[Sent], conflicts: Vec<Conflict>) {
    let clashes = conflicts.into_iter().filter_map(|conflict| {
        let line = sent.get(conflict.change)?.line.clone();
        Some(Clash { line, theirs: conflict.theirs })
    });
    desk.clashes.set(clashes.collect());
    desk.say("Somebody else changed the same rows; nothing was saved");
}

fn failed(desk: Desk, sent: &[Sent], error: AppError) {
    let flaws = at_cells(&error, sent);
    let all_at_cells = error.problems.iter().all(|problem| matches!(problem.at, At::Cell { .. }));
    let told = error.code == ErrorCode::Invalid && !flaws.is_empty() && all_at_cells;
    let count = flaws.len();
    desk.flaws.set(flaws);
    if told {
        problem::next(desk);
        let first = desk.said.get_untracked();
        desk.say(match count {
            1 => format!("Nothing was saved. {first}"),
            count => format!("Nothing was saved: {count} problems. {first}"),
        });
    } else {
        desk.failure.set(Some(error));
    }
}

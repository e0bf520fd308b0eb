//! Editing one cell: beginning, ending, giving up.

use super::later;
use crate::grid::cell::typed;
use crate::grid::desk::{Begin, Desk, Editing, Here, Seen};
use crate::grid::edits::Value;
use crate::grid::selection::{Movement, Selection, Spot};
use leptos::prelude::*;

/// What is said where the row went with a Save while its editor was open.
pub const LOST: &str = "The row is not there any more: what you gave it was not taken over";

/// Edits the active cell, beginning with its value.
pub fn open(desk: Desk) {
    let spot = desk.selection.with_untracked(Selection::active);
    let Some((index, here)) = editable(desk, spot) else { return };
    desk.reveal(spot);
    later(desk, async move {
        let value = desk.whole_of(&here, index).await?;
        let seen = desk.seen_in(&here, spot.column).map(|seen| seen.over(&value));
        // Somebody who went on meanwhile does not want an editor to open behind them.
        if desk.selection.with_untracked(Selection::active) == spot {
            desk.editing.set(Some(beginning(spot, value, seen)));
        }
        Ok(())
    });
}

fn beginning(spot: Spot, value: Value, seen: Option<Seen>) -> Editing {
    let begin = if value.is_some() { Begin::Value } else { Begin::Null };
    Editing { spot, text: value.unwrap_or_default(), begin, seen }
}

/// Edits the active cell, beginning with what was typed instead of its value.
pub fn type_over(desk: Desk, text: String) {
    let spot = desk.selection.with_untracked(Selection::active);
    if editable(desk, spot).is_some() {
        let seen = desk.seen(spot);
        desk.reveal(spot);
        desk.editing.set(Some(Editing { spot, text, begin: Begin::Typed, seen }));
    }
}

/// Tells whether a cell can be edited, and says why not.
fn editable(desk: Desk, spot: Spot) -> Option<(usize, Here)> {
    let (index, column) = desk.column(spot.column)?;
    let saving = desk.saving.get_untracked();
    if let Some(lock) = saving.lock().filter(|_| saving.is_in_doubt()) {
        desk.say(lock);
        return None;
    }
    let Some(here) = desk.here(spot.row) else {
        desk.say("This row is still being loaded");
        return None;
    };
    if here.is_deleted() {
        desk.say("This row is marked as deleted. Press Ctrl+- to keep it");
        return None;
    }
    if let Some(lock) = desk.lock(&here, &column) {
        desk.say(format!("“{}” cannot be edited. {}", column.name, lock.sentence()));
        return None;
    }
    Some((index, here))
}

/// Ends the edit with a text, and goes on.
pub fn commit(desk: Desk, text: String, then: Option<Movement>) {
    let Some(editing) = desk.editing.get_untracked() else { return };
    desk.editing.set(None);
    let spot = editing.spot;
    // A text that nobody touched is no edit, whatever it would be read as.
    let touched = editing.begin == Begin::Typed || text != editing.text;
    after(desk, then);
    match (editing.seen, desk.column(spot.column)) {
        (Some(seen), Some((_, column))) if touched => {
            desk.put_typed(seen, &column, typed(&column, &text));
        }
        (None, _) if touched => desk.say(LOST),
        _ => {}
    }
}

/// Ends the edit with a value that was chosen, and goes on.
pub fn choose(desk: Desk, value: Value, then: Option<Movement>) {
    let Some(editing) = desk.editing.get_untracked() else { return };
    desk.editing.set(None);
    after(desk, then);
    match editing.seen {
        Some(seen) => desk.put_seen(seen, value),
        None => desk.say(LOST),
    }
}

/// Gives the cell that is seen at a place now a value.
pub fn put(desk: Desk, spot: Spot, value: Value) {
    if let Some(seen) = desk.seen(spot) {
        desk.put_seen(seen, value);
    }
}

/// Ends the edit and leaves the cell as it was.
pub fn cancel(desk: Desk) {
    desk.editing.set(None);
    desk.focus();
}

/// Goes on from where the row that was edited stands now.
fn after(desk: Desk, then: Option<Movement>) {
    let Some(movement) = then else { return };
    desk.focus();
    desk.go(movement);
}

/// Ends the edit without a change, because the focus went elsewhere.
pub fn leave(desk: Desk) {
    if desk.editing.get_untracked().is_some() {
        desk.editing.set(None);
    }
}

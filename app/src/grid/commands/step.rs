//! Undoing and doing again.

use super::SAVE_GIVEN_UP;
use crate::grid::desk::Desk;
use crate::grid::edits::{Changed, Edits};
use leptos::prelude::*;

/// Undoes the last step, which may be edits that still wait for the server.
pub fn undo(desk: Desk) {
    if !desk.is_locked() && desk.give_up_last() {
        told(desk, "Undone");
        return;
    }
    step(desk, Edits::undo, "Undone", "There is nothing to undo");
}

/// Does again what was undone last.
pub fn redo(desk: Desk) {
    step(desk, Edits::redo, "Done again", "There is nothing to do again");
}

fn step(desk: Desk, step: fn(&mut Edits) -> Changed, done: &str, nothing: &str) {
    if desk.is_locked() {
        return;
    }
    let mut changed = Changed::No;
    desk.edits.update(|edits| changed = step(edits));
    if changed == Changed::Yes {
        desk.told.set(Vec::new());
        desk.kept();
        told(desk, done);
    } else {
        desk.say(nothing);
    }
}

fn told(desk: Desk, done: &str) {
    let waited = desk.forget_save();
    desk.say(if waited { format!("{done}. {SAVE_GIVEN_UP}") } else { done.to_owned() });
}

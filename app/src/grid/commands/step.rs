//! Undoing and doing again.

use crate::grid::desk::Desk;
use crate::grid::edits::{Changed, Edits};
use leptos::prelude::*;

/// Undoes the last step.
pub fn undo(desk: Desk) {
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
        let waited = desk.forget_save();
        desk.flaws.set(Vec::new());
        desk.kept();
        let unsaved =
            if waited { ". The Save that waited is given up: nothing is saved" } else { "" };
        desk.say(format!("{done}{unsaved}"));
    } else {
        desk.say(nothing);
    }
}

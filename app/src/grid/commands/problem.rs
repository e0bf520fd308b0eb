//! Going from problem to problem.

use crate::grid::desk::Desk;
use crate::grid::edits::Line;
use crate::grid::problems::Flaw;
use crate::grid::selection::Selection;
use leptos::prelude::*;

/// Goes to the next cell, downwards, that has a problem; after the last one, to the first.
pub fn next(desk: Desk) {
    let active = desk.selection.with_untracked(Selection::active);
    let mut found: Vec<((u64, usize), Flaw)> = desk.flaws.with_untracked(|flaws| {
        flaws.iter().filter_map(|flaw| Some((place(desk, flaw)?, flaw.clone()))).collect()
    });
    found.sort_by_key(|(place, _)| *place);
    let after = found.iter().find(|(place, _)| *place > (active.row, active.column));
    if let Some((_, flaw)) = after.or(found.first()) {
        desk.go_to(&flaw.line, flaw.column.as_deref());
        desk.say(flaw.message.clone());
        desk.focus();
    } else if let Some(flaw) = desk.flaws.with_untracked(|flaws| flaws.first().cloned()) {
        // The row is not among those that are here; say at least which it is.
        let row = match &flaw.line {
            Line::Stored(key) => key.join(", "),
            Line::New(_) => String::new(),
        };
        desk.say(format!("Row {row}: {}", flaw.message));
    }
}

fn place(desk: Desk, flaw: &Flaw) -> Option<(u64, usize)> {
    let row = desk.row_of(&flaw.line)?;
    let column = flaw.column.as_ref().and_then(|name| {
        let (index, _) = desk.table().column(name)?;
        desk.arrangement.with_untracked(|arrangement| arrangement.place(index))
    });
    Some((row, column.unwrap_or(0)))
}

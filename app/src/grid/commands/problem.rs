//! Going from problem to problem.

use crate::grid::desk::Desk;
use crate::grid::edits::Line;
use crate::grid::problems::Flaw;
use crate::grid::selection::Selection;
use leptos::prelude::*;

/// Goes to the next cell, downwards, that has a problem; after the last one, to the first, and says
/// which rows have some that are not here.
pub fn next(desk: Desk) {
    let active = desk.selection.with_untracked(Selection::active);
    let flaws: Vec<Flaw> = desk.flaws.with_untracked(|flaws| flaws.iter().cloned().collect());
    let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
    for flaw in flaws {
        match place(desk, &flaw) {
            Some(place) => here.push((place, flaw)),
            None => elsewhere.push(flaw),
        }
    }
    here.sort_by_key(|(place, _)| *place);
    let after = here.iter().find(|(place, _)| *place > (active.row, active.column));
    let Some((_, flaw)) = after.or(here.first()) else {
        desk.say(away(&elsewhere).unwrap_or_default());
        return;
    };
    desk.go_to(&flaw.line, flaw.column.as_deref());
    let more = after.is_none().then(|| away(&elsewhere)).flatten();
    desk.say(match more {
        Some(more) => format!("{}. {more}", flaw.message),
        None => flaw.message.clone(),
    });
    desk.focus();
}

/// Tells of rows that are not among those that are here, by their keys.
fn away(flaws: &[Flaw]) -> Option<String> {
    let flaw = flaws.first()?;
    let row = match &flaw.line {
        Line::Stored(key) => key.join(", "),
        Line::New(_) => String::new(),
    };
    let more = match flaws.len() - 1 {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    Some(format!("Not among the rows that are loaded: row “{row}”: {}{more}", flaw.message))
}

fn place(desk: Desk, flaw: &Flaw) -> Option<(u64, usize)> {
    let row = desk.row_of(&flaw.line)?;
    let column = flaw.column.as_ref().and_then(|name| {
        let (index, _) = desk.table().column(name)?;
        desk.arrangement.with_untracked(|arrangement| arrangement.place(index))
    });
    Some((row, column.unwrap_or(0)))
}

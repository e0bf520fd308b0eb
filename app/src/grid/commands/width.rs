//! Making columns wider and narrower without a pointer.

use crate::grid::columns::Arranging;
use crate::grid::desk::Desk;
use crate::model::view::{MAX_WIDTH, MIN_WIDTH};
use leptos::prelude::*;

/// By how much at once, in CSS pixels.
const STEP: u16 = 40;

/// Makes a shown column wider.
pub fn widen(desk: Desk, place: usize) {
    resize(desk, place, |width| width.saturating_add(STEP).min(MAX_WIDTH));
}

/// Makes a shown column narrower.
pub fn narrow(desk: Desk, place: usize) {
    resize(desk, place, |width| width.saturating_sub(STEP).max(MIN_WIDTH));
}

fn resize(desk: Desk, place: usize, to: fn(u16) -> u16) {
    let Some((_, column)) = desk.column(place) else { return };
    let shown =
        desk.arrangement.with_untracked(|arrangement| arrangement.shown.get(place).copied());
    let Some(before) = shown.map(|shown| shown.width) else { return };
    let (width, name) = (to(before), column.name.clone());
    if width == before {
        let end = if before == MIN_WIDTH { "narrower" } else { "wider" };
        desk.say(format!("“{name}” cannot be {end}"));
        return;
    }
    desk.arrange(Arranging::Widen { column: column.name, width });
    desk.say(format!("“{name}” is {width} pixels wide"));
}

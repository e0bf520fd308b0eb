//! Clearing the selected cells, or setting them to one value.

use super::later;
use crate::grid::cell::cleared;
use crate::grid::desk::Desk;
use crate::grid::desk::make::Put;
use crate::grid::edits::Value;
use crate::grid::selection::{Area, Spot};
use crate::model::table::Column;
use leptos::prelude::*;

/// Clears the selected cells: NULL, or empty text where there is no NULL.
pub fn clear(desk: Desk) {
    each(desk, |column| Some(cleared(column)));
}

/// Sets the selected cells to a value; empty text only where that is a value.
pub fn set(desk: Desk, value: Value) {
    let empty = value.is_some();
    each(desk, move |column| (!empty || column.kind.holds_empty_text()).then(|| value.clone()));
}

fn each(desk: Desk, value: impl Fn(&Column) -> Option<Value>) {
    let areas: Vec<Area> = desk.selection.with_untracked(|selection| selection.areas().collect());
    let rows = areas.iter().map(|area| area.height()).fold(0, u64::saturating_add);
    if desk.too_many(rows).is_some() {
        return;
    }
    let mut puts = Vec::new();
    for area in areas {
        for row in area.top..=area.bottom {
            for column in area.left..=area.right {
                let value = desk.column(column).and_then(|(_, column)| value(&column));
                puts.extend(value.map(|value| Put { spot: Spot { row, column }, value }));
            }
        }
    }
    if puts.is_empty() {
        desk.say("Columns of this type cannot hold empty text; press Delete for NULL");
    }
    later(desk, desk.put(puts));
}

//! Clearing the selected cells, or setting them to one value.

use super::edit_later;
use crate::grid::cell::cleared;
use crate::grid::desk::{Desk, Put, Puts};
use crate::grid::edits::Value;
use crate::grid::selection::Area;
use crate::model::table::Column;
use leptos::prelude::*;
use std::collections::BTreeSet;

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
    if !desk.is_steady() || desk.too_many(rows).is_some() {
        return;
    }
    // Areas may share columns.
    let places: BTreeSet<usize> = areas.iter().flat_map(|area| area.left..=area.right).collect();
    let places = places.into_iter();
    let values: Vec<(usize, Value)> =
        places.filter_map(|place| Some((place, value(&desk.column(place)?.1)?))).collect();
    if values.is_empty() {
        desk.say("Columns of this type cannot hold empty text; press Delete for NULL");
        return;
    }
    edit_later(desk, move |begun| async move {
        let mut puts = Puts::new(begun);
        for area in areas {
            let Some(rows) = desk.gather(area.top..=area.bottom).await? else {
                return Ok(Put::Refused);
            };
            for here in rows.values() {
                let within =
                    values.iter().filter(|(place, _)| (area.left..=area.right).contains(place));
                within.for_each(|(place, value)| puts.add(desk, here, *place, value.clone()));
            }
        }
        desk.put(puts, Vec::new()).await
    });
}

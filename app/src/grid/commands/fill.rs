//! Filling the first row of the area down.

use super::edit_later;
use crate::grid::desk::{Desk, Put, Puts};
use crate::grid::selection::Selection;
use leptos::prelude::*;

/// Fills down; a single row takes the values above it.
pub fn fill_down(desk: Desk) {
    if !desk.is_steady() {
        return;
    }
    let mut area = desk.selection.with_untracked(Selection::area);
    if area.top == area.bottom {
        if area.top == 0 {
            return;
        }
        area.top -= 1;
    }
    if desk.too_many(area.height()).is_some() {
        return;
    }
    edit_later(desk, async move {
        let mut puts = Puts::begin(desk);
        let Some(mut rows) = desk.gather(area.top..=area.bottom).await? else {
            return Ok(Put::Refused);
        };
        let Some((_, first)) = rows.pop_first() else { return Ok(Put::Done(None)) };
        for place in area.left..=area.right {
            let Some(index) = desk.index(place) else { continue };
            let value = desk.whole_of(&first, index).await?;
            for here in rows.values() {
                puts.add(desk, here, place, value.clone());
            }
        }
        desk.put(puts, Vec::new()).await
    });
}

//! Filling the first row of the area down.

use super::edit_later;
use super::labels::{Goal, Labels};
use crate::grid::desk::{Desk, Done, Put, Puts};
use crate::grid::selection::{Area, Selection};
use leptos::prelude::*;

/// Fills down; a single row takes the values above it.
pub fn fill_down(desk: Desk) {
    if !desk.is_steady() {
        return;
    }
    let Some(area) = area(desk).filter(|area| desk.too_many(area.height()).is_none()) else {
        return;
    };
    edit_later(desk, move |begun| async move {
        let mut puts = Puts::new(begun);
        let Some(mut rows) = desk.gather(area.top..=area.bottom).await? else {
            return Ok(Put::Refused);
        };
        let Some((_, first)) = rows.pop_first() else { return Ok(Put::Done(Done::default())) };
        let mut labels = Labels::default();
        for place in area.left..=area.right {
            let Some((index, column)) = desk.column(place) else { continue };
            let value = desk.whole_of(&first, index).await?;
            for here in rows.values() {
                puts.add(desk, here, place, value.clone());
                if let Some(line) = here.line().filter(|_| first.has_edit(&column.name)) {
                    labels.note(&Goal::Here(line), &column, &value);
                }
            }
        }
        let put = desk.put(puts, Vec::new()).await?;
        if matches!(put, Put::Done(_)) {
            labels.look_up(desk, &[]);
        }
        Ok(put)
    });
}

/// The row to fill from, and those below it.
fn area(desk: Desk) -> Option<Area> {
    let area = desk.selection.with_untracked(Selection::area);
    if area.top < area.bottom {
        return Some(area);
    }
    Some(Area { top: area.top.checked_sub(1)?, ..area })
}

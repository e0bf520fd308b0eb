//! Filling the first row of the area down.

use super::later;
use crate::grid::desk::Desk;
use crate::grid::desk::make::Put;
use crate::grid::selection::{Selection, Spot};
use leptos::prelude::*;

/// Fills down; a single cell takes the value above it.
pub fn fill_down(desk: Desk) {
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
    later(desk, async move {
        let mut puts = Vec::new();
        for column in area.left..=area.right {
            let Some(value) = super::copy::value(desk, Spot { row: area.top, column }).await?
            else {
                continue;
            };
            puts.extend(
                (area.top + 1..=area.bottom)
                    .map(|row| Put { spot: Spot { row, column }, value: value.clone() }),
            );
        }
        desk.put(puts).await
    });
}

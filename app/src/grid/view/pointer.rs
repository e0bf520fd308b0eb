//! The mouse: selecting, dragging, double clicks, the context menu.

use crate::grid::commands;
use crate::grid::desk::{Desk, MenuPlace, Subject};
use crate::grid::geometry::HEAD_HEIGHT;
use crate::grid::selection::{Area, Selection, Spot};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// What is under the pointer.
enum Under {
    /// The heads, which answer themselves.
    Head,
    /// A row's number.
    Number(u64),
    /// A cell.
    Cell(Spot),
    /// Nothing.
    Nothing,
}

fn under(desk: Desk, event: &MouseEvent) -> Under {
    let Some(frame) = desk.frame.get_untracked() else { return Under::Nothing };
    let bounds = frame.get_bounding_client_rect();
    #[expect(clippy::cast_possible_truncation, reason = "places of a window are small")]
    let (left, top) = (bounds.left() as i32, bounds.top() as i32);
    let (x, y) = (event.client_x() - left, event.client_y() - top);
    // The browser may have scrolled and not told of it yet; the person points at what it shows.
    desk.measure();
    let sight = desk.sight.get_untracked();
    let y = i64::from(y) - HEAD_HEIGHT;
    if y < 0 {
        return Under::Head;
    }
    let row = sight.scroller.row_at(sight.scroller.physical() + y);
    if row >= desk.bounds().rows {
        return Under::Nothing;
    }
    let x = x - untrack(|| desk.gutter());
    if x < 0 {
        return Under::Number(row);
    }
    let column = desk.tracks.with_untracked(|tracks| tracks.at(x, sight.left));
    column.map_or(Under::Nothing, |column| Under::Cell(Spot { row, column }))
}

/// A button went down.
pub fn down(desk: Desk, event: &MouseEvent) {
    if event.button() != 0 {
        return;
    }
    let selection = desk.selection.get_untracked();
    let more = event.ctrl_key() || event.meta_key();
    match under(desk, event) {
        Under::Cell(spot) if event.shift_key() => desk.select(selection.extended(spot)),
        Under::Cell(spot) if more => desk.select(selection.and(spot)),
        Under::Cell(spot) => desk.select(Selection::at(spot)),
        Under::Number(row) => {
            let from = if event.shift_key() { selection.active().row } else { row };
            let right = desk.bounds().columns.saturating_sub(1);
            let (top, bottom) = (from.min(row), from.max(row));
            desk.select_area(Area { top, bottom, left: 0, right });
        }
        Under::Head | Under::Nothing => {}
    }
}

/// The pointer moved; with the button held, the area follows it.
pub fn dragged(desk: Desk, event: &MouseEvent) {
    if event.buttons() != 1 {
        return;
    }
    if let Under::Cell(spot) = under(desk, event) {
        let selection = desk.selection.get_untracked();
        if selection.head() != spot {
            desk.select(selection.extended(spot));
            desk.say_area();
        }
    }
}

/// A double click edits.
pub fn double(desk: Desk, event: &MouseEvent) {
    if let Under::Cell(_) = under(desk, event) {
        commands::edit::open(desk);
    }
}

/// A right click opens the menu of what is under it.
pub fn menu(desk: Desk, event: &MouseEvent) {
    let subject = match under(desk, event) {
        Under::Cell(spot) => {
            if !desk.selection.with_untracked(|selection| selection.contains(spot)) {
                desk.select(Selection::at(spot));
            }
            Subject::Cells
        }
        Under::Number(row) => {
            let right = desk.bounds().columns.saturating_sub(1);
            let touched = desk.selection.with_untracked(|s| s.rows(10_000).contains(&row));
            if !touched {
                desk.select_area(Area { top: row, bottom: row, left: 0, right });
            }
            Subject::Cells
        }
        Under::Head | Under::Nothing => return,
    };
    event.prevent_default();
    desk.menu.set(Some(MenuPlace { x: event.client_x(), y: event.client_y(), subject }));
}

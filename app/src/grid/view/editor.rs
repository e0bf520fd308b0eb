//! The one editor, over the active cell.

mod list;
mod text;

use super::px;
use crate::grid::commands::edit;
use crate::grid::desk::{Desk, Editing};
use crate::grid::geometry::{HEAD_HEIGHT, ROW_HEIGHT};
use crate::grid::selection::{Movement, Selection};
use crate::model::cell::CellKind;
use crate::model::table::Column;
use crate::ui::number::grouped;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use list::ListEditor;
use text::TextEditor;

/// The editor of the edit that is under way.
#[component]
pub fn Editor(desk: Desk) -> impl IntoView {
    move || desk.editing.get().and_then(|editing| open(desk, editing))
}

fn open(desk: Desk, editing: Editing) -> Option<AnyView> {
    let spot = editing.spot;
    let (_, column) = desk.column(spot.column)?;
    let left = move || {
        let sight = desk.sight.get();
        let x = desk.tracks.with(|tracks| {
            let scrolled = if spot.column < tracks.frozen() { sight.left } else { 0 };
            tracks.left(spot.column) + scrolled
        });
        px(i64::from(desk.gutter() + x))
    };
    // What is in view beside the row numbers: the editor stays within it.
    let start = move || px(i64::from(desk.gutter() + desk.sight.get().left));
    let view_width = move || px(i64::from(desk.sight.get().width));
    // The row may move while it is edited, and the active cell goes with it.
    let row = move || desk.selection.with(Selection::active).row;
    let top = move || px(desk.sight.get().scroller.place(row()) + HEAD_HEIGHT);
    let width = desk.tracks.with_untracked(|tracks| tracks.width(spot.column));
    let number = desk.stored_number(spot.row).map_or("new".to_owned(), |row| grouped(row + 1));
    let label = format!("{}, row {number}", column.name);
    let lists = column.reference.is_some()
        || matches!(column.kind, CellKind::Enum { .. } | CellKind::Boolean);
    let editor = if lists {
        view! { <ListEditor desk editing column label /> }.into_any()
    } else {
        view! { <TextEditor desk editing column label /> }.into_any()
    };
    let view = view! {
        <div
            class="grid-editor"
            style=("--at", left)
            style=("--start", start)
            style=("--view", view_width)
            style:top=top
            style:min-width=px(i64::from(width))
            style:min-height=px(ROW_HEIGHT)
        >
            {editor}
        </div>
    };
    Some(view.into_any())
}

/// Where a key that ends an edit leads; none for any other key.
fn ending(event: &KeyboardEvent) -> Option<Movement> {
    if event.is_composing() {
        return None;
    }
    match (event.key().as_str(), event.shift_key()) {
        ("Enter", false) if !event.alt_key() && !event.ctrl_key() => Some(Movement::Down),
        ("Tab", false) => Some(Movement::Next),
        ("Tab", true) => Some(Movement::Previous),
        _ => None,
    }
}

/// Escape gives up, Ctrl+S ends the edit and saves; tells whether it was one of these.
fn answered(desk: Desk, event: &KeyboardEvent, commit: impl FnOnce()) -> bool {
    let ctrl = event.ctrl_key() || event.meta_key();
    if event.key() == "Escape" {
        event.prevent_default();
        event.stop_propagation();
        edit::cancel(desk);
        return true;
    }
    if ctrl && event.key().eq_ignore_ascii_case("s") {
        event.prevent_default();
        commit();
        desk.focus();
        // The edit is made first: what was started before runs before what is started now.
        leptos::task::spawn_local(async move { desk.errands.save.run(()) });
        return true;
    }
    false
}

/// What a column expects, as an empty editor shows it.
fn example(column: &Column) -> &'static str {
    match column.kind {
        CellKind::Date => "2027-12-31",
        CellKind::Time => "14:30:00",
        CellKind::TimeWithZone => "14:30:00+01",
        CellKind::Timestamp => "2027-12-31 14:30:00",
        CellKind::TimestampWithZone => "2027-12-31 14:30:00+01",
        CellKind::Interval => "1 day 02:30:00",
        CellKind::Uuid => "00000000-0000-0000-0000-000000000000",
        CellKind::Bytes => "\\x00ff",
        CellKind::Array => "{…}",
        CellKind::Range => "[from,to)",
        CellKind::Json => "{\"key\": \"value\"}",
        CellKind::Pairs => "\"key\"=>\"value\"",
        _ => "",
    }
}

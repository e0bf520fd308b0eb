//! The grid on screen.

mod bar;
mod body;
mod clashes;
mod editor;
mod form;
mod head;
mod menu;
mod overlay;
mod pointer;
mod row;
mod state;
mod toolbar;

pub use bar::Bar;
pub use clashes::Clashes;
pub use form::RowForm;
pub use toolbar::{ColumnsButton, FilterButton, FilterChips, SearchField, SortButton, Zone};

use super::commands;
use super::desk::{Desk, Sight};
use super::geometry::HEAD_HEIGHT;
use super::keymap::{Command, Held, Stroke, command};
use super::number::pixels;
use super::selection::{Movement, Selection};
use super::tracks::Tracks;
use crate::model::page::Total;
use body::Body;
use editor::Editor;
use head::Head;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use menu::GridMenu;
use overlay::Overlay;
use state::State;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// How to use the grid, for those who do not see it.
const MANUAL: &str = "Arrow keys move. Enter or F2 edits, typing replaces. Delete clears. \
    Control S saves. Alt with arrow down opens the menu of the cell. \
    Alt and Shift with arrow right or left make the column wider or narrower. \
    Escape, then Tab, leaves the grid.";

/// The rows and columns of a table.
#[component]
pub fn Grid(
    /// Its state.
    desk: Desk,
) -> impl IntoView {
    follow(desk);
    // Escape hands the Tab key back to the browser, so that the keyboard can leave the grid.
    let leaving = StoredValue::new(false);
    let on_key = move |event: KeyboardEvent| {
        let stroke = stroke(&event);
        if stroke.key == "Escape" {
            leaving.set_value(true);
            desk.say("Tab leaves the grid");
            return;
        }
        let left = leaving.get_value();
        if stroke.key != "Tab" && stroke.key != "Shift" {
            leaving.set_value(false);
        }
        let Some(command) = command(&stroke) else { return };
        if stroke.key == "Tab" && (left || leads_out(desk, &command)) {
            leaving.set_value(false);
            return;
        }
        event.prevent_default();
        commands::run(desk, command);
    };
    view! {
        <div class="grid">
            <State desk />
            <div class="grid-frame" node_ref=desk.frame on:scroll=move |_| desk.measure()>
                <div
                    class="grid-content"
                    style:width=move || format!("{}px", desk.gutter() + desk.tracks.get().total())
                    style:height=move || {
                        format!("{}px", desk.sight.get().scroller.sheet() + HEAD_HEIGHT)
                    }
                >
                    <div
                        node_ref=desk.sheet
                        class="grid-sheet"
                        role="grid"
                        tabindex="0"
                        aria-label=desk.table().table.name.clone()
                        aria-describedby="grid-manual"
                        aria-multiselectable="true"
                        aria-busy=move || desk.is_waiting().to_string()
                        aria-rowcount=move || match desk.total() {
                            // Not known (WAI-ARIA, `aria-rowcount`).
                            None => "-1".to_owned(),
                            Some(_) => (desk.rows() + 1).to_string(),
                        }
                        aria-colcount=move || (desk.tracks.with(Tracks::count) + 1).to_string()
                        aria-activedescendant=move || active_id(desk)
                        on:keydown=on_key
                        on:mousedown=move |event| pointer::down(desk, &event)
                        on:mousemove=move |event| pointer::dragged(desk, &event)
                        on:dblclick=move |event| pointer::double(desk, &event)
                        on:contextmenu=move |event| pointer::menu(desk, &event)
                        on:copy=move |event| commands::copy::copy(desk, &event)
                        on:cut=move |event| commands::copy::cut(desk, &event)
                        on:paste=move |event| commands::paste::paste(desk, &event)
                    >
                        <Head desk />
                        <Body desk />
                    </div>
                    <Overlay desk />
                    <Editor desk />
                </div>
            </div>
            <p class="visually-hidden" id="grid-manual">
                {MANUAL}
            </p>
            <GridMenu desk />
        </div>
    }
    .into_any()
}

/// The id of a drawn cell.
fn cell_id(row: u64, column: usize) -> String {
    format!("cell-{row}-{column}")
}

/// The active cell's id while it is drawn.
fn active_id(desk: Desk) -> Option<String> {
    let spot = desk.selection.with(Selection::active);
    let Sight { scroller, left, width } = desk.sight.get();
    let drawn = desk.tracks.with(|tracks| {
        spot.column < tracks.frozen() || tracks.drawn(left, width).contains(&spot.column)
    });
    (drawn && scroller.drawn().contains(&spot.row)).then(|| cell_id(spot.row, spot.column))
}

fn stroke(event: &KeyboardEvent) -> Stroke {
    let held = Held {
        ctrl: event.ctrl_key() || event.meta_key(),
        shift: event.shift_key(),
        alt: event.alt_key(),
    };
    // A key that composes another character, as for Japanese, is not ours.
    let key = if event.is_composing() { "Process".to_owned() } else { event.key() };
    Stroke { key, held }
}

/// Tells whether Tab stands at the last cell, or Shift+Tab at the first.
fn leads_out(desk: Desk, command: &Command) -> bool {
    let Command::Go(movement @ (Movement::Next | Movement::Previous)) = command else {
        return false;
    };
    let active = desk.selection.with_untracked(Selection::active);
    movement.from(active, desk.bounds(), 1) == active
}

/// Keeps what is shown in step with what is asked for.
fn follow(desk: Desk) {
    Effect::new(move |before: Option<_>| {
        let now = (desk.query.get(), desk.zone.get());
        if let Some((query, _)) = before.as_ref().filter(|before| **before != now) {
            let sight = desk.sight.get_untracked();
            desk.failure.set(None);
            desk.change_window(super::window::Window::clear);
            desk.let_go();
            if *query != now.0 {
                desk.look(Sight { scroller: sight.scroller.at(0), ..sight });
            }
        }
        now
    });
    Effect::new(move |_| desk.fetch());
    Effect::new(move |_| {
        desk.rows();
        untrack(|| {
            desk.measure();
            desk.hold_selection();
        });
    });
    Effect::new(move |_| desk.follow_rows());
    // An estimate is followed by a count, once for each question; again where it was disproved.
    Effect::new(move |counted: Option<Option<_>>| {
        let disproved = desk.with_window(super::window::Window::disproved);
        let question = (desk.query.get(), desk.zone.get(), disproved);
        let counted = counted.flatten().filter(|counted| *counted == question);
        if matches!(desk.total(), Some(Total::About(_))) && counted.is_none() {
            desk.count();
            return Some(question);
        }
        counted
    });
    observe(desk);
}

/// Measures the view whenever its size changes.
fn observe(desk: Desk) {
    Effect::new(move |_| {
        let Some(frame) = desk.frame.get() else { return };
        desk.measure();
        let callback = Closure::<dyn FnMut()>::new(move || desk.measure());
        let Ok(observer) = web_sys::ResizeObserver::new(callback.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&frame);
        let kept = StoredValue::new_local((observer, callback));
        on_cleanup(move || {
            kept.try_with_value(|(observer, _)| observer.disconnect());
        });
    });
}

/// A length for a style.
fn px(length: i64) -> String {
    format!("{}px", pixels(length))
}

//! The active row as a form beside the grid, for tables wider than any screen.
//!
//! Invariant: a field is built once for its column; whatever changes around it, another row that
//! becomes the active one included, it keeps the focus and what is being typed.

mod field;
mod input;

use crate::grid::desk::Desk;
use crate::grid::edits::{Line, Value};
use crate::grid::selection::{Selection, Spot};
use crate::grid::tracks::Tracks;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::number::grouped;
use field::Field;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The form, while it is open.
#[component]
pub fn RowForm(desk: Desk) -> impl IntoView {
    let row = Memo::new(move |_| desk.selection.with(Selection::active).row);
    let faces =
        Memo::new(move |_| if desk.form.get() { faces(desk, row.get()) } else { Faces::default() });
    let columns = Memo::new(move |_| faces.with(|faces| faces.columns.clone()));
    let close = move |_| {
        desk.form.set(false);
        desk.focus();
    };
    view! {
        <Show when=move || desk.form.get()>
            <aside class="row-form" aria-label="Row as a form">
                <header>
                    <h2>
                        {move || {
                            desk.stored_number(row.get())
                                .map_or("New row".to_owned(), |row| format!("Row {}", grouped(row + 1)))
                        }}
                    </h2>
                    <button type="button" class="icon-button" aria-label="Close the form" on:click=close>
                        <Icon glyph=Glyph::Close />
                    </button>
                </header>
                <div class="fields">
                    <For each=move || columns.get() key=|index| *index let(index)>
                        <Field desk faces index />
                    </For>
                </div>
            </aside>
        </Show>
    }
    .into_any()
}

/// The fields of the active row.
#[derive(Clone, Default, PartialEq, Eq)]
struct Faces {
    /// The columns by their places in the table, in the order in which they are shown.
    columns: Vec<usize>,
    of: BTreeMap<usize, Face>,
}

/// What a field shows.
#[derive(Clone, PartialEq, Eq)]
struct Face {
    spot: Spot,
    line: Option<Line>,
    /// Nothing where the text is too long to be here.
    value: Option<Value>,
    wrong: Option<String>,
    /// Why it cannot be edited.
    lock: Option<String>,
}

fn faces(desk: Desk, row: u64) -> Faces {
    desk.arrived.track();
    desk.edits.track();
    desk.flaws.track();
    let Some(here) = desk.here(row) else { return Faces::default() };
    let line = here.line();
    let flaws = line
        .as_ref()
        .map(|line| desk.flaws.with_untracked(|flaws| flaws.of(line).to_vec()))
        .unwrap_or_default();
    let mut faces = Faces::default();
    for place in 0..desk.tracks.with(Tracks::count) {
        let Some((index, column)) = desk.column(place) else { continue };
        let wrong = flaws.iter().find(|flaw| flaw.column.as_ref() == Some(&column.name));
        let face = Face {
            spot: Spot { row, column: place },
            line: line.clone(),
            value: here.value(index, &column),
            wrong: wrong.map(|flaw| flaw.message.clone()),
            lock: desk.lock(&here, &column).map(|lock| lock.sentence()),
        };
        faces.columns.push(index);
        faces.of.insert(index, face);
    }
    faces
}

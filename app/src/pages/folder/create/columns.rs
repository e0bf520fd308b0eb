//! The columns of a new table: added, removed, moved.

use super::state::{Direction, TableState};
use crate::model::table::field;
use crate::pages::column_form::{ColumnFields, ColumnPlace, ColumnState};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::reveal::focus;
use crate::ui::submission::Submission;
use leptos::prelude::*;

/// The id of “Add column”.
const ADD: &str = "add-column";

/// All columns, and the button for one more.
#[component]
pub fn Columns(state: TableState, submission: Submission) -> impl IntoView {
    let problem = submission.problem(field::COLUMNS);
    let add = move |_| {
        let column = state.add();
        focus(format_args!("column-{}-name", column.id));
    };
    view! {
        <legend>"Columns"</legend>
        <ol class="column-list">
            <For each=move || state.columns.get() key=|column| column.id let(column)>
                <ColumnItem state column submission />
            </For>
        </ol>
        {move || {
            problem
                .get()
                .map(|problem| {
                    view! {
                        <p class="problem" role="alert">
                            {problem.message}
                        </p>
                    }
                })
        }}
        <p>
            <button type="button" id=ADD on:click=add>
                <Icon glyph=Glyph::Add />
                "Add column"
            </button>
        </p>
    }
    .into_any()
}

#[component]
fn ColumnItem(state: TableState, column: ColumnState, submission: Submission) -> impl IntoView {
    let place = state.place(column);
    let title = Signal::derive(move || format!("Column {}", place.get() + 1));
    let prefix = Signal::derive(move || format!("{}.{}.", field::COLUMNS, place.get()));
    view! {
        <li>
            <div class="column-item" role="group" aria-label=move || title.get()>
                <div class="column-head">
                    <strong aria-hidden="true">{move || title.get()}</strong>
                    <Tools state column place />
                </div>
                <ColumnFields state=column place=ColumnPlace::NewTable prefix submission />
            </div>
        </li>
    }
    .into_any()
}

/// Moves the column and takes it away; the focus stays where the hand is.
#[component]
fn Tools(state: TableState, column: ColumnState, place: Signal<usize>) -> impl IntoView {
    let count = move || state.columns.with(Vec::len);
    let move_to = move |direction: Direction, id: &'static str| {
        Callback::new(move |()| {
            state.move_column(column, direction);
            focus(format_args!("column-{}-{id}", column.id));
        })
    };
    let remove = Callback::new(move |()| {
        state.remove(column);
        focus(ADD);
    });
    let id = move |name: &str| format!("column-{}-{name}", column.id);
    view! {
        <Tool
            id=id("up")
            label="Move up"
            glyph=Glyph::Up
            off=Signal::derive(move || place.get() == 0)
            on_press=move_to(Direction::Up, "up")
        />
        <Tool
            id=id("down")
            label="Move down"
            glyph=Glyph::Down
            off=Signal::derive(move || place.get() + 1 == count())
            on_press=move_to(Direction::Down, "down")
        />
        <Tool
            id=id("remove")
            label="Remove column"
            glyph=Glyph::Close
            off=Signal::derive(move || count() == 1)
            on_press=remove
        />
    }
    .into_any()
}

#[component]
fn Tool(
    id: String,
    label: &'static str,
    glyph: Glyph,
    off: Signal<bool>,
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            id=id
            class="icon-button"
            aria-label=label
            title=label
            disabled=move || off.get()
            on:click=move |_| on_press.run(())
        >
            <Icon glyph />
        </button>
    }
    .into_any()
}

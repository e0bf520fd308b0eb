//! The columns of a new table: added, removed, moved.

use super::state::{Direction, TableState};
use crate::model::table::field;
use crate::pages::column_form::{ColumnFields, ColumnPlace, ColumnState};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::reveal::focus;
use crate::ui::submission::Submission;
use leptos::prelude::*;

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
            <button type="button" on:click=add>
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
    let last = move || place.get() + 1 == state.columns.with(Vec::len);
    let alone = move || state.columns.with(|columns| columns.len() == 1);
    view! {
        <li class="column-item" role="group" aria-label=move || title.get()>
            <div class="column-head">
                <strong aria-hidden="true">{move || title.get()}</strong>
                <Tool
                    label="Move up"
                    glyph=Glyph::Up
                    off=Signal::derive(move || place.get() == 0)
                    on_press=Callback::new(move |()| state.move_column(column, Direction::Up))
                />
                <Tool
                    label="Move down"
                    glyph=Glyph::Down
                    off=Signal::derive(last)
                    on_press=Callback::new(move |()| state.move_column(column, Direction::Down))
                />
                <Tool
                    label="Remove column"
                    glyph=Glyph::Close
                    off=Signal::derive(alone)
                    on_press=Callback::new(move |()| state.remove(column))
                />
            </div>
            <ColumnFields state=column place=ColumnPlace::NewTable prefix submission />
        </li>
    }
    .into_any()
}

#[component]
fn Tool(
    label: &'static str,
    glyph: Glyph,
    off: Signal<bool>,
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
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

//! Sorting by several columns.

use super::PanelButton;
use crate::grid::desk::Desk;
use crate::grid::query::{sort_further, turn};
use crate::model::filter::{Direction, SortBy};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

/// The button “Sort” with its panel.
#[component]
pub fn SortButton(desk: Desk) -> impl IntoView {
    let label = Signal::derive(move || match desk.query.with(|query| query.sort.len()) {
        0 => "Sort".to_owned(),
        count => format!("Sort ({count})"),
    });
    view! {
        <PanelButton id="grid-sort" label title="Sort">
            {move || {
                let sort = desk.query.with(|query| query.sort.clone());
                let rest = rest(desk, &sort);
                view! {
                    {sort.is_empty().then(|| view! { <p class="hint">"In the order of the key."</p> })}
                    <ul>{sort.into_iter().map(|by| one(desk, by)).collect_view()}</ul>
                    {add(desk, rest)}
                }
            }}
        </PanelButton>
    }
    .into_any()
}

fn one(desk: Desk, by: SortBy) -> impl IntoView {
    let SortBy { column, direction } = by;
    let (turned, removed) = (column.clone(), column.clone());
    let on_turn = move |event| {
        let down = event_target_value(&event) == "down";
        let direction = if down { Direction::Descending } else { Direction::Ascending };
        desk.ask(|query| turn(query, &turned, direction));
    };
    let remove = move |_| desk.ask(|query| query.sort.retain(|by| by.column != removed));
    view! {
        <li>
            <span class="name">{column.clone()}</span>
            <select aria-label=format!("Order of {column}") on:change=on_turn>
                <option value="up" selected=direction == Direction::Ascending>
                    "ascending"
                </option>
                <option value="down" selected=direction == Direction::Descending>
                    "descending"
                </option>
            </select>
            <button
                type="button"
                class="icon-button"
                aria-label=format!("Do not sort by {column}")
                on:click=remove
            >
                <Icon glyph=Glyph::Close />
            </button>
        </li>
    }
}

fn rest(desk: Desk, sort: &[SortBy]) -> Vec<String> {
    let table = desk.table();
    let names = table.columns.iter().map(|column| column.name.clone());
    names.filter(|name| !sort.iter().any(|by| by.column == *name)).collect()
}

fn add(desk: Desk, rest: Vec<String>) -> impl IntoView {
    let on_add = move |event: leptos::ev::Event| {
        let select: web_sys::HtmlSelectElement = event_target(&event);
        let column = select.value();
        select.set_value("");
        if !column.is_empty() {
            desk.ask(|query| sort_further(query, &column));
        }
    };
    let options =
        rest.into_iter().map(|name| view! { <option value=name.clone()>{name.clone()}</option> });
    view! {
        <select aria-label="Sort by" on:change=on_add>
            <option value="">"Sort by…"</option>
            {options.collect_view()}
        </select>
    }
}

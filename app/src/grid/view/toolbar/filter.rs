//! Filters: one line each, with the operators that suit the column.

mod line;

use super::PanelButton;
use crate::grid::desk::Desk;
use crate::grid::query::{is_complete, new_filter, sentence};
use crate::model::cell::CellKind;
use crate::model::filter::{Filter, RowQuery};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use line::line;
use wasm_bindgen::JsCast;

/// The button “Filter” with its panel.
#[component]
pub fn FilterButton(desk: Desk) -> impl IntoView {
    Effect::new(move |_| {
        // What stands in the address wins over what is typed, unless that only lacks a value.
        let asked = desk.query.with(|query| query.filters.clone());
        if complete(desk, &desk.filters.get_untracked()) != asked {
            desk.filters.set(asked);
        }
    });
    let label = Signal::derive(move || match desk.query.with(|query| query.filters.len()) {
        0 => "Filter".to_owned(),
        count => format!("Filter ({count})"),
    });
    // Lines are built anew only when one comes or goes, so that typing keeps the focus.
    let lines = Memo::new(move |_| {
        desk.filters
            .with(|all| all.iter().map(|f| (f.column.clone(), f.operator)).collect::<Vec<_>>())
    });
    view! {
        <PanelButton id="grid-filter" label title="Filter">
            {move || {
                let lines = lines.get();
                view! {
                    {lines.is_empty().then(|| view! { <p class="hint">"No column is filtered."</p> })}
                    <ul>{(0..lines.len()).map(|at| line(desk, at)).collect_view()}</ul>
                    {add(desk)}
                }
            }}
        </PanelButton>
    }
    .into_any()
}

/// A chip for each filter, with a button that takes it away.
#[component]
pub fn FilterChips(desk: Desk) -> impl IntoView {
    view! {
        <ul class="chips" aria-label="Filters">
            {move || {
                let filters = desk.query.with(|query| query.filters.clone());
                filters.into_iter().enumerate().map(|(at, filter)| chip(desk, at, filter)).collect_view()
            }}
        </ul>
    }
    .into_any()
}

fn chip(desk: Desk, at: usize, filter: Filter) -> impl IntoView {
    let sentence = sentence(&filter);
    let remove = move |_| {
        desk.ask(|query| {
            if at < query.filters.len() {
                query.filters.remove(at);
            }
        });
    };
    view! {
        <li class="chip">
            <span dir="auto">{sentence.clone()}</span>
            <button type="button" aria-label=format!("Remove filter: {sentence}") on:click=remove>
                <Icon glyph=Glyph::Close />
            </button>
        </li>
    }
}

fn kind(desk: Desk, column: &str) -> Option<CellKind> {
    desk.table().column(column).map(|(_, column)| column.kind.clone())
}

fn asks(desk: Desk, filter: &Filter) -> bool {
    kind(desk, &filter.column).is_some_and(|kind| is_complete(filter, &kind))
}

/// The place of a line's filter among those that are asked for.
fn place(desk: Desk, at: usize) -> Option<usize> {
    desk.filters.with(|all| {
        let (before, rest) = all.split_at_checked(at)?;
        rest.first().filter(|filter| asks(desk, filter))?;
        Some(before.iter().filter(|filter| asks(desk, filter)).count())
    })
}

fn complete(desk: Desk, drafts: &[Filter]) -> Vec<Filter> {
    let found = drafts.iter().filter(|filter| asks(desk, filter)).cloned();
    let trimmed = found.map(|filter| match filter.operator.operands() {
        None => {
            let operands = filter.operands.iter().filter(|operand| !operand.is_empty());
            Filter { operands: operands.cloned().collect(), ..filter }
        }
        Some(_) => filter,
    });
    trimmed.collect()
}

fn apply(desk: Desk) {
    let filters = complete(desk, &desk.filters.get_untracked());
    desk.ask(|query: &mut RowQuery| query.filters = filters);
}

fn add(desk: Desk) -> impl IntoView {
    let on_add = move |event: leptos::ev::Event| {
        let select: web_sys::HtmlSelectElement = event_target(&event);
        let column = select.value();
        select.set_value("");
        if let Some(kind) = kind(desk, &column) {
            desk.filters.update(|all| all.push(new_filter(&column, &kind)));
            apply(desk);
            focus_last();
        }
    };
    let table = desk.table();
    let options = table.columns.iter().map(|column| {
        view! { <option value=column.name.clone()>{column.name.clone()}</option> }
    });
    view! {
        <select aria-label="Filter by" on:change=on_add>
            <option value="">"Filter by…"</option>
            {options.collect_view()}
        </select>
    }
}

/// Opens the panel with one more filter.
pub fn begin_filter(desk: Desk, filter: Filter) {
    desk.filters.update(|all| all.push(filter));
    let panel = document().get_element_by_id("grid-filter");
    if let Some(panel) = panel.and_then(|panel| panel.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Fails only where it is open already.
        let _ = panel.show_popover();
    }
    focus_last();
}

fn focus_last() {
    request_animation_frame(|| {
        let found = document().query_selector("#grid-filter li:last-child :is(input, textarea)");
        let field = found.ok().flatten().and_then(|f| f.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(field) = field {
            let _ = field.focus();
        }
    });
}

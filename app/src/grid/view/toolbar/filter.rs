//! Filters: one line each, with the operators that suit the column.

use super::PanelButton;
use crate::grid::desk::Desk;
use crate::grid::query::{is_complete, new_filter, sentence, with_operator};
use crate::model::cell::CellKind;
use crate::model::filter::{Filter, Operator, RowQuery};
use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The button “Filter” with its panel, and a chip for each filter.
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
                    {lines.is_empty().then(|| view! { <p class="hint">"All rows are shown."</p> })}
                    <ul>{(0..lines.len()).map(|at| line(desk, at)).collect_view()}</ul>
                    {add(desk)}
                }
            }}
        </PanelButton>
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

fn complete(desk: Desk, drafts: &[Filter]) -> Vec<Filter> {
    let complete = |filter: &&Filter| {
        kind(desk, &filter.column).is_some_and(|kind| is_complete(filter, &kind))
    };
    let found = drafts.iter().filter(complete).cloned();
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

fn line(desk: Desk, at: usize) -> AnyView {
    let Some(filter) = desk.filters.with_untracked(|all| all.get(at).cloned()) else {
        return ().into_any();
    };
    let Some(kind) = kind(desk, &filter.column) else { return ().into_any() };
    let name = filter.column.clone();
    let operators = Operator::suiting(&kind).into_iter().map(|operator| {
        view! {
            <option value=operator.code() selected=operator == filter.operator>
                {operator.label()}
            </option>
        }
    });
    let on_operator = move |event| {
        let Some(operator) = Operator::from_code(&event_target_value(&event)) else { return };
        desk.filters.update(|all| {
            if let Some(filter) = all.get_mut(at) {
                with_operator(filter, operator);
            }
        });
        apply(desk);
    };
    let remove = move |_| {
        desk.filters.update(|all| {
            if at < all.len() {
                all.remove(at);
            }
        });
        apply(desk);
    };
    let problem = move || {
        let field = format!("filters.{at}");
        desk.failure.with(|failure| failure.as_ref()?.at_field(&field).map(|p| p.message.clone()))
    };
    view! {
        <li>
            <span class="name">{name.clone()}</span>
            <select aria-label=format!("How to compare {name}") on:change=on_operator>
                {operators.collect_view()}
            </select>
            {operands(desk, at, &filter, &kind)}
            <button type="button" class="icon-button" aria-label=format!("Remove the filter on {name}") on:click=remove>
                <Icon glyph=Glyph::Close />
            </button>
            {move || problem().map(|problem| view! { <p class="problem" role="alert">{problem}</p> })}
        </li>
    }
    .into_any()
}

fn operands(desk: Desk, at: usize, filter: &Filter, kind: &CellKind) -> AnyView {
    if filter.operator.operands().is_none() {
        let text = filter.operands.join("\n");
        let on_input = move |event| {
            let lines: String = event_target_value(&event);
            let operands = lines.lines().map(str::to_owned).collect();
            set(desk, at, |filter| filter.operands = operands);
        };
        return view! {
            <textarea
                rows="3"
                aria-label=format!("Values of {}, one a line", filter.column)
                placeholder="one value a line"
                prop:value=text
                on:input=on_input
                on:change=move |_| apply(desk)
            ></textarea>
        }
        .into_any();
    }
    let fields = filter.operands.iter().enumerate().map(|(place, operand)| {
        let label = format!(
            "Value to compare {} with{}",
            filter.column,
            if place > 0 { ", upper end" } else { "" }
        );
        let on_input = move |event| {
            let text: String = event_target_value(&event);
            set(desk, at, |filter| {
                if let Some(operand) = filter.operands.get_mut(place) {
                    *operand = text;
                }
            });
        };
        let words = match kind {
            CellKind::Boolean => vec!["true".to_owned(), "false".to_owned()],
            CellKind::Enum { labels } => labels.clone(),
            _ => Vec::new(),
        };
        if words.is_empty() {
            return view! {
                <input
                    type="text"
                    aria-label=label
                    prop:value=operand.clone()
                    on:input=on_input
                    on:change=move |_| apply(desk)
                />
            }
            .into_any();
        }
        let operand = operand.clone();
        let options = words.into_iter().map(|word| {
            let selected = word == operand;
            view! { <option value=word.clone() selected=selected>{word.clone()}</option> }
        });
        view! {
            <select aria-label=label on:input=on_input on:change=move |_| apply(desk)>
                <option value="">"choose…"</option>
                {options.collect_view()}
            </select>
        }
        .into_any()
    });
    fields.collect::<Vec<_>>().into_any()
}

/// Takes over what is typed; it is asked for once the field is left.
fn set(desk: Desk, at: usize, change: impl FnOnce(&mut Filter)) {
    desk.filters.update(|all| {
        if let Some(filter) = all.get_mut(at) {
            change(filter);
        }
    });
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

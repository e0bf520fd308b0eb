//! One filter as a line: the column, how to compare, the values to compare with.

use super::{apply, kind, place};
use crate::grid::desk::Desk;
use crate::grid::query::with_operator;
use crate::model::cell::CellKind;
use crate::model::filter::{Filter, Operator};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::sentence::sentence;
use leptos::prelude::*;

/// The line of the filter at a place.
pub(super) fn line(desk: Desk, at: usize) -> AnyView {
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
        let field = format!("filters.{}", place(desk, at)?);
        desk.failure.with(|failure| failure.as_ref()?.at_field(&field).cloned())
    };
    view! {
        <li class="filter-line">
            <span class="name">{name.clone()}</span>
            <select aria-label=format!("How to compare {name}") on:change=on_operator>
                {operators.collect_view()}
            </select>
            {operands(desk, at, &filter, &kind)}
            <button type="button" class="icon-button" aria-label=format!("Remove the filter on {name}") on:click=remove>
                <Icon glyph=Glyph::Close />
            </button>
            {move || {
                problem()
                    .map(|problem| {
                        view! {
                            <p class="problem" role="alert">
                                {sentence(&problem.message)} " "
                                {problem
                                    .hint
                                    .map(|hint| view! { <span class="remedy">{sentence(&hint)}</span> })}
                            </p>
                        }
                    })
            }}
        </li>
    }
    .into_any()
}

/// The values to compare with: a field each, or a text with one a line.
fn operands(desk: Desk, at: usize, filter: &Filter, kind: &CellKind) -> AnyView {
    if filter.operator.operands().is_none() {
        return list(desk, at, filter);
    }
    let words = match kind {
        CellKind::Boolean => vec!["true".to_owned(), "false".to_owned()],
        CellKind::Enum { labels } => labels.clone(),
        _ => Vec::new(),
    };
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
        let options = words.iter().map(|word| {
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
    let fields: Vec<_> = fields.collect();
    (!fields.is_empty()).then(|| view! { <div class="operands">{fields}</div> }).into_any()
}

fn list(desk: Desk, at: usize, filter: &Filter) -> AnyView {
    let text = filter.operands.join("\n");
    let on_input = move |event| {
        let lines: String = event_target_value(&event);
        let operands = lines.lines().map(str::to_owned).collect();
        set(desk, at, |filter| filter.operands = operands);
    };
    view! {
        <div class="operands">
            <textarea
                rows="3"
                aria-label=format!("Values of {}, one a line", filter.column)
                placeholder="one value a line"
                prop:value=text
                on:input=on_input
                on:change=move |_| apply(desk)
            ></textarea>
        </div>
    }
    .into_any()
}

/// Takes over what is typed; it is asked for once the field is left.
fn set(desk: Desk, at: usize, change: impl FnOnce(&mut Filter)) {
    desk.filters.update(|all| {
        if let Some(filter) = all.get_mut(at) {
            change(filter);
        }
    });
}

//! Cells from what to what; NULL and empty text are told apart.

use super::{HistoryDesk, query};
use crate::model::history::{CellChange, HistoryFilter, RowChange, RowDeed};
use crate::ui::number::counted;
use leptos::prelude::*;

/// How many characters of a value are shown at first.
const AT_FIRST: usize = 300;

/// One line a cell; its column leads to the cell's own history.
#[component]
pub fn Cells(desk: HistoryDesk, row: RowChange) -> impl IntoView {
    let RowChange { deed, key, cells, .. } = row;
    let items = cells.into_iter().map(|CellChange { column, old, new }| {
        let only = HistoryFilter {
            row: Some(key.clone()),
            column: Some(column.clone()),
            ..desk.filter.get_untracked()
        };
        view! {
            <li class="change">
                <a
                    href=query::address(desk.id, &only)
                    class="of-column"
                    title="Show only this cell’s changes"
                >
                    <bdi>{column}</bdi>
                </a>
                <span class="sides">{sides(deed, old, new)}</span>
            </li>
        }
    });
    view! { <ul class="changes">{items.collect_view()}</ul> }.into_any()
}

/// A new row has only what it became, a deleted one only what it was.
fn sides(deed: RowDeed, old: Option<String>, new: Option<String>) -> AnyView {
    match deed {
        RowDeed::Inserted => view! { <ins>{value(new)}</ins> }.into_any(),
        RowDeed::Deleted => view! { <del>{value(old)}</del> }.into_any(),
        RowDeed::Updated => view! {
            <del>{value(old)}</del>
            <span class="arrow">" → "</span>
            <ins>{value(new)}</ins>
        }
        .into_any(),
    }
}

fn value(value: Option<String>) -> AnyView {
    match value {
        None => view! { <span class="null">"NULL"</span> }.into_any(),
        Some(text) if text.is_empty() => {
            view! { <span class="null">"empty text"</span> }.into_any()
        }
        Some(text) => match text.char_indices().nth(AT_FIRST) {
            None => view! { <bdi class="verbatim">{text}</bdi> }.into_any(),
            Some((end, _)) => long(&text, end),
        },
    }
}

/// The beginning, and all of it when it is asked for.
fn long(text: &str, end: usize) -> AnyView {
    let (start, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let (start, rest) = (start.to_owned(), StoredValue::new(rest.to_owned()));
    let size = counted(text.chars().count(), "character", "characters");
    let all = RwSignal::new(false);
    view! {
        <bdi class="verbatim">
            {start}
            {move || if all.get() { rest.get_value() } else { "…".to_owned() }}
        </bdi>
        <Show when=move || !all.get()>
            <button type="button" class="quiet" on:click=move |_| all.set(true)>
                {format!("Show all {size}")}
            </button>
        </Show>
    }
    .into_any()
}

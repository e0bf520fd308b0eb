//! Cells from what to what; NULL and empty text are told apart.

use super::{HistoryDesk, query};
use crate::api;
use crate::model::cell::Cell;
use crate::model::history::{CellChange, HistoryFilter, RowDeed, ShownChange};
use crate::model::ids::ChangeSetId;
use crate::ui::number::counted;
use crate::ui::submission::{Submission, SubmissionFailure};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// How many characters of a value are shown at first.
const AT_FIRST: usize = 300;

/// Where a cell is in the history.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spot {
    set: ChangeSetId,
    row: u32,
    column: String,
}

/// Which of a changed cell's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

/// One line a cell; its column leads to the cell's own history, and is told by its name now where it
/// has another one.
#[component]
pub fn Cells(
    desk: HistoryDesk,
    set: ChangeSetId,
    renamed: BTreeMap<String, String>,
    row: ShownChange,
) -> impl IntoView {
    let ShownChange { position, deed, key, cells, .. } = row;
    let items = cells.into_iter().map(|CellChange { column, old, new }| {
        let now = renamed.get(&column);
        let only = HistoryFilter {
            row: Some(key.clone()),
            column: Some(now.unwrap_or(&column).clone()),
            ..desk.filter.get_untracked()
        };
        let spot = Spot { set, row: position, column: column.clone() };
        let (old, new) =
            (value(desk, (spot.clone(), Side::Old), old), value(desk, (spot, Side::New), new));
        view! {
            <li class="change">
                <a
                    href=query::address(desk.id, &only)
                    class="of-column"
                    title="Show only this cell’s changes"
                >
                    <bdi>{column}</bdi>
                </a>
                {now.cloned().map(called)}
                <span class="sides">{sides(deed, old, new)}</span>
            </li>
        }
    });
    view! { <ul class="changes">{items.collect_view()}</ul> }.into_any()
}

/// What a column that had another name is called now.
fn called(now: String) -> impl IntoView {
    view! {
        <span class="hint">
            "now " <bdi>{now}</bdi>
        </span>
    }
}

/// A new row has only what it became, a deleted one only what it was.
fn sides(deed: RowDeed, old: AnyView, new: AnyView) -> AnyView {
    match deed {
        RowDeed::Inserted => view! { <ins>{new}</ins> }.into_any(),
        RowDeed::Deleted => view! { <del>{old}</del> }.into_any(),
        RowDeed::Updated => view! {
            <del>{old}</del>
            <span class="arrow">" → "</span>
            <ins>{new}</ins>
        }
        .into_any(),
    }
}

fn value(desk: HistoryDesk, place: (Spot, Side), value: Cell) -> AnyView {
    match value {
        Cell::Null => view! { <span class="null">"NULL"</span> }.into_any(),
        Cell::Text(text) if text.is_empty() => {
            view! { <span class="null">"empty text"</span> }.into_any()
        }
        Cell::Text(text) => match text.char_indices().nth(AT_FIRST) {
            None => view! { <bdi class="verbatim">{text}</bdi> }.into_any(),
            Some((end, _)) => {
                let characters = text.chars().count();
                let start = text.get(..end).unwrap_or_default().to_owned();
                let whole = StoredValue::new(text);
                let shown = RwSignal::new(start);
                let more = Callback::new(move |()| shown.set(whole.get_value()));
                long(shown, characters, more, None)
            }
        },
        Cell::Cut { start, characters } => {
            let end = start.char_indices().nth(AT_FIRST).map_or(start.len(), |(end, _)| end);
            let shown = RwSignal::new(start.get(..end).unwrap_or_default().to_owned());
            fetched(desk, place, shown, usize::try_from(characters).unwrap_or(usize::MAX))
        }
    }
}

/// The beginning of a value that is fetched when all of it is asked for.
fn fetched(
    desk: HistoryDesk,
    (spot, side): (Spot, Side),
    shown: RwSignal<String>,
    characters: usize,
) -> AnyView {
    let submission = Submission::new();
    let more = Callback::new(move |()| {
        let Spot { set, row, column } = spot.clone();
        submission.run(api::history::cell(desk.id, set, row, column), move |cell| {
            let whole = match side {
                Side::Old => cell.old,
                Side::New => cell.new,
            };
            shown.try_set(whole.unwrap_or_default());
        });
    });
    long(shown, characters, more, Some(submission))
}

/// What is shown so far, and all of it when it is asked for.
fn long(
    shown: RwSignal<String>,
    characters: usize,
    more: Callback<()>,
    submission: Option<Submission>,
) -> AnyView {
    let size = counted(characters, "character", "characters");
    let is_all = Memo::new(move |_| shown.with(|text| text.chars().count() >= characters));
    let busy = move || submission.is_some_and(|submission| submission.busy.get());
    view! {
        <bdi class="verbatim">{shown} {move || (!is_all.get()).then_some("…")}</bdi>
        <Show when=move || !is_all.get()>
            <button type="button" class="quiet" disabled=busy on:click=move |_| more.run(())>
                {format!("Show all {size}")}
            </button>
        </Show>
        {submission.map(|submission| view! { <SubmissionFailure submission /> })}
    }
    .into_any()
}

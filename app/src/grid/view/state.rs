//! What stands above or instead of the rows: still loading, nothing there, nothing found, or a
//! failure.

use super::px;
use crate::error::{AppError, ErrorCode};
use crate::grid::desk::Desk;
use crate::grid::geometry::ROW_HEIGHT;
use crate::grid::number::{signed, wide};
use crate::model::filter::RowQuery;
use crate::ui::failure::FailureNote;
use leptos::prelude::*;
use std::time::Duration;

/// After how long a lost connection is tried again.
const AGAIN: Duration = Duration::from_secs(5);

/// How many lines stand for rows that are still loading.
const LINES: usize = 8;

/// The failures if there are any; that rows are loading, or the reason for an empty grid.
#[component]
pub fn State(desk: Desk) -> impl IntoView {
    try_again(desk);
    view! {
        <Lasting desk failure=desk.save_failure />
        <Lasting desk failure=desk.command_failure />
        <RowsFailure desk />
        {move || {
            let empty = desk.total().is_some() && desk.rows() == 0
                && desk.failure.with(Option::is_none);
            empty.then(|| view! { <Nothing desk /> })
        }}
        {move || desk.is_waiting().then(|| view! { <Loading desk /> })}
    }
    .into_any()
}

/// Why rows could not be fetched, with the way on.
#[component]
fn RowsFailure(desk: Desk) -> impl IntoView {
    let unsaved = unsaved(desk);
    move || {
        let error = rows_failure(desk)?;
        let way_on = if error.is_of_other_columns() {
            reload()
        } else if missing(desk).is_empty() || !is_of_columns(&error) {
            again(desk)
        } else {
            view! {
                <button type="button" on:click=move |_| leave_out(desk)>
                    "Show rows without it"
                </button>
            }
            .into_any()
        };
        Some(view! {
            <div class="grid-failure">
                <FailureNote error=of_here(error, unsaved) />
                {way_on}
            </div>
        })
    }
}

/// Why rows could not be fetched, as it is told.
fn rows_failure(desk: Desk) -> Option<AppError> {
    let error = desk.failure.get()?;
    if !is_of_columns(&error) {
        return Some(error);
    }
    let missing = missing(desk);
    // It was there when the table was opened.
    let changed = missing.is_empty();
    Some(if changed { AppError::columns_changed() } else { told(error, &missing) })
}

fn again(desk: Desk) -> AnyView {
    let retry = move |_| {
        desk.retry();
        desk.focus();
    };
    view! {
        <button type="button" on:click=retry>
            "Try again"
        </button>
    }
    .into_any()
}

/// What becomes of unsaved changes when the table is reloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unsaved {
    /// There are none.
    Nothing,
    /// The browser keeps them.
    Kept,
    /// They are lost.
    Lost,
}

fn unsaved(desk: Desk) -> Memo<Unsaved> {
    Memo::new(move |_| {
        match (desk.edits.with(|edits| edits.drafts().is_empty()), desk.unkept.get()) {
            (true, _) => Unsaved::Nothing,
            (false, false) => Unsaved::Kept,
            (false, true) => Unsaved::Lost,
        }
    })
}

/// The failure, with what becomes of unsaved changes where the table has to be reloaded.
fn of_here(error: AppError, unsaved: Memo<Unsaved>) -> AppError {
    if !error.is_of_other_columns() {
        return error;
    }
    error.with_hint(match unsaved.get() {
        Unsaved::Nothing => "The rows come with the columns of now",
        Unsaved::Kept => "Your unsaved changes are kept",
        Unsaved::Lost => "Your unsaved changes are lost by that: copy what you still need first",
    })
}

/// A failure that no rows end; somebody has read it when they close it.
#[component]
fn Lasting(desk: Desk, failure: RwSignal<Option<AppError>>) -> impl IntoView {
    let close = move |_| {
        failure.set(None);
        desk.focus();
    };
    let unsaved = unsaved(desk);
    move || {
        let error = failure.get()?;
        // What rows fail by as well, such as a lost connection, is said once.
        if rows_failure(desk).is_some_and(|rows| rows.message == error.message) {
            return None;
        }
        let reload = error.is_of_other_columns().then(reload);
        Some(view! {
            <div class="grid-failure">
                <FailureNote error=of_here(error, unsaved) />
                {reload}
                <button type="button" on:click=close>
                    "Close"
                </button>
            </div>
        })
    }
}

/// Opens the table anew with the columns of now; what is not saved is kept, or asked about.
fn reload() -> AnyView {
    let reload = move |_| {
        // Where the browser refuses, its own way to reload is left.
        let _ = window().location().reload();
    };
    view! {
        <button type="button" on:click=reload>
            "Reload the table"
        </button>
    }
    .into_any()
}

/// Tells whether rows were refused since a column is not there.
fn is_of_columns(error: &AppError) -> bool {
    error.problems.iter().any(|problem| problem.code == "column_gone")
}

/// The columns by which rows are filtered or sorted and that the table does not have any more.
fn missing(desk: Desk) -> Vec<String> {
    let table = desk.table();
    desk.query.with(|query| {
        let filters = query.filters.iter().map(|filter| &filter.column);
        let named = filters.chain(query.sort.iter().map(|by| &by.column));
        let mut missing = Vec::new();
        for name in named.filter(|name| table.column(name).is_none()) {
            if !missing.contains(name) {
                missing.push(name.clone());
            }
        }
        missing
    })
}

/// The same failure, naming the columns.
fn told(error: AppError, missing: &[String]) -> AppError {
    let names: Vec<_> = missing.iter().map(|name| format!("“{name}”")).collect();
    let message = format!(
        "Rows are filtered or sorted by {}, which this table does not have any more",
        names.join(", "),
    );
    AppError { message, ..error }
}

/// Asks for rows without what names a column that is gone.
fn leave_out(desk: Desk) {
    let table = desk.table();
    desk.ask(|query| {
        query.filters.retain(|filter| table.column(&filter.column).is_some());
        query.sort.retain(|by| table.column(&by.column).is_some());
    });
    desk.focus();
}

/// Nobody knows yet whether there are rows, besides new ones.
#[component]
fn Loading(desk: Desk) -> impl IntoView {
    let below = move || desk.edits.with(|edits| signed(wide(edits.drafts().added().len())).min(6));
    let lines = std::iter::repeat_n((), LINES).map(|()| view! { <span class="pending"></span> });
    view! {
        <div class="grid-loading" style:margin-top=move || px(below() * ROW_HEIGHT)>
            <p role="status">"Loading rows…"</p>
            <div aria-hidden="true">{lines.collect_view()}</div>
        </div>
    }
    .into_any()
}

#[component]
fn Nothing(desk: Desk) -> impl IntoView {
    let asked =
        desk.query.with_untracked(|query| !query.filters.is_empty() || !query.search.is_empty());
    let may_insert = desk.table().access.insert.is_none();
    let note = if asked {
        view! {
            <h2>"No row fits"</h2>
            <p>"Nothing in the table meets the filters and the search."</p>
            <button
                type="button"
                on:click=move |_| {
                    desk.ask(|query| *query = RowQuery { sort: query.sort.clone(), ..RowQuery::default() });
                    desk.focus();
                }
            >
                "Show all rows"
            </button>
        }
        .into_any()
    } else {
        view! {
            <h2>"No rows yet"</h2>
            {may_insert
                .then(|| {
                    view! {
                        <p>"Insert a row, or paste rows from a spreadsheet into a new one."</p>
                        <button
                            type="button"
                            class="primary"
                            on:click=move |_| crate::grid::commands::rows::insert(desk)
                        >
                            "Insert row"
                        </button>
                    }
                })}
        }
        .into_any()
    };
    view! { <div class="grid-nothing">{note}</div> }.into_any()
}

/// A connection that was lost is tried again by itself.
fn try_again(desk: Desk) {
    Effect::new(move |_| {
        let lost = desk.failure.with(|failure| {
            failure.as_ref().is_some_and(|error| {
                matches!(error.code, ErrorCode::Offline | ErrorCode::Unavailable)
            })
        });
        if lost {
            set_timeout(
                move || {
                    // The grid may be gone, or somebody may have tried already.
                    if desk.failure.try_with_untracked(Option::is_some) == Some(true) {
                        desk.change_window(crate::grid::window::Window::retry);
                    }
                },
                AGAIN,
            );
        }
    });
}

//! What stands above or instead of the rows: nothing there, nothing found, or a failure.

use crate::error::ErrorCode;
use crate::grid::desk::Desk;
use crate::model::filter::RowQuery;
use crate::ui::failure::FailureNote;
use leptos::prelude::*;
use std::time::Duration;

/// After how long a lost connection is tried again.
const AGAIN: Duration = Duration::from_secs(5);

/// The failure if there is one, the reason for an empty grid if it is.
#[component]
pub fn State(desk: Desk) -> impl IntoView {
    try_again(desk);
    view! {
        {move || {
            desk.failure
                .get()
                .map(|error| {
                    view! {
                        <div class="grid-failure">
                            <FailureNote error />
                            <button type="button" on:click=move |_| desk.retry()>
                                "Try again"
                            </button>
                        </div>
                    }
                })
        }}
        {move || {
            let empty = desk.total().is_some() && desk.rows() == 0
                && desk.failure.with(Option::is_none);
            empty.then(|| view! { <Nothing desk /> })
        }}
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

//! A table: its rows in a grid, how they are sorted, filtered and arranged, who else is there.

#![expect(
    clippy::large_types_passed_by_value,
    reason = "the state of a grid is many small signals, which are meant to be copied"
)]

mod address;
mod doubt;
mod drafts;
mod gone;
mod head;
mod layout;
mod leave;
mod live;
mod lock;
mod open;
mod save;
mod source;
mod views;
mod zone;

use crate::api;
use crate::error::{AppError, ErrorCode};
use crate::model::ids::TableId;
use crate::model::table::OpenTable;
use crate::model::view::{Layout, SavedView};
use crate::pages::administration::set_status;
use crate::ui::failure::FailureNote;
use crate::ui::page_head::PageHead;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use open::OpenedTable;
use std::time::Duration;

/// Everything that a table's page begins with.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Opening {
    /// The table.
    pub table: OpenTable,
    /// The person's own layout.
    pub layout: Layout,
    /// The shared views.
    pub views: Vec<SavedView>,
}

/// The page of the table in the path.
#[component]
pub fn TablePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<TableId>().ok()));
    let opening = Resource::new(move || id.get(), open);
    view! {
        <Transition fallback=|| {
            view! { <p class="loading">"Opening table…"</p> }
        }>{move || opening.get().map(|answer| show(answer, opening))}</Transition>
    }
    .into_any()
}

async fn open(id: Option<TableId>) -> Result<Opening, AppError> {
    let id = id.ok_or_else(|| AppError::not_found("table"))?;
    let (table, layout, views) =
        futures::join!(api::table::open(id), api::view::layout(id), api::view::list(id));
    // A layout or views that cannot be had are no reason not to show the rows.
    Ok(Opening {
        table: table?,
        layout: layout.unwrap_or_default(),
        views: views.unwrap_or_default(),
    })
}

fn show(
    answer: Result<Opening, AppError>,
    opening: Resource<Result<Opening, AppError>>,
) -> AnyView {
    match answer {
        // Another table is another page: nothing of one grid may live on in the next.
        Ok(opening) => view! {
            <For
                each=move || [opening.clone()]
                key=|opening| opening.table.table.id
                children=|opening| view! { <OpenedTable opening /> }
            />
        }
        .into_any(),
        Err(error) => {
            set_status(&error);
            let lasting = matches!(error.code, ErrorCode::NotFound | ErrorCode::Forbidden);
            view! {
                <PageHead title=Signal::stored("Table".to_owned()) />
                <FailureNote error />
                {(!lasting)
                    .then(|| {
                        view! {
                            <p class="again">
                                <button type="button" on:click=move |_| opening.refetch()>
                                    "Try again"
                                </button>
                            </p>
                        }
                    })}
            }
            .into_any()
        }
    }
}

/// Waits; for ever once the page was left.
async fn pause(duration: Duration) {
    let (done, waiting) = futures::channel::oneshot::channel();
    set_timeout(
        move || {
            // Nobody waits any more where the page was left.
            let _ = done.send(());
        },
        duration,
    );
    let _ = waiting.await;
}

//! The SQL that creating the table would run.

use super::state::TableState;
use crate::api;
use crate::error::AppError;
use crate::model::table::{AvailableConnection, TableDraft};
use crate::pages::folder::desk::TablesDesk;
use crate::ui::code::CodeBlock;
use crate::ui::reveal::{Edge, reveal};
use crate::ui::submission::Submission;
use leptos::prelude::*;

/// “Preview SQL”; what it shows goes as soon as the form says something else.
#[component]
pub fn Preview(
    desk: TablesDesk,
    chosen: Memo<Option<AvailableConnection>>,
    state: TableState,
    submission: Submission,
) -> impl IntoView {
    let shown = RwSignal::new(None::<(TableDraft, String)>);
    let now = Memo::new(move |_| state.draft());
    let sql = Memo::new(move |_| {
        let (draft, sql) = shown.get()?;
        (now.get() == draft && chosen.with(Option::is_some)).then_some(sql)
    });
    let preview = move |_| {
        let Some(connection) = chosen.get_untracked() else { return };
        let draft = now.get_untracked();
        let work = async move {
            draft.clone().check().map_err(AppError::invalid)?;
            let sql = api::table::preview(desk.folder, connection.id, draft.clone()).await?;
            Ok((draft, sql))
        };
        submission.run(work, move |preview| {
            shown.try_set(Some(preview));
        });
    };
    view! {
        <div class="preview">
            <p>
                <button
                    type="button"
                    disabled=move || submission.busy.get() || chosen.with(Option::is_none)
                    on:click=preview
                >
                    "Preview SQL"
                </button>
            </p>
            {move || sql.get().map(|sql| view! { <Sql sql /> })}
        </div>
    }
    .into_any()
}

#[component]
fn Sql(sql: String) -> impl IntoView {
    let place = reveal(Edge::Bottom);
    view! {
        <div node_ref=place>
            <CodeBlock label="SQL" copy="Copy the SQL" text=Signal::stored(sql) />
        </div>
    }
    .into_any()
}

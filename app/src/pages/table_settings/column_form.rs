//! What is typed to add a column, to rename one, or to write its comment.

use super::SettingsDesk;
use super::column_sheet::ColumnFormFrame;
use crate::api;
use crate::error::AppError;
use crate::model::ids::TableId;
use crate::model::table::{Column, ColumnDraft, ColumnType, check_column_name, field};
use crate::pages::column_form::{ColumnFields, ColumnPlace, ColumnState};
use crate::ui::field::{FieldKind, TextField};
use crate::ui::sentence::named;
use crate::ui::submission::Submission;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use std::future::Future;

/// Sends, closes the sheet, reads the table again and says what was done.
fn send(
    desk: SettingsDesk,
    toasts: Toasts,
    submission: Submission,
    work: impl Future<Output = Result<(), AppError>> + 'static,
    said: String,
) {
    submission.run(work, move |()| {
        desk.purpose.set(None);
        desk.table.refetch();
        toasts.notify(said);
    });
}

/// “Add column”.
#[component]
pub fn AddForm(id: TableId, desk: SettingsDesk) -> impl IntoView {
    let state = ColumnState::new(0, ColumnDraft::new(ColumnType::Text));
    let submission = Submission::new();
    let toasts = Toasts::get();
    let on_send = Callback::new(move |()| {
        let draft = untrack(|| state.draft());
        let said = format!("{} is added", named(draft.name.trim()));
        let work = async move {
            draft.clone().check("").map_err(AppError::invalid)?;
            api::table::add_column(id, draft).await
        };
        send(desk, toasts, submission, work, said);
    });
    view! {
        <ColumnFormFrame desk action="Add column" submission on_send>
            <ColumnFields
                state
                place=ColumnPlace::Existing
                prefix=Signal::stored(String::new())
                submission
            />
            <p class="hint">
                "Where the table has rows already, a required column needs a default, or PostgreSQL refuses it."
            </p>
        </ColumnFormFrame>
    }
    .into_any()
}

/// “Rename”.
#[component]
pub fn RenameForm(id: TableId, column: Column, desk: SettingsDesk) -> impl IntoView {
    let name = RwSignal::new(column.name.clone());
    let old = StoredValue::new(column.name);
    let submission = Submission::new();
    let toasts = Toasts::get();
    let on_send = Callback::new(move |()| {
        let (old, new) = (old.get_value(), name.get_untracked());
        let said = format!("{} is renamed to {}", named(&old), named(new.trim()));
        let work = async move {
            check_column_name(field::COLUMN_NAME, "the column", &new)
                .map_err(|problem| AppError::invalid(vec![problem]))?;
            api::table::rename_column(id, old, new).await
        };
        send(desk, toasts, submission, work, said);
    });
    view! {
        <ColumnFormFrame desk action="Rename" submission on_send>
            <TextField
                id="column-new-name"
                label="Name"
                value=name
                kind=FieldKind::Code
                hint="Other programs that use the old name will not find the column any more."
                problem=submission.problem(field::COLUMN_NAME)
            />
        </ColumnFormFrame>
    }
    .into_any()
}

/// “Comment”.
#[component]
pub fn CommentForm(id: TableId, column: Column, desk: SettingsDesk) -> impl IntoView {
    let text = RwSignal::new(column.comment.unwrap_or_default());
    let name = StoredValue::new(column.name);
    let submission = Submission::new();
    let toasts = Toasts::get();
    let on_send = Callback::new(move |()| {
        let name = name.get_value();
        let said = format!("The comment of {} is saved", named(&name));
        let work = api::table::comment(id, Some(name), text.get_untracked());
        send(desk, toasts, submission, work, said);
    });
    view! {
        <ColumnFormFrame desk action="Save" submission on_send>
            <TextField
                id="column-comment"
                label="Comment"
                value=text
                hint="Shown with the column; empty removes it. PostgreSQL keeps it with the column."
                problem=submission.problem(super::COMMENT)
            />
        </ColumnFormFrame>
    }
    .into_any()
}

//! What the table is, and its comment.

use super::{COMMENT, SettingsDesk};
use crate::api;
use crate::model::ids::TableId;
use crate::model::table::{Key, Lock, OpenTable};
use crate::ui::field::{FieldFoot, described_by, invalid};
use crate::ui::number::grouped;
use crate::ui::submission::{Submission, SubmissionFailure};
use crate::ui::toast::Toasts;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

const HINT: &str = "What the table is for. PostgreSQL keeps it with the table.";

/// Facts from the database, then the comment to edit.
#[component]
pub fn About(table: OpenTable, desk: SettingsDesk, lock: Option<Lock>) -> impl IntoView {
    let key = match &table.key {
        Key::Primary(columns) => columns.join(", "),
        Key::Unique(columns) => format!("{} (unique)", columns.join(", ")),
        Key::Address => "None: rows are found by their address in the table".to_owned(),
        Key::None => "None: rows can only be read".to_owned(),
    };
    let rows = table.estimate.map_or_else(
        || "Not estimated yet".to_owned(),
        |estimate| format!("About {}", grouped(estimate)),
    );
    view! {
        <section class="block" aria-labelledby="about-heading">
            <h2 id="about-heading">"Table"</h2>
            <dl class="facts">
                <dt>"Name in the database"</dt>
                <dd>
                    <code>
                        <bdi>{format!("{}.{}", table.table.schema, table.table.name)}</bdi>
                    </code>
                </dd>
                <dt>"Database connection"</dt>
                <dd>
                    <bdi>{table.table.connection_name.clone()}</bdi>
                    {table
                        .table
                        .read_only
                        .then(|| view! { " " <span class="badge">"Read-only"</span> })}
                </dd>
                <dt>"Kind"</dt>
                <dd>{table.kind.label()}</dd>
                <dt>"Key"</dt>
                <dd>
                    <bdi>{key}</bdi>
                </dd>
                <dt>"Rows"</dt>
                <dd>{rows}</dd>
            </dl>
            <CommentForm id=table.table.id comment=table.comment desk lock />
        </section>
    }
    .into_any()
}

#[component]
fn CommentForm(
    id: TableId,
    comment: Option<String>,
    desk: SettingsDesk,
    lock: Option<Lock>,
) -> impl IntoView {
    let stored = StoredValue::new(comment.unwrap_or_default());
    let text = RwSignal::new(stored.get_value());
    let submission = Submission::new();
    let problem = submission.problem(COMMENT);
    let toasts = Toasts::get();
    let locked = lock.is_some();
    let same = move || stored.with_value(|stored| text.with(|text| text == stored));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        submission.run(api::table::comment(id, None, text.get_untracked()), move |()| {
            toasts.notify("The comment is saved");
            desk.table.refetch();
        });
    };
    view! {
        <form class="stack" novalidate on:submit=submit>
            <div class="field">
                <label for="table-comment">"Comment"</label>
                <textarea
                    id="table-comment"
                    rows="2"
                    class="prose"
                    aria-invalid=invalid(problem)
                    aria-describedby=described_by("table-comment", HINT, problem)
                    disabled=locked
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                >
                    {text.get_untracked()}
                </textarea>
                <FieldFoot id="table-comment" hint=HINT problem />
            </div>
            <SubmissionFailure submission />
            <button type="submit" disabled=move || locked || submission.busy.get() || same()>
                "Save comment"
            </button>
        </form>
    }
    .into_any()
}

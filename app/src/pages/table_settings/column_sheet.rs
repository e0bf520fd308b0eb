//! The sheet that adds a column, renames one, or writes its comment.

use super::column_form::{AddForm, CommentForm, RenameForm};
use super::{Purpose, SettingsDesk};
use crate::model::ids::TableId;
use crate::ui::form_foot::FormFoot;
use crate::ui::sheet::Sheet;
use crate::ui::submission::{Submission, SubmissionFailure};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

/// The sheet.
#[component]
pub fn ColumnSheet(id: TableId, desk: SettingsDesk) -> impl IntoView {
    let close = Callback::new(move |()| desk.purpose.set(None));
    let title = Signal::derive(move || match desk.purpose.get() {
        None => String::new(),
        Some(Purpose::Add) => "Add column".to_owned(),
        Some(Purpose::Rename(column)) => format!("Rename {}", column.name),
        Some(Purpose::Comment(column)) => format!("Comment of {}", column.name),
    });
    let form = move |purpose| match purpose {
        Purpose::Add => view! { <AddForm id desk /> }.into_any(),
        Purpose::Rename(column) => view! { <RenameForm id column desk /> }.into_any(),
        Purpose::Comment(column) => view! { <CommentForm id column desk /> }.into_any(),
    };
    view! {
        <Sheet
            id="column-sheet"
            title
            open=Signal::derive(move || desk.purpose.with(Option::is_some))
            on_close=close
        >
            {move || desk.purpose.get().map(form)}
        </Sheet>
    }
    .into_any()
}

/// The fields of one of the forms, with its buttons.
#[component]
pub fn ColumnFormFrame(
    /// The page's desk.
    desk: SettingsDesk,
    /// The words on the button.
    action: &'static str,
    /// The form's submission.
    submission: Submission,
    /// Called when the form is sent.
    on_send: Callback<()>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let close = Callback::new(move |()| desk.purpose.set(None));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        on_send.run(());
    };
    view! {
        <form class="sheet-form" novalidate autocomplete="off" on:submit=submit>
            <div class="sheet-body">{children()} <SubmissionFailure submission /></div>
            <FormFoot action closed=submission.busy on_cancel=close />
        </form>
    }
    .into_any()
}

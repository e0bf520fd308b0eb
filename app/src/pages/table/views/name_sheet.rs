//! The sheet that asks for the name of a view.

use super::super::address::Asked;
use super::{Purpose, keep};
use crate::grid::desk::Desk;
use crate::model::view::SavedView;
use crate::ui::field::TextField;
use crate::ui::form_foot::FormFoot;
use crate::ui::sheet::Sheet;
use crate::ui::submission::{Submission, SubmissionFailure};
use leptos::prelude::*;

/// Asks for a name, and saves.
#[component]
pub fn NameSheet(
    desk: Desk,
    purpose: RwSignal<Option<Purpose>>,
    submission: Submission,
    ask: Callback<Asked>,
    views: RwSignal<Vec<SavedView>>,
) -> impl IntoView {
    let name = RwSignal::new(String::new());
    Effect::new(move |_| {
        submission.reset();
        name.set(match purpose.get() {
            Some(Purpose::Rename(view)) => view.name,
            _ => String::new(),
        });
    });
    let title = Signal::derive(move || match purpose.get() {
        Some(Purpose::Rename(view)) => format!("Rename {}", view.name),
        _ => "Save as a new view".to_owned(),
    });
    let close = Callback::new(move |()| purpose.set(None));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let over = match purpose.get_untracked() {
            Some(Purpose::Rename(view)) => Some(view),
            _ => None,
        };
        keep(desk, submission, (ask, views), (over, name.get_untracked()), purpose);
    };
    view! {
        <Sheet
            id="view-sheet"
            title
            open=Signal::derive(move || purpose.with(Option::is_some))
            on_close=close
        >
            <form class="sheet-form" novalidate on:submit=submit>
                <div class="sheet-body">
                    <TextField
                        id="view-name"
                        label="Name"
                        value=name
                        hint="Everybody who opens the table can choose the view."
                        problem=submission.problem("name")
                    />
                    <SubmissionFailure submission />
                </div>
                <FormFoot action="Save view" closed=submission.busy on_cancel=close />
            </form>
        </Sheet>
    }
    .into_any()
}

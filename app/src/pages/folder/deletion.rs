//! The question before a folder is deleted.

use super::tree::FolderDesk;
use crate::api;
use crate::ui::confirm::{Confirm, asked};
use crate::ui::sentence::named;
use crate::ui::submission::Submission;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Asks, deletes, and leads to the start page.
#[component]
pub fn FolderDeletion() -> impl IntoView {
    let desk = FolderDesk::get();
    let submission = Submission::new();
    let open = asked(desk.deletion);
    Effect::new(move |_| desk.deletion.with(|_| submission.reset()));
    let name = move || desk.deletion.get().map_or_else(String::new, |folder| folder.name);
    view! {
        <Confirm
            id="delete-folder"
            title=Signal::derive(move || format!("Delete {}?", named(&name())))
            action="Delete folder"
            open
            busy=submission.busy
            failure=submission.failure
            on_confirm=delete(submission, open)
        >
            <p>"Only an empty folder can be deleted."</p>
        </Confirm>
    }
    .into_any()
}

fn delete(submission: Submission, open: RwSignal<bool>) -> Callback<()> {
    let desk = FolderDesk::get();
    let toasts = Toasts::get();
    let navigate = use_navigate();
    Callback::new(move |()| {
        let Some(folder) = desk.deletion.get_untracked() else { return };
        let navigate = navigate.clone();
        submission.run(api::folder::delete(folder.id), move |()| {
            open.set(false);
            desk.folders.refetch();
            toasts.notify(format!("{} is deleted", named(&folder.name)));
            navigate("/", NavigateOptions::default());
        });
    })
}

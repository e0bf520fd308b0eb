//! The question before a connection is deleted.

use super::Desk;
use crate::api;
use crate::ui::confirm::{Confirm, asked};
use crate::ui::submission::Submission;
use crate::ui::toast::Toasts;
use leptos::prelude::*;

/// Asks, deletes, and says that it is done.
#[component]
pub fn Removal() -> impl IntoView {
    let desk = Desk::get();
    let submission = Submission::new();
    let open = asked(desk.removal);
    Effect::new(move |_| desk.removal.with(|_| submission.reset()));
    let name = move || desk.removal.get().map_or_else(String::new, |connection| connection.name);
    view! {
        <Confirm
            id="delete-connection"
            title=Signal::derive(move || format!("Delete {}?", name()))
            action="Delete connection"
            open
            busy=submission.busy
            failure=submission.failure
            on_confirm=delete(submission, open)
        >
            <p>
                "NextTables forgets the connection and its password. Nothing in the database itself is changed."
            </p>
            {move || {
                let tables = desk.removal.get().map(|connection| connection.tables)?;
                (!tables.is_empty()).then(|| {
                    view! {
                        <p>
                            "These tables are disconnected with it; their rows stay in the database: "
                            <strong>
                                <bdi>{tables.join(", ")}</bdi>
                            </strong>
                        </p>
                    }
                })
            }}
        </Confirm>
    }
    .into_any()
}

fn delete(submission: Submission, open: RwSignal<bool>) -> Callback<()> {
    let desk = Desk::get();
    let toasts = Toasts::get();
    Callback::new(move |()| {
        let Some(connection) = desk.removal.get_untracked() else { return };
        let tables = connection.tables;
        submission.run(api::connection::delete(connection.id, tables), move |()| {
            open.set(false);
            desk.connections.refetch();
            toasts.notify(format!("{} is deleted", connection.name));
        });
    })
}

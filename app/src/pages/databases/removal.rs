//! The question before a connection is deleted.

use super::Desk;
use crate::api;
use crate::ui::confirm::{Confirm, asked};
use crate::ui::number::counted;
use crate::ui::sentence::named;
use crate::ui::submission::Submission;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;

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
            title=Signal::derive(move || format!("Delete {}?", named(&name())))
            action="Delete connection"
            open
            busy=submission.busy
            failure=submission.failure
            on_confirm=delete(submission, open)
        >
            <p>
                "NextTables forgets the connection and its password. Nothing in the database itself is changed."
            </p>
            <Unsettled />
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

/// What is given up with the connection, unless its database answers at the last moment.
#[component]
fn Unsettled() -> impl IntoView {
    let desk = Desk::get();
    let count = RwSignal::new(0);
    Effect::new(move |_| {
        count.set(0);
        let Some(id) = desk.removal.with(|removal| removal.as_ref().map(|one| one.id)) else {
            return;
        };
        spawn_local(async move {
            // Where it cannot be counted, there is still the audit log that says so afterwards.
            let found = api::connection::unsettled(id).await.unwrap_or_default();
            // Another one may be asked about by now, or none.
            let asked = desk.removal.try_with_untracked(|removal| Some(removal.as_ref()?.id));
            if asked.flatten() == Some(id) {
                count.set(found);
            }
        });
    });
    move || {
        let changes = count.get();
        (changes > 0).then(|| {
            let changes = counted(changes, "change", "changes");
            let told = format!(
                "Of {changes} it is not known yet whether the database kept what was saved. If it \
                 does not answer now, nobody can find that out any more."
            );
            view! { <p>{told}</p> }
        })
    }
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
            toasts.notify(format!("{} is deleted", named(&connection.name)));
        });
    })
}

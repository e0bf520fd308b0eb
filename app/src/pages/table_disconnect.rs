//! The question before a table is disconnected; it needs nothing of the database, which may be gone.

use crate::api;
use crate::model::table::Table;
use crate::ui::confirm::Confirm;
use crate::ui::sentence::named;
use crate::ui::submission::Submission;
use crate::ui::toast::Toasts;
use leptos::prelude::*;

/// Asks, disconnects, and says that it is done.
#[component]
pub fn DisconnectQuestion(
    /// Which table; none while nobody is asked.
    table: RwSignal<Option<Table>>,
    /// Called once it is disconnected.
    done: Callback<Table>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let submission = Submission::new();
    let toasts = Toasts::get();
    Effect::new(move |_| {
        submission.reset();
        open.set(table.with(Option::is_some));
    });
    Effect::new(move |_| {
        // Only when there is something to forget: the two effects would wake each other for ever.
        if !open.get() && table.with_untracked(Option::is_some) {
            table.set(None);
        }
    });
    let name = move || table.get().map_or_else(String::new, |table| table.name);
    let on_confirm = Callback::new(move |()| {
        let Some(table) = table.get_untracked() else { return };
        submission.run(api::table::disconnect(table.id), move |()| {
            open.set(false);
            toasts.notify(format!("{} is disconnected", named(&table.name)));
            done.run(table);
        });
    });
    view! {
        <Confirm
            id="disconnect-table"
            title=Signal::derive(move || format!("Disconnect {}?", named(&name())))
            action="Disconnect table"
            open
            busy=submission.busy
            failure=submission.failure
            on_confirm
        >
            <p>
                "It leaves this folder. The table and its rows stay in the database as they are; it can be connected again."
            </p>
            <p>"Its saved views and column layouts are forgotten."</p>
        </Confirm>
    }
    .into_any()
}

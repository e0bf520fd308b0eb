//! “Test again”: the stages of a stored connection as it stands.

use super::attempt::Attempt;
use super::certificate::trusting;
use super::stages::{FailureCard, Fields, Stages};
use crate::api;
use crate::model::connection::Connection;
use crate::pages::databases::Desk;
use crate::ui::failure::FailureNote;
use crate::ui::sentence::named;
use crate::ui::toast::Toasts;
use leptos::prelude::*;

/// Begins at once; a certificate that is trusted here is trusted in the form.
#[component]
pub fn RetestBody(connection: Connection, attempt: Attempt, close: Callback<()>) -> impl IntoView {
    let desk = Desk::get();
    let toasts = Toasts::get();
    let id = connection.id;
    let done = Callback::new(move |connection: Connection| {
        desk.connections.refetch();
        toasts.notify(format!("{} works", named(&connection.name)));
    });
    let start = move || attempt.run(api::connection::test(id), done);
    Effect::new(move |_| start());
    Effect::new(move |_| {
        if attempt.failure().is_some() {
            desk.connections.refetch();
        }
    });
    view! {
        <div class="sheet-body">
            <Stages attempt />
            <FailureCard attempt on_trust=trusting(connection) fields=Fields::None />
            {move || attempt.error.get().map(|error| view! { <FailureNote error /> })}
        </div>
        <footer>
            <button type="button" on:click=move |_| close.run(())>
                "Close"
            </button>
            <button
                type="button"
                class="primary"
                disabled=move || attempt.running.get()
                on:click=move |_| start()
            >
                "Test again"
            </button>
        </footer>
    }
    .into_any()
}

//! The question before a connection is deleted.

use super::Desk;
use crate::api;
use crate::error::AppError;
use crate::ui::confirm::Confirm;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Asks, deletes, and says that it is done.
#[component]
pub fn Removal() -> impl IntoView {
    let desk = Desk::get();
    let toasts = Toasts::get();
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<AppError>);
    Effect::new(move |_| {
        failure.set(None);
        open.set(desk.removal.with(Option::is_some));
    });
    Effect::new(move |_| {
        // Only when there is something to forget: the two effects would wake each other for ever.
        if !open.get() && desk.removal.with_untracked(Option::is_some) {
            desk.removal.update(|removal| *removal = None);
        }
    });
    let name = move || desk.removal.get().map_or_else(String::new, |connection| connection.name);
    let tables = move || desk.removal.get().map_or_else(Vec::new, |connection| connection.tables);
    let delete = Callback::new(move |()| {
        let Some(connection) = desk.removal.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match api::connection::delete(connection.id).await {
                Ok(()) => {
                    open.set(false);
                    desk.connections.refetch();
                    toasts.notify(format!("{} is deleted", connection.name));
                }
                Err(error) => failure.set(Some(error)),
            }
            busy.set(false);
        });
    });
    view! {
        <Confirm
            id="delete-connection"
            title=Signal::derive(move || format!("Delete {}?", name()))
            action="Delete connection"
            open
            busy
            failure
            on_confirm=delete
        >
            <p>
                "NextTables forgets the connection and its password. Nothing in the database itself is changed."
            </p>
            {move || users(&tables())}
        </Confirm>
    }
    .into_any()
}

/// The tables that still use it; the server refuses as long as there are any.
fn users(tables: &[String]) -> Option<impl IntoView + use<>> {
    if tables.is_empty() {
        return None;
    }
    let names = tables.join(", ");
    Some(view! {
        <p>
            "These tables use it and must be disconnected first: " <strong>
                <bdi>{names}</bdi>
            </strong>
        </p>
    })
}

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
    let delete = Callback::new(move |()| {
        let Some(connection) = desk.removal.get_untracked() else { return };
        busy.set(true);
        spawn_local(async move {
            match api::connection::delete(connection.id, connection.tables.clone()).await {
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

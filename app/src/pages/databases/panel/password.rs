//! “Change password”: a new password for a stored connection, tested before it is stored.

use super::attempt::Attempt;
use super::certificate::trusting;
use super::stages::{FailureCard, Fields, Stages};
use crate::api;
use crate::model::connection::{Connection, field};
use crate::model::secret::Secret;
use crate::pages::databases::Desk;
use crate::ui::failure::FailureNote;
use crate::ui::form_foot::FormFoot;
use crate::ui::password::PasswordField;
use crate::ui::sentence::named;
use crate::ui::toast::Toasts;
use leptos::prelude::*;

/// One field and the test.
#[component]
pub fn PasswordForm(
    connection: Connection,
    attempt: Attempt,
    close: Callback<()>,
) -> impl IntoView {
    let desk = Desk::get();
    let toasts = Toasts::get();
    let password = RwSignal::new(String::new());
    let username = connection.username.clone();
    let id = connection.id;
    let done = Callback::new(move |connection: Connection| {
        desk.connections.refetch();
        close.run(());
        toasts.notify(format!("The password of {} is changed", named(&connection.name)));
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let secret = Secret::new(password.get_untracked());
        attempt.run(api::connection::change_password(id, secret), done);
    };
    view! {
        <form class="sheet-form" novalidate on:submit=submit>
            <div class="sheet-body">
                <p>
                    "Enter the new password of the login role " <code>{username}</code>
                    ". It is stored once the test has passed with it."
                </p>
                <PasswordField
                    id="new-connection-password"
                    label="Password"
                    value=password
                    problem=attempt.problem(field::PASSWORD)
                />
                <Stages attempt />
                <FailureCard attempt on_trust=trusting(connection) fields=Fields::Password />
                {move || attempt.error.get().map(|error| view! { <FailureNote error /> })}
            </div>
            <FormFoot action="Change password" closed=attempt.running on_cancel=close />
        </form>
    }
    .into_any()
}

//! “Authentication”: the login role, and the SQL that makes it.

use super::attempt::Attempt;
use super::set_up::SetUpSql;
use super::state::FormState;
use crate::model::connection::{Connection, field};
use crate::ui::field::{FieldKind, TextField};
use crate::ui::password::PasswordField;
use leptos::prelude::*;

/// The fields of the group; a stored password stays unless the connection goes elsewhere.
#[component]
pub fn Credentials(
    state: FormState,
    attempt: Attempt,
    stored: StoredValue<Option<Connection>>,
) -> impl IntoView {
    let again = move || {
        let draft = state.draft();
        stored.with_value(|stored| {
            stored.as_ref().map_or("", |stored| {
                if draft.demands_password(stored) {
                    "Enter the password again: it is not sent to a changed place by itself."
                } else {
                    "Leave it empty to keep the stored password."
                }
            })
        })
    };
    view! {
        <TextField
            id="username"
            label="Username"
            value=state.username
            kind=FieldKind::Code
            problem=attempt.problem(field::USERNAME)
        />
        <PasswordField
            id="password"
            label="Password"
            value=state.password
            hint=Signal::derive(again)
            problem=attempt.problem(field::PASSWORD)
        />
        <SetUpSql state />
    }
    .into_any()
}

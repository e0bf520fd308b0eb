//! “Connection details”: where the database is, and how its server proves itself.

use super::attempt::Attempt;
use super::state::FormState;
use super::trust::TrustField;
use crate::model::connection::field;
use crate::model::connection_string::PastedTarget;
use crate::ui::field::{FieldFoot, FieldKind, TextField, described_by, invalid};
use leptos::ev::ClipboardEvent;
use leptos::prelude::*;

/// The fields of the group, in the order of the guide.
#[component]
pub fn Target(state: FormState, attempt: Attempt) -> impl IntoView {
    view! {
        <TextField
            id="instance"
            label="Instance name"
            value=state.instance
            kind=FieldKind::Code
            hint="Your PostgreSQL database/instance name"
            problem=attempt.problem(field::INSTANCE)
        />
        <HostField state attempt />
        <TextField
            id="port"
            label="Port"
            value=state.port
            kind=FieldKind::Number
            problem=attempt.problem(field::PORT)
        />
        <TextField
            id="schema"
            label="Schema"
            value=state.schema
            kind=FieldKind::Code
            hint="The schema your login role can read and write"
            problem=attempt.problem(field::SCHEMA)
        />
        <ReadOnlyField state attempt />
        <TrustField trust=state.trust attempt />
    }
    .into_any()
}

#[component]
fn HostField(state: FormState, attempt: Attempt) -> impl IntoView {
    let paste = move |event: ClipboardEvent| {
        let text = event.clipboard_data().and_then(|held| held.get_data("text/plain").ok());
        if let Some(pasted) = text.and_then(|text| PastedTarget::parse(&text)) {
            event.prevent_default();
            state.fill(pasted);
        }
    };
    view! {
        <div on:paste=paste>
            <TextField
                id="host"
                label="Host"
                value=state.host
                kind=FieldKind::Code
                example="db.example.com"
                hint="A pasted connection string fills the fields."
                problem=attempt.problem(field::HOST)
            />
        </div>
    }
    .into_any()
}

#[component]
fn ReadOnlyField(state: FormState, attempt: Attempt) -> impl IntoView {
    let hint = "If you tick it, data-editing features are disabled in folders and tables that use this connection.";
    let problem = attempt.problem(field::READ_ONLY);
    view! {
        <div class="field check">
            <input
                id="read-only"
                type="checkbox"
                aria-invalid=invalid(problem)
                aria-describedby=described_by("read-only", hint, problem)
                bind:checked=state.read_only
            />
            <label for="read-only">"Read-only connection"</label>
            <FieldFoot id="read-only" hint problem />
        </div>
    }
    .into_any()
}

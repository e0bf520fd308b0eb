//! The form of a connection, in the order and with the words of the user's guide.

use super::attempt::Attempt;
use super::egress::EgressNote;
use super::scope::ScopeField;
use super::set_up::SetUpSql;
use super::stages::{FailureCard, Stages};
use super::state::FormState;
use super::trust::TrustField;
use crate::api;
use crate::model::connection::{Connection, ConnectionDraft, DatabaseKind, Trust, field};
use crate::model::connection_string::PastedTarget;
use crate::pages::databases::Desk;
use crate::ui::failure::FailureNote;
use crate::ui::field::{FieldFoot, FieldKind, TextField, described_by, invalid};
use crate::ui::password::PasswordField;
use crate::ui::reveal::focus_invalid;
use crate::ui::toast::Toasts;
use leptos::ev::{ClipboardEvent, SubmitEvent};
use leptos::prelude::*;

/// A new connection, or a stored one's values.
#[component]
pub fn ConnectionForm(
    /// What the fields begin with.
    draft: ConnectionDraft,
    /// The connection that is being edited.
    stored: Option<Connection>,
    /// The attempt that the button starts.
    attempt: Attempt,
    /// Closes the panel.
    close: Callback<()>,
) -> impl IntoView {
    let state = FormState::new(draft);
    let action = if stored.is_some() { "Save" } else { "Connect database" };
    let stored = StoredValue::new(stored);
    let submit = submit(state, stored, attempt, close);
    Effect::new(move |_| {
        if attempt
            .error
            .with(|error| error.as_ref().is_some_and(|error| !error.problems.is_empty()))
        {
            focus_invalid("connection-panel");
        }
    });
    let trust = Callback::new(move |fingerprint| state.trust.set(Trust::Pinned { fingerprint }));
    let locked = move || state.kind.with(Option::is_none) || attempt.running.get();
    view! {
        <form class="sheet-form" novalidate autocomplete="off" on:submit=submit>
            <div class="sheet-body">
                <EgressNote />
                <fieldset disabled=move || attempt.running.get()>
                    <legend>"Basic info"</legend>
                    <TextField
                        id="name"
                        label="Name"
                        value=state.name
                        example="My PostgreSQL Connection"
                        problem=attempt.problem(field::NAME)
                    />
                    <KindField state attempt />
                </fieldset>
                <fieldset disabled=locked>
                    <ScopeField scope=state.scope attempt />
                </fieldset>
                <fieldset disabled=locked>
                    <legend>"Connection details"</legend>
                    <Target state attempt />
                </fieldset>
                <fieldset disabled=locked>
                    <legend>"Authentication"</legend>
                    <Credentials state attempt stored />
                </fieldset>
                <Stages attempt />
                <FailureCard attempt on_trust=trust />
                {move || {
                    attempt
                        .error
                        .get()
                        .filter(|error| error.problems.is_empty())
                        .map(|error| view! { <FailureNote error /> })
                }}
            </div>
            <Foot attempt close action />
        </form>
    }
    .into_any()
}

fn submit(
    state: FormState,
    stored: StoredValue<Option<Connection>>,
    attempt: Attempt,
    close: Callback<()>,
) -> impl Fn(SubmitEvent) + Copy {
    let desk = Desk::get();
    let toasts = Toasts::get();
    let connected = Callback::new(move |connection: Connection| {
        desk.connections.refetch();
        close.run(());
        toasts.notify(format!("{} is connected", connection.name));
    });
    let saved = Callback::new(move |connection: Connection| {
        desk.connections.refetch();
        close.run(());
        toasts.notify(format!("{} is saved", connection.name));
    });
    move |event| {
        event.prevent_default();
        let draft = untrack(|| state.draft());
        match stored.get_value() {
            None => match draft.clone().check() {
                Ok(_) => attempt.run(api::connection::connect(draft), connected),
                Err(problems) => attempt.refuse(problems),
            },
            Some(old) => match draft.clone().check_edit() {
                Ok(_) => attempt.run(api::connection::edit(old.id, old.revision, draft), saved),
                Err(problems) => attempt.refuse(problems),
            },
        }
    }
}

#[component]
fn KindField(state: FormState, attempt: Attempt) -> impl IntoView {
    let problem = attempt.problem(field::KIND);
    view! {
        <div class="field">
            <label for="type">"Type"</label>
            <select
                id="type"
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                aria-describedby="type-problem"
                prop:value=move || state.kind.get().map_or("", DatabaseKind::code)
                on:change=move |event| {
                    state.kind.set(DatabaseKind::from_code(&event_target_value(&event)));
                }
            >
                <option value="" selected=state.kind.get_untracked().is_none()>
                    "Choose a type…"
                </option>
                {DatabaseKind::ALL
                    .map(|kind| {
                        let selected = state.kind.get_untracked() == Some(kind);
                        view! {
                            <option value=kind.code() selected=selected>
                                {kind.label()}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <FieldFoot id="type" problem />
        </div>
    }
    .into_any()
}

#[component]
fn Target(state: FormState, attempt: Attempt) -> impl IntoView {
    let paste = move |event: ClipboardEvent| {
        let text = event.clipboard_data().and_then(|held| held.get_data("text/plain").ok());
        if let Some(pasted) = text.and_then(|text| PastedTarget::parse(&text)) {
            event.prevent_default();
            state.fill(pasted);
        }
    };
    view! {
        <TextField
            id="instance"
            label="Instance name"
            value=state.instance
            kind=FieldKind::Code
            hint="Your PostgreSQL database/instance name"
            problem=attempt.problem(field::INSTANCE)
        />
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

#[component]
fn Credentials(
    state: FormState,
    attempt: Attempt,
    stored: StoredValue<Option<Connection>>,
) -> impl IntoView {
    let again = move || {
        let draft = state.draft();
        stored.with_value(|stored| {
            stored.as_ref().map(|stored| {
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
            problem=attempt.problem(field::PASSWORD)
        />
        <p class="hint">{again}</p>
        <SetUpSql state />
    }
    .into_any()
}

#[component]
fn Foot(attempt: Attempt, close: Callback<()>, action: &'static str) -> impl IntoView {
    let cancel = move |_| {
        if attempt.running.get_untracked() {
            attempt.cancel();
        } else {
            close.run(());
        }
    };
    view! {
        <footer>
            <button type="button" on:click=cancel>
                {move || if attempt.running.get() { "Cancel test" } else { "Cancel" }}
            </button>
            <button type="submit" class="primary" disabled=move || attempt.running.get()>
                {move || if attempt.running.get() { "Testing…" } else { action }}
            </button>
        </footer>
    }
    .into_any()
}

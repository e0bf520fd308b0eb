//! The form of a connection, in the order and with the words of the user's guide.

use super::attempt::Attempt;
use super::credentials::Credentials;
use super::egress::EgressNote;
use super::scope::ScopeField;
use super::stages::{self, FailureCard, Stages};
use super::state::FormState;
use super::target::Target;
use crate::api;
use crate::error::{AppError, ErrorCode};
use crate::model::connection::{Connection, ConnectionDraft, DatabaseKind, Trust, field};
use crate::pages::databases::Desk;
use crate::ui::failure::FailureNote;
use crate::ui::field::{FieldFoot, TextField};
use crate::ui::form_foot::FormFoot;
use crate::ui::number::counted;
use crate::ui::reveal::{focus_invalid, focus_invalid_unseen};
use crate::ui::sentence::named;
use crate::ui::toast::Toasts;
use leptos::ev::SubmitEvent;
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
    let at_fields = move |error: &AppError| !error.problems.is_empty();
    Effect::new(move |_| {
        if attempt.error.with(|error| error.as_ref().is_some_and(at_fields)) {
            focus_invalid("connection-panel");
        }
    });
    // Whoever does not hear the end finds in the list whether it was stored.
    let desk = Desk::get();
    let unheard = |error: &AppError| error.code == ErrorCode::Offline;
    Effect::new(move |_| {
        if attempt.error.with(|error| error.as_ref().is_some_and(unheard)) {
            desk.connections.refetch();
        }
    });
    // The fields were locked during the test, and so lost the focus. What to do is in view already.
    Effect::new(move |_| {
        if !attempt.running.get() && attempt.failure().is_some() {
            focus_invalid_unseen("connection-panel");
        }
    });
    let rest = move || attempt.error.get().filter(|error| !at_fields(error));
    let trust = Callback::new(move |fingerprint| state.trust.set(Trust::Pinned { fingerprint }));
    view! {
        <form class="sheet-form" novalidate autocomplete="off" on:submit=submit>
            <div class="sheet-body">
                <EgressNote />
                <Fields state attempt stored />
                <Stages attempt />
                <FailureCard attempt on_trust=trust fields=stages::Fields::All />
                {move || rest().map(|error| view! { <FailureNote error /> })}
            </div>
            <Foot attempt close action />
        </form>
    }
    .into_any()
}

/// All fields; but for the first two they are locked until the type is chosen.
#[component]
fn Fields(
    state: FormState,
    attempt: Attempt,
    stored: StoredValue<Option<Connection>>,
) -> impl IntoView {
    let locked = move || state.kind.with(Option::is_none) || attempt.running.get();
    view! {
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
        toasts.notify(told(&connection, "is connected"));
    });
    let saved = Callback::new(move |connection: Connection| {
        desk.connections.refetch();
        close.run(());
        toasts.notify(told(&connection, "is saved"));
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

/// The panel closes; what the test warned about stands in the list from then on.
fn told(connection: &Connection, done: &str) -> String {
    let name = named(&connection.name);
    let warnings = connection.health.as_ref().map_or(0, |health| health.warnings.len());
    if warnings == 0 {
        return format!("{name} {done}");
    }
    format!("{name} {done}, with {}", counted(warnings, "warning", "warnings"))
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
fn Foot(attempt: Attempt, close: Callback<()>, action: &'static str) -> impl IntoView {
    let desk = Desk::get();
    let words = move |still: &'static str, running: &'static str| {
        Signal::derive(move || if attempt.running.get() { running } else { still }.to_owned())
    };
    let on_cancel = Callback::new(move |()| {
        if attempt.running.get_untracked() {
            attempt.cancel();
            desk.connections.refetch();
        } else {
            close.run(());
        }
    });
    let (action, cancel) = (words(action, "Testing…"), words("Cancel", "Cancel test"));
    view! {
        <FormFoot action closed=attempt.running on_cancel cancel />
    }
    .into_any()
}

//! The sheet “Create table”: a new table in the database, connected at once.

mod columns;
mod preview;
mod state;

use super::connections::{ConnectionField, WithConnections, first_choice};
use super::desk::{Purpose, TablesDesk};
use crate::api;
use crate::error::AppError;
use crate::model::ids::ConnectionId;
use crate::model::table::{AvailableConnection, Lock, Table, TableDraft, field};
use crate::ui::confirm::Confirm;
use crate::ui::field::{FieldKind, TextField};
use crate::ui::form_foot::FormFoot;
use crate::ui::reveal::{focus_field, focus_invalid};
use crate::ui::sentence::named;
use crate::ui::sheet::Sheet;
use crate::ui::submission::{Submission, SubmissionFailure};
use crate::ui::toast::Toasts;
use columns::Columns;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use preview::Preview;
use state::TableState;

/// The sheet; it asks before it closes over what was typed.
#[component]
pub fn CreateSheet(desk: TablesDesk) -> impl IntoView {
    let typed = RwSignal::new(false);
    let asking = RwSignal::new(false);
    let close = Callback::new(move |()| {
        if typed.get_untracked() {
            asking.set(true);
        } else {
            desk.purpose.set(None);
        }
    });
    let discard = Callback::new(move |()| {
        asking.set(false);
        desk.purpose.set(None);
    });
    let show = Callback::new(move |connections: Vec<AvailableConnection>| {
        view! { <CreateForm desk connections typed close /> }.into_any()
    });
    view! {
        <Sheet
            id="create-table"
            title=Signal::stored("Create table".to_owned())
            open=desk.is_open(Purpose::Create)
            on_close=close
        >
            <WithConnections desk show />
        </Sheet>
        <Confirm
            id="discard-table"
            title=Signal::stored("Discard this table?".to_owned())
            action="Discard"
            open=asking
            busy=Signal::stored(false)
            on_confirm=discard
        >
            <p>"Nothing is created yet, and what you typed is lost."</p>
        </Confirm>
    }
    .into_any()
}

#[component]
fn CreateForm(
    desk: TablesDesk,
    connections: Vec<AvailableConnection>,
    typed: RwSignal<bool>,
    close: Callback<()>,
) -> impl IntoView {
    let connection = first_choice(&connections);
    let all = StoredValue::new(connections.clone());
    let chosen = Memo::new(move |_| {
        let id = connection.with(|id| id.parse::<ConnectionId>().ok())?;
        all.with_value(|all| all.iter().find(|one| one.id == id).cloned())
    });
    let state = TableState::new(TableDraft::default());
    Effect::new(move |_| typed.set(state.draft() != TableDraft::default()));
    let submission = Submission::new();
    // The connections may come after the sheet.
    focus_field("create-table");
    Effect::new(move |_| {
        let marked = |error: &AppError| !error.problems.is_empty();
        if submission.failure.with(|failure| failure.as_ref().is_some_and(marked)) {
            focus_invalid("create-table");
        }
    });
    let closed =
        Signal::derive(move || chosen.with(|one| one.as_ref().is_none_or(|one| one.read_only)));
    let submit = submit(desk, chosen, state, submission);
    view! {
        <form class="sheet-form" novalidate autocomplete="off" on:submit=submit>
            <div class="sheet-body">
                <ConnectionField id="create-connection" connections value=connection />
                {move || {
                    chosen
                        .get()
                        .filter(|connection| connection.read_only)
                        .map(|_| view! { <p class="problem">{Lock::ReadOnlyConnection.sentence()}</p> })
                }}
                <fieldset disabled=move || closed.get()>
                    <Names state submission />
                </fieldset>
                <fieldset disabled=move || closed.get() class="columns">
                    <Columns state submission />
                </fieldset>
                <Preview desk chosen state submission />
                <SubmissionFailure submission />
            </div>
            <FormFoot
                action="Create table"
                closed=Signal::derive(move || submission.busy.get() || closed.get())
                on_cancel=close
            />
        </form>
    }
    .into_any()
}

#[component]
fn Names(state: TableState, submission: Submission) -> impl IntoView {
    view! {
        <TextField
            id="table-name"
            label="Table name"
            value=state.name
            kind=FieldKind::Code
            example="cost_centre"
            problem=submission.problem(field::NAME)
        />
        <TextField
            id="table-comment"
            label="Comment"
            value=state.comment
            hint="What the table is for; PostgreSQL keeps it with the table."
        />
    }
    .into_any()
}

fn submit(
    desk: TablesDesk,
    chosen: Memo<Option<AvailableConnection>>,
    state: TableState,
    submission: Submission,
) -> impl Fn(SubmitEvent) + Copy {
    let toasts = Toasts::get();
    move |event| {
        event.prevent_default();
        let Some(connection) = chosen.get_untracked() else { return };
        let draft = untrack(|| state.draft());
        let work = async move {
            draft.clone().check().map_err(AppError::invalid)?;
            api::table::create(desk.folder, connection.id, draft).await
        };
        submission.run(work, move |table: Table| {
            desk.purpose.set(None);
            desk.tables.refetch();
            toasts.notify(format!("{} is created", named(&table.name)));
        });
    }
}

//! The sheet “Connect table”: tables and views that the database has already.

mod offer;
mod offers;
mod pick;

use super::connections::{ConnectionField, WithConnections, first_choice};
use super::desk::{Purpose, TablesDesk};
use crate::api;
use crate::error::{AppError, At};
use crate::model::ids::ConnectionId;
use crate::model::table::{AvailableConnection, Table};
use crate::ui::failure::FailureNote;
use crate::ui::form_foot::FormFoot;
use crate::ui::number::counted;
use crate::ui::reveal::focus_field;
use crate::ui::sentence::named;
use crate::ui::sheet::Sheet;
use crate::ui::submission::Submission;
use crate::ui::toast::Toasts;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use offers::Offers;
use pick::Pick;

/// The sheet.
#[component]
pub fn ConnectSheet(desk: TablesDesk) -> impl IntoView {
    let show = Callback::new(move |connections: Vec<AvailableConnection>| {
        view! { <ConnectForm desk connections /> }.into_any()
    });
    view! {
        <Sheet
            id="connect-table"
            title=Signal::stored("Connect table".to_owned())
            open=desk.is_open(Purpose::Connect)
            on_close=desk.close()
        >
            <WithConnections desk show />
        </Sheet>
    }
    .into_any()
}

#[component]
fn ConnectForm(desk: TablesDesk, connections: Vec<AvailableConnection>) -> impl IntoView {
    let connection = first_choice(&connections);
    let read_only = StoredValue::new(connections.clone());
    let chosen = Memo::new(move |_| {
        let id = connection.with(|id| id.parse::<ConnectionId>().ok())?;
        read_only.with_value(|all| all.iter().find(|one| one.id == id).cloned())
    });
    let pick = Pick::new();
    // Names of another schema mean nothing in this one.
    Effect::new(move |_| {
        chosen.track();
        pick.clear();
    });
    let submission = Submission::new();
    // The connections may come after the sheet.
    focus_field("connect-table");
    let submit = submit(desk, chosen, pick, submission);
    let closed = Signal::derive(move || submission.busy.get() || pick.count() == 0);
    let action = Signal::derive(move || match pick.count() {
        0 | 1 => "Connect table".to_owned(),
        many => format!("Connect {many} tables"),
    });
    view! {
        <form class="sheet-form" novalidate autocomplete="off" on:submit=submit>
            <div class="sheet-body">
                <ConnectionField id="connect-connection" connections value=connection />
                {move || chosen.get().map(|connection| view! { <Offers desk connection pick /> })}
                {move || submission.failure.get().map(|error| view! { <FailureNote error=whole(error) /> })}
            </div>
            <FormFoot action closed on_cancel=desk.close() />
        </form>
    }
    .into_any()
}

fn submit(
    desk: TablesDesk,
    chosen: Memo<Option<AvailableConnection>>,
    pick: Pick,
    submission: Submission,
) -> impl Fn(SubmitEvent) + Copy {
    let toasts = Toasts::get();
    move |event| {
        event.prevent_default();
        let names = pick.names();
        let Some(connection) = chosen.get_untracked().filter(|_| !names.is_empty()) else {
            return;
        };
        let work = api::table::connect(desk.folder, connection.id, names);
        submission.run(work, move |tables| {
            desk.purpose.set(None);
            desk.tables.refetch();
            toasts.notify(said(&tables));
        });
    }
}

/// No field stands for a table: what is wrong with one is said of the form.
fn whole(mut error: AppError) -> AppError {
    for problem in &mut error.problems {
        problem.at = At::Form;
    }
    error
}

fn said(tables: &[Table]) -> String {
    match tables {
        [one] => format!("{} is connected", named(&one.name)),
        many => format!("{} are connected", counted(many.len(), "table", "tables")),
    }
}

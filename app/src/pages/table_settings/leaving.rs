//! Two ways out, kept apart: disconnecting leaves everything in the database, dropping nothing.

use crate::api;
use crate::model::table::{Lock, OpenTable, Table, field};
use crate::pages::table_disconnect::DisconnectQuestion;
use crate::ui::confirm::Confirm;
use crate::ui::field::{FieldKind, TextField};
use crate::ui::sentence::named;
use crate::ui::submission::Submission;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// “Disconnect table”, and “Drop table” where it is one.
#[component]
pub fn Leaving(table: OpenTable, lock: Option<Lock>) -> impl IntoView {
    let drops = table.kind.is_table();
    let table = table.table;
    view! {
        <Disconnect table=table.clone() />
        {(drops && lock.is_none()).then(|| view! { <Drop table /> })}
    }
    .into_any()
}

#[component]
fn Disconnect(table: Table) -> impl IntoView {
    let leaving = RwSignal::new(None);
    let navigate = use_navigate();
    let folder = format!("/folders/{}", table.folder);
    let done = Callback::new(move |_| navigate(&folder, NavigateOptions::default()));
    view! {
        <section class="block" aria-labelledby="disconnect-heading">
            <h2 id="disconnect-heading">"Disconnect table"</h2>
            <p>
                "The table leaves its folder. It and its rows stay in the database as they are; it can be connected again."
            </p>
            <div>
                <button type="button" on:click=move |_| leaving.set(Some(table.clone()))>
                    "Disconnect table"
                </button>
            </div>
            <DisconnectQuestion table=leaving done />
        </section>
    }
    .into_any()
}

#[component]
fn Drop(table: Table) -> impl IntoView {
    let open = RwSignal::new(false);
    let ask = move |_| open.set(true);
    view! {
        <section class="block danger-zone" aria-labelledby="drop-heading">
            <h2 id="drop-heading">"Drop table"</h2>
            <p>
                "The table and all its rows are deleted in the database, for every program that uses it. This cannot be undone."
            </p>
            <div>
                <button type="button" class="danger" on:click=ask>
                    "Drop table…"
                </button>
            </div>
            <DropQuestion table open />
        </section>
    }
    .into_any()
}

/// The button works only once the table's name is typed.
#[component]
fn DropQuestion(table: Table, open: RwSignal<bool>) -> impl IntoView {
    let submission = Submission::new();
    let typed = RwSignal::new(String::new());
    let (id, name) = (table.id, table.name.clone());
    let navigate = use_navigate();
    let toasts = Toasts::get();
    let folder = format!("/folders/{}", table.folder);
    let title = format!("Drop {}?", named(&name));
    let wanted = StoredValue::new(name.clone());
    let shown = name.clone();
    Effect::new(move |_| {
        if open.get() {
            submission.reset();
            typed.set(String::new());
        }
    });
    let differs = move || wanted.with_value(|wanted| typed.with(|typed| typed != wanted));
    let on_confirm = Callback::new(move |()| {
        let work = api::table::drop_table(id, typed.get_untracked());
        let said = format!("{} is dropped", named(&name));
        let (navigate, folder) = (navigate.clone(), folder.clone());
        submission.run(work, move |()| {
            toasts.notify(said);
            navigate(&folder, NavigateOptions::default());
        });
    });
    let failure = Signal::derive(move || {
        submission.failure.get().filter(|error| error.at_field(field::CONFIRMATION).is_none())
    });
    view! {
        <Confirm
            id="drop-table"
            title=Signal::stored(title)
            action="Drop table"
            open
            busy=Signal::derive(move || submission.busy.get() || differs())
            failure
            on_confirm
        >
            <p>"All rows are deleted in the database, for good."</p>
            <p>
                "To confirm, type the table’s name: " <strong>
                    <bdi class="verbatim">{shown}</bdi>
                </strong>
            </p>
            <TextField
                id="drop-confirmation"
                label="Table name"
                value=typed
                kind=FieldKind::Code
                problem=submission.problem(field::CONFIRMATION)
            />
        </Confirm>
    }
    .into_any()
}

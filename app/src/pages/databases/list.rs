//! The list of connections with its loading, empty and error states.

use super::row::Row;
use super::{Desk, fresh};
use crate::error::AppError;
use crate::model::connection::Connection;
use crate::ui::empty::Empty;
use crate::ui::failure::FailureNote;
use crate::ui::icon::Glyph;
use crate::ui::kept::kept;
use crate::ui::list_table::Heading::{self, Seen, Spoken};
use crate::ui::list_table::ListTable;
use leptos::prelude::*;

const COLUMNS: [Heading; 7] = [
    Seen("Name"),
    Seen("Type"),
    Seen("Database"),
    Seen("Mapped folders"),
    Seen("Health"),
    Seen("Tables"),
    Spoken("Actions"),
];

/// All connections.
#[component]
pub fn ConnectionList() -> impl IntoView {
    fresh::keep_fresh(Desk::get());
    view! {
        <Transition fallback=|| {
            view! { <p class="loading">"Loading connections…"</p> }
        }>
            <Shown />
        </Transition>
    }
    .into_any()
}

/// What there is to show.
#[derive(Clone, PartialEq)]
enum Face {
    Failed(AppError),
    Empty,
    Filled,
}

/// Built anew only when there is another kind of thing to show: an open menu outlives fresh rows.
#[component]
fn Shown() -> impl IntoView {
    let connections = fresh::connections(Desk::get());
    let face = kept(move |_| {
        connections.with(|known| match known.as_ref()? {
            Err(error) => Some(Face::Failed(error.clone())),
            Ok(connections) if connections.is_empty() => Some(Face::Empty),
            Ok(_) => Some(Face::Filled),
        })
    });
    move || match face.get()? {
        Face::Failed(error) => Some(view! { <FailureNote error /> }.into_any()),
        Face::Empty => Some(view! { <NoConnection /> }.into_any()),
        Face::Filled => Some(view! { <Table connections /> }.into_any()),
    }
}

#[component]
fn NoConnection() -> impl IntoView {
    view! {
        <Empty glyph=Glyph::Database title="No database connected yet">
            <p>
                "Connect a PostgreSQL database once; then business teams can maintain data in it: validated, authorised and auditable."
            </p>
            <p class="hint">
                "You need a login role with access to one schema. The panel writes the SQL for it."
            </p>
        </Empty>
    }
    .into_any()
}

#[component]
fn Table(connections: fresh::Connections) -> impl IntoView {
    let rows = move || connections.with(|known| fresh::all(known).to_vec());
    view! {
        <ListTable label="Database connections" columns=&COLUMNS>
            <For
                each=rows
                key=|connection: &Connection| (connection.id, connection.revision)
                let:connection
            >
                <Row connection connections />
            </For>
        </ListTable>
    }
    .into_any()
}

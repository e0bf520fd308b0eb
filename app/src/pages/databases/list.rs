//! The list of connections with its loading, empty and error states.

use super::Desk;
use super::row::Row;
use crate::error::AppError;
use crate::model::connection::Connection;
use crate::ui::empty::Empty;
use crate::ui::failure::FailureNote;
use crate::ui::icon::Glyph;
use leptos::prelude::*;

/// All connections.
#[component]
pub fn ConnectionList() -> impl IntoView {
    let desk = Desk::get();
    view! {
        <Transition fallback=|| view! { <p class="loading">"Loading connections…"</p> }>
            {move || desk.connections.get().map(show)}
        </Transition>
    }
    .into_any()
}

fn show(connections: Result<Vec<Connection>, AppError>) -> AnyView {
    match connections {
        Err(error) => view! { <FailureNote error /> }.into_any(),
        Ok(connections) if connections.is_empty() => view! { <NoConnection /> }.into_any(),
        Ok(connections) => view! { <Table connections /> }.into_any(),
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
fn Table(connections: Vec<Connection>) -> impl IntoView {
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Database connections">
            <table class="list">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Type"</th>
                        <th scope="col">"Database"</th>
                        <th scope="col">"Mapped folders"</th>
                        <th scope="col">"Health"</th>
                        <th scope="col">"Tables"</th>
                        <th scope="col">
                            <span class="visually-hidden">"Actions"</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    {connections
                        .into_iter()
                        .map(|connection| view! { <Row connection /> })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

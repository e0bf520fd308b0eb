//! A folder's tables, with loading, empty and error states.

use super::connections::NoConnection;
use super::desk::TablesDesk;
use crate::error::AppError;
use crate::model::access::SiteRight;
use crate::model::table::{AvailableConnection, Table};
use crate::ui::empty::Empty;
use crate::ui::failure::FailureNote;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::list_table::Heading::{self, Seen, Spoken};
use crate::ui::list_table::ListTable;
use crate::ui::menu::{Menu, MenuItem};
use leptos::prelude::*;
use leptos_router::components::A;

const COLUMNS: [Heading; 4] =
    [Seen("Table"), Seen("Database connection"), Seen("Schema"), Spoken("Actions")];

/// The list, or why there is none.
#[component]
pub fn TableList(desk: TablesDesk) -> impl IntoView {
    view! {
        <Transition fallback=|| {
            view! { <p class="loading">"Loading tables…"</p> }
        }>{move || desk.tables.get().map(|tables| show(tables, desk))}</Transition>
    }
    .into_any()
}

fn show(tables: Result<Vec<Table>, AppError>, desk: TablesDesk) -> AnyView {
    match tables {
        Err(error) => view! { <FailureNote error /> }.into_any(),
        Ok(tables) if tables.is_empty() => view! { <NoTable desk /> }.into_any(),
        Ok(tables) => view! { <Tables tables desk /> }.into_any(),
    }
}

#[component]
fn Tables(tables: Vec<Table>, desk: TablesDesk) -> impl IntoView {
    let rows = tables.into_iter().map(|table| view! { <Row table desk /> }).collect_view();
    view! {
        <ListTable label="Tables" columns=&COLUMNS>
            {rows}
        </ListTable>
    }
    .into_any()
}

#[component]
fn Row(table: Table, desk: TablesDesk) -> impl IntoView {
    let href = format!("/tables/{}", table.id);
    let (history, settings) = (format!("{href}/history"), format!("{href}/settings"));
    let label = format!("Actions for {}", table.name);
    let stored = StoredValue::new(table.clone());
    let ask = Callback::new(move |()| desk.leaving.set(Some(stored.get_value())));
    let manages = desk.may(SiteRight::ManageTables);
    view! {
        <tr>
            <th scope="row">
                <A href=href>
                    <bdi>{table.name}</bdi>
                </A>
            </th>
            <td>
                <bdi>{table.connection_name}</bdi>
                {table.read_only.then(|| view! { " " <span class="badge">"Read-only"</span> })}
            </td>
            <td>
                <code>
                    <bdi>{table.schema}</bdi>
                </code>
            </td>
            <td class="row-actions">
                <Menu
                    id=format!("table-{}", table.id)
                    label=Signal::stored(label)
                    face=ViewFn::from(|| view! { <Icon glyph=Glyph::More /> })
                >
                    <a role="menuitem" href=history>
                        "History"
                    </a>
                    {manages
                        .then(|| {
                            view! {
                                <a role="menuitem" href=settings>
                                    "Settings"
                                </a>
                                <MenuItem label="Disconnect" on_choose=ask />
                            }
                        })}
                </Menu>
            </td>
        </tr>
    }
    .into_any()
}

/// Why there is no table, and who can change that.
#[component]
fn NoTable(desk: TablesDesk) -> impl IntoView {
    if !desk.may(SiteRight::Read) && !desk.may(SiteRight::ManageTables) {
        return view! {
            <Empty glyph=Glyph::Lock title="Tables are not shown to you">
                <p>
                    "You need the " <strong>{SiteRight::Read.label()}</strong>
                    " authorisation to see them. Ask a site administrator to grant it."
                </p>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty glyph=Glyph::Table title="No table in this folder yet">
            {move || {
                if desk.may(SiteRight::ManageTables) {
                    desk.connections.get().map(|connections| first_step(connections, desk))
                } else {
                    Some(ask().into_any())
                }
            }}
        </Empty>
    }
    .into_any()
}

fn ask() -> impl IntoView {
    view! {
        <p>
            "Ask somebody with the " <strong>{SiteRight::ManageTables.label()}</strong>
            " authorisation to connect or create one."
        </p>
    }
}

fn first_step(
    connections: Result<Vec<AvailableConnection>, AppError>,
    desk: TablesDesk,
) -> AnyView {
    match connections {
        Err(error) => view! { <FailureNote error /> }.into_any(),
        Ok(connections) if connections.is_empty() => view! { <NoConnection desk /> }.into_any(),
        Ok(_) => view! {
            <p>
                "Use “Connect table” for tables that the database has already, or “Create table” for a new one."
            </p>
        }
        .into_any(),
    }
}

//! The connections that are available in a folder, for the sheets that need one.

use super::desk::TablesDesk;
use crate::model::access::SiteRight;
use crate::model::table::AvailableConnection;
use crate::ui::failure::FailureNote;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::select::{Choices, SelectField};
use leptos::prelude::*;

/// Shows what needs a connection once the connections are known, or why there is none.
#[component]
pub fn WithConnections(
    /// The folder's desk.
    desk: TablesDesk,
    /// What is shown when there is a connection.
    show: Callback<Vec<AvailableConnection>, AnyView>,
) -> impl IntoView {
    view! {
        <Transition fallback=|| {
            view! {
                <div class="sheet-body">
                    <p class="loading">"Loading connections…"</p>
                </div>
            }
        }>
            {move || {
                desk.connections
                    .get()
                    .map(|connections| match connections {
                        Err(error) => {
                            view! {
                                <div class="sheet-body">
                                    <FailureNote error />
                                </div>
                            }
                                .into_any()
                        }
                        Ok(connections) if connections.is_empty() => {
                            view! {
                                <div class="sheet-body">
                                    <div class="note">
                                        <Icon glyph=Glyph::Database />
                                        <div>
                                            <NoConnection desk />
                                        </div>
                                    </div>
                                </div>
                            }
                                .into_any()
                        }
                        Ok(connections) => show.run(connections),
                    })
            }}
        </Transition>
    }
    .into_any()
}

/// There is none, and who can change that.
#[component]
pub fn NoConnection(
    /// The folder's desk.
    desk: TablesDesk,
) -> impl IntoView {
    let next = if desk.may(SiteRight::ManageDatabases) {
        view! {
            <p>
                "Connect a database, or map a connection to this folder, under "
                <a href="/administration/databases">"Databases"</a> "."
            </p>
        }
        .into_any()
    } else {
        view! {
            <p>
                "Ask somebody with the " <strong>{SiteRight::ManageDatabases.label()}</strong>
                " authorisation to map one to this folder."
            </p>
        }
        .into_any()
    };
    view! {
        <p>"No database connection is available in this folder."</p>
        {next}
    }
    .into_any()
}

/// “Database connection”.
#[component]
pub fn ConnectionField(
    /// Unique on the screen.
    id: &'static str,
    /// What can be chosen; none stands for a choice that is still open.
    connections: Vec<AvailableConnection>,
    /// The chosen connection's id.
    value: RwSignal<String>,
) -> impl IntoView {
    let open = (connections.len() > 1).then(|| (String::new(), "Choose a connection…".to_owned()));
    let choices: Choices = open
        .into_iter()
        .chain(connections.into_iter().map(|one| {
            let mark = if one.read_only { " (read-only)" } else { "" };
            (one.id.to_string(), format!("{}{mark}", one.name))
        }))
        .collect();
    view! { <SelectField id label="Database connection" choices=Signal::stored(choices) value /> }
        .into_any()
}

/// The only connection is chosen at once; among several the person chooses.
pub fn first_choice(connections: &[AvailableConnection]) -> RwSignal<String> {
    RwSignal::new(match connections {
        [only] => only.id.to_string(),
        _ => String::new(),
    })
}

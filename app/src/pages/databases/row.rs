//! One connection in the list, with its menu.

use super::Desk;
use super::fresh::{self, Connections};
use super::health::HealthBadge;
use super::panel::Purpose;
use crate::api;
use crate::error::AppError;
use crate::model::connection::{Connection, Scope};
use crate::model::folder::FolderTree;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::{Menu, MenuItem};
use crate::ui::number::counted;
use crate::ui::toast::Toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A table row; its health follows what is known.
#[component]
pub fn Row(connection: Connection, connections: Connections) -> impl IntoView {
    let desk = Desk::get();
    let scope = connection.scope.clone();
    let place = format!("{} / {} / {}", connection.host, connection.instance, connection.schema);
    let tables = connection.tables.clone();
    let id = connection.id;
    let health = Memo::new(move |_| connections.with(|known| fresh::health(known, id)));
    view! {
        <tr>
            <th scope="row">
                {connection.name.clone()}
                {connection.read_only.then(|| view! { " " <span class="badge">"Read-only"</span> })}
            </th>
            <td>{connection.kind.label()}</td>
            <td>
                <code>{place}</code>
            </td>
            <td>
                <Suspense>{move || folder_names(&scope, &desk.tree())}</Suspense>
            </td>
            <td>
                {move || view! { <HealthBadge health=health.get() /> }}
            </td>
            <td>{table_names(tables)}</td>
            <td class="row-actions">
                <RowMenu connection />
            </td>
        </tr>
    }
    .into_any()
}

/// How many names stand in the row itself.
const NAMES: usize = 5;

/// The tables that use the connection; many of them are folded away.
fn table_names(tables: Vec<String>) -> AnyView {
    if tables.is_empty() {
        return view! { <span class="hint">"None"</span> }.into_any();
    }
    if tables.len() <= NAMES {
        return view! { <bdi>{tables.join(", ")}</bdi> }.into_any();
    }
    view! {
        <details>
            <summary>{counted(tables.len(), "table", "tables")}</summary>
            <bdi>{tables.join(", ")}</bdi>
        </details>
    }
    .into_any()
}

/// The mapped folders by their paths.
fn folder_names(scope: &Scope, tree: &FolderTree) -> String {
    match scope {
        Scope::Site => Scope::SITE_LABEL.to_owned(),
        Scope::Folders(folders) => {
            let names: Vec<_> = folders.iter().map(|id| tree.path_name(*id)).collect();
            names.join(", ")
        }
    }
}

#[component]
fn RowMenu(connection: Connection) -> impl IntoView {
    let desk = Desk::get();
    let stored = StoredValue::new(connection);
    let open = move |purpose: fn(Box<Connection>) -> Purpose| {
        Callback::new(move |()| desk.purpose.set(Some(purpose(Box::new(stored.get_value())))))
    };
    let copy = Callback::new(move |()| copy(desk, stored.get_value()));
    let delete = Callback::new(move |()| desk.removal.set(Some(stored.get_value())));
    let id = stored.with_value(|connection| format!("connection-{}", connection.id));
    let label = stored.with_value(|connection| format!("Actions for {}", connection.name));
    view! {
        <Menu
            id
            label=Signal::stored(label)
            face=ViewFn::from(|| view! { <Icon glyph=Glyph::More /> })
        >
            <MenuItem label="Edit" on_choose=open(Purpose::Edit) />
            <MenuItem label="Test again" on_choose=open(Purpose::Test) />
            <MenuItem label="Change password" on_choose=open(Purpose::ChangePassword) />
            <MenuItem label="Copy" on_choose=copy />
            <MenuItem label="Delete" on_choose=delete />
        </Menu>
    }
    .into_any()
}

/// Opens the panel with a copy; the password stays behind.
fn copy(desk: Desk, connection: Connection) {
    let toasts = Toasts::get();
    spawn_local(async move {
        match api::connection::copy(connection.id).await {
            Ok(draft) => desk.purpose.set(Some(Purpose::Connect(Box::new(draft)))),
            Err(AppError { message, .. }) => toasts.notify(message),
        }
    });
}

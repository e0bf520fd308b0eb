//! One table or view that can be connected, with what the login role may do with it.

use super::pick::{Pick, Tick};
use crate::model::table::{AvailableConnection, Key, Privileges, TargetTable};
use crate::ui::code::CodeBlock;
use crate::ui::number::grouped;
use leptos::prelude::*;

/// Tells whether a box can be ticked: neither connected already nor closed to the login role.
pub fn can_be_picked(table: &TargetTable) -> bool {
    !table.connected && table.privileges.select
}

/// A row with its box.
#[component]
pub fn OfferRow(table: TargetTable, connection: AvailableConnection, pick: Pick) -> impl IntoView {
    let open = can_be_picked(&table);
    let allowed = allowed(&table, &connection);
    let name = StoredValue::new(table.name.clone());
    let title = table.name.clone();
    view! {
        <tr class:closed=!open>
            <td>
                <input
                    type="checkbox"
                    aria-label=title
                    disabled=!open
                    prop:checked=move || name.with_value(|name| pick.has(name))
                    on:change=move |event| {
                        name.with_value(|name| pick.set(name, Tick::of(&event)));
                    }
                />
            </td>
            <th scope="row" on:click=move |_| if open { name.with_value(|name| toggle(pick, name)) }>
                <bdi>{table.name.clone()}</bdi>
                {table
                    .connected
                    .then(|| view! { " " <span class="badge calm">"Connected here"</span> })}
                {table.comment.map(|comment| view! { <bdi class="comment">{comment}</bdi> })}
            </th>
            <td>{table.kind.label()}</td>
            <td class="number">{rows(table.estimate)}</td>
            <td>{key(&table.key)}</td>
            <td>{allowed}</td>
        </tr>
    }
    .into_any()
}

/// A click on the name does what one on the box does; the keyboard has the box itself.
fn toggle(pick: Pick, name: &str) {
    let tick = if pick.has(name) { Tick::Off } else { Tick::On };
    pick.set(name, tick);
}

/// PostgreSQL's own estimate, which is none before the first ANALYZE.
fn rows(estimate: Option<u64>) -> AnyView {
    match estimate {
        Some(rows) => format!("about {}", grouped(rows)).into_any(),
        None => view! { <span class="hint">"not estimated"</span> }.into_any(),
    }
}

fn key(key: &Key) -> AnyView {
    match key {
        Key::Primary(columns) => view! { <bdi>{columns.join(", ")}</bdi> }.into_any(),
        Key::Unique(columns) => view! {
            <bdi>{columns.join(", ")}</bdi>
            <span class="hint">" (unique)"</span>
        }
        .into_any(),
        Key::Address => {
            view! { <span class="hint">"none: rows go by their address"</span> }.into_any()
        }
        Key::None => view! { <span class="hint">"none"</span> }.into_any(),
    }
}

/// Rows of views are only read, and so are all rows over a read-only connection.
fn only_read(table: &TargetTable, connection: &AvailableConnection) -> bool {
    let written = table.kind.is_table();
    connection.read_only || !written
}

/// What the role may do of what can be done here at all, and what it lacks for the rest.
fn allowed(table: &TargetTable, connection: &AvailableConnection) -> impl IntoView + use<> {
    let writes = !only_read(table, connection);
    let Privileges { select, insert, update, delete } = table.privileges;
    let all = [(select, "read"), (insert, "insert"), (update, "update"), (delete, "delete")];
    let held = all.into_iter().filter(|(held, word)| *held && (writes || *word == "read"));
    let held: Vec<_> = held.map(|(_, word)| word).collect();
    let held = if held.is_empty() { "nothing".to_owned() } else { held.join(", ") };
    let grant_sql = table.grant_sql.clone();
    let lacks = (!table.missing.is_empty()).then(|| {
        let names = table.missing.join(", ");
        view! {
            <details class="lacks">
                <summary>
                    <span class="badge">{format!("{names} missing")}</span>
                </summary>
                {grant_sql
                    .map(|sql| {
                        view! { <CodeBlock label="GRANT SQL" copy="Copy the SQL" text=Signal::stored(sql) /> }
                    })}
            </details>
        }
    });
    view! {
        {held}
        {lacks}
    }
}

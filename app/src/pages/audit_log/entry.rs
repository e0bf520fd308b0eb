//! One entry of the audit log as a table row.

use super::query;
use crate::model::audit::{Actor, AuditEntry, AuditFilter, FieldChange, Subject, SubjectKind};
use crate::model::ids::TableId;
use crate::pages::history::path as history_path;
use crate::ui::time::Time;
use leptos::prelude::*;
use leptos_router::components::A;

/// Time, who, what, on what, changes, note, address.
#[component]
pub fn EntryRow(entry: AuditEntry) -> impl IntoView {
    let AuditEntry { at, actor, action, subject, changes, note, address, .. } = entry;
    view! {
        <tr>
            <td class="when">
                <Time at />
            </td>
            <td>{who(actor)}</td>
            <td>{action.label()}</td>
            <td>{subject.map(on_what)}</td>
            <td>{(!changes.is_empty()).then(|| list(changes))}</td>
            <td>{note}</td>
            <td>{address.map(|address| view! { <code>{address}</code> })}</td>
        </tr>
    }
    .into_any()
}

/// The person; choosing them filters by them.
fn who(actor: Actor) -> AnyView {
    match actor {
        Actor::Person { id, email } => {
            let only = AuditFilter { actor: Some(id), ..AuditFilter::default() };
            view! {
                <A href=query::address(&only) attr:title="Show only this person’s entries">
                    <bdi>{email}</bdi>
                </A>
            }
            .into_any()
        }
        Actor::Stranger { email } => view! {
            <bdi>{email}</bdi>
            " (not signed in)"
        }
        .into_any(),
        Actor::System => "NextTables".into_any(),
    }
}

/// The subject; a table leads to its history, which is there even when the table is not any more.
fn on_what(subject: Subject) -> impl IntoView {
    let table = (subject.kind == SubjectKind::Table).then(|| subject.id.parse::<TableId>().ok());
    let name = match table.flatten() {
        Some(table) => view! {
            <A href=history_path(table) attr:title="Show what was saved in this table">
                <bdi>{subject.name}</bdi>
            </A>
        }
        .into_any(),
        None => view! { <bdi>{subject.name}</bdi> }.into_any(),
    };
    view! {
        <span class="hint">{subject.kind.label()}</span>
        <br />
        {name}
    }
}

fn list(changes: Vec<FieldChange>) -> impl IntoView {
    let items = changes.into_iter().map(change).collect_view();
    view! { <ul class="changes">{items}</ul> }
}

/// A field from → to; where there was or is nothing, only the other one.
fn change(change: FieldChange) -> impl IntoView {
    let FieldChange { field, old, new } = change;
    let sides = match (old, new) {
        (Some(old), Some(new)) => view! {
            <del>{old}</del>
            " → "
            <ins>{new}</ins>
        }
        .into_any(),
        (Some(old), None) => view! { <del>{old}</del> " → nothing" }.into_any(),
        (None, Some(new)) => view! { <ins>{new}</ins> }.into_any(),
        (None, None) => "nothing".into_any(),
    };
    view! {
        <li class="change">
            <span class="hint">{field} ": "</span>
            {sides}
        </li>
    }
}

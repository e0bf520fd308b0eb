//! One entry of the audit log as a table row.

use super::query;
use crate::model::audit::{Actor, AuditEntry, AuditFilter, FieldChange, Subject};
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

fn on_what(subject: Subject) -> impl IntoView {
    view! {
        <span class="hint">{subject.kind.label()}</span>
        <br />
        <bdi>{subject.name}</bdi>
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

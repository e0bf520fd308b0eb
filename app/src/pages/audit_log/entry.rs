//! One entry of the audit log.

use crate::model::audit::{Actor, AuditEntry, FieldChange};
use crate::ui::time::Time;
use leptos::prelude::*;

/// A table row.
#[component]
pub fn Row(entry: AuditEntry) -> impl IntoView {
    let actor = match entry.actor {
        Actor::Person { email, .. } => email,
        Actor::Stranger { email } => format!("{email} (not signed in)"),
        Actor::System => "NextTables".to_owned(),
    };
    let subject = entry.subject.map(|subject| {
        view! {
            <span class="hint">{subject.kind.label()}</span>
            <br />
            <bdi>{subject.name}</bdi>
        }
    });
    view! {
        <tr>
            <td>
                <Time at=entry.at />
            </td>
            <td>{actor}</td>
            <td>{entry.action.label()}</td>
            <td>{subject}</td>
            <td>
                {entry.note.map(|note| view! { <p>{note}</p> })}
                {entry.changes.into_iter().map(change).collect_view()}
            </td>
            <td>{entry.address}</td>
        </tr>
    }
    .into_any()
}

fn change(change: FieldChange) -> impl IntoView {
    let (old, new) = (change.old, change.new);
    view! {
        <p class="change">
            <span class="hint">{change.field} ": "</span>
            {old.map(|old| view! { <del>{old}</del> " → " })}
            {new.map(|new| view! { <ins>{new}</ins> })}
        </p>
    }
}

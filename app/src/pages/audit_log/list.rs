//! The entries, newest first, fifty at a time, with loading, empty and error states.

use super::entry::EntryRow;
use crate::api;
use crate::error::AppError;
use crate::model::audit::{AuditFilter, AuditPage};
use crate::ui::empty::Empty;
use crate::ui::failure::FailureNote;
use crate::ui::icon::Glyph;
use crate::ui::list_table::Heading::{self, Seen};
use crate::ui::list_table::ListTable;
use crate::ui::more::Paged;
use leptos::prelude::*;

const COLUMNS: [Heading; 7] = [
    Seen("Time"),
    Seen("Person"),
    Seen("Action"),
    Seen("On"),
    Seen("Changes"),
    Seen("Note"),
    Seen("Address"),
];

/// What a filter lets through.
#[component]
pub fn EntryList(filter: Memo<AuditFilter>) -> impl IntoView {
    let first = Resource::new(
        move || filter.get(),
        |filter| async move {
            let page = api::audit::list(filter.clone(), None).await;
            (filter, page)
        },
    );
    view! {
        <Transition fallback=|| {
            view! { <p class="loading">"Loading entries…"</p> }
        }>{move || first.get().map(|(filter, page)| show(filter, page))}</Transition>
    }
    .into_any()
}

fn show(filter: AuditFilter, page: Result<AuditPage, AppError>) -> AnyView {
    match page {
        Err(error) => view! { <FailureNote error /> }.into_any(),
        Ok(page) if page.entries.is_empty() => view! { <NoEntry filter /> }.into_any(),
        Ok(page) => view! { <Entries filter page /> }.into_any(),
    }
}

#[component]
fn NoEntry(filter: AuditFilter) -> impl IntoView {
    let turned_round = matches!((filter.from, filter.to), (Some(from), Some(to)) if from > to);
    let reason = if turned_round {
        "“From” is later than “To”, so no day lies between them."
    } else if filter == AuditFilter::default() {
        "Sign-ins, users, folders and connections appear here as soon as something happens."
    } else {
        "Nothing was recorded that this filter lets through. Widen it, or show all entries."
    };
    view! {
        <Empty glyph=Glyph::Log title="No entry fits">
            <p>{reason}</p>
        </Empty>
    }
    .into_any()
}

/// Built anew for each filter, so that no entry of another filter can stay.
#[component]
fn Entries(filter: AuditFilter, page: AuditPage) -> impl IntoView {
    let paged = Paged::new(page.entries, page.next);
    let more = paged.more(move |before| {
        let page = api::audit::list(filter.clone(), Some(before));
        async move { page.await.map(|page| (page.entries, page.next)) }
    });
    view! {
        <ListTable label="Audit log" class="list audit" columns=&COLUMNS>
            <For each=move || paged.items.get() key=|entry| entry.id let(entry)>
                <EntryRow entry />
            </For>
        </ListTable>
        {more}
    }
    .into_any()
}

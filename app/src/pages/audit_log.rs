//! Administration → Audit log: who did what, when, from what to what.

mod entry;
mod filter;

use crate::api;
use crate::error::AppError;
use crate::model::access::SiteRight;
use crate::model::audit::{AuditEntry, AuditPage};
use crate::model::ids::EntryId;
use crate::pages::administration::Guarded;
use crate::ui::empty::Empty;
use crate::ui::failure::FailureNote;
use crate::ui::icon::Glyph;
use crate::ui::page_head::PageHead;
use entry::Row;
use filter::{Filters, from_query};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

/// The page, for those with View audit log.
#[component]
pub fn AuditLogPage() -> impl IntoView {
    view! {
        <Guarded right=SiteRight::ViewAuditLog what="Audit log">
            <AuditLog />
        </Guarded>
    }
    .into_any()
}

#[component]
fn AuditLog() -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(from_query));
    let first = Resource::new(move || filter.get(), |filter| api::audit::list(filter, None));
    view! {
        <PageHead title=Signal::stored("Audit log".to_owned()) />
        <Filters filter />
        <Transition fallback=|| {
            view! { <p class="loading">"Loading entries…"</p> }
        }>
            {move || {
                first.get().map(|page| show(page, filter.get_untracked()))
            }}
        </Transition>
    }
    .into_any()
}

fn show(page: Result<AuditPage, AppError>, filter: crate::model::audit::AuditFilter) -> AnyView {
    match page {
        Err(error) => view! { <FailureNote error /> }.into_any(),
        Ok(page) if page.entries.is_empty() => view! {
            <Empty glyph=Glyph::Log title="No entry fits">
                <p>"Widen the filter, or clear it."</p>
            </Empty>
        }
        .into_any(),
        Ok(page) => view! { <Entries page filter /> }.into_any(),
    }
}

#[component]
fn Entries(page: AuditPage, filter: crate::model::audit::AuditFilter) -> impl IntoView {
    let entries = RwSignal::new(page.entries);
    let next = RwSignal::new(page.next);
    let failure = RwSignal::new(None::<AppError>);
    let more = move |before: EntryId| {
        let filter = filter.clone();
        spawn_local(async move {
            match api::audit::list(filter, Some(before)).await {
                Ok(page) => {
                    entries.update(|entries| entries.extend(page.entries));
                    next.set(page.next);
                }
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    view! {
        <Table entries />
        {move || failure.get().map(|error| view! { <FailureNote error /> })}
        {move || {
            let more = more.clone();
            next.get()
                .map(|before| {
                    view! {
                        <p class="more">
                            <button type="button" on:click=move |_| more(before)>
                                "Show more"
                            </button>
                        </p>
                    }
                })
        }}
    }
    .into_any()
}

#[component]
fn Table(entries: RwSignal<Vec<AuditEntry>>) -> impl IntoView {
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Audit log">
            <table class="list audit">
                <thead>
                    <tr>
                        <th scope="col">"Time"</th>
                        <th scope="col">"Person"</th>
                        <th scope="col">"Action"</th>
                        <th scope="col">"On"</th>
                        <th scope="col">"Changes"</th>
                        <th scope="col">"Address"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || entries.get() key=|entry| entry.id let(entry)>
                        <Row entry />
                    </For>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

//! The entries, newest first, fifty at a time, with loading, empty and error states.

use super::entry::EntryRow;
use crate::api;
use crate::error::AppError;
use crate::model::audit::{AuditEntry, AuditFilter, AuditPage};
use crate::model::ids::EntryId;
use crate::ui::empty::Empty;
use crate::ui::failure::FailureNote;
use crate::ui::icon::Glyph;
use crate::ui::submission::{Submission, SubmissionFailure};
use leptos::prelude::*;

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
    let entries = RwSignal::new(page.entries);
    let next = RwSignal::new(page.next);
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
                        <th scope="col">"Note"</th>
                        <th scope="col">"Address"</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || entries.get() key=|entry| entry.id let(entry)>
                        <EntryRow entry />
                    </For>
                </tbody>
            </table>
        </div>
        <More filter entries next />
    }
    .into_any()
}

/// “Show more”, as long as there is more.
#[component]
fn More(
    filter: AuditFilter,
    entries: RwSignal<Vec<AuditEntry>>,
    next: RwSignal<Option<EntryId>>,
) -> impl IntoView {
    let submission = Submission::new();
    let filter = StoredValue::new(filter);
    let show_more = move |_| {
        let before = next.get_untracked();
        submission.run(api::audit::list(filter.get_value(), before), move |page| {
            entries.try_update(|entries| entries.extend(page.entries));
            next.try_set(page.next);
        });
    };
    view! {
        <SubmissionFailure submission />
        <Show when=move || next.get().is_some()>
            <p class="more">
                <button type="button" disabled=move || submission.busy.get() on:click=show_more>
                    "Show more"
                </button>
            </p>
        </Show>
    }
    .into_any()
}

//! The change sets, newest first, with loading, empty and error states.

use super::HistoryDesk;
use super::change_set::ChangeSetCard;
use crate::api;
use crate::model::history::{ChangeSet, HistoryFilter, HistoryPage};
use crate::model::ids::ChangeSetId;
use crate::ui::empty::Empty;
use crate::ui::failure::FailureNote;
use crate::ui::icon::Glyph;
use crate::ui::submission::{Submission, SubmissionFailure};
use leptos::prelude::*;

/// What the filter lets through.
#[component]
pub fn ChangeSetList(desk: HistoryDesk) -> impl IntoView {
    view! {
        <Transition fallback=|| {
            view! { <p class="loading">"Loading changes…"</p> }
        }>
            {move || {
                desk.first
                    .get()
                    .map(|(filter, page)| match page {
                        Err(error) => view! { <FailureNote error /> }.into_any(),
                        Ok(page) if page.change_sets.is_empty() => {
                            view! { <NoChange filter /> }.into_any()
                        }
                        Ok(page) => view! { <ChangeSets desk filter page /> }.into_any(),
                    })
            }}
        </Transition>
    }
    .into_any()
}

#[component]
fn NoChange(filter: HistoryFilter) -> impl IntoView {
    let reason = if filter == HistoryFilter::default() {
        "Every Save in this table is listed here, with each cell from what to what. Changes that other programs make in the database are not seen by NextTables."
    } else {
        "Nothing was saved here that this filter lets through. Take a filter away to see more."
    };
    view! {
        <Empty glyph=Glyph::Log title="No change yet">
            <p>{reason}</p>
        </Empty>
    }
    .into_any()
}

/// Built anew for each filter, so that no change set of another filter can stay.
#[component]
fn ChangeSets(desk: HistoryDesk, filter: HistoryFilter, page: HistoryPage) -> impl IntoView {
    let sets = RwSignal::new(page.change_sets);
    let next = RwSignal::new(page.next);
    view! {
        <ol class="change-sets" aria-label="Change sets, newest first">
            <For each=move || sets.get() key=|set| set.id let(set)>
                <li>
                    <ChangeSetCard desk set />
                </li>
            </For>
        </ol>
        <More desk filter sets next />
    }
    .into_any()
}

/// “Show more”, as long as there is more.
#[component]
fn More(
    desk: HistoryDesk,
    filter: HistoryFilter,
    sets: RwSignal<Vec<ChangeSet>>,
    next: RwSignal<Option<ChangeSetId>>,
) -> impl IntoView {
    let submission = Submission::new();
    let filter = StoredValue::new(filter);
    let show_more = move |_| {
        let before = next.get_untracked();
        submission.run(api::history::list(desk.id, filter.get_value(), before), move |page| {
            sets.try_update(|sets| sets.extend(page.change_sets));
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

//! The change sets, newest first, with loading, empty and error states.

use super::HistoryDesk;
use super::change_set::ChangeSetCard;
use crate::api;
use crate::model::history::{HistoryFilter, HistoryPage};
use crate::ui::empty::Empty;
use crate::ui::failure::FailureNote;
use crate::ui::icon::Glyph;
use crate::ui::more::Paged;
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
    let paged = Paged::new(page.change_sets, page.next);
    let more = paged.more(move |before| {
        let page = api::history::list(desk.id, filter.clone(), Some(before));
        async move { page.await.map(|page| (page.change_sets, page.next)) }
    });
    view! {
        <ol class="change-sets" aria-label="Change sets, newest first">
            <For each=move || paged.items.get() key=|set| set.id let(set)>
                <li>
                    <ChangeSetCard desk set />
                </li>
            </For>
        </ol>
        {more}
    }
    .into_any()
}

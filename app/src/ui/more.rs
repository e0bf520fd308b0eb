//! “Show more” below a list that comes in pages.

use super::submission::{Submission, SubmissionFailure};
use crate::error::AppError;
use leptos::prelude::*;
use std::future::Future;

/// Items so far, and where the next page begins; none at the end.
pub struct Paged<Item: Send + Sync + 'static, Place: Send + Sync + 'static> {
    /// What is shown.
    pub items: RwSignal<Vec<Item>>,
    /// Where the next page begins.
    pub next: RwSignal<Option<Place>>,
}

impl<Item: Send + Sync, Place: Send + Sync> Clone for Paged<Item, Place> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Item: Send + Sync, Place: Send + Sync> Copy for Paged<Item, Place> {}

impl<Item: Send + Sync, Place: Copy + Send + Sync> Paged<Item, Place> {
    /// Begins with the first page.
    pub fn new(items: Vec<Item>, next: Option<Place>) -> Self {
        Self { items: RwSignal::new(items), next: RwSignal::new(next) }
    }

    /// The button, as long as there is more, and what went wrong.
    pub fn more<Page: Future<Output = Result<(Vec<Item>, Option<Place>), AppError>> + 'static>(
        self,
        fetch: impl Fn(Place) -> Page + Send + Sync + 'static,
    ) -> AnyView {
        let Self { items, next } = self;
        let submission = Submission::new();
        let fetch = StoredValue::new(fetch);
        let show_more = move |_| {
            let Some(place) = next.get_untracked() else { return };
            submission.run(fetch.with_value(|fetch| fetch(place)), move |(more, after)| {
                items.try_update(|items| items.extend(more));
                next.try_set(after);
            });
        };
        view! {
            <SubmissionFailure submission />
            <Show when=move || next.with(Option::is_some)>
                <p class="more">
                    <button type="button" disabled=move || submission.busy.get() on:click=show_more>
                        "Show more"
                    </button>
                </p>
            </Show>
        }
        .into_any()
    }
}

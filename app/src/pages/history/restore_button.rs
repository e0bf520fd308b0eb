//! The button that asks whether something shall be restored, or says why it cannot be.

use super::HistoryDesk;
use super::restore::Question;
use crate::ui::toast::Toasts;
use leptos::prelude::*;

/// A locked button keeps the focus, so that its reason can be reached without a mouse.
#[component]
pub fn RestoreButton(
    desk: HistoryDesk,
    question: Question,
    /// Why it cannot be restored.
    lock: Option<String>,
    /// The words on it.
    words: &'static str,
    /// Its name, where the words alone do not tell what is meant.
    #[prop(optional)]
    label: Option<String>,
) -> impl IntoView {
    let toasts = Toasts::get();
    let (locked, reason) = (lock.as_ref().map(|_| "true"), lock.clone());
    let ask = move |_| match &lock {
        Some(reason) => toasts.notify(reason.clone()),
        None => desk.question.set(Some(question.clone())),
    };
    view! {
        <button
            type="button"
            class:quiet=label.is_some()
            aria-label=label
            aria-disabled=locked
            title=reason
            on:click=ask
        >
            {words}
        </button>
    }
    .into_any()
}

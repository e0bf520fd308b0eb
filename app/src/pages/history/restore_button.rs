//! The button that asks whether something shall be restored, or says why it cannot be.

use super::HistoryDesk;
use super::restore::Question;
use leptos::prelude::*;

/// A locked button keeps the focus, so that its reason can be reached without a mouse; the reason
/// stands beside it once it was pressed.
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
    let pressed = RwSignal::new(false);
    let (id, is_locked) = (question.id(), lock.is_some());
    let described = lock.as_ref().map(|_| id.clone());
    let reason = lock.map(|lock| {
        view! {
            <span class="hint" id=id hidden=move || !pressed.get()>
                {lock}
            </span>
        }
    });
    let ask = move |_| {
        if is_locked {
            pressed.set(true);
        } else {
            desk.question.set(Some(question.clone()));
        }
    };
    view! {
        <button
            type="button"
            class:quiet=label.is_some()
            aria-label=label
            aria-disabled=is_locked.then_some("true")
            aria-describedby=described
            on:click=ask
        >
            {words}
        </button>
        {reason}
    }
    .into_any()
}

//! Small dialogs that ask before something is done.

use super::failure::FailureNote;
use super::sentence::sentence;
use super::sheet::drive;
use crate::error::AppError;
use leptos::html::Dialog;
use leptos::prelude::*;

/// Whether a question is open: while there is something to ask about. Closed, it is forgotten.
pub fn asked<T: Send + Sync + 'static>(about: RwSignal<Option<T>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(about.with(Option::is_some)));
    Effect::new(move |_| {
        // Only when there is something to forget: the two effects would wake each other for ever.
        if !open.get() && about.with_untracked(Option::is_some) {
            about.set(None);
        }
    });
    open
}

/// A modal question with a dangerous and a harmless answer.
#[component]
pub fn Confirm(
    /// Unique on the screen.
    id: &'static str,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// The words on the dangerous button.
    action: &'static str,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Whether the action is under way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why the action did not succeed.
    #[prop(into, default = Signal::stored(None))]
    failure: Signal<Option<AppError>>,
    /// Called on the dangerous answer.
    on_confirm: Callback<()>,
    /// What will happen.
    children: Children,
) -> impl IntoView {
    let answers = move || {
        view! {
            <button type="button" autofocus on:click=move |_| open.set(false)>
                "Cancel"
            </button>
            <button
                type="button"
                class="danger"
                disabled=move || busy.get()
                on:click=move |_| on_confirm.run(())
            >
                {action}
            </button>
        }
    };
    view! {
        <Question id title open failure answers>
            {children()}
        </Question>
    }
    .into_any()
}

/// A modal question with the answers that it is given; the harmless one of them has `autofocus`.
#[component]
pub fn Question(
    /// Unique on the screen.
    id: &'static str,
    /// The question.
    title: Signal<String>,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Why what was answered did not succeed.
    #[prop(default = Signal::stored(None))]
    failure: Signal<Option<AppError>>,
    /// The buttons.
    #[prop(into)]
    answers: ViewFnOnce,
    /// What will happen.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    drive(dialog, open.into());
    let (heading, body) = (format!("{id}-heading"), format!("{id}-body"));
    view! {
        <dialog
            node_ref=dialog
            id=id
            class="confirm"
            aria-labelledby=heading.clone()
            aria-describedby=body.clone()
            on:close=move |_| open.set(false)
        >
            <h2 id=heading.clone()>{move || title.with(|title| sentence(title))}</h2>
            <div id=body.clone() class="confirm-body">
                {children()}
            </div>
            {move || failure.get().map(|error| view! { <FailureNote error /> })}
            <footer>{answers.run()}</footer>
        </dialog>
    }
    .into_any()
}

//! A panel that opens on the right over the page, for forms.

use super::icon::{Glyph, Icon};
use super::reveal::focus_field;
use leptos::html::Dialog;
use leptos::prelude::*;

/// A modal `<dialog>` named by its heading; Escape and the cross ask to close it.
///
/// Invariants: what is in it is built anew each time it opens, so a form never shows old input; it
/// opens with the focus on its first field, where it has one.
#[component]
pub fn Sheet(
    /// Unique on the screen.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// The id of the sentence in it that says what it is about, read out with the heading.
    #[prop(optional)]
    about: Option<&'static str>,
    /// Called when the person wants it closed.
    on_close: Callback<()>,
    /// What is in it.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    drive(dialog, open);
    Effect::new(move |_| {
        if open.get() {
            focus_field(id);
        }
    });
    let heading = format!("{id}-heading");
    view! {
        <dialog
            node_ref=dialog
            id=id
            class="sheet"
            aria-labelledby=heading.clone()
            aria-describedby=about
            on:cancel=move |event: leptos::ev::Event| {
                event.prevent_default();
                on_close.run(());
            }
        >
            <header>
                <h2 id=heading.clone()>{move || title.get()}</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label="Close"
                    on:click=move |_| on_close.run(())
                >
                    <Icon glyph=Glyph::Close />
                </button>
            </header>
            <Show when=move || open.get()>{children()}</Show>
        </dialog>
    }
    .into_any()
}

/// Opens and closes a dialog as its signal says; the browser alone can do it, so it is an effect.
pub(super) fn drive(dialog: NodeRef<Dialog>, open: Signal<bool>) {
    Effect::new(move |_| {
        let open = open.get();
        let Some(dialog) = dialog.get() else { return };
        if open && !dialog.open() {
            // Fails only when the element has just been removed, and then there is nothing to open.
            let _ = dialog.show_modal();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
}

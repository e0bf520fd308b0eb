//! How a form in a sheet ends: one button that gives up, one that sends.

use leptos::prelude::*;

/// The two buttons; nothing is sent a second time while it is under way.
#[component]
pub fn FormFoot(
    /// The words on the button that sends.
    #[prop(into)]
    action: Signal<String>,
    /// Whether nothing can be sent now.
    #[prop(into)]
    closed: Signal<bool>,
    /// Called when the person gives up.
    on_cancel: Callback<()>,
    /// The words on the button that gives up.
    #[prop(into, default = "Cancel".into())]
    cancel: Signal<String>,
) -> impl IntoView {
    view! {
        <footer>
            <button type="button" on:click=move |_| on_cancel.run(())>
                {move || cancel.get()}
            </button>
            <button type="submit" class="primary" disabled=move || closed.get()>
                {move || action.get()}
            </button>
        </footer>
    }
    .into_any()
}

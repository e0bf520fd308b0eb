//! A box to tick, with its label beside it.

use super::field::{FieldFoot, FieldProblem};
use leptos::prelude::*;

/// One yes or no.
#[component]
pub fn CheckField(
    /// Unique on the screen.
    #[prop(into)]
    id: String,
    /// The words of the label.
    label: &'static str,
    /// What the person chose.
    value: RwSignal<bool>,
    /// Whether something else has settled it as ticked.
    #[prop(into, default = Signal::stored(false))]
    settled: Signal<bool>,
    /// One sentence below it.
    #[prop(optional)]
    hint: &'static str,
) -> impl IntoView {
    let described = (!hint.is_empty()).then(|| format!("{id}-hint"));
    view! {
        <div class="field check">
            <input
                id=id.clone()
                type="checkbox"
                aria-describedby=described
                disabled=move || settled.get()
                prop:checked=move || value.get() || settled.get()
                on:change=move |event| value.set(event_target_checked(&event))
            />
            <label for=id.clone()>{label}</label>
            <FieldFoot id hint problem=FieldProblem::stored(None) />
        </div>
    }
    .into_any()
}

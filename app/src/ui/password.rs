//! A password field with a button that shows what was typed.

use super::field::{FieldFoot, FieldProblem, described_by, invalid};
use leptos::prelude::*;

/// A password with its label above.
#[component]
pub fn PasswordField(
    /// Unique on the screen.
    id: &'static str,
    /// The words of the label.
    label: &'static str,
    /// The password as typed.
    value: RwSignal<String>,
    /// `current-password`, `new-password`, or `off` for other systems' passwords.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// One sentence below the field.
    #[prop(into, default = Signal::stored(""))]
    hint: Signal<&'static str>,
    /// What is wrong with it.
    #[prop(into, default = FieldProblem::stored(None))]
    problem: FieldProblem,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <div class="with-button">
                <input
                    id=id
                    name=id
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-invalid=invalid(problem)
                    aria-describedby=move || described_by(id, hint.get(), problem)()
                    bind:value=value
                />
                <button
                    type="button"
                    class="quiet"
                    aria-pressed=move || shown.get().to_string()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { "Hide" } else { "Show" }}
                </button>
            </div>
            {move || view! { <FieldFoot id hint=hint.get() problem /> }}
        </div>
    }
    .into_any()
}

//! A labelled choice of one among a few.

use super::field::{FieldFoot, FieldProblem, described_by, invalid};
use leptos::prelude::*;

/// What can be chosen: the value and its words.
pub type Choices = Vec<(String, String)>;

/// A native `<select>` with its label above.
#[component]
pub fn SelectField(
    /// Unique on the screen.
    #[prop(into)]
    id: String,
    /// The words of the label.
    label: &'static str,
    /// What can be chosen now.
    #[prop(into)]
    choices: Signal<Choices>,
    /// The chosen value.
    value: RwSignal<String>,
    /// One sentence below the field.
    #[prop(optional)]
    hint: &'static str,
    /// What is wrong with it.
    #[prop(into, default = FieldProblem::stored(None))]
    problem: FieldProblem,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select
                id=id.clone()
                name=id.clone()
                aria-invalid=invalid(problem)
                aria-describedby=described_by(id.clone(), hint, problem)
                prop:value=move || value.get()
                on:change=move |event| value.set(event_target_value(&event))
            >
                {move || options(choices.get(), &value.get_untracked())}
            </select>
            <FieldFoot id hint problem />
        </div>
    }
    .into_any()
}

fn options(choices: Choices, chosen: &str) -> Vec<impl IntoView + use<>> {
    choices
        .into_iter()
        .map(|(code, label)| {
            let selected = code == chosen;
            view! {
                <option value=code selected=selected>
                    {label}
                </option>
            }
        })
        .collect()
}

//! A labelled text field with its hint and its problem.

use super::sentence::sentence;
use crate::error::Problem;
use leptos::prelude::*;

/// The problem of one field, as fields take it.
pub type FieldProblem = Signal<Option<Problem>>;

/// What a text field holds, for keyboards, autofill and spell checking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    /// Prose, such as a name.
    #[default]
    Text,
    /// A technical word: no autofill, no spell checking, no capital letters.
    Code,
    /// Digits.
    Number,
    /// An e-mail address.
    Email,
}

impl FieldKind {
    fn input_type(self) -> &'static str {
        if self == Self::Email { "email" } else { "text" }
    }

    fn input_mode(self) -> Option<&'static str> {
        (self == Self::Number).then_some("numeric")
    }
}

/// One line of text with its label above; accessible name is the label, problem is announced.
#[component]
pub fn TextField(
    /// Unique on the screen.
    #[prop(into)]
    id: String,
    /// The words of the label.
    label: &'static str,
    /// The text as typed.
    value: RwSignal<String>,
    /// What the field holds.
    #[prop(optional)]
    kind: FieldKind,
    /// An example, shown while the field is empty.
    #[prop(optional)]
    example: &'static str,
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
            <input
                id=id.clone()
                name=id.clone()
                type=kind.input_type()
                inputmode=kind.input_mode()
                autocomplete="off"
                autocapitalize=(kind != FieldKind::Text).then_some("none")
                spellcheck=(kind != FieldKind::Text).then_some("false")
                placeholder=example
                aria-invalid=invalid(problem)
                aria-describedby=described_by(id.clone(), hint, problem)
                bind:value=value
            />
            <FieldFoot id hint problem />
        </div>
    }
    .into_any()
}

/// The hint and the problem below a field; the field points to them by id.
#[component]
pub fn FieldFoot(
    /// The field's id.
    #[prop(into)]
    id: String,
    /// One sentence below the field.
    #[prop(optional)]
    hint: &'static str,
    /// What is wrong with it.
    problem: FieldProblem,
) -> impl IntoView {
    let hint = (!hint.is_empty()).then(|| {
        view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> }
    });
    view! {
        {hint}
        {move || {
            problem
                .get()
                .map(|problem| {
                    view! {
                        <p class="problem" role="alert" id=format!("{id}-problem")>
                            {sentence(&problem.message)}
                            {problem
                                .hint
                                .map(|hint| view! { <span class="remedy">{sentence(&hint)}</span> })}
                        </p>
                    }
                })
        }}
    }
    .into_any()
}

/// `aria-invalid` of a field.
pub fn invalid(
    problem: FieldProblem,
) -> impl Fn() -> Option<&'static str> + Send + Clone + 'static {
    move || problem.with(Option::is_some).then_some("true")
}

/// `aria-describedby` of a field: its hint and its problem, whichever there are.
pub fn described_by(
    id: impl Into<String> + 'static,
    hint: &'static str,
    problem: FieldProblem,
) -> impl Fn() -> Option<String> + Send + Clone + 'static {
    let id = id.into();
    move || {
        let hint = (!hint.is_empty()).then(|| format!("{id}-hint"));
        let problem = problem.with(Option::is_some).then(|| format!("{id}-problem"));
        let ids: Vec<_> = hint.into_iter().chain(problem).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

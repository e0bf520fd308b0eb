//! Name, type, default, what must hold, comment.

use super::default::Way;
use super::state::ColumnState;
use crate::model::table::{ColumnType, field};
use crate::ui::check::CheckField;
use crate::ui::field::{FieldKind, FieldProblem, TextField};
use crate::ui::select::SelectField;
use crate::ui::submission::Submission;
use leptos::prelude::*;

/// Where the column is going to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnPlace {
    /// In a new table, whose primary key is still open.
    NewTable,
    /// In a table that is there, with its key.
    Existing,
}

/// The fields; their problems are found below a prefix, for example `columns.0.`.
#[component]
pub fn ColumnFields(
    /// The column.
    state: ColumnState,
    /// Where it is going to be.
    place: ColumnPlace,
    /// What stands before the names of its fields in problems.
    #[prop(into)]
    prefix: Signal<String>,
    /// The form's submission.
    submission: Submission,
) -> impl IntoView {
    let id = move |name: &str| format!("column-{}-{name}", state.id);
    let problem = move |name: &'static str| {
        submission.problem_where(move || prefix.with(|prefix| format!("{prefix}{name}")))
    };
    let types = ColumnType::ALL.iter();
    let types = types.map(|kind| (kind.code().to_owned(), type_name(*kind))).collect::<Vec<_>>();
    view! {
        <div class="column-fields">
            <TextField
                id=id("name")
                label="Name"
                value=state.name
                kind=FieldKind::Code
                problem=problem(field::COLUMN_NAME)
            />
            <SelectField
                id=id("type")
                label="Type"
                choices=Signal::stored(types)
                value=state.kind
                problem=problem(field::COLUMN_TYPE)
            />
            <SizeField state problem=problem(field::COLUMN_SIZE) />
            <DefaultFields state problem=problem(field::COLUMN_DEFAULT) />
            <div class:span=move || state.way() == Way::Value>
                <TextField id=id("comment") label="Comment" value=state.comment />
            </div>
            <Boxes state place />
        </div>
    }
    .into_any()
}

/// The plain name, with PostgreSQL's own beside it.
fn type_name(kind: ColumnType) -> String {
    format!("{} – {}", kind.label(), kind.sql())
}

/// The size of the chosen type, where it has one.
#[component]
fn SizeField(state: ColumnState, problem: FieldProblem) -> impl IntoView {
    move || {
        let sizing = state.kind().sizing()?;
        let id = format!("column-{}-size", state.id);
        let field = view! {
            <TextField id label=sizing.label() value=state.size kind=FieldKind::Code problem />
        };
        Some(view! { <div class="span">{field}</div> })
    }
}

/// The way to a default, and the value where it is fixed.
#[component]
fn DefaultFields(state: ColumnState, problem: FieldProblem) -> impl IntoView {
    Effect::new(move |_| {
        // Another type was chosen, and PostgreSQL has no such default for it.
        if !state.way().suits(state.kind()) {
            state.way.set(Way::Nothing.code().to_owned());
        }
    });
    let fixed = Signal::derive(move || state.way() == Way::Value);
    let at_way = Signal::derive(move || problem.get().filter(|_| !fixed.get()));
    view! {
        <SelectField
            id=format!("column-{}-default", state.id)
            label="Default"
            choices=Signal::derive(move || Way::choices(state.kind()))
            value=state.way
            problem=at_way
        />
        <Show when=move || fixed.get()>
            <TextField
                id=format!("column-{}-value", state.id)
                label="Default value"
                value=state.value
                kind=FieldKind::Code
                problem
            />
        </Show>
    }
    .into_any()
}

/// “Primary key”, “Required”, “Unique”; a primary key is both by itself.
#[component]
fn Boxes(state: ColumnState, place: ColumnPlace) -> impl IntoView {
    let id = move |name: &str| format!("column-{}-{name}", state.id);
    let identity = Signal::derive(move || state.way() == Way::Identity);
    let required = Signal::derive(move || state.primary.get() || identity.get());
    view! {
        <div class="boxes span">
            {(place == ColumnPlace::NewTable)
                .then(|| {
                    view! { <CheckField id=id("primary") label="Primary key" value=state.primary /> }
                })}
            <CheckField
                id=id("required")
                label="Required"
                value=state.required
                settled=required
            />
            <CheckField id=id("unique") label="Unique" value=state.unique />
        </div>
    }
    .into_any()
}

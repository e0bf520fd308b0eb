//! A field of the form: its name, its input, NULL, and what is wrong with it.

use super::input::{Choice, Text};
use super::{Face, Faces};
use crate::grid::commands::edit;
use crate::grid::desk::{Desk, Saving};
use crate::grid::selection::{Selection, Spot};
use crate::model::cell::CellKind;
use crate::model::table::Column;
use leptos::prelude::*;

/// What an input is tied to.
#[derive(Clone, Copy)]
pub(super) struct Ties {
    pub desk: Desk,
    /// The column's place in the table.
    pub index: usize,
    /// None while the row is not here.
    pub face: Memo<Option<Face>>,
    /// The text that stands for a foreign key's value; no part of the face, as it comes later.
    pub label: Memo<Option<String>>,
}

impl Ties {
    /// The input's id.
    pub fn id(self) -> String {
        format!("form-{}", self.index)
    }

    /// The cell's place, read without following.
    pub fn spot(self) -> Spot {
        self.face.with_untracked(|face| face.as_ref().map(|face| face.spot)).unwrap_or_default()
    }

    /// The value as far as it is here.
    pub fn value(self) -> Option<String> {
        self.face.with(|face| face.as_ref()?.value.clone()?)
    }

    /// What is wrong with it.
    pub fn wrong(self) -> Option<String> {
        self.face.with(|face| face.as_ref()?.wrong.clone())
    }

    /// Why it cannot be edited.
    pub fn lock(self) -> Option<String> {
        self.face.with(|face| face.as_ref()?.lock.clone())
    }

    /// Whether all edits rest, until it is known whether a Save succeeded.
    pub fn rests(self) -> bool {
        self.desk.saving.get().is_in_doubt()
    }

    /// Tells whether the input stays as it is: what waits for a Save to end stays where it was
    /// given, unless the input follows another face than before.
    pub fn stays(self, followed: Option<&Option<Face>>) -> bool {
        let saving = self.desk.saving.get();
        saving != Saving::No && self.face.with(|face| Some(face) == followed)
    }

    /// Opens the editor of its cell in the grid; on a narrow screen the form makes way for it.
    pub fn edit_in_grid(self) {
        let spot = self.spot();
        if self.desk.frame.get_untracked().is_some_and(|frame| frame.offset_width() == 0) {
            self.desk.form.set(false);
        }
        self.desk.select(Selection::at(spot));
        edit::open(self.desk);
    }

    /// The ids of what describes it.
    pub fn described(self) -> Option<String> {
        let part = |there: Option<String>, part| there.map(|_| format!("{}-{part}", self.id()));
        let wrong = part(self.wrong(), "problem").or_else(|| part(self.lock(), "hint"));
        let parts: Vec<_> = part(self.label.get(), "label").into_iter().chain(wrong).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// Whether it is marked as wrong.
    pub fn invalid(self) -> Option<&'static str> {
        self.wrong().map(|_| "true")
    }
}

/// The field of a column.
#[component]
pub fn Field(desk: Desk, faces: Memo<Faces>, index: usize) -> impl IntoView {
    let face = Memo::new(move |_| faces.with(|faces| faces.of.get(&index).cloned()));
    let Some(column) = desk.table().columns.get(index).cloned() else { return ().into_any() };
    let column = StoredValue::new(column);
    let label = Memo::new(move |_| {
        let value = face.with(|face| face.as_ref()?.value.clone()?)?;
        desk.arrived.track();
        column.with_value(|column| desk.label(column, &value))
    });
    let ties = Ties { desk, index, face, label };
    let long = Memo::new(move |_| face.with(|f| f.as_ref().is_some_and(|f| f.value.is_none())));
    let locked = Memo::new(move |_| ties.lock().is_some());
    let input = move || {
        if long.get() {
            let label = column.with_value(|column| format!("Edit {} in the grid", column.name));
            let words = "Long text: edit in the grid";
            view! { <InGrid ties id=ties.id() label words /> }.into_any()
        } else {
            column.with_value(|column| input(ties, column))
        }
    };
    view! {
        <div class="field" class:invalid=move || ties.wrong().is_some()>
            <div class="field-head">
                <label for=ties.id()>{column.with_value(|column| column.name.clone())}</label>
                <span class="type">{column.with_value(|column| column.type_name.clone())}</span>
                <Show when=move || {
                    column.with_value(|column| column.reference.is_some()) && !locked.get()
                }>
                    <InGrid
                        ties
                        class="quiet small"
                        label=column.with_value(|column| format!("Choose {}", column.name))
                        words="Choose"
                    />
                </Show>
                <Show when=move || {
                    column.with_value(|column| column.nullable) && !locked.get() && !long.get()
                }>
                    <ToNull ties column />
                </Show>
            </div>
            <fieldset disabled=move || locked.get()>{input}</fieldset>
            {move || {
                label
                    .get()
                    .map(|label| {
                        view! { <p class="hint" id=format!("{}-label", ties.id())>{label}</p> }
                    })
            }}
            {move || {
                ties.lock()
                    .map(|lock| view! { <p class="hint" id=format!("{}-hint", ties.id())>{lock}</p> })
            }}
            {move || {
                ties.wrong()
                    .map(|wrong| {
                        view! { <p class="problem" id=format!("{}-problem", ties.id())>{wrong}</p> }
                    })
            }}
        </div>
    }
    .into_any()
}

fn input(ties: Ties, column: &Column) -> AnyView {
    match &column.kind {
        CellKind::Boolean => {
            let words = vec!["true".to_owned(), "false".to_owned()];
            view! { <Choice ties words nullable=column.nullable /> }.into_any()
        }
        CellKind::Enum { labels } => {
            view! { <Choice ties words=labels.clone() nullable=column.nullable /> }.into_any()
        }
        _ => view! { <Text ties column=column.clone() /> }.into_any(),
    }
}

/// The button that sets the field to NULL; it keeps the focus where that is the value already.
#[component]
fn ToNull(ties: Ties, column: StoredValue<Column>) -> impl IntoView {
    let name = column.with_value(|column| column.name.clone());
    let useless = move || ties.rests() || ties.value().is_none();
    let put = move |_| {
        if !untrack(useless) {
            edit::put(ties.desk, ties.spot(), None);
        }
    };
    view! {
        <button
            type="button"
            class="quiet small"
            aria-label=format!("Set {name} to NULL")
            aria-disabled=move || useless().then_some("true")
            on:click=put
        >
            "NULL"
        </button>
    }
    .into_any()
}

/// The button that opens the editor of the field's cell in the grid: the list of what a foreign key can
/// lead to, or a text that is fetched only when somebody wants to see it.
#[component]
fn InGrid(
    ties: Ties,
    #[prop(optional)] id: Option<String>,
    #[prop(optional)] class: &'static str,
    label: String,
    words: &'static str,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=class
            id=id
            aria-label=label
            on:click=move |_| ties.edit_in_grid()
        >
            {words}
        </button>
    }
    .into_any()
}

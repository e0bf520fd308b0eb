//! What a field of the form is edited with.

use super::Face;
use super::field::Ties;
use crate::grid::cell::typed;
use crate::grid::commands::edit;
use crate::grid::desk::{Saving, Seen};
use crate::grid::line_breaks::restored;
use crate::model::table::Column;
use leptos::html::{Select, Textarea};
use leptos::prelude::*;
use web_sys::HtmlTextAreaElement;

/// The state of a text field.
#[derive(Clone, Copy)]
struct Typing {
    ties: Ties,
    field: NodeRef<Textarea>,
    /// What it held before anybody typed into it.
    before: StoredValue<String>,
    focused: StoredValue<bool>,
}

impl Typing {
    fn new(ties: Ties) -> Self {
        Self {
            ties,
            field: NodeRef::new(),
            before: StoredValue::new(String::new()),
            focused: StoredValue::new(false),
        }
    }

    fn text(self, field: &HtmlTextAreaElement) -> String {
        self.before.with_value(|before| restored(before, &field.value()))
    }

    fn is_touched(self, field: &HtmlTextAreaElement) -> bool {
        let text = self.text(field);
        self.before.with_value(|before| *before != text)
    }

    fn show(self, field: &HtmlTextAreaElement, face: Option<&Face>) {
        let value = face.and_then(|face| face.value.clone()).flatten().unwrap_or_default();
        // Setting the same text would move the caret.
        if self.text(field) != value {
            field.set_value(&value);
        }
        self.before.set_value(value);
    }

    /// Shows the value as it is now, unless somebody is typing over the one before.
    fn follow(self, stays: bool) {
        let field = self.field.get().filter(|field| !stays && !self.is_touched(field));
        let Some(field) = field else { return };
        self.ties.face.with(|face| self.show(&field, face.as_ref()));
        if self.focused.get_value() {
            self.ties.desk.begin_field(self.ties.spot());
        }
    }

    fn begin(self) {
        self.focused.set_value(true);
        self.ties.desk.begin_field(self.ties.spot());
    }

    /// Takes over what was typed, for the row in which that was begun.
    fn end(self, column: &Column) {
        let Self { ties: Ties { desk, face, .. }, before, .. } = self;
        self.focused.set_value(false);
        let begun = desk.end_field();
        let Some(field) = self.field.get_untracked() else { return };
        let text = self.text(&field);
        if !self.is_touched(&field) {
            return;
        }
        before.set_value(text.clone());
        let line = begun.as_ref().map(Seen::line);
        match begun {
            Some(seen) => desk.put_typed(seen, column, typed(column, &text)),
            None => desk.say(edit::LOST),
        }
        let face = face.get_untracked();
        // What waits for a Save to end stays where it was typed.
        let waits = desk.saving.get_untracked() != Saving::No;
        if !waits || face.as_ref().map(|face| &face.line) != Some(&line) {
            self.show(&field, face.as_ref());
        }
    }
}

/// A text in PostgreSQL's own notation.
#[component]
pub fn Text(ties: Ties, column: Column) -> impl IntoView {
    let typing = Typing::new(ties);
    Effect::new(move |followed: Option<Option<Face>>| {
        typing.follow(ties.stays(followed.as_ref()));
        ties.face.get()
    });
    let rows = move || ties.value().unwrap_or_default().lines().count().clamp(1, 10).to_string();
    view! {
        <textarea
            node_ref=typing.field
            id=ties.id()
            aria-describedby=move || ties.described()
            aria-invalid=move || ties.invalid()
            rows=rows
            dir="auto"
            spellcheck="false"
            autocomplete="off"
            placeholder=move || if ties.value().is_none() { "NULL" } else { "" }
            readonly=move || ties.rests()
            on:focus=move |_| typing.begin()
            on:blur=move |_| typing.end(&column)
        ></textarea>
    }
    .into_any()
}

/// One of some words, or NULL.
#[component]
pub fn Choice(ties: Ties, words: Vec<String>, nullable: bool) -> impl IntoView {
    let value = Memo::new(move |_| ties.value());
    let known = words.clone();
    let strange = Memo::new(move |_| value.get().filter(|value| !known.contains(value)));
    let option = move |word: String| {
        let (named, text) = (format!("={word}"), word.clone());
        let chosen = move || value.with(|value| value.as_deref() == Some(word.as_str()));
        view! {
            <option value=named prop:selected=chosen>
                {text}
            </option>
        }
    };
    let field = NodeRef::<Select>::new();
    Effect::new(move |followed: Option<Option<Face>>| {
        let stays = ties.stays(followed.as_ref());
        if let Some(field) = field.get().filter(|_| !stays) {
            field.set_value(&ties.value().map(|word| format!("={word}")).unwrap_or_default());
        }
        ties.face.get()
    });
    let commit = move |event| {
        let word: String = event_target_value(&event);
        edit::put(ties.desk, ties.spot(), word.strip_prefix('=').map(str::to_owned));
    };
    view! {
        <select
            node_ref=field
            id=ties.id()
            aria-describedby=move || ties.described()
            aria-invalid=move || ties.invalid()
            disabled=move || ties.rests()
            on:change=commit
        >
            <Show when=move || nullable || value.with(Option::is_none)>
                <option value="" prop:selected=move || value.with(Option::is_none)>
                    "NULL"
                </option>
            </Show>
            {words.into_iter().map(option).collect_view()}
            {move || strange.get().map(option)}
        </select>
    }
    .into_any()
}

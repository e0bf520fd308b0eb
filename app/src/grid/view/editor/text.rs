//! Editing a text: any value in PostgreSQL's own notation, on as many lines as it has.

use super::{answered, ending, example};
use crate::grid::commands::edit;
use crate::grid::desk::{Begin, Desk, Editing};
use crate::grid::line_breaks;
use crate::model::cell::Alignment;
use crate::model::table::Column;
use leptos::ev::KeyboardEvent;
use leptos::html::Textarea;
use leptos::prelude::*;

/// From how many bytes on a text is long: then neither the field's size nor the direction of its
/// lines is made out from all of it, and one begins where it begins, which takes a browser seconds
/// otherwise.
const LONG: usize = 20_000;

/// A field that grows with its text. Enter goes on, Alt+Enter breaks the line.
#[component]
pub fn TextEditor(desk: Desk, editing: Editing, column: Column, label: String) -> impl IntoView {
    let field = NodeRef::<Textarea>::new();
    let begin = editing.text.clone();
    let long = begin.len() > LONG;
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        let _ = field.focus();
        // Beyond the end is at the end.
        let at = if long { 0 } else { u32::MAX };
        let _ = field.set_selection_range(at, at);
    });
    let before = StoredValue::new(editing.text);
    let text = move || {
        let edited = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        before.with_value(|before| line_breaks::restored(before, &edited))
    };
    let on_key = move |event: KeyboardEvent| {
        if answered(desk, &event, || edit::commit(desk, text(), None)) {
            return;
        }
        if event.key() == "Enter" && (event.alt_key() || event.ctrl_key()) {
            event.prevent_default();
            break_line(field);
        } else if let Some(movement) = ending(&event) {
            event.prevent_default();
            edit::commit(desk, text(), Some(movement));
        }
    };
    let rows = begin.lines().count().clamp(1, 12);
    let placeholder = if editing.begin == Begin::Null { "NULL" } else { example(&column) };
    let class = match column.kind.alignment() {
        _ if long => Some("long"),
        Alignment::End => Some("end"),
        Alignment::Start => None,
    };
    view! {
        <textarea
            node_ref=field
            class=class
            rows=rows.to_string()
            aria-label=label
            placeholder=placeholder
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            dir=(!long).then_some("auto")
            prop:value=begin
            on:keydown=on_key
            on:blur=move |_| edit::commit(desk, text(), None)
        ></textarea>
    }
    .into_any()
}

fn break_line(field: NodeRef<Textarea>) {
    let Some(field) = field.get_untracked() else { return };
    let place = |place: Result<Option<u32>, _>| place.ok().flatten().unwrap_or(0);
    let (start, end) = (place(field.selection_start()), place(field.selection_end()));
    // Keeps the browser's own undo only in browsers that know it; the text is right in all.
    let _ = field.set_range_text_with_start_and_end("\n", start, end);
    let _ = field.set_selection_range(start + 1, start + 1);
    field.scroll_into_view_with_bool(false);
}

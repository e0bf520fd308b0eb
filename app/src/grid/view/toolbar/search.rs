//! The quick search over all columns.

use crate::grid::desk::Desk;
use leptos::prelude::*;
use std::time::Duration;

/// How long nobody may have typed before the search begins.
const PAUSE: Duration = Duration::from_millis(300);

/// The search field. Escape and Enter lead back to the grid.
#[component]
pub fn SearchField(desk: Desk) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let last = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let asked = desk.query.with(|query| query.search.clone());
        if asked != text.get_untracked().trim() {
            text.set(asked);
        }
    });
    let ask = move || {
        let search = text.get_untracked().trim().to_owned();
        desk.ask(|query| query.search = search);
    };
    let on_input = move |event| {
        text.set(event_target_value(&event));
        let mine = last.get_value() + 1;
        last.set_value(mine);
        set_timeout(
            move || {
                if last.try_get_value() == Some(mine) {
                    ask();
                }
            },
            PAUSE,
        );
    };
    let on_key = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            ask();
            desk.focus();
        }
        "Escape" => {
            event.prevent_default();
            text.set(String::new());
            ask();
            desk.focus();
        }
        _ => {}
    };
    view! {
        <input
            type="search"
            class="search"
            aria-label="Search"
            aria-keyshortcuts="Control+F"
            placeholder="Search (Ctrl+F)"
            prop:value=move || text.get()
            on:input=on_input
            on:keydown=on_key
        />
    }
    .into_any()
}

//! A button that copies a text.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen_futures::JsFuture;

/// How long the button says what came of it.
const SAY: Duration = Duration::from_secs(2);

/// Copies the text, and says on itself whether the browser let it.
#[component]
pub fn CopyButton(
    /// The accessible name, for example “Copy IP addresses”.
    label: &'static str,
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let said = RwSignal::new("Copy");
    let copy = move |_| {
        let written = window().navigator().clipboard().write_text(&text.get_untracked());
        spawn_local(async move {
            let word = match JsFuture::from(written).await {
                Ok(_) => "Copied",
                // The text stays on screen, where it can be selected.
                Err(_) => "Not allowed",
            };
            // The panel may have been closed meanwhile.
            said.try_set(word);
            let rest = move || {
                said.try_set("Copy");
            };
            set_timeout(rest, SAY);
        });
    };
    view! {
        <button type="button" class="quiet copy" aria-label=label on:click=copy>
            <Icon glyph=Glyph::Copy />
            <span role="status">{move || said.get()}</span>
        </button>
    }
    .into_any()
}

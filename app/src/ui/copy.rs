//! A button that copies a text.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// Copies the text, and says so on itself.
#[component]
pub fn CopyButton(
    /// The accessible name, for example “Copy IP addresses”.
    label: &'static str,
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    view! {
        <button
            type="button"
            class="quiet copy"
            aria-label=label
            on:click=move |_| {
                write(&text.get_untracked());
                copied.set(true);
                set_timeout(
                    move || {
                        copied.try_set(false);
                    },
                    std::time::Duration::from_secs(2),
                );
            }
        >
            <Icon glyph=Glyph::Copy />
            <span role="status">{move || if copied.get() { "Copied" } else { "Copy" }}</span>
        </button>
    }
    .into_any()
}

/// Writes to the clipboard; a browser that forbids it leaves the text selectable on screen.
fn write(text: &str) {
    let _ = window().navigator().clipboard().write_text(text);
}

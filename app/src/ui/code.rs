//! A text to copy, such as SQL.

use super::copy::CopyButton;
use leptos::prelude::*;

/// The text as it stands, with a button that copies it.
#[component]
pub fn CodeBlock(
    /// What the text is; its accessible name.
    label: &'static str,
    /// The button's accessible name, for example “Copy the SQL”.
    copy: &'static str,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="code-block">
            <CopyButton label=copy text />
            <pre tabindex="0" role="region" aria-label=label>
                <code>{move || text.get()}</code>
            </pre>
        </div>
    }
    .into_any()
}

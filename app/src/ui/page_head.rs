//! The head of a page: its heading on the left, its actions on the right.

use leptos::prelude::*;
use leptos_meta::Title;

/// Names the page in its heading and in the browser's title.
#[component]
pub fn PageHead(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// The buttons on the right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <Title text=move || title.get() />
        <div class="page-head">
            <h1>{move || title.get()}</h1>
            <div class="actions">{children.map(|children| children())}</div>
        </div>
    }
    .into_any()
}

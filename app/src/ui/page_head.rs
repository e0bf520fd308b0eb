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
    // The server reads the browser's title when the page is made, on whichever thread, where signals
    // may be those of another page by then.
    let text: TextProp = if cfg!(feature = "ssr") {
        title.get_untracked().into()
    } else {
        (move || title.get()).into()
    };
    view! {
        <Title text />
        <div class="page-head">
            <h1>{move || title.get()}</h1>
            <div class="actions">{children.map(|children| children())}</div>
        </div>
    }
    .into_any()
}

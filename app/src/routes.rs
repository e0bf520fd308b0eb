//! The component tree's root and the paths of its pages.

use leptos::prelude::*;

/// The whole page between `<body>` and `</body>`.
#[component]
pub fn App() -> impl IntoView {
    view! { <main>"NextTables"</main> }
}

//! The rows that are drawn: each is built once and stays as it is until it looks different.

use super::row;
use crate::grid::desk::Desk;
use leptos::prelude::*;

/// The rows in sight and some around them.
#[component]
pub fn Body(desk: Desk) -> impl IntoView {
    let faces = Memo::new(move |_| desk.faces());
    view! {
        <div class="grid-body" role="rowgroup">
            <For each=move || faces.get() key=Clone::clone children=move |face| row::row(desk, face) />
        </div>
    }
    .into_any()
}

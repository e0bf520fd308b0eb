//! What a list shows when there is nothing in it: why, and how to begin.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// An empty list's place.
#[component]
pub fn Empty(
    /// The picture.
    glyph: Glyph,
    /// What there is none of.
    title: &'static str,
    /// How to begin.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon glyph />
            <h2>{title}</h2>
            {children()}
        </div>
    }
    .into_any()
}

//! Sentences that speak of names and values, which stand in quotes.

use leptos::prelude::*;

/// Shows a sentence. What stands in quotes keeps its own direction, and its marks of direction turn
/// nothing around it.
pub fn sentence(text: &str) -> AnyView {
    let pieces = text.split_inclusive(['“', '”']);
    let pieces = pieces.map(|piece| match piece.strip_suffix('”') {
        Some(quoted) => view! { <bdi>{quoted.to_owned()}</bdi>"”" }.into_any(),
        None => piece.to_owned().into_any(),
    });
    pieces.collect_view().into_any()
}

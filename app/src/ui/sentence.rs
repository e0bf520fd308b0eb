//! Sentences that speak of names and values, which keep their own direction: their marks of direction
//! turn nothing around them.

use leptos::prelude::*;

/// Where a name begins that stands in no quotes (FIRST STRONG ISOLATE).
const BEGIN: char = '\u{2068}';
/// Where it ends (POP DIRECTIONAL ISOLATE).
const END: char = '\u{2069}';

/// A name for a sentence in which it stands in no quotes.
pub fn named(name: &str) -> String {
    format!("{BEGIN}{}{END}", name.replace([BEGIN, END], ""))
}

/// Shows a sentence, each name in it and what stands in quotes by itself.
pub fn sentence(text: &str) -> AnyView {
    let pieces = text.split_inclusive(['“', '”', BEGIN, END]).map(|piece| {
        if let Some(quoted) = piece.strip_suffix('”') {
            return view! { <bdi>{quoted.to_owned()}</bdi>"”" }.into_any();
        }
        match piece.strip_suffix(END) {
            Some(name) => view! { <bdi>{name.to_owned()}</bdi> }.into_any(),
            None => piece.trim_end_matches(BEGIN).to_owned().into_any(),
        }
    });
    pieces.collect_view().into_any()
}

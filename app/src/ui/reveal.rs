//! Bringing what matters into view and into focus.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Which edge of a revealed place meets the edge of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Its top is seen, however long it is.
    Top,
    /// Its bottom is seen.
    Bottom,
}

/// Gives a reference for a place that is scrolled into view as soon as it is there.
pub fn reveal(edge: Edge) -> NodeRef<html::Div> {
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            place.scroll_into_view_with_bool(edge == Edge::Top);
        }
    });
    place
}

/// Moves the focus to the first field of a form that has a problem, once the problem is drawn.
pub fn focus_invalid(form: &'static str) {
    focus_first(format!("#{form} [aria-invalid=true]"), Scroll::There);
}

/// The same, leaving what is in view where it is.
pub fn focus_invalid_unseen(form: &'static str) {
    focus_first(format!("#{form} [aria-invalid=true]"), Scroll::Nowhere);
}

/// Moves the focus to a field, once it is drawn.
pub fn focus(id: impl std::fmt::Display) {
    focus_first(format!("#{id}"), Scroll::There);
}

/// Moves the focus to the first field of a sheet, once it is drawn, unless something in the sheet has
/// it already.
pub fn focus_field(sheet: &'static str) {
    let field = "is(input, select, textarea):enabled";
    focus_first(
        format!("#{sheet}:not(:has(.sheet-body :focus)) .sheet-body :{field}"),
        Scroll::There,
    );
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scroll {
    There,
    Nowhere,
}

fn focus_first(selector: String, scroll: Scroll) {
    request_animation_frame(move || {
        let found = document().query_selector(&selector);
        let field =
            found.ok().flatten().and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(field) = field {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(scroll == Scroll::Nowhere);
            // Fails only where the field went away meanwhile.
            let _ = field.focus_with_options(&options);
        }
    });
}

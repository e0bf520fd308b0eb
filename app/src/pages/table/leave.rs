//! Leaving the page with edits that the browser cannot keep: it asks before they are lost.

use crate::grid::desk::Desk;
use leptos::ev::{BeforeUnloadEvent, MouseEvent, beforeunload};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlAnchorElement;

/// Has the browser ask whether to leave while edits would be lost by that.
pub fn ask_first(desk: Desk) {
    Effect::new(move |_| {
        let ask = move |event: BeforeUnloadEvent| {
            if loses_edits(desk) {
                event.prevent_default();
            }
        };
        let leaving = window_event_listener(beforeunload, ask);
        on_cleanup(move || leaving.remove());
    });
    Effect::new(move |_| {
        // The router hears of a click after the document. What does not reach it is followed by the
        // browser itself, which asks.
        let stop = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
            if loses_edits(desk) && is_in_a_link(&event) {
                event.stop_propagation();
            }
        });
        let heard = |stop: &Closure<_>| stop.as_ref().unchecked_ref::<js_sys::Function>().clone();
        if document().add_event_listener_with_callback("click", &heard(&stop)).is_err() {
            return;
        }
        let kept = StoredValue::new_local(stop);
        on_cleanup(move || {
            kept.try_with_value(|stop| {
                // Fails only where there is no such listener.
                let _ = document().remove_event_listener_with_callback("click", &heard(stop));
            });
        });
    });
}

fn loses_edits(desk: Desk) -> bool {
    let some = desk.edits.try_with_untracked(|edits| !edits.drafts().is_empty());
    some == Some(true) && desk.unkept.get_untracked()
}

fn is_in_a_link(event: &MouseEvent) -> bool {
    let path = event.composed_path();
    path.iter().any(|node| node.is_instance_of::<HtmlAnchorElement>())
}

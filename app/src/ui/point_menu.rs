//! A menu that opens at a point, as behind a right click.

use super::menu::{close, walk};
use leptos::html::Div;
use leptos::prelude::*;

/// A popover at a place of the window; the first item has the focus.
#[component]
pub fn PointMenu(
    /// Unique on the screen.
    id: &'static str,
    /// Its accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// Where it is open, in CSS pixels from the top left.
    #[prop(into)]
    at: Signal<Option<(i32, i32)>>,
    /// Called when it has closed.
    on_close: Callback<()>,
    /// The items.
    children: ChildrenFn,
) -> impl IntoView {
    let menu = NodeRef::<Div>::new();
    Effect::new(move |_| {
        let (Some(menu), Some((x, y))) = (menu.get(), at.get()) else { return };
        // Fails only where it is open already, or has just been removed.
        let _ = menu.show_popover();
        place(&menu, x, y);
        let first = menu.query_selector("[role^=menuitem]").ok().flatten();
        if let Some(first) = first.and_then(|first| wasm_bindgen::JsCast::dyn_into(first).ok()) {
            let first: web_sys::HtmlElement = first;
            let _ = first.focus();
        }
    });
    let on_toggle = move |_| {
        let open =
            menu.get_untracked().is_some_and(|menu| menu.matches(":popover-open") == Ok(true));
        if !open {
            on_close.run(());
        }
    };
    view! {
        <div
            node_ref=menu
            id=id
            class="menu at-point"
            role="menu"
            aria-label=move || label.get()
            popover="auto"
            on:keydown=walk
            on:click=close
            on:toggle=on_toggle
        >
            {children()}
        </div>
    }
    .into_any()
}

/// Puts the menu beside the point, within the window.
fn place(menu: &web_sys::HtmlElement, x: i32, y: i32) {
    let length = |value: Result<wasm_bindgen::JsValue, _>| {
        #[expect(clippy::cast_possible_truncation, reason = "windows are small")]
        value.ok().and_then(|value| value.as_f64()).map_or(0, |length| length as i32)
    };
    let (width, height) = (length(window().inner_width()), length(window().inner_height()));
    let left = x.min(width - menu.offset_width() - 8).max(8);
    let top = y.min(height - menu.offset_height() - 8).max(8);
    let style = menu.style();
    // Fails only for names that are no properties.
    let _ = style.set_property("left", &format!("{left}px"));
    let _ = style.set_property("top", &format!("{top}px"));
}

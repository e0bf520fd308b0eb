//! A menu behind a button: a native popover, so that it opens without a script and lies on top.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// A button and its menu; the children are `<MenuItem>`s or elements with `role="menuitem"`.
#[component]
pub fn Menu(
    /// Unique on the screen.
    #[prop(into)]
    id: String,
    /// The button's accessible name.
    #[prop(into)]
    label: Signal<String>,
    /// The button's class.
    #[prop(default = "icon-button")]
    class: &'static str,
    /// What the button shows.
    face: ViewFn,
    /// The items.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=class
            aria-label=move || label.get()
            aria-haspopup="menu"
            popovertarget=id.clone()
        >
            {face.run()}
        </button>
        <div id=id class="menu" role="menu" popover="auto" on:keydown=walk on:click=close>
            {children()}
        </div>
    }
    .into_any()
}

/// One thing to do.
#[component]
pub fn MenuItem(
    /// The words.
    label: &'static str,
    /// Called when it is chosen.
    on_choose: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" role="menuitem" on:click=move |_| on_choose.run(())>
            {label}
        </button>
    }
    .into_any()
}

/// Moves the focus with the arrow keys, Home and End (ARIA practices, “Menu Button”).
pub(super) fn walk(event: KeyboardEvent) {
    let Some(menu) = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok())
    else {
        return;
    };
    let Ok(found) = menu.query_selector_all("[role^=menuitem]") else { return };
    let items: Vec<web_sys::HtmlElement> =
        (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let at = items.iter().position(|item| Some(item.as_ref()) == active.as_ref());
    let last = items.len().saturating_sub(1);
    let to = match event.key().as_str() {
        "ArrowDown" => at.map_or(0, |at| if at == last { 0 } else { at + 1 }),
        "ArrowUp" => at.map_or(last, |at| if at == 0 { last } else { at - 1 }),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    if let Some(item) = items.get(to) {
        let _ = item.focus();
    }
}

/// Closes the menu once something was chosen.
pub(super) fn close(event: leptos::ev::MouseEvent) {
    let menu = event.current_target().and_then(|t| t.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(menu) = menu {
        let _ = menu.hide_popover();
    }
}

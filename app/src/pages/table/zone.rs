//! The person's time zone: chosen here, else the browser's.

use js_sys::{Array, Function, Intl, Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

const KEY: &str = "nexttables.zone";

/// The zone that was chosen, else the browser's own.
pub fn present() -> String {
    let storage = window().local_storage().ok().flatten();
    let chosen = storage.and_then(|storage| storage.get_item(KEY).ok().flatten());
    chosen.or_else(own).unwrap_or_else(|| "UTC".to_owned())
}

/// Keeps a choice where storage is allowed.
pub fn keep(zone: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(KEY, zone);
    }
}

fn own() -> Option<String> {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?.as_string()
}

/// The zones that the browser knows, UTC first.
pub fn known() -> Vec<String> {
    let found = supported().unwrap_or_default();
    let others = found.into_iter().filter(|zone| zone != "UTC");
    std::iter::once("UTC".to_owned()).chain(others).collect()
}

/// `Intl.supportedValuesOf("timeZone")`, which browsers have since 2022.
fn supported() -> Option<Vec<String>> {
    let intl = Reflect::get(&window(), &"Intl".into()).ok()?;
    let ask: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
    let found: JsValue = ask.call1(&intl, &"timeZone".into()).ok()?;
    let found: Array = found.dyn_into().ok()?;
    Some(found.iter().filter_map(|zone| zone.as_string()).collect())
}

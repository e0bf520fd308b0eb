//! Ids that browsers make.

use js_sys::{Function, Reflect, Uint8Array};
use leptos::prelude::window;
use uuid::Uuid;
use wasm_bindgen::JsCast;

/// An id that nobody can guess; made by hand, because over plain HTTP browsers make none.
pub fn random_id() -> Option<Uuid> {
    let crypto = Reflect::get(&window(), &"crypto".into()).ok()?;
    let fill: Function = Reflect::get(&crypto, &"getRandomValues".into()).ok()?.dyn_into().ok()?;
    let bytes = Uint8Array::new_with_length(16);
    fill.call1(&crypto, &bytes).ok()?;
    let mut random = [0; 16];
    bytes.copy_to(&mut random);
    Some(uuid::Builder::from_random_bytes(random).into_uuid())
}

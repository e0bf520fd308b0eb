//! Giving the browser's clipboard what is still to come: it is promised while the key that asked
//! for it still allows that (Clipboard API, `ClipboardItem`).

use crate::error::AppError;
use crate::grid::clipboard::{Block, write, write_html};
use crate::grid::edits::Value;
use futures::future::{LocalBoxFuture, Shared};
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// A block that is being fetched; nothing where the rows are not there any more.
pub type Fetching = Shared<LocalBoxFuture<'static, Result<Option<Rc<Block<Value>>>, AppError>>>;

/// How a block is written for others.
type Writing = fn(&[Vec<Value>]) -> String;

/// Promises a block to the clipboard, which stays as it is where there comes none; nothing where
/// the browser takes no promises.
pub fn promise(block: &Fetching) -> Option<Promise> {
    let clipboard = clipboard()?;
    let item = Reflect::get(&window(), &"ClipboardItem".into()).ok()?;
    let item: Function = item.dyn_into().ok()?;
    let flavours = Object::new();
    for (name, writing) in [("text/plain", write as Writing), ("text/html", write_html)] {
        let flavour = flavour(block.clone(), name, writing);
        Reflect::set(&flavours, &name.into(), &flavour).ok()?;
    }
    let item = Reflect::construct(&item, &Array::of1(&flavours)).ok()?;
    Some(clipboard.write(&Array::of1(&item)))
}

fn flavour(block: Fetching, name: &'static str, writing: Writing) -> Promise {
    future_to_promise(async move {
        let block = block.await.ok().flatten();
        let block = block.ok_or_else(|| JsValue::from_str("Nothing was copied"))?;
        let parts = Array::of1(&writing(&block).into());
        let blob = web_sys::Blob::new_with_str_sequence(&parts)?;
        // The same once more, with its type.
        let size = blob.size();
        let blob = blob.slice_with_f64_and_f64_and_content_type(0.0, size, name)?;
        Ok(blob.into())
    })
}

/// Gives the clipboard a block as a text alone; tells whether it was taken.
pub async fn give(block: &[Vec<Value>]) -> bool {
    let Some(clipboard) = clipboard() else { return false };
    JsFuture::from(clipboard.write_text(&write(block))).await.is_ok()
}

/// The clipboard; over plain HTTP there is none.
fn clipboard() -> Option<web_sys::Clipboard> {
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok()?;
    clipboard.is_object().then(|| clipboard.unchecked_into())
}

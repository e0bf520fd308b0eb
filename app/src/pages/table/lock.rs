//! Locks that the tabs of one browser share. Who holds one is alive: the browser itself takes it
//! from a tab that was closed, left or has crashed (Web Locks, W3C).

use futures::channel::oneshot;
use futures::future::{Either, select};
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// How long to wait for a lock that somebody else holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Not at all.
    None,
    /// So many milliseconds.
    Milliseconds(u32),
}

/// A lock that is held until this is dropped.
pub struct Held {
    _release: oneshot::Sender<()>,
}

/// The browser's locks; over plain HTTP it has none.
fn locks() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let ask = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, ask))
}

/// Takes a lock; none where another tab holds it, or the browser has no locks.
pub async fn take(name: &str, patience: Patience) -> Option<Held> {
    let (give, given) = oneshot::channel();
    let (ended, end) = oneshot::channel::<()>();
    let request = request(name, patience, give)?;
    spawn_local(async move {
        // Ends when the lock is let go of, or was not to be had.
        let _ = JsFuture::from(request).await;
        let _ = ended.send(());
    });
    match select(given, end).await {
        Either::Left((held, _)) => held.ok().flatten(),
        Either::Right(_) => None,
    }
}

/// Asks the browser; what is given is the lock, or none where it is not free.
fn request(name: &str, patience: Patience, give: oneshot::Sender<Option<Held>>) -> Option<Promise> {
    let (locks, ask) = locks()?;
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() {
            let _ = give.send(None);
            return JsValue::UNDEFINED;
        }
        let (release, released) = oneshot::channel();
        let held = future_to_promise(async move {
            // Ends when the other end is dropped.
            let _ = released.await;
            Ok(JsValue::UNDEFINED)
        });
        let _ = give.send(Some(Held { _release: release }));
        held.into()
    });
    let options = options(patience)?;
    ask.call3(&locks, &name.into(), &options, &granted).ok()?.dyn_into().ok()
}

fn options(patience: Patience) -> Option<Object> {
    let options = Object::new();
    let (name, value) = match patience {
        Patience::None => ("ifAvailable", JsValue::TRUE),
        Patience::Milliseconds(most) => ("signal", timeout(most)?),
    };
    Reflect::set(&options, &name.into(), &value).ok()?;
    Some(options)
}

/// `AbortSignal.timeout`.
fn timeout(milliseconds: u32) -> Option<JsValue> {
    let signal = Reflect::get(&window(), &"AbortSignal".into()).ok()?;
    let make: Function = Reflect::get(&signal, &"timeout".into()).ok()?.dyn_into().ok()?;
    make.call1(&signal, &milliseconds.into()).ok()
}

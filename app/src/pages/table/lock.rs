//! Locks that the tabs of one browser share. Who holds one is alive: the browser itself takes it
//! from a tab that was closed, left or has crashed (Web Locks, W3C).

use super::pause;
use futures::channel::oneshot;
use futures::future::{Either, pending, select};
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use leptos::task::spawn_local;
use std::pin::pin;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// How long to wait for a lock that somebody else holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Not at all.
    None,
    /// So many moments. They are counted one by one: where the page itself is busy, what was given
    /// meanwhile is seen before time is up.
    Moments(u32),
}

impl Patience {
    /// Ends when there is no more of it; without any, it is the browser that says no.
    async fn ends(self) {
        let Self::Moments(moments) = self else { return pending().await };
        for _ in 0..moments {
            pause(MOMENT).await;
        }
    }
}

const MOMENT: Duration = Duration::from_millis(50);

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
    match select(given, select(end, pin!(patience.ends()))).await {
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
        // Let go of at once where nobody waits for it any more.
        let _ = give.send(Some(Held { _release: release }));
        held.into()
    });
    let options = options(patience)?;
    ask.call3(&locks, &name.into(), &options, &granted).ok()?.dyn_into().ok()
}

fn options(patience: Patience) -> Option<Object> {
    let options = Object::new();
    let at_once = (patience == Patience::None).into();
    Reflect::set(&options, &"ifAvailable".into(), &at_once).ok()?;
    Some(options)
}

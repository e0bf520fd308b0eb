//! What is kept of something as long as it comes out the same.

use leptos::prelude::*;

/// A value that counts as new only where it differs, so that what is built from it stays.
///
/// On the server, resources answer on other threads: where one answers at the very moment in which a
/// memo computes, the memo takes itself for up to date and keeps that nothing is known yet. Nothing is
/// built there twice, so nothing is kept there.
pub fn kept<T>(compute: impl Fn(Option<&T>) -> T + Send + Sync + 'static) -> Signal<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    if cfg!(feature = "ssr") {
        return Signal::derive(move || compute(None));
    }
    Memo::new(compute).into()
}

//! The signed-in person, known to every page.

use crate::model::access::SiteRight;
use crate::model::account::Me;
use leptos::prelude::*;

/// Who is signed in, as of when the page was loaded; none when nobody is.
///
/// The server knows it before it renders anything, so nothing has to wait for it, and whatever it
/// decides can begin at once.
#[derive(Clone, Copy)]
pub struct CurrentUser(StoredValue<Option<Me>>);

impl CurrentUser {
    /// Makes the person available to everything below.
    pub fn provide() {
        provide_context(Self(StoredValue::new(SharedValue::new(present).into_inner())));
    }

    /// The person; none when nobody is signed in.
    pub fn me() -> Option<Me> {
        use_context::<Self>()?.0.get_value()
    }

    /// Tells whether the person holds a right.
    pub fn may(right: SiteRight) -> bool {
        Self::me().is_some_and(|me| me.access.may(right))
    }
}

#[cfg(feature = "ssr")]
fn present() -> Option<Me> {
    use_context::<crate::ports::Op>().map(|op| op.me)
}

/// The browser takes it from the page.
#[cfg(not(feature = "ssr"))]
fn present() -> Option<Me> {
    None
}

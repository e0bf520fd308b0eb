//! The signed-in person, known to every page.

use crate::api;
use crate::error::AppError;
use crate::model::access::SiteRight;
use crate::model::account::Me;
use leptos::prelude::*;

/// Who is signed in, fetched once a page load.
#[derive(Clone, Copy)]
pub struct CurrentUser(Resource<Result<Option<Me>, AppError>>);

impl CurrentUser {
    /// Makes the person available to everything below.
    pub fn provide() {
        provide_context(Self(Resource::new_blocking(|| (), |()| api::account::me())));
    }

    /// The person; none while unknown and when nobody is signed in. Read it inside `<Suspense>`.
    pub fn me() -> Option<Me> {
        let current = use_context::<Self>()?;
        current.0.get()?.ok().flatten()
    }

    /// Tells whether the person holds a right. Read it inside `<Suspense>`.
    pub fn may(right: SiteRight) -> bool {
        Self::me().is_some_and(|me| me.access.may(right))
    }
}

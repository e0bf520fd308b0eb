//! Points in time as people read them.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// A time in UTC, always with its zone, the same on server and browser.
#[component]
pub fn Time(
    /// The point in time.
    at: DateTime<Utc>,
) -> impl IntoView {
    view! {
        <time datetime=at.format("%Y-%m-%dT%H:%M:%SZ").to_string()>
            {at.format("%Y-%m-%d %H:%M:%S UTC").to_string()}
        </time>
    }
    .into_any()
}

//! x
use leptos::prelude::*;
/// x
#[component]
pub fn HomePage() -> impl IntoView {}

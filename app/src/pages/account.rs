//! x
use leptos::prelude::*;
/// x
#[component]
pub fn AccountPage() -> impl IntoView {}

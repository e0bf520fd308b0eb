//! x
use leptos::prelude::*;
/// x
#[component]
pub fn SetUpPage() -> impl IntoView {}

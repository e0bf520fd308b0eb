//! x
use leptos::prelude::*;
/// x
#[component]
pub fn SignInPage() -> impl IntoView {}

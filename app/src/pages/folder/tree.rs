//! x
use leptos::prelude::*;
/// x
#[component]
pub fn FolderTreeNav() -> impl IntoView {}

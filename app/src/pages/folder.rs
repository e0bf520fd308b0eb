//! x
use leptos::prelude::*;
/// x
#[component]
pub fn FolderPage() -> impl IntoView {}
pub mod tree;

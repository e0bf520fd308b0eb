//! x
use leptos::prelude::*;
/// x
#[component]
pub fn AuditLogPage() -> impl IntoView {}

//! How a connection was when it was last tested.

use crate::model::connection::Health;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::time::Time;
use leptos::prelude::*;

/// Works or not, how quickly, and since when that is known.
#[component]
pub fn HealthBadge(health: Option<Health>) -> impl IntoView {
    let Some(health) = health else {
        return view! { <span class="hint">"Not tested yet"</span> }.into_any();
    };
    let word = match &health.failure {
        None => view! {
            <span class="state good">
                <Icon glyph=Glyph::Tick />
                "Works"
            </span>
            <span class="hint">{format!("{} ms", health.latency_ms)}</span>
        }
        .into_any(),
        Some((_, message)) => view! {
            <span class="state bad">
                <Icon glyph=Glyph::Failure />
                "Fails"
            </span>
            <span class="hint">{message.clone()}</span>
        }
        .into_any(),
    };
    view! {
        <div class="health">
            {word} <span class="hint"><Time at=health.checked_at /></span>
        </div>
    }
    .into_any()
}

//! How a connection was when it was last tested.

use crate::model::connection::Health;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::number::counted;
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
            {warnings(health.warnings)}
        </div>
    }
    .into_any()
}

/// What works and should be better; the panel of “Test again” says how.
fn warnings(warnings: Vec<String>) -> Option<impl IntoView> {
    let many = counted(warnings.len(), "warning", "warnings");
    let items = warnings.iter().cloned().map(|warning| view! { <li>{warning}</li> });
    (!warnings.is_empty()).then(|| {
        view! {
            <details class="warned">
                <summary>{many}</summary>
                <ul>{items.collect_view()}</ul>
                <p class="hint">"“Test again” says what to do."</p>
            </details>
        }
    })
}

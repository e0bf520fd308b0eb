//! The time zone in which moments are shown and read.

use crate::grid::desk::Desk;
use crate::model::cell::CellKind;
use crate::model::table::Column;
use leptos::prelude::*;

/// Tells whether moments can be seen in a column. What a composite or another type holds is not known.
fn has_moments(column: &Column) -> bool {
    match column.kind {
        CellKind::TimestampWithZone | CellKind::TimeWithZone => true,
        CellKind::Array | CellKind::Range => {
            ["timestamp with time zone", "tstz"].iter().any(|name| column.type_name.contains(name))
        }
        _ => false,
    }
}

/// The zone, where the table has moments; chosen by the person and kept in the browser.
#[component]
pub fn Zone(
    /// The grid's state.
    desk: Desk,
    /// The zones that the browser knows.
    zones: Vec<String>,
    /// Called when another one is chosen.
    on_choose: Callback<String>,
) -> impl IntoView {
    if !desk.table().columns.iter().any(has_moments) {
        return ().into_any();
    }
    // Edits that come back bring the zone in which they were typed.
    let options = move || {
        let chosen = desk.zone.get();
        let missing = (!zones.contains(&chosen)).then(|| chosen.clone());
        let offered = missing.into_iter().chain(zones.iter().cloned());
        let options = offered.map(|zone| {
            let selected = zone == chosen;
            view! { <option value=zone.clone() prop:selected=selected>{zone.clone()}</option> }
        });
        options.collect_view()
    };
    // Moments that were typed are meant in the zone in which they were typed.
    let unsaved = move || !desk.edits.with(|edits| edits.drafts().is_empty());
    let reason =
        move || unsaved().then_some("Save or discard your changes to choose another time zone");
    view! {
        <label class="zone" title=reason>
            "Times in "
            <select
                aria-label="Time zone"
                disabled=unsaved
                on:change=move |event| on_choose.run(event_target_value(&event))
            >
                {options}
            </select>
        </label>
    }
    .into_any()
}

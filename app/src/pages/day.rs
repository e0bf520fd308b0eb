//! Days in filters: in UTC, as the moments that are listed are shown.

use chrono::NaiveDate;
use leptos::prelude::*;

/// The first day, in an address.
pub const FROM: &str = "from";
/// The last day.
pub const TO: &str = "to";

/// A day as date fields and addresses write it.
pub fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// The text of a date field; empty for none.
pub fn text(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

/// The first and the last day of a filter, the last one included.
#[component]
pub fn DayFields(
    /// The first day as typed.
    from: RwSignal<String>,
    /// The last day as typed.
    to: RwSignal<String>,
) -> impl IntoView {
    let field = |name: &'static str, label: &'static str, value: RwSignal<String>| {
        let id = format!("filter-{name}");
        view! {
            <div class="field">
                <label for=id.clone()>{label}</label>
                <input id=id name=name type="date" value=value.get_untracked() bind:value=value />
            </div>
        }
    };
    view! {
        {field(FROM, "From (UTC)", from)}
        {field(TO, "To (UTC)", to)}
    }
    .into_any()
}

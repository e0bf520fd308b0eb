//! What stands above the grid: sorting, filtering, columns, search, time zone.

mod columns;
mod filter;
mod search;
mod sort;
mod zone;

pub use columns::ColumnsButton;
pub use filter::{FilterButton, FilterChips, begin_filter};
pub use search::SearchField;
pub use sort::SortButton;
pub use zone::Zone;

use leptos::prelude::*;

/// A button with a panel below it.
#[component]
fn PanelButton(
    /// Unique on the screen.
    id: &'static str,
    /// The words on the button.
    #[prop(into)]
    label: Signal<String>,
    /// The panel's name.
    title: &'static str,
    /// What is in the panel.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class="tool" popovertarget=id>
            {move || label.get()}
        </button>
        <div id=id class="panel" popover="auto" role="dialog" aria-label=title>
            {children()}
        </div>
    }
    .into_any()
}

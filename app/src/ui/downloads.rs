//! The two ways to take away what a page lists.

use leptos::prelude::*;

/// Links that download a list: as it is, and for a spreadsheet. The server says that it is a file:
/// the page for signing in, which comes instead after a session, must not be saved as one.
#[component]
pub fn Downloads(
    /// Where the file is, with the filter.
    address: Signal<String>,
) -> impl IntoView {
    let spreadsheet = move || {
        let address = address.get();
        let join = if address.contains('?') { '&' } else { '?' };
        format!("{address}{join}for=spreadsheet")
    };
    view! {
        <a class="button" href=address rel="external" title="Values exactly as they are">
            "Download CSV"
        </a>
        <a
            class="button"
            href=spreadsheet
            rel="external"
            title="CSV that Excel and LibreOffice open as UTF-8, with no value taken for a formula"
        >
            "For spreadsheets"
        </a>
    }
    .into_any()
}

//! The table of a list page: its headings, and a frame that scrolls sideways by itself where the
//! screen is narrow.

use leptos::prelude::*;

/// A column's heading.
#[derive(Clone, Copy, Debug)]
pub enum Heading {
    /// Seen by everybody.
    Seen(&'static str),
    /// Read aloud only, where the cells speak for themselves.
    Spoken(&'static str),
}

/// A table with its rows as children.
#[component]
pub fn ListTable(
    /// What the table is called by those who do not see it.
    #[prop(into)]
    label: String,
    /// The style of the table.
    #[prop(default = "list")]
    class: &'static str,
    /// The headings.
    columns: &'static [Heading],
    /// The rows.
    children: Children,
) -> impl IntoView {
    let headings = columns.iter().map(|column| match *column {
        Heading::Seen(text) => view! { <th scope="col">{text}</th> }.into_any(),
        Heading::Spoken(text) => view! {
            <th scope="col">
                <span class="visually-hidden">{text}</span>
            </th>
        }
        .into_any(),
    });
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class=class>
                <thead>
                    <tr>{headings.collect_view()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

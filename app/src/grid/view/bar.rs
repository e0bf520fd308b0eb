//! The bar below the grid: how many rows, what is unsaved, what is wrong, Save and Discard.

use crate::grid::commands;
use crate::grid::desk::Desk;
use crate::grid::edits::Counts;
use crate::grid::keymap::Command;
use crate::grid::number::wide;
use crate::model::page::Total;
use crate::ui::confirm::Confirm;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::number::grouped;
use leptos::prelude::*;

/// The bar.
#[component]
pub fn Bar(
    /// The grid's state.
    desk: Desk,
    /// What stands on the right of the count.
    children: Children,
) -> impl IntoView {
    let counts = Memo::new(move |_| desk.edits.with(|edits| edits.drafts().counts()));
    let nothing = move || counts.get().rows() == 0;
    let asking = RwSignal::new(false);
    let discard = Callback::new(move |()| {
        desk.edits.update(crate::grid::edits::Edits::discard);
        desk.flaws.set(Vec::new());
        desk.clashes.set(Vec::new());
        desk.kept();
        asking.set(false);
        desk.say("The changes are discarded");
        desk.focus();
    });
    view! {
        <div class="grid-bar" role="region" aria-label="Changes">
            <p class="count">{move || desk.total().map(counted)}</p>
            {children()}
            <p class="said" role="status">
                {move || desk.said.get()}
            </p>
            <Problems desk />
            <p class="pending" class:none=nothing>
                {move || told(counts.get())}
            </p>
            <button type="button" disabled=move || nothing() || desk.saving.get() on:click=move |_| asking.set(true)>
                "Discard"
            </button>
            <button
                type="button"
                class="primary"
                aria-keyshortcuts="Control+S"
                disabled=move || nothing() || desk.saving.get()
                on:click=move |_| commands::run(desk, Command::Save)
            >
                {move || if desk.saving.get() { "Saving…" } else { "Save" }}
            </button>
        </div>
        <Confirm
            id="discard-changes"
            title=Signal::stored("Discard all changes?".to_owned())
            action="Discard changes"
            open=asking
            busy=Signal::stored(false)
            on_confirm=discard
        >
            <p>{move || format!("{}. This cannot be undone.", told(counts.get()))}</p>
        </Confirm>
    }
    .into_any()
}

fn counted(total: Total) -> String {
    match total {
        Total::About(rows) => format!("about {} rows", grouped(rows)),
        Total::Exactly(1) => "1 row".to_owned(),
        Total::Exactly(rows) => format!("{} rows", grouped(rows)),
    }
}

/// The unsaved changes in words.
fn told(counts: Counts) -> String {
    let Counts { cells, updated, inserted, deleted } = counts;
    let several = |count: usize, one: &str, more: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{} {more}", grouped(wide(count)))),
    };
    let cells = several(cells, "cell", "cells").zip(several(updated, "row", "rows"));
    let parts: Vec<_> = [
        cells.map(|(cells, rows)| format!("{cells} in {rows} changed")),
        several(inserted, "row new", "rows new"),
        several(deleted, "row deleted", "rows deleted"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        "No unsaved changes".to_owned()
    } else {
        format!("Unsaved: {}", parts.join(", "))
    }
}

#[component]
fn Problems(desk: Desk) -> impl IntoView {
    move || {
        let count = desk.flaws.with(Vec::len);
        (count > 0).then(|| {
            let words =
                if count == 1 { "1 problem".to_owned() } else { format!("{count} problems") };
            view! {
                <button
                    type="button"
                    class="problems"
                    title="Go to the next problem (F8)"
                    on:click=move |_| commands::problem::next(desk)
                >
                    <Icon glyph=Glyph::Warning />
                    {words}
                    <span class="visually-hidden">": go to the next"</span>
                </button>
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, told};

    #[test]
    fn changes_are_told_in_words() {
        assert_eq!(told(Counts::default()), "No unsaved changes");
        let counts = Counts { cells: 3, updated: 2, inserted: 1, deleted: 0 };
        assert_eq!(told(counts), "Unsaved: 3 cells in 2 rows changed, 1 row new");
    }
}

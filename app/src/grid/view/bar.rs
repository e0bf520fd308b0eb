//! The bar below the grid: how many rows, what is unsaved, what is wrong, Save and Discard.

use crate::grid::commands;
use crate::grid::desk::{Desk, Saving};
use crate::grid::edits::Counts;
use crate::grid::keymap::Command;
use crate::grid::problems::Flaws;
use crate::model::page::Total;
use crate::ui::confirm::Confirm;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::number::{counted, grouped};
use crate::ui::sentence::sentence;
use leptos::prelude::*;

/// What is said where the browser's storage is full or closed to us, or the browser has no locks.
const UNKEPT: &str =
    "Your browser cannot keep these changes: they are lost when you leave this page. Save them.";

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
    view! {
        <div class="grid-bar" role="region" aria-label="Changes">
            <p class="count">{move || desk.total().map(size)}</p>
            {children()}
            <p class="said" role="status">
                {move || desk.said.with(|said| sentence(said))}
            </p>
            <Problems desk />
            <Doubt desk />
            {move || {
                (desk.unkept.get() && !nothing())
                    .then(|| view! { <p class="unkept" role="alert">{UNKEPT}</p> })
            }}
            <div class="decide">
                <p class="pending" class:none=nothing>
                    {move || told(counts.get())}
                </p>
                <Decide desk counts asking />
            </div>
        </div>
        <DiscardQuestion desk counts asking />
    }
    .into_any()
}

/// The two buttons; where one can do nothing it keeps the focus, and says why when it is pressed.
#[component]
fn Decide(desk: Desk, counts: Memo<Counts>, asking: RwSignal<bool>) -> impl IntoView {
    let nothing = move || counts.get().rows() == 0;
    let when = |locked: bool| locked.then_some("true");
    let ask = move |_| {
        if let Some(refusal) = untrack(|| refusal(desk, counts)) {
            desk.say(refusal);
            return;
        }
        if desk.forget_save() {
            desk.say("Nothing is saved for now: the Save that waited is given up");
        }
        asking.set(true);
    };
    view! {
        <button
            type="button"
            aria-disabled=move || when(refusal(desk, counts).is_some())
            on:click=ask
        >
            "Discard"
        </button>
        <button
            type="button"
            class="primary"
            aria-keyshortcuts="Control+S"
            aria-disabled=move || when(nothing() || desk.saving.get() != Saving::No)
            on:click=move |_| commands::run(desk, Command::Save)
        >
            {move || if desk.saving.get() == Saving::UnderWay { "Saving…" } else { "Save" }}
        </button>
    }
}

/// Why nothing can be discarded; none where it can.
fn refusal(desk: Desk, counts: Memo<Counts>) -> Option<&'static str> {
    let saving = desk.saving.get();
    match saving.lock() {
        Some(lock) if !saving.is_in_doubt() => Some(lock),
        _ => (counts.get().rows() == 0).then_some("There is nothing to discard"),
    }
}

/// The question before everything is discarded.
#[component]
fn DiscardQuestion(desk: Desk, counts: Memo<Counts>, asking: RwSignal<bool>) -> impl IntoView {
    let discard = Callback::new(move |()| {
        asking.set(false);
        desk.focus_after();
        // A Save may have begun meanwhile.
        if let Some(refusal) = untrack(|| refusal(desk, counts)) {
            desk.say(refusal);
            return;
        }
        desk.discard();
        desk.say("The changes are discarded");
    });
    view! {
        <Confirm
            id="discard-changes"
            title=Signal::stored("Discard all changes?".to_owned())
            action="Discard changes"
            open=asking
            busy=Signal::stored(false)
            on_confirm=discard
        >
            <p>
                {move || format!("{}. This cannot be undone.", told(counts.get()))}
                {move || {
                    desk.saving
                        .get()
                        .is_in_doubt()
                        .then_some(" They were sent and may have been saved: only your copy here goes.")
                }}
            </p>
        </Confirm>
    }
    .into_any()
}

fn size(total: Total) -> String {
    let noun = if total.rows() == 1 { "row" } else { "rows" };
    match total {
        Total::About(rows) => format!("about {} {noun}", grouped(rows)),
        Total::Exactly(rows) => format!("{} {noun}", grouped(rows)),
    }
}

/// The unsaved changes in words.
fn told(counts: Counts) -> String {
    let parts: Vec<_> = [
        (counts.cells, "cell changed", "cells changed"),
        (counts.inserted, "new row", "new rows"),
        (counts.deleted, "row to delete", "rows to delete"),
    ]
    .into_iter()
    .filter(|(count, ..)| *count > 0)
    .map(|(count, one, many)| counted(count, one, many))
    .collect();
    if parts.is_empty() { "No unsaved changes".to_owned() } else { parts.join(", ") }
}

/// What is said while nobody knows whether the last Save succeeded.
#[component]
fn Doubt(desk: Desk) -> impl IntoView {
    move || {
        desk.saving.get().is_in_doubt().then(|| {
            view! {
                <p class="doubt" role="alert">
                    "No answer came: it is being found out whether your changes were saved."
                </p>
                <button type="button" on:click=move |_| desk.errands.find_out.run(())>
                    "Ask again"
                </button>
            }
        })
    }
}

#[component]
fn Problems(desk: Desk) -> impl IntoView {
    let button = move || {
        let count = desk.flaws.with(Flaws::count);
        (count > 0).then(|| {
            let words = counted(count, "problem", "problems");
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
    };
    // One cell is edited after the other: what is wrong with the last is heard on the way.
    view! { <span aria-live="polite">{button}</span> }
}

#[cfg(test)]
mod tests {
    use super::{Counts, told};

    #[test]
    fn changes_are_told_in_words() {
        assert_eq!(told(Counts::default()), "No unsaved changes");
        let counts = Counts { cells: 3, updated: 2, inserted: 1, deleted: 0 };
        assert_eq!(told(counts), "3 cells changed, 1 new row");
    }
}

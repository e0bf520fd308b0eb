//! The sheet where a Save met somebody else's: old, theirs and mine of each cell, and a choice.

mod row;

use crate::grid::desk::Desk;
use crate::grid::edits::{Choice, Clash};
use crate::ui::number::counted;
use crate::ui::sheet::Sheet;
use leptos::prelude::*;
use row::OneRow;

/// The sheet; it is open as long as something is undecided.
#[component]
pub fn Clashes(desk: Desk) -> impl IntoView {
    let open = Signal::derive(move || desk.clashes.with(|all| !all.is_empty()));
    let close = Callback::new(move |()| {
        desk.clashes.set(Vec::new());
        desk.focus_after();
    });
    // What is shown stays as it is while it is decided, so that the focus does.
    let shown = Memo::new(move |_| {
        desk.clashes.with(|all| all.iter().map(Clash::undecided).collect::<Vec<_>>())
    });
    let rows = move || {
        let rows = shown.get().into_iter().enumerate();
        rows.map(|(at, clash)| view! { <OneRow desk at clash /> }).collect_view()
    };
    view! {
        <Sheet
            id="grid-clashes"
            title=Signal::stored("Somebody else changed these rows".to_owned())
            open
            about="clashes-about"
            on_close=close
        >
            <div class="sheet-body clashes">
                <p id="clashes-about">
                    "Nothing was saved. Choose for each cell what shall stand, then save again. "
                    "What nobody else changed stays as you edited it."
                </p>
                {rows}
            </div>
            <Answers desk />
        </Sheet>
    }
    .into_any()
}

/// The buttons that answer for all rows, and the one that takes the answers over.
#[component]
fn Answers(desk: Desk) -> impl IntoView {
    let all = move |choice: Choice| {
        move |_| {
            desk.clashes.update(|all| all.iter_mut().for_each(|clash| clash.choose_all(choice)));
            if open_points(desk) == 0 {
                settle(desk);
            }
        }
    };
    let left = Memo::new(move |_| open_points(desk));
    let undecided = move || left.get() > 0;
    view! {
        <footer>
            <p class="left" role="status">
                {move || match left.get() {
                    0 => "Everything is decided.".to_owned(),
                    left => format!("{} to decide", counted(left, "choice is left", "choices are left")),
                }}
            </p>
            <button type="button" on:click=all(Choice::Theirs)>
                "Take all theirs"
            </button>
            <button type="button" on:click=all(Choice::Mine)>
                "Keep all mine"
            </button>
            <button
                type="button"
                class="primary"
                disabled=undecided
                on:click=move |_| settle(desk)
            >
                "Use this choice"
            </button>
        </footer>
    }
    .into_any()
}

fn open_points(desk: Desk) -> usize {
    desk.clashes.with(|all| all.iter().map(Clash::open_points).sum())
}

fn settle(desk: Desk) {
    let clashes = desk.clashes.get_untracked();
    let gone = clashes.iter().any(|clash| clash.theirs.is_none());
    desk.edits.update(|edits| clashes.iter().for_each(|clash| edits.settle(clash)));
    desk.change_window(|window| {
        for clash in &clashes {
            if let Some(theirs) = &clash.theirs {
                window.replace(&clash.mine.id.key, &theirs.row);
            }
        }
    });
    desk.clashes.set(Vec::new());
    desk.kept();
    if gone {
        desk.refresh();
    }
    let left = desk.edits.with_untracked(|edits| !edits.drafts().is_empty());
    let next = if left { ". Save again" } else { "; nothing is left to save" };
    desk.say(format!("Everything is decided{next}"));
    desk.focus_after();
}

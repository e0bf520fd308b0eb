//! What was typed into columns that the table does not have any more: shown so that it can be
//! copied, and dropped by one button, so that everything else can be saved.

use crate::grid::desk::Desk;
use crate::grid::edits::{Changed, Gone, Line};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::number::counted;
use leptos::prelude::*;

/// The note; nothing where every edit has its column.
#[component]
pub fn GoneColumns(desk: Desk) -> impl IntoView {
    let table = desk.table();
    let gone = Memo::new(move |_| desk.edits.with(|edits| edits.drafts().gone(&table)));
    let drop = move |_| {
        let count = gone.with_untracked(Vec::len);
        let back = gone.with_untracked(|gone| gone.iter().map(|gone| gone.back.clone()).collect());
        if desk.make(back) == Changed::Yes {
            desk.focus();
            desk.say(format!("{} dropped", counted(count, "edit is", "edits are")));
        }
    };
    move || {
        let gone = gone.get();
        (!gone.is_empty()).then(|| {
            let (title, action) = match gone.len() {
                1 => ("1 edit is of a column that is not there any more.".to_owned(), "Drop this edit"),
                count => (
                    format!("{count} edits are of columns that are not there any more."),
                    "Drop these edits",
                ),
            };
            view! {
                <div class="note failure gone" role="alert">
                    <Icon glyph=Glyph::Warning />
                    <div>
                        <p>
                            <strong>{title}</strong>
                            " Nothing else can be saved as long as that is kept. Copy from here what you still need, then drop it."
                        </p>
                        <ul>{gone.iter().map(line).collect_view()}</ul>
                        <button type="button" on:click=drop>
                            {action}
                        </button>
                    </div>
                </div>
            }
        })
    }
}

fn line(gone: &Gone) -> impl IntoView + use<> {
    let row = match &gone.line {
        Line::Stored(key) => format!("row {}", key.join(", ")),
        Line::New(_) => "a new row".to_owned(),
    };
    let value = match &gone.value {
        None => view! { <span class="null">"NULL"</span> }.into_any(),
        Some(text) => view! { <bdi class="verbatim">{text.clone()}</bdi> }.into_any(),
    };
    view! {
        <li>
            <bdi>{gone.column.clone()}</bdi>
            " in "
            <bdi>{row}</bdi>
            ": "
            {value}
        </li>
    }
}

//! Which columns are shown, in which order, and which stay in sight.

use super::PanelButton;
use crate::grid::columns::{Arranging, complete};
use crate::grid::desk::Desk;
use crate::grid::tracks::Tracks;
use crate::model::view::ColumnLayout;
use leptos::prelude::*;

/// The button “Columns” with its panel.
#[component]
pub fn ColumnsButton(desk: Desk) -> impl IntoView {
    let hidden = move || {
        let all = desk.table().columns.len();
        all - desk.arrangement.with(|arrangement| arrangement.shown.len().min(all))
    };
    let label = Signal::derive(move || match hidden() {
        0 => "Columns".to_owned(),
        count => format!("Columns ({count} hidden)"),
    });
    view! {
        <PanelButton id="grid-columns" label title="Columns">
            {move || {
                let table = desk.table();
                let layout = desk.layout.with(|layout| complete(layout, &table.columns));
                let mut place = 0;
                let lines = layout.columns.into_iter().map(|column| {
                    let at = place;
                    place += usize::from(!column.hidden);
                    line(desk, column, at)
                });
                view! { <ul>{lines.collect::<Vec<_>>()}</ul> }
            }}
            <Frozen desk />
            <div class="buttons">
                <button type="button" on:click=move |_| desk.arrange(Arranging::ShowAll)>
                    "Show all"
                </button>
                <button type="button" on:click=move |_| desk.arrange(Arranging::Reset)>
                    "As in the database"
                </button>
            </div>
        </PanelButton>
    }
    .into_any()
}

fn line(desk: Desk, column: ColumnLayout, at: usize) -> AnyView {
    let ColumnLayout { column: name, hidden, .. } = column;
    let count = desk.tracks.with_untracked(Tracks::count);
    let toggled = name.clone();
    let on_toggle = move |_| {
        let change = if hidden { Arranging::Show } else { Arranging::Hide };
        desk.arrange(change(toggled.clone()));
    };
    let mover = |label: &'static str, words: &str, before: Option<usize>| {
        let column = name.clone();
        let enabled = before.filter(|_| !hidden);
        view! {
            <button
                type="button"
                class="icon-button"
                aria-label=format!("Move {name} {words}")
                disabled=enabled.is_none()
                on:click=move |_| {
                    if let Some(before) = enabled {
                        desk.arrange(Arranging::Move { column: column.clone(), before });
                    }
                }
            >
                {label}
            </button>
        }
    };
    view! {
        <li>
            <label>
                <input type="checkbox" prop:checked=!hidden on:change=on_toggle />
                <span class="name">{name.clone()}</span>
            </label>
            {mover("↑", "to the left", at.checked_sub(1))}
            {mover("↓", "to the right", (at + 1 < count).then_some(at + 2))}
        </li>
    }
    .into_any()
}

#[component]
fn Frozen(desk: Desk) -> impl IntoView {
    let on_change = move |event| {
        let text: String = event_target_value(&event);
        desk.arrange(Arranging::Freeze(text.parse().unwrap_or(0)));
    };
    view! {
        <label class="frozen-count">
            "Keep in sight"
            <select on:change=on_change>
                {move || {
                    let width = desk.sight.with(|sight| sight.width);
                    let (frozen, most) = desk
                        .tracks
                        .with(|tracks| (tracks.frozen(), tracks.most_frozen(width)));
                    (0..=most.min(5).max(frozen))
                        .map(|number| {
                            let words = match number {
                                0 => "no column".to_owned(),
                                1 => "the first column".to_owned(),
                                number => format!("the first {number} columns"),
                            };
                            view! {
                                <option value=number.to_string() selected=number == frozen>
                                    {words}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
        </label>
    }
    .into_any()
}

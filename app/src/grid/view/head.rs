//! The heads of the columns: a click sorts, dragging reorders, the edge resizes, a menu does all.

mod drag;

use super::overlay::touches;
use super::px;
use crate::grid::desk::{Desk, MenuPlace, Subject};
use crate::grid::query::{sort_alone, sort_further, sorted};
use crate::grid::selection::{Area, Spot};
use crate::model::cell::Alignment;
use crate::model::filter::Direction;
use crate::model::table::Column;
use crate::ui::icon::{Glyph, Icon};
use drag::Drag;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The row of heads, which stays in sight.
#[component]
pub fn Head(desk: Desk) -> impl IntoView {
    let drag = Drag::new(desk);
    let all = move |_| {
        let bounds = desk.bounds();
        let (row, column) = (bounds.rows.saturating_sub(1), bounds.columns.saturating_sub(1));
        desk.select_area(Area::between(Spot::default(), Spot { row, column }));
    };
    let span = Memo::new(move |_| {
        let sight = desk.sight.get();
        desk.tracks.with(|tracks| tracks.drawn(sight.left, sight.width))
    });
    view! {
        <div class="grid-head" role="rowgroup">
            <div class="heads" role="row" aria-rowindex="1">
                <div
                    class="gutter corner"
                    role="columnheader"
                    aria-colindex="1"
                    style:width=move || px(i64::from(desk.gutter()))
                    on:click=all
                >
                    <span class="visually-hidden">"Row number"</span>
                </div>
                {move || {
                    let (span, tracks) = (span.get(), desk.tracks.get());
                    let skipped = tracks.left(span.start) - tracks.frozen_width();
                    let frozen: Vec<_> = (0..tracks.frozen()).map(|at| head(desk, drag, at)).collect();
                    let moving: Vec<_> = span.map(|at| head(desk, drag, at)).collect();
                    view! {
                        {frozen}
                        <div class="gap" role="presentation" style:width=px(i64::from(skipped))></div>
                        {moving}
                    }
                }}
            </div>
            {move || {
                drag.guide.get().map(|x| view! {
                    <div class="guide" role="presentation" style:left=px(i64::from(x))></div>
                })
            }}
        </div>
    }
    .into_any()
}

fn head(desk: Desk, drag: Drag, place: usize) -> AnyView {
    let Some((_, column)) = desk.column(place) else { return ().into_any() };
    let name = StoredValue::new(column.name.clone());
    let order = Memo::new(move |_| name.with_value(|name| desk.query.with(|q| sorted(q, name))));
    let tracks = desk.tracks.get_untracked();
    let frozen = place < tracks.frozen();
    let left = if frozen {
        px(i64::from(untrack(|| desk.gutter()) + tracks.left(place)))
    } else {
        String::new()
    };
    let side = if column.kind.alignment() == Alignment::End { " end" } else { "" };
    let class = format!("head{side}{}", if frozen { " frozen" } else { "" });
    let on_click = move |event: MouseEvent| {
        if drag.was_a_drag() {
            return;
        }
        desk.ask(|query| {
            let further = event.shift_key() || event.ctrl_key();
            let sort = if further { sort_further } else { sort_alone };
            name.with_value(|name| sort(query, name));
        });
    };
    view! {
        <div
            class=class
            class:touched=move || desk.selection.with(|selection| touches(selection, place))
            role="columnheader"
            aria-colindex=(place + 2).to_string()
            aria-sort=move || order.get().map(|(_, direction)| match direction {
                Direction::Ascending => "ascending",
                Direction::Descending => "descending",
            })
            title=about(&column)
            style:width=px(i64::from(tracks.width(place)))
            style:left=left
            on:click=on_click
            on:contextmenu=move |event| {
                event.prevent_default();
                open_menu(desk, place, event.client_x(), event.client_y());
            }
            on:pointerdown=move |event| drag.begin_move(place, &event)
            on:pointermove=move |event| drag.follow(&event)
            on:pointerup=move |event| drag.end(&event)
            on:pointercancel=move |_| drag.give_up()
        >
            <span class="name">{column.name.clone()}</span>
            {column.locked.is_some().then(|| view! { <Icon glyph=Glyph::Lock /> })}
            {move || order.get().map(|(at, direction)| sort_mark(desk, at, direction))}
            <button
                type="button"
                class="icon-button"
                tabindex="-1"
                aria-label=format!("Menu of column {}", column.name)
                on:pointerdown=move |event| event.stop_propagation()
                on:click=move |event: MouseEvent| {
                    event.stop_propagation();
                    let (x, y) = below(&event);
                    open_menu(desk, place, x, y);
                }
            >
                <Icon glyph=Glyph::More />
            </button>
            <span
                class="edge"
                on:pointerdown=move |event| drag.begin_resize(place, &event)
                on:pointermove=move |event| drag.follow(&event)
                on:pointerup=move |event| drag.end(&event)
                on:pointercancel=move |_| drag.give_up()
                on:click=move |event| event.stop_propagation()
            ></span>
        </div>
    }
    .into_any()
}

fn sort_mark(desk: Desk, at: usize, direction: Direction) -> impl IntoView {
    let arrow = if direction == Direction::Ascending { "↑" } else { "↓" };
    let several = move || desk.query.with(|query| query.sort.len() > 1);
    view! {
        <span class="order" aria-hidden="true">
            {arrow}
            {move || several().then_some(at)}
        </span>
    }
}

/// What a column is, as its head tells it to the pointer.
fn about(column: &Column) -> String {
    let mut parts = vec![format!("{} ({})", column.name, column.type_name)];
    if !column.nullable {
        parts.push("required".to_owned());
    }
    if let Some(reference) = &column.reference {
        parts.push(format!("from {}.{}", reference.table, reference.column));
    }
    let mut told = parts.join(", ");
    for more in column
        .comment
        .clone()
        .into_iter()
        .chain(column.locked.as_ref().map(crate::model::table::Lock::sentence))
    {
        told.push('\n');
        told.push_str(&more);
    }
    told
}

fn open_menu(desk: Desk, place: usize, x: i32, y: i32) {
    desk.menu.set(Some(MenuPlace { x, y, subject: Subject::Column(place) }));
}

fn below(event: &MouseEvent) -> (i32, i32) {
    let button = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let Some(button) = button else { return (event.client_x(), event.client_y()) };
    let bounds = button.get_bounding_client_rect();
    #[expect(clippy::cast_possible_truncation, reason = "places of a window are small")]
    let place = (bounds.left() as i32, bounds.bottom() as i32);
    place
}

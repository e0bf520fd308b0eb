//! The selection, drawn over the cells so that they stay as they are.

use super::px;
use crate::grid::desk::Desk;
use crate::grid::geometry::{HEAD_HEIGHT, ROW_HEIGHT};
use crate::grid::number::signed;
use crate::grid::selection::{Area, Selection};
use leptos::prelude::*;

/// One piece of the selection: its class, and left, top, width, height in CSS pixels.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Piece {
    class: &'static str,
    left: i64,
    top: i64,
    width: i64,
    height: i64,
}

/// Two layers: one that moves with the columns, one that stays with the frozen ones.
#[component]
pub fn Overlay(desk: Desk) -> impl IntoView {
    let moving = Memo::new(move |_| pieces(desk, |_, frozen, count| (frozen, count)));
    let frozen = Memo::new(move |_| pieces(desk, |_, frozen, _| (0, frozen)));
    view! {
        <div class="grid-overlay" aria-hidden="true">
            {move || drawn(moving.get())}
        </div>
        <div class="grid-overlay frozen" aria-hidden="true">
            {move || drawn(frozen.get())}
        </div>
    }
    .into_any()
}

fn drawn(pieces: Vec<Piece>) -> Vec<AnyView> {
    let draw = |Piece { class, left, top, width, height }| {
        view! {
            <div
                class=class
                style:left=px(left)
                style:top=px(top)
                style:width=px(width)
                style:height=px(height)
            ></div>
        }
        .into_any()
    };
    pieces.into_iter().map(draw).collect()
}

/// The pieces between two columns, cut off where they are far out of sight.
fn pieces(desk: Desk, span: fn(Desk, usize, usize) -> (usize, usize)) -> Vec<Piece> {
    let selection = desk.selection.get();
    let (frozen, count) = desk.tracks.with(|tracks| (tracks.frozen(), tracks.count()));
    let (first, end) = span(desk, frozen, count);
    let areas = selection.areas().filter(|area| area.cells() > 1);
    let areas = areas.filter_map(|area| piece(desk, "area", area, (first, end)));
    let active = selection.active();
    let active = piece(desk, "active", Area::between(active, active), (first, end));
    areas.chain(active).collect()
}

fn piece(
    desk: Desk,
    class: &'static str,
    area: Area,
    (first, end): (usize, usize),
) -> Option<Piece> {
    let (left, right) = (area.left.max(first), area.right.min(end.checked_sub(1)?));
    let scroller = desk.sight.get().scroller;
    let drawn = scroller.drawn();
    let (top, bottom) = (area.top.max(drawn.start), area.bottom.min(drawn.end.checked_sub(1)?));
    if left > right || top > bottom {
        return None;
    }
    let gutter = i64::from(desk.gutter());
    let (x, width) = desk.tracks.with(|tracks| {
        (i64::from(tracks.left(left)), i64::from(tracks.left(right + 1) - tracks.left(left)))
    });
    Some(Piece {
        class,
        left: gutter + x,
        top: HEAD_HEIGHT + signed(top) * ROW_HEIGHT - scroller.shift(),
        width,
        height: signed(bottom - top + 1) * ROW_HEIGHT,
    })
}

/// Tells whether a column belongs to the selection, for its head.
pub fn touches(selection: &Selection, column: usize) -> bool {
    selection.areas().any(|area| (area.left..=area.right).contains(&column))
}

//! One row as it is drawn: its number, then its cells.

use super::{cell_id, px};
use crate::grid::cell::{Face, face};
use crate::grid::desk::{Desk, Here, RowFace};
use crate::grid::edits::CellDraft;
use crate::grid::geometry::ROW_HEIGHT;
use crate::grid::number::signed;
use crate::grid::problems::Flaw;
use crate::grid::selection::Spot;
use crate::grid::tracks::Tracks;
use crate::model::cell::Alignment;
use crate::model::table::{Column, OpenTable};
use crate::ui::number::grouped;
use leptos::prelude::*;

/// What the cells of a row share.
struct Drawing<'a> {
    desk: Desk,
    table: &'a OpenTable,
    here: Option<&'a Here>,
    flaws: &'a [Flaw],
    tracks: &'a Tracks,
    row: u64,
    gutter: i32,
}

/// Draws a row; nothing in it follows anything but the selection.
pub fn row(desk: Desk, face: RowFace) -> AnyView {
    let here = desk.here(face.row);
    let line = here.as_ref().and_then(Here::line);
    let flaws: Vec<Flaw> = line
        .map(|line| desk.flaws.with_untracked(|flaws| flaws.of(&line).to_vec()))
        .unwrap_or_default();
    let (table, tracks) = (desk.table(), desk.tracks.get_untracked());
    let drawing = Drawing {
        desk,
        table: &table,
        here: here.as_ref(),
        flaws: &flaws,
        tracks: &tracks,
        row: face.row,
        gutter: untrack(|| desk.gutter()),
    };
    let skipped = tracks.left(face.columns.start) - tracks.frozen_width();
    let frozen: Vec<_> = (0..tracks.frozen()).filter_map(|place| cell(&drawing, place)).collect();
    let moving: Vec<_> = face.columns.filter_map(|place| cell(&drawing, place)).collect();
    let class = match &here {
        None => "grid-row waiting",
        Some(Here::New(_)) => "grid-row new",
        Some(here) if here.is_deleted() => "grid-row deleted",
        Some(_) => "grid-row",
    };
    view! {
        <div
            class=class
            role="row"
            aria-rowindex=(face.row + 2).to_string()
            style:top=px(signed(face.row) * ROW_HEIGHT - face.shift)
        >
            {number(desk, face.row, here.as_ref(), &flaws, drawing.gutter)}
            {frozen}
            <div class="gap" role="presentation" style:width=px(i64::from(skipped))></div>
            {moving}
        </div>
    }
    .into_any()
}

fn number(desk: Desk, row: u64, here: Option<&Here>, flaws: &[Flaw], gutter: i32) -> AnyView {
    let of_row = flaws.iter().find(|flaw| flaw.column.is_none()).map(|flaw| flaw.message.clone());
    let (text, state) = match (here, desk.stored_number(row)) {
        (Some(Here::New(_)), _) | (_, None) => ("new".to_owned(), ""),
        (Some(here), Some(number)) if here.is_deleted() => (grouped(number + 1), ", deleted"),
        (Some(Here::Stored(_, Some(_))), Some(number)) => (grouped(number + 1), ", changed"),
        (_, Some(number)) => (grouped(number + 1), ""),
    };
    let class = match (&of_row, state) {
        (Some(_), _) => "gutter invalid",
        (None, ", changed") => "gutter changed",
        _ => "gutter",
    };
    let state = (!state.is_empty()).then(|| view! { <span class="visually-hidden">{state}</span> });
    view! {
        <div
            class=class
            role="rowheader"
            aria-colindex="1"
            title=of_row
            style:width=px(i64::from(gutter))
        >
            {text}
            {state}
        </div>
    }
    .into_any()
}

/// How a cell is drawn.
struct Drawn {
    face: Face,
    label: Option<String>,
    class: String,
    title: Option<String>,
    told: Option<String>,
    locked: Option<&'static str>,
    invalid: Option<&'static str>,
}

fn cell(drawing: &Drawing, place: usize) -> Option<AnyView> {
    let Drawing { desk, table, here, flaws, tracks, row, gutter } = *drawing;
    let index = desk.index(place)?;
    let column = table.columns.get(index)?;
    let frozen = place < tracks.frozen();
    let left = if frozen { px(i64::from(gutter + tracks.left(place))) } else { String::new() };
    let drawn = here.map(|here| draw(desk, here, flaws, index, column));
    let (width, id) = (px(i64::from(tracks.width(place))), cell_id(row, place));
    let colindex = (place + 2).to_string();
    let spot = Spot { row, column: place };
    let selected = move || if desk.selection.with(|s| s.contains(spot)) { "true" } else { "false" };
    let side = if column.kind.alignment() == Alignment::End { " end" } else { "" };
    let stays = if frozen { " frozen" } else { "" };
    let Some(drawn) = drawn else {
        let class = format!("cell{side}{stays}");
        let waiting = view! {
            <div
                class=class
                role="gridcell"
                id=id
                aria-colindex=colindex
                aria-selected=selected
                style:width=width
                style:left=left
            >
                <span class="pending"></span>
            </div>
        };
        return Some(waiting.into_any());
    };
    let cell = view! {
        <div
            class=format!("cell{side}{stays}{}", drawn.class)
            role="gridcell"
            id=id
            aria-colindex=colindex
            aria-selected=selected
            aria-readonly=drawn.locked
            aria-invalid=drawn.invalid
            title=drawn.title
            style:width=width
            style:left=left
        >
            {content(drawn.face)}
            {drawn.label.map(|label| view! { <span class="label">{label}</span> })}
            {drawn.told.map(|told| view! { <span class="visually-hidden">{told}</span> })}
        </div>
    };
    Some(cell.into_any())
}

fn content(face: Face) -> AnyView {
    match face {
        Face::Null => view! { <span class="null">"NULL"</span> }.into_any(),
        Face::Text(text) => view! { <span class="text">{text}</span> }.into_any(),
    }
}

fn draw(desk: Desk, here: &Here, flaws: &[Flaw], index: usize, column: &Column) -> Drawn {
    let locked = desk.lock(here, column).is_some().then_some("true");
    let flaw = flaws.iter().find(|flaw| flaw.column.as_deref() == Some(column.name.as_str()));
    let flaw = flaw.map(|flaw| flaw.message.clone());
    let plain = Drawn {
        face: Face::Null,
        label: None,
        class: String::new(),
        title: flaw.clone(),
        invalid: flaw.is_some().then_some("true"),
        told: flaw,
        locked,
    };
    let mut drawn = match here {
        Here::New(row) => match row.cells.get(&column.name) {
            Some(value) => {
                Drawn { face: face(value.as_deref()), class: " changed".into(), ..plain }
            }
            None => Drawn { class: " default".into(), ..supplied(column, plain) },
        },
        Here::Stored(row, draft) => {
            let present = row.cells.get(index).map_or(Face::Null, Face::of);
            match draft.as_ref().and_then(|draft| draft.cells.get(&column.name)) {
                None => Drawn { face: present, ..plain },
                Some(cell) => edited(cell, &present, plain),
            }
        }
    };
    if drawn.invalid.is_some() {
        drawn.class.push_str(" invalid");
    }
    if drawn.locked.is_some() {
        drawn.class.push_str(" locked");
    }
    if let Face::Text(value) = &drawn.face {
        drawn.label = desk.label(column, value);
    }
    drawn
}

/// An edited cell, with the value that it had or has by now.
fn edited(cell: &CellDraft, present: &Face, plain: Drawn) -> Drawn {
    let before = face(cell.old.as_deref());
    let met = before != *present;
    let was = words(if met { present } else { &before });
    let said = if met { "somebody changed it to" } else { "changed from" };
    let class = if met { " changed met" } else { " changed" };
    Drawn {
        face: face(cell.new.as_deref()),
        class: class.into(),
        title: plain.title.or(Some(format!("{said} {was}"))),
        told: Some(format!(", {said} {was}. {}", plain.told.unwrap_or_default())),
        ..plain
    }
}

/// What a new row gets where nothing is given.
fn supplied(column: &Column, plain: Drawn) -> Drawn {
    let (text, title) = match (&column.locked, &column.default) {
        (Some(lock), _) => ("automatic", Some(lock.sentence())),
        (None, Some(default)) => ("default", Some(format!("The default: {default}"))),
        (None, None) if column.required => ("required", None),
        (None, None) => return plain,
    };
    Drawn { face: Face::Text(text.to_owned()), title: plain.title.clone().or(title), ..plain }
}

fn words(face: &Face) -> String {
    match face {
        Face::Null => "NULL".to_owned(),
        Face::Text(text) if text.is_empty() => "empty text".to_owned(),
        Face::Text(text) => format!("“{text}”"),
    }
}

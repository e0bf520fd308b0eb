//! The menus of cells and of columns.

use crate::grid::cell::cleared;
use crate::grid::columns::Arranging;
use crate::grid::commands::{clear, download, rows, run, width};
use crate::grid::desk::{Desk, Subject};
use crate::grid::edits::Line;
use crate::grid::keymap::Command;
use crate::grid::query::new_filter;
use crate::grid::selection::Selection;
use crate::grid::tracks::Tracks;
use crate::model::filter::{Direction, SortBy};
use crate::ui::menu::MenuItem;
use crate::ui::number::counted;
use crate::ui::point_menu::PointMenu;
use leptos::prelude::*;

/// The menu that is open, at its place.
#[component]
pub fn GridMenu(desk: Desk) -> impl IntoView {
    let at = Signal::derive(move || desk.menu.get().map(|menu| (menu.x, menu.y)));
    let close = Callback::new(move |()| {
        if desk.menu.get_untracked().is_some() {
            desk.menu.set(None);
            // An item may have opened an editor, which has the focus then.
            if desk.editing.get_untracked().is_none() {
                desk.focus();
            }
        }
    });
    let label = Signal::derive(move || match desk.menu.get().map(|menu| menu.subject) {
        Some(Subject::Column(place)) => {
            let name = desk.column(place).map(|(_, column)| column.name);
            format!("Column {}", name.unwrap_or_default())
        }
        _ => "Cells".to_owned(),
    });
    view! {
        <PointMenu id="grid-menu" label at on_close=close>
            {move || {
                desk.menu
                    .get()
                    .map(|menu| match menu.subject {
                        Subject::Cells => view! { <Cells desk /> }.into_any(),
                        Subject::Column(place) => view! { <OfColumn desk place /> }.into_any(),
                    })
            }}
        </PointMenu>
    }
    .into_any()
}

#[component]
fn Cells(desk: Desk) -> impl IntoView {
    let item = move |label: &'static str, command: Command| {
        let on_choose = Callback::new(move |()| run(desk, command.clone()));
        view! { <MenuItem label on_choose /> }
    };
    let spot = desk.selection.with_untracked(Selection::active);
    let column = desk.column(spot.column).map(|(_, column)| column);
    let here = desk.here(spot.row);
    let lock = here.as_ref().zip(column.as_ref()).and_then(|(here, c)| desk.lock(here, c));
    let editable = lock.is_none();
    let empty = column.as_ref().is_some_and(|column| column.kind.holds_empty_text());
    let nullable = column.as_ref().is_some_and(|column| column.nullable);
    let clears = column.as_ref().is_some_and(|column| nullable || cleared(column).is_some());
    let bytes = column.is_some_and(|c| matches!(c.kind, crate::model::cell::CellKind::Bytes));
    let access = desk.table().access.clone();
    view! {
        {lock.map(|lock| view! { <p class="menu-note">{lock.sentence()}</p> })}
        {editable.then(|| item("Edit", Command::Edit))}
        {(editable && nullable)
            .then(|| {
                let on_choose = Callback::new(move |()| clear::set(desk, None));
                view! { <MenuItem label="Set to NULL" on_choose /> }
            })}
        {(editable && empty)
            .then(|| {
                let on_choose = Callback::new(move |()| clear::set(desk, Some(String::new())));
                view! { <MenuItem label="Set to empty text" on_choose /> }
            })}
        {(editable && clears).then(|| item("Fill down", Command::FillDown))}
        {bytes
            .then(|| {
                let on_choose = Callback::new(move |()| download::bytes(desk));
                view! { <MenuItem label="Download bytes" on_choose /> }
            })}
        {item("Show the row as a form", Command::Form)}
        {access.insert.is_none().then(|| item("Insert row", Command::InsertRow))}
        {access.insert.is_none().then(|| item("Duplicate rows", Command::DuplicateRows))}
        {access.delete.is_none().then(|| item("Delete or keep rows", Command::DeleteRows))}
        {access
            .update
            .is_none()
            .then(|| {
                let on_choose = Callback::new(move |()| rows::revert(desk));
                view! { <MenuItem label="Take back the edits of these rows" on_choose /> }
            })}
        <HistoryLinks desk />
    }
    .into_any()
}

/// Links to what was changed before: in the row, and in the cell.
#[component]
fn HistoryLinks(desk: Desk) -> impl IntoView {
    let spot = desk.selection.with_untracked(Selection::active);
    let table = desk.table();
    let Some(Line::Stored(key)) = desk.here(spot.row).and_then(|here| here.line()) else {
        return ().into_any();
    };
    let column = desk.column(spot.column).map(|(_, column)| column.name).unwrap_or_default();
    let mut address = url::form_urlencoded::Serializer::new(String::new());
    address.append_pair("row", &serde_json::to_string(&key).unwrap_or_default());
    let of_row = format!("/tables/{}/history?{}", table.table.id, address.finish());
    let mut address = url::form_urlencoded::Serializer::new(String::new());
    address.append_pair("column", &column);
    let of_cell = format!("{of_row}&{}", address.finish());
    view! {
        <a role="menuitem" href=of_row>"History of the row"</a>
        <a role="menuitem" href=of_cell>"History of the cell"</a>
    }
    .into_any()
}

#[component]
fn OfColumn(desk: Desk, place: usize) -> impl IntoView {
    let Some((_, column)) = desk.column(place) else { return ().into_any() };
    let name = StoredValue::new(column.name.clone());
    let kind = StoredValue::new(column.kind.clone());
    let count = desk.tracks.with_untracked(Tracks::count);
    let sort = move |direction: Direction| {
        Callback::new(move |()| {
            let by = SortBy { column: name.get_value(), direction };
            desk.ask(move |query| query.sort = vec![by]);
        })
    };
    let arrange = move |change: fn(String, usize) -> Arranging, at: usize| {
        Callback::new(move |()| desk.arrange(change(name.get_value(), at)))
    };
    let filter = Callback::new(move |()| {
        let filter = name.with_value(|name| kind.with_value(|kind| new_filter(name, kind)));
        super::toolbar::begin_filter(desk, filter);
    });
    let before = |column, before| Arranging::Move { column, before };
    view! {
        <MenuItem label="Sort ascending" on_choose=sort(Direction::Ascending) />
        <MenuItem label="Sort descending" on_choose=sort(Direction::Descending) />
        <MenuItem label="Filter" on_choose=filter />
        <MenuItem label="Hide" on_choose=arrange(|column, _| Arranging::Hide(column), 0) />
        {(place > 0).then(|| view! { <MenuItem label="Move left" on_choose=arrange(before, place - 1) /> })}
        {(place + 1 < count)
            .then(|| view! { <MenuItem label="Move right" on_choose=arrange(before, place + 2) /> })}
        <MenuItem label="Wider" on_choose=Callback::new(move |()| width::widen(desk, place)) />
        <MenuItem label="Narrower" on_choose=Callback::new(move |()| width::narrow(desk, place)) />
        <Freezing desk place />
    }
    .into_any()
}

/// Keeping columns in sight, as far as that leaves room for the others.
#[component]
fn Freezing(desk: Desk, place: usize) -> impl IntoView {
    let freeze =
        move |count: usize| Callback::new(move |()| desk.arrange(Arranging::Freeze(count)));
    let wanted = desk.arrangement.with_untracked(|arrangement| arrangement.frozen);
    let width = desk.sight.with_untracked(|sight| sight.width);
    let most = desk.tracks.with_untracked(|tracks| tracks.most_frozen(width));
    let fits = place < most;
    let crowded = !fits || wanted > most;
    view! {
        {fits
            .then(|| {
                view! { <MenuItem label="Keep in sight up to here" on_choose=freeze(place + 1) /> }
            })}
        {(wanted > 0)
            .then(|| view! { <MenuItem label="Keep no column in sight" on_choose=freeze(0) /> })}
        {crowded
            .then(|| {
                let columns = match most {
                    0 => "No column is".to_owned(),
                    most => format!("No more than {}", counted(most, "column is", "columns are")),
                };
                let why = "others would have no room beside them.";
                view! { <p class="menu-note">{format!("{columns} kept in sight here: {why}")}</p> }
            })}
    }
    .into_any()
}

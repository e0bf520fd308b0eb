//! What keys, menus and buttons do, one file a verb.

pub mod clear;
pub mod copy;
pub mod download;
pub mod edit;
pub mod fill;
mod labels;
pub mod paste;
pub mod problem;
pub mod rows;
pub mod step;
pub mod width;

use super::desk::{Begun, Desk, Done, MenuPlace, Put, Subject};
use super::geometry::ROW_HEIGHT;
use super::keymap::Command;
use super::number::pixels;
use super::selection::{Area, Selection, Spot};
use crate::error::AppError;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;
use wasm_bindgen::JsCast;

/// Does what a key asks for.
pub fn run(desk: Desk, command: Command) {
    match command {
        Command::Go(movement) => desk.go(movement),
        Command::Extend(movement) => desk.extend(movement),
        Command::SelectRows => select_rows(desk),
        Command::SelectColumns => select_columns(desk),
        Command::SelectAll => {
            let bounds = desk.bounds();
            let last = Spot {
                row: bounds.rows.saturating_sub(1),
                column: bounds.columns.saturating_sub(1),
            };
            desk.select_area(Area::between(Spot::default(), last));
        }
        Command::Edit => edit::open(desk),
        Command::Type(text) => edit::type_over(desk, text),
        Command::Clear => clear::clear(desk),
        Command::SetNull => clear::set(desk, None),
        Command::SetEmpty => clear::set(desk, Some(String::new())),
        Command::FillDown => fill::fill_down(desk),
        Command::Undo => step::undo(desk),
        Command::Redo => step::redo(desk),
        Command::InsertRow => rows::insert(desk),
        Command::DuplicateRows => rows::duplicate(desk),
        Command::DeleteRows => rows::delete(desk),
        Command::Save => desk.errands.save.run(()),
        Command::Find => find(),
        Command::Menu => open_menu(desk),
        Command::Form => desk.form.update(|open| *open = !*open),
        Command::NextProblem => problem::next(desk),
        Command::Widen => width::widen(desk, active_column(desk)),
        Command::Narrow => width::narrow(desk, active_column(desk)),
    }
}

/// What is said of a Save that waited until the person did something else.
const SAVE_GIVEN_UP: &str = "The Save that waited is given up: nothing is saved";

/// Does something that may have to wait for the server; what goes wrong is shown above the grid.
fn later(desk: Desk, work: impl Future<Output = Result<(), AppError>> + 'static) {
    desk.command_failure.set(None);
    let work = desk.while_here(work);
    spawn_local(async move {
        if let Some(Err(error)) = work.await {
            desk.command_failure.try_set(Some(error));
        }
    });
}

/// Makes edits that may have to wait for the server. A Save that is asked for meanwhile takes them
/// along; where they cannot be made, it is given up.
fn edit_later<W>(desk: Desk, work: impl FnOnce(Begun) -> W)
where
    W: Future<Output = Result<Put, AppError>> + 'static,
{
    // What is seen now may be another value once the Save has ended.
    if desk.is_locked() {
        return;
    }
    let begun = desk.begin_edits();
    let work = work(begun);
    later(desk, async move {
        let put = work.await;
        let wanted = desk.is_on(begun);
        match &put {
            _ if !wanted => {}
            Ok(Put::Done(Done { told: Some(told), .. })) => desk.say(told),
            Ok(Put::Refused) => desk.disappoint(desk.said.get_untracked()),
            Err(_) => desk.disappoint("What you did could not be done".to_owned()),
            Ok(Put::Done(_) | Put::GivenUp) => {}
        }
        desk.end_edits(begun);
        put.map(drop).or_else(|error| if wanted { Err(error) } else { Ok(()) })
    });
}

fn active_column(desk: Desk) -> usize {
    desk.selection.with_untracked(Selection::active).column
}

fn select_rows(desk: Desk) {
    let area = desk.selection.with_untracked(Selection::area);
    let right = desk.bounds().columns.saturating_sub(1);
    desk.select_area(Area { left: 0, right, ..area });
}

fn select_columns(desk: Desk) {
    let area = desk.selection.with_untracked(Selection::area);
    let bottom = desk.bounds().rows.saturating_sub(1);
    desk.select_area(Area { top: 0, bottom, ..area });
}

/// Goes to the search field, wherever the page has it.
fn find() {
    let found = document().query_selector("[type=search]").ok().flatten();
    if let Some(field) = found.and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok())
    {
        let _ = field.focus();
        field.select();
    }
}

fn open_menu(desk: Desk) {
    let active = desk.selection.with_untracked(Selection::active);
    desk.reveal(active);
    if let Some((x, y, _)) = desk.on_screen(active) {
        let y = y + pixels(ROW_HEIGHT);
        desk.menu.set(Some(MenuPlace { x, y, subject: Subject::Cells }));
    }
}

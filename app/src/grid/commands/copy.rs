//! Copying the selected cells for spreadsheets, and for this grid.

mod promised;

use super::{clear, later};
use crate::error::AppError;
use crate::grid::clipboard::{Block, OWN_FLAVOUR, write};
use crate::grid::desk::{Desk, Here};
use crate::grid::edits::Value;
use crate::grid::selection::{Area, Selection, Spot};
use crate::ui::number::grouped;
use futures::FutureExt;
use leptos::ev::ClipboardEvent;
use leptos::prelude::*;
use promised::Fetching;
use std::rc::Rc;

/// Answers the browser's “copy”.
pub fn copy(desk: Desk, event: &ClipboardEvent) {
    event.prevent_default();
    let area = desk.selection.with_untracked(Selection::area);
    if desk.too_many(area.height()).is_some() || copied_at_once(desk, area, event) {
        return;
    }
    copy_fetched(desk, area);
}

/// Copies what is not wholly here; the clipboard stays as it is where it cannot be had.
fn copy_fetched(desk: Desk, area: Area) {
    let fetching = async move { Ok(fetched(desk, area).await?.map(Rc::new)) };
    let fetching: Fetching = fetching.boxed_local().shared();
    let promised = promised::promise(&fetching);
    later(desk, async move {
        let taken = match promised {
            Some(promised) => wasm_bindgen_futures::JsFuture::from(promised).await.is_ok(),
            None => false,
        };
        let block = fetching.await.map_err(|error| error.with_hint("Nothing was copied"))?;
        let Some(block) = block else {
            desk.say("The rows have moved or are gone; nothing was copied. Copy again");
            return Ok(());
        };
        if taken || promised::give(&block).await {
            copied(desk, &block);
        } else {
            desk.say("The browser did not allow it; nothing was copied. Copy again");
        }
        Ok(())
    });
}

/// Answers the browser's “cut”: only what was copied goes.
pub fn cut(desk: Desk, event: &ClipboardEvent) {
    event.prevent_default();
    let area = desk.selection.with_untracked(Selection::area);
    if !desk.is_steady() || desk.too_many(area.height()).is_some() {
        return;
    }
    if desk.selection.with_untracked(|selection| selection.areas().count() > 1) {
        desk.say("Only one area can be cut at once; nothing was cut");
        return;
    }
    if copied_at_once(desk, area, event) {
        clear::clear(desk);
    } else {
        desk.say("Not all of these cells is here yet: copy them, then clear them with Delete");
    }
}

/// Copies what is wholly here; tells whether it was.
fn copied_at_once(desk: Desk, area: Area, event: &ClipboardEvent) -> bool {
    let Some((block, clipboard)) = block_here(desk, area).zip(event.clipboard_data()) else {
        return false;
    };
    let texts = clipboard.set_data("text/plain", &write(&block));
    if let Ok(own) = serde_json::to_string(&block) {
        // Without our own flavour the texts are there all the same.
        let _ = clipboard.set_data(OWN_FLAVOUR, &own);
    }
    if texts.is_ok() {
        copied(desk, &block);
    }
    texts.is_ok()
}

fn copied(desk: Desk, block: &Block<Value>) {
    let columns = block.first().map_or(0, Vec::len);
    desk.say(match block.len() * columns {
        1 => "1 cell copied".to_owned(),
        _ => format!("{} × {} cells copied", count(block.len()), count(columns)),
    });
}

fn count(number: usize) -> String {
    grouped(crate::grid::number::wide(number))
}

/// The values of an area, if all are here.
fn block_here(desk: Desk, area: Area) -> Option<Block<Value>> {
    (area.top..=area.bottom)
        .map(|row| {
            let here = desk.present(row)?;
            (area.left..=area.right)
                .map(|column| {
                    let (index, column) = desk.column(column)?;
                    here.value(index, &column)
                })
                .collect()
        })
        .collect()
}

/// The values of an area; nothing where its rows moved meanwhile, or are gone.
async fn fetched(desk: Desk, area: Area) -> Result<Option<Block<Value>>, AppError> {
    let Some(rows) = desk.gather(area.top..=area.bottom).await? else { return Ok(None) };
    let mut block = Vec::new();
    for here in rows.values() {
        block.push(line(desk, here, area).await?);
    }
    Ok((!block.is_empty()).then_some(block))
}

async fn line(desk: Desk, here: &Here, area: Area) -> Result<Vec<Value>, AppError> {
    let mut line = Vec::new();
    for column in area.left..=area.right {
        let value = match desk.index(column) {
            Some(index) => desk.whole_of(here, index).await?,
            None => None,
        };
        line.push(value);
    }
    Ok(line)
}

/// The whole value of a cell; nothing where there is no such row.
pub async fn value(desk: Desk, spot: Spot) -> Result<Option<Value>, AppError> {
    let area = Area::between(spot, spot);
    let block = fetched(desk, area).await?;
    Ok(block.and_then(|block| block.into_iter().next()?.into_iter().next()))
}

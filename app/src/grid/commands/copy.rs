//! Copying the selected cells for spreadsheets, and for this grid.

use super::later;
use crate::error::AppError;
use crate::grid::clipboard::{Block, OWN_FLAVOUR, write};
use crate::grid::desk::{Desk, Here};
use crate::grid::edits::Value;
use crate::grid::selection::{Area, Selection, Spot};
use leptos::ev::ClipboardEvent;
use leptos::prelude::*;

/// Answers the browser's “copy”.
pub fn copy(desk: Desk, event: &ClipboardEvent) {
    let area = desk.selection.with_untracked(Selection::area);
    event.prevent_default();
    if desk.too_many(area.height()).is_some() {
        return;
    }
    if let Some(block) = block_here(desk, area) {
        if let Some(clipboard) = event.clipboard_data() {
            // Fails only where the browser forbids it, and then says so itself.
            let _ = clipboard.set_data("text/plain", &write(&block));
            if let Ok(own) = serde_json::to_string(&block) {
                let _ = clipboard.set_data(OWN_FLAVOUR, &own);
            }
        }
        copied(desk, area);
        return;
    }
    later(desk, async move {
        let block = fetched(desk, area).await?;
        let written = window().navigator().clipboard().write_text(&write(&block));
        if wasm_bindgen_futures::JsFuture::from(written).await.is_ok() {
            copied(desk, area);
        } else {
            desk.say("The rows are here now; copy again");
        }
        Ok(())
    });
}

fn copied(desk: Desk, area: Area) {
    desk.say(format!("{} copied", area.told()));
}

/// The values of an area, if all are here.
fn block_here(desk: Desk, area: Area) -> Option<Block<Value>> {
    (area.top..=area.bottom)
        .map(|row| {
            let here = desk.here(row)?;
            (area.left..=area.right)
                .map(|column| {
                    let (index, column) = desk.column(column)?;
                    here.value(index, &column)
                })
                .collect()
        })
        .collect()
}

async fn fetched(desk: Desk, area: Area) -> Result<Block<Value>, AppError> {
    let mut block = Vec::new();
    let added = desk.added_count();
    let numbers = area.top.saturating_sub(added)..(area.bottom + 1).saturating_sub(added);
    let rows = desk.rows_of(numbers).await?;
    for row in area.top..=area.bottom {
        let fetched = row.checked_sub(added).and_then(|number| rows.get(&number).cloned());
        let here = fetched.map(|row| desk.with_draft(row)).or_else(|| desk.here(row));
        let Some(here) = here else { continue };
        let mut line = Vec::new();
        for column in area.left..=area.right {
            line.push(whole(desk, &here, column).await?);
        }
        block.push(line);
    }
    Ok(block)
}

async fn whole(desk: Desk, here: &Here, column: usize) -> Result<Value, AppError> {
    let Some((index, column)) = desk.column(column) else { return Ok(None) };
    match (here.value(index, &column), here) {
        (Some(value), _) => Ok(value),
        (None, Here::Stored(row, _)) => desk.whole(row, index).await,
        (None, Here::New(_)) => Ok(None),
    }
}

/// The whole value of a cell; nothing where there is no such row.
pub async fn value(desk: Desk, spot: Spot) -> Result<Option<Value>, AppError> {
    let area = Area::between(spot, spot);
    let block = fetched(desk, area).await?;
    Ok(block.into_iter().next().and_then(|line| line.into_iter().next()))
}

//! Pasting a block of cells; rows beyond the last one, and below a new one, become new rows.

use super::later;
use crate::grid::cell::pasted;
use crate::grid::clipboard::{Block, OWN_FLAVOUR, read, spread};
use crate::grid::desk::Desk;
use crate::grid::desk::make::Put;
use crate::grid::edits::{Cells, Edit, Value};
use crate::grid::number::{narrow, wide};
use crate::grid::selection::{Area, Selection, Spot};
use leptos::ev::ClipboardEvent;
use leptos::prelude::*;

/// A pasted cell: a value of our own, or a text that is read by the column it falls into.
#[derive(Clone, Debug)]
enum Cell {
    Own(Value),
    Text(String),
}

/// Answers the browser's “paste”.
pub fn paste(desk: Desk, event: &ClipboardEvent) {
    let Some(clipboard) = event.clipboard_data() else { return };
    event.prevent_default();
    let own = clipboard.get_data(OWN_FLAVOUR).unwrap_or_default();
    let block = match serde_json::from_str::<Block<Value>>(&own) {
        Ok(block) => cells(block, Cell::Own),
        Err(_) => cells(read(&clipboard.get_data("text/plain").unwrap_or_default()), Cell::Text),
    };
    put(desk, &block);
}

fn cells<T>(block: Block<T>, cell: fn(T) -> Cell) -> Block<Cell> {
    block.into_iter().map(|row| row.into_iter().map(cell).collect()).collect()
}

fn put(desk: Desk, block: &Block<Cell>) {
    let selected = desk.selection.with_untracked(Selection::area);
    let Some(area) = spread(block, selected) else { return };
    if desk.too_many(area.height()).is_some() {
        return;
    }
    let bounds = desk.bounds();
    let cut = area.right >= bounds.columns;
    let area = Area { right: area.right.min(bounds.columns.saturating_sub(1)), ..area };
    // Below a new row there are more new rows, never those of the table.
    let added = desk.added_count();
    let end = if area.top < added { added } else { bounds.rows };
    let mut puts = Vec::new();
    let mut new_rows = Vec::new();
    for row in area.top..=area.bottom {
        let line = line(desk, block, area, row);
        if row < end {
            puts.extend(
                line.into_iter().map(|(column, value)| Put { spot: Spot { row, column }, value }),
            );
        } else {
            new_rows.push(line);
        }
    }
    if !new_rows.is_empty()
        && let Some(lock) = &desk.table().access.insert
    {
        desk.say(format!(
            "{} rows do not fit, and none can be added. {}",
            new_rows.len(),
            lock.sentence()
        ));
        return;
    }
    let count = new_rows.len();
    let adds: Vec<_> =
        (narrow(added)..).zip(new_rows).map(|(at, line)| add(desk, at, line)).collect();
    let left = Area { bottom: area.bottom.min(end.saturating_sub(1).max(area.top)), ..area };
    desk.select_area(left);
    later(desk, async move {
        desk.put_and(puts, adds).await?;
        let pasted = format!("{} pasted", area.told());
        let new = match count {
            0 => String::new(),
            count => format!(", {count} rows of them as new rows at the top"),
        };
        let rest = if cut { "; what goes beyond the last column was left out" } else { "" };
        let sentence = format!("{pasted}{new}{rest}");
        desk.say(sentence);
        Ok(())
    });
}

fn line(desk: Desk, block: &Block<Cell>, area: Area, row: u64) -> Vec<(usize, Value)> {
    let height = wide(block.len()).max(1);
    let Some(cells) = block.get(narrow((row - area.top) % height)) else { return Vec::new() };
    let width = block.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let values = (area.left..=area.right).filter_map(|place| {
        let cell = cells.get((place - area.left) % width)?;
        let (_, column) = desk.column(place)?;
        let value = match cell {
            Cell::Own(value) => value.clone(),
            Cell::Text(text) => pasted(&column, text),
        };
        Some((place, value))
    });
    values.collect()
}

fn add(desk: Desk, at: usize, line: Vec<(usize, Value)>) -> Edit {
    let cells: Cells = line
        .into_iter()
        .filter_map(|(place, value)| {
            let (_, column) = desk.column(place)?;
            // What PostgreSQL supplies itself, and NULL where it would, stay out of a new row.
            let left_out = column.locked.is_some() || (value.is_none() && !column.nullable);
            (!left_out).then_some((column.name, value))
        })
        .collect();
    Edit::Add { at, cells }
}

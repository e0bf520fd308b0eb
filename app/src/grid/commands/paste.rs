//! Pasting a block of cells; rows beyond the last one, and below a new one, become new rows.

use super::edit_later;
use super::labels::{Goal, Labels};
use crate::error::AppError;
use crate::grid::cell::pasted;
use crate::grid::clipboard::{Block, OWN_FLAVOUR, read, read_own, spread, write};
use crate::grid::desk::{Begun, Desk, Done, Put, Puts};
use crate::grid::edits::{Cells, Value};
use crate::grid::number::{narrow, wide};
use crate::grid::selection::{Area, Selection};
use crate::model::table::Column;
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
    let data = |flavour| clipboard.get_data(flavour).unwrap_or_default();
    let own: Option<Block<Value>> = serde_json::from_str(&data(OWN_FLAVOUR)).ok();
    let plain = data("text/plain");
    // A program that keeps our attribute while its table is edited says otherwise in its plain text.
    let same = |block: &Block<Value>| read(&write(block)) == read(&plain);
    let block = match own.or_else(|| read_own(&data("text/html")).filter(same)) {
        Some(block) => cells(block, Cell::Own),
        None => cells(read(&plain), Cell::Text),
    };
    put(desk, block);
}

fn cells<T>(block: Block<T>, cell: fn(T) -> Cell) -> Block<Cell> {
    block.into_iter().map(|row| row.into_iter().map(cell).collect()).collect()
}

/// Where a block goes.
#[derive(Clone, Copy, Debug)]
struct Goes {
    /// Into which cells.
    area: Area,
    /// What was selected then.
    selected: Area,
    /// What of it does not fit.
    rest: Rest,
}

/// What of a block does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    /// Nothing: beyond the last row there are new ones.
    Nothing,
    /// Columns beyond the last one.
    Columns,
}

fn put(desk: Desk, block: Block<Cell>) {
    let selected = desk.selection.with_untracked(Selection::area);
    let Some(area) = spread(&block, selected) else { return };
    if !desk.is_steady() || desk.too_many(area.height()).is_some() {
        return;
    }
    let columns = desk.bounds().columns;
    let rest = if area.right >= columns { Rest::Columns } else { Rest::Nothing };
    let area = Area { right: area.right.min(columns.saturating_sub(1)), ..area };
    let goes = Goes { area, selected, rest };
    edit_later(desk, move |begun| put_into(desk, begun, block, goes));
}

/// Puts a block into its cells, and tells what became of it.
async fn put_into(
    desk: Desk,
    begun: Begun,
    block: Block<Cell>,
    goes: Goes,
) -> Result<Put, AppError> {
    let pasting = pasting(desk, begun, &block, goes.area).await?;
    if let Some(put) = desk.refuses(begun) {
        return Ok(put);
    }
    let Some(pasting) = pasting else { return Ok(Put::Refused) };
    if let Some(refusal) = refusal(desk, pasting.adds.len()) {
        desk.say(refusal);
        return Ok(Put::Refused);
    }
    let nothing = pasting.is_refused();
    let told = if nothing { "Nothing was pasted".to_owned() } else { goes.told(desk, &pasting) };
    let put = desk.put(pasting.puts, pasting.adds).await?;
    let Put::Done(done) = put else { return Ok(put) };
    pasting.labels.look_up(desk, &done.added);
    let told = [Some(told), done.told].into_iter().flatten().collect::<Vec<_>>().join(". ");
    if nothing {
        desk.say(told);
        return Ok(Put::Refused);
    }
    Ok(Put::Done(Done { told: Some(told), added: done.added }))
}

impl Goes {
    /// Selects what is pasted, unless something else was selected meanwhile, and tells of it.
    fn told(self, desk: Desk, pasting: &Pasting) -> String {
        // Before new rows move those that are selected.
        if desk.selection.with_untracked(Selection::area) == self.selected {
            desk.select_area(Area { bottom: pasting.bottom, ..self.area });
        }
        let new = match pasting.adds.len() {
            0 => String::new(),
            1 => ", 1 row of them as a new row at the top".to_owned(),
            adds => format!(", {adds} rows of them as new rows at the top"),
        };
        let rest = match self.rest {
            Rest::Nothing => "",
            Rest::Columns => "; what goes beyond the last column was left out",
        };
        format!("{} pasted{new}{rest}", self.area.told())
    }
}

/// What a paste comes to, now that it is certain where the table ends.
struct Pasting {
    puts: Puts,
    adds: Vec<Cells>,
    labels: Labels,
    bottom: u64,
}

impl Pasting {
    fn note(&mut self, goal: &Goal, line: &[Given]) {
        let texts = line.iter().filter(|given| given.origin == Origin::Text);
        texts.for_each(|given| self.labels.note(goal, &given.column, &given.value));
    }

    /// Tells whether there was something to paste, and none of it can be taken.
    fn is_refused(&self) -> bool {
        self.adds.is_empty() && self.puts.are_refused()
    }
}

async fn pasting(
    desk: Desk,
    begun: Begun,
    block: &Block<Cell>,
    area: Area,
) -> Result<Option<Pasting>, AppError> {
    // Below a new row there are more new rows, never those of the table.
    let added = desk.added_count();
    let reach = if area.top < added { area.bottom.min(added - 1) } else { area.bottom };
    let puts = Puts::new(begun);
    let Some(rows) = desk.gather(area.top..=reach).await? else { return Ok(None) };
    let mut pasting =
        Pasting { puts, adds: Vec::new(), labels: Labels::default(), bottom: area.top };
    for row in area.top..=area.bottom {
        let line = line(desk, block, area, row);
        if let Some(here) = rows.get(&row) {
            if let Some(line_here) = here.line() {
                pasting.note(&Goal::Here(line_here), &line);
            }
            for Given { place, value, .. } in line {
                pasting.puts.add(desk, here, place, value);
            }
            pasting.bottom = row;
        } else {
            pasting.note(&Goal::Added(pasting.adds.len()), &line);
            pasting.adds.push(new_row(line));
        }
    }
    Ok(Some(pasting))
}

/// Why rows that do not fit cannot be added; none where they can, or where all fit.
fn refusal(desk: Desk, adds: usize) -> Option<String> {
    let lock = desk.table().access.insert.clone().filter(|_| adds > 0)?;
    let rows = match adds {
        1 => "1 row does not fit, and cannot be added".to_owned(),
        _ => format!("{adds} rows do not fit, and none can be added"),
    };
    Some(format!("{rows}. {}", lock.sentence()))
}

/// What a cell is given.
struct Given {
    place: usize,
    column: Column,
    value: Value,
    origin: Origin,
}

/// Where a value comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// A cell of our own.
    Own,
    /// A text that somebody wrote.
    Text,
}

fn line(desk: Desk, block: &Block<Cell>, area: Area, row: u64) -> Vec<Given> {
    let height = wide(block.len()).max(1);
    let Some(cells) = block.get(narrow((row - area.top) % height)) else { return Vec::new() };
    let width = block.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let values = (area.left..=area.right).filter_map(|place| {
        let cell = cells.get((place - area.left) % width)?;
        let (_, column) = desk.column(place)?;
        let (value, origin) = match cell {
            Cell::Own(value) => (value.clone(), Origin::Own),
            Cell::Text(text) => (pasted(&column, text), Origin::Text),
        };
        Some(Given { place, column, value, origin })
    });
    values.collect()
}

fn new_row(line: Vec<Given>) -> Cells {
    let cells = line.into_iter().filter_map(|Given { column, value, .. }| {
        // What PostgreSQL supplies itself, and NULL where it would, stay out of a new row.
        let left_out = column.locked.is_some() || (value.is_none() && !column.nullable);
        (!left_out).then_some((column.name, value))
    });
    cells.collect()
}

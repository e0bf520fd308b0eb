//! Inserting, duplicating and deleting rows.

use super::labels::{Goal, Labels};
use super::{SAVE_GIVEN_UP, edit_later};
use crate::error::AppError;
use crate::grid::desk::{Desk, Done, Here, Put, Puts};
use crate::grid::edits::{Cells, Changed, DeletedLine, Edit, Line};
use crate::grid::number::{narrow, wide};
use crate::grid::selection::{Area, Selection, Spot};
use crate::model::change::MOST_CHANGES;
use crate::model::table::{Column, Key};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Adds a new row at the top.
pub fn insert(desk: Desk) {
    if refuse_insert(desk).is_some() {
        return;
    }
    let at = narrow(desk.added_count());
    if desk.make(vec![Edit::Add { at, cells: Cells::new() }]) == Changed::No {
        return;
    }
    let row = desk.added_count().saturating_sub(1);
    let table = desk.table();
    let first = desk.arrangement.with_untracked(|arrangement| {
        let free = |index: usize| table.columns.get(index).is_some_and(|c| c.locked.is_none());
        arrangement.shown.iter().position(|shown| free(shown.index))
    });
    desk.select_new(Selection::at(Spot { row, column: first.unwrap_or(0) }));
    desk.focus();
    desk.say("A new row is added at the top");
}

fn refuse_insert(desk: Desk) -> Option<()> {
    let lock = desk.table().access.insert.clone()?;
    desk.say(format!("Rows cannot be inserted. {}", lock.sentence()));
    Some(())
}

/// Adds copies of the selected rows at the top; keys and unique values are left to be filled in.
pub fn duplicate(desk: Desk) {
    if refuse_insert(desk).is_some() {
        return;
    }
    let Some(areas) = few_areas(desk) else { return };
    edit_later(desk, move |begun| async move {
        let puts = Puts::new(begun);
        let Some(here) = gathered(desk, areas).await? else { return Ok(Put::Refused) };
        let (copies, labels) = copies(desk, &here).await?;
        let put = desk.put(puts, copies).await?;
        let Put::Done(done) = put else { return Ok(put) };
        labels.look_up(desk, &done.added);
        let count = done.added.len();
        if count == 0 {
            return Ok(Put::Done(done));
        }
        let row = desk.added_count().saturating_sub(wide(count));
        desk.select_new(Selection::at(Spot { row, column: 0 }));
        let told = match count {
            1 => "1 copy is added at the top".to_owned(),
            _ => format!("{count} copies are added at the top"),
        };
        Ok(Put::Done(Done { told: Some(told), ..done }))
    });
}

/// The cells of copies, and what stands in them for keys that are not looked up yet.
async fn copies(desk: Desk, here: &[Here]) -> Result<(Vec<Cells>, Labels), AppError> {
    let table = desk.table();
    let (mut copies, mut labels) = (Vec::new(), Labels::default());
    for here in here {
        let mut cells = Cells::new();
        let columns = table.columns.iter().enumerate();
        for (index, column) in columns.filter(|(_, column)| is_copied(&table.key, column)) {
            let value = desk.whole_of(here, index).await?;
            if here.has_edit(&column.name) {
                labels.note(&Goal::Added(copies.len()), column, &value);
            }
            cells.insert(column.name.clone(), value);
        }
        copies.push(cells);
    }
    Ok((copies, labels))
}

fn is_copied(key: &Key, column: &Column) -> bool {
    let is_key = key.columns() == [column.name.clone()];
    column.locked.is_none() && !column.unique && !is_key
}

/// Marks the selected rows as deleted; where all of them are, takes it back.
pub fn delete(desk: Desk) {
    let Some(areas) = few_areas(desk) else { return };
    edit_later(desk, move |begun| async move {
        let Some(here) = gathered(desk, areas).await? else { return Ok(Put::Refused) };
        if let Some(put) = desk.refuses(begun) {
            return Ok(put);
        }
        let stored = here.iter().any(|here| matches!(here, Here::Stored(..)));
        if stored && let Some(lock) = &desk.table().access.delete {
            desk.say(format!("Rows cannot be deleted. {}", lock.sentence()));
            return Ok(Put::Refused);
        }
        let all_deleted = here.iter().all(Here::is_deleted);
        let edits = deletion(here);
        let count = edits.len();
        if desk.make(edits) == Changed::No {
            return Ok(Put::Done(Done::default()));
        }
        let told = match (count, all_deleted) {
            (1, true) => "The row is kept".to_owned(),
            (_, true) => format!("{count} rows are kept"),
            (1, false) => "The row goes with the next Save".to_owned(),
            (_, false) => format!("{count} rows go with the next Save"),
        };
        // Rows go with a Save that was asked for after they were marked, and with no other.
        let waited = !all_deleted && desk.forget_save();
        let told = if waited { format!("{told}. {SAVE_GIVEN_UP}") } else { told };
        Ok(Put::Done(Done { told: Some(told), ..Done::default() }))
    });
}

/// The edits by which rows go, or where all of them do already, stay.
fn deletion(here: Vec<Here>) -> Vec<Edit> {
    let all_deleted = here.iter().all(Here::is_deleted);
    let edits = here.into_iter().filter_map(|here| match here {
        Here::New(row) => Some(Edit::Delete(DeletedLine::New(row.number))),
        Here::Stored(row, _) if all_deleted => row.id.map(Edit::Keep),
        Here::Stored(row, _) => row.id.map(|id| Edit::Delete(DeletedLine::Stored(id))),
    });
    edits.collect()
}

/// Takes back the edits of the selected rows.
pub fn revert(desk: Desk) {
    let Some(areas) = few_areas(desk) else { return };
    edit_later(desk, move |begun| async move {
        let Some(here) = gathered(desk, areas).await? else { return Ok(Put::Refused) };
        if let Some(put) = desk.refuses(begun) {
            return Ok(put);
        }
        let lines = here.iter().filter_map(Here::line);
        let stored = lines.filter(|line| matches!(line, Line::Stored(_)));
        let changed = desk.make(stored.map(Edit::Revert).collect()) == Changed::Yes;
        let told = changed.then(|| "The edits of these rows are taken back".to_owned());
        Ok(Put::Done(Done { told, ..Done::default() }))
    });
}

/// The selected areas; none, and it is said why, where they are too large or have moved.
fn few_areas(desk: Desk) -> Option<Vec<Area>> {
    let rows = desk.selection.with_untracked(|selection| selection.rows(MOST_CHANGES + 1));
    let few = desk.is_steady() && desk.too_many(wide(rows.len())).is_none();
    few.then(|| desk.selection.with_untracked(|selection| selection.areas().collect()))
}

/// The rows of areas, each once, fetching those that are not here; none, and it is said, where
/// they moved meanwhile.
async fn gathered(desk: Desk, areas: Vec<Area>) -> Result<Option<Vec<Here>>, AppError> {
    let mut rows = BTreeMap::new();
    for area in areas {
        let Some(found) = desk.gather(area.top..=area.bottom).await? else { return Ok(None) };
        rows.extend(found);
    }
    Ok(Some(rows.into_values().collect()))
}

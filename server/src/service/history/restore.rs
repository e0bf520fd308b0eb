//! Bringing back what was: a change set, or one row of it, turned round.
//!
//! A row is only turned back where it still is as the change set left it; else it is a conflict,
//! and the person sees what is there now.

use crate::authz::require_here;
use crate::error::ServiceError;
use crate::service::Site;
use crate::service::rows::save::SaveDraft;
use crate::service::tables::require_table;
use crate::store::change_set;
use app::error::{AppError, ErrorCode};
use app::model::access::SiteRight;
use app::model::change::{CellEdit, CellInput, Change};
use app::model::history::{CellChange, ChangeState, RowChange, RowDeed};
use app::model::ids::{ChangeSetId, TableId};
use app::model::page::RowId;
use app::ports::Op;
use uuid::Uuid;

/// The zone in which the history holds moments.
const ZONE: &str = "UTC";

/// The changes that undo a change set, or one row of it.
///
/// # Errors
/// `NotFound`, and `Conflict` where the change set was not committed.
pub async fn draft(
    site: &Site,
    op: &Op,
    table: TableId,
    id: ChangeSetId,
    row: Option<u32>,
) -> Result<SaveDraft, ServiceError> {
    let mut line = site.store.read().await?;
    require_table(&mut line, op, table).await?;
    require_here(op, SiteRight::Read)?;
    let head = change_set::get(&mut line, id).await?.filter(|head| head.table == table);
    let head = head.ok_or_else(|| AppError::not_found("change set"))?;
    if head.state != ChangeState::Committed {
        let message = "Only a change set that was saved can be undone";
        return Err(AppError::new(ErrorCode::Conflict, message).into());
    }
    let mut rows = change_set::rows(&mut line, id, i64::MAX).await?;
    rows.retain(|change| row.is_none_or(|position| change.position == position));
    if rows.is_empty() {
        return Err(AppError::not_found("row of the change set").into());
    }
    // Backwards, so that a row that came to depend on another one goes first.
    let changes = rows.into_iter().rev().map(undo).collect();
    let new = ChangeSetId(Uuid::now_v7());
    Ok(SaveDraft { id: new, table, changes, zone: ZONE.to_owned(), restores: Some(id) })
}

/// The change that undoes one row's.
fn undo(change: RowChange) -> Change {
    let row = RowId { key: change.key, version: RowId::ANY_VERSION.to_owned() };
    match change.deed {
        RowDeed::Inserted => {
            Change::Delete { row, seen: change.cells.into_iter().map(input).collect() }
        }
        RowDeed::Updated => {
            Change::Update { row, cells: change.cells.into_iter().map(back).collect() }
        }
        RowDeed::Deleted => Change::Insert {
            cells: change
                .cells
                .into_iter()
                .map(|cell| CellInput { column: cell.column, value: cell.old })
                .collect(),
        },
    }
}

fn input(cell: CellChange) -> CellInput {
    CellInput { column: cell.column, value: cell.new }
}

fn back(cell: CellChange) -> CellEdit {
    CellEdit { column: cell.column, old: cell.new, new: cell.old }
}

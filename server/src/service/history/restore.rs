//! Bringing back what was: a change set, or one row of it, turned round.
//!
//! A row is only turned back where it still is as the change set left it; else it is a conflict,
//! and the person sees what is there now. Where rows have a key, their cells decide that; where they
//! go by their address, the row must be the same version as well.

use super::names;
use super::subject::connected;
use crate::error::ServiceError;
use crate::service::Site;
use crate::service::rows::fate::ended;
use crate::service::rows::restoring::Restoring;
use crate::service::rows::save::SaveDraft;
use crate::store::change_set;
use app::error::{AppError, ErrorCode};
use app::model::change::{CellEdit, CellInput, Change, SaveFate};
use app::model::history::{CellChange, RowChange, RowDeed};
use app::model::ids::{ChangeSetId, TableId};
use app::model::page::RowId;
use app::ports::Op;

/// The zone in which the history holds moments.
const ZONE: &str = "UTC";

/// The changes that undo a change set, or one row of it, to be saved under a new id.
///
/// # Errors
/// `NotFound`, and `Conflict` where the change set was not committed.
pub async fn draft(
    site: &Site,
    op: &Op,
    (table, new): (TableId, ChangeSetId),
    id: ChangeSetId,
    row: Option<u32>,
) -> Result<SaveDraft, ServiceError> {
    let mut line = site.store.read().await?;
    let subject = connected(&mut line, op, table).await?;
    let head = subject.require(&mut line, id).await?;
    drop(line);
    require_saved(ended(site, &head).await)?;
    let mut line = site.store.read().await?;
    let rows = match row {
        None => change_set::rows(&mut line, id).await?,
        Some(position) => change_set::row(&mut line, id, position).await?.into_iter().collect(),
    };
    if rows.is_empty() {
        return Err(AppError::not_found("row of the change set").into());
    }
    let renames = names::renames(&mut line, &subject).await?;
    let columns = rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.column);
    let names_since = names::since(&mut line, &renames, id, columns).await?;
    drop(line);
    let version = version(&head.xid);
    // Backwards, so that a row that came to depend on another one goes first.
    let changes = rows.into_iter().rev().map(|row| undo(row, &version)).collect();
    let restores = Some(Restoring { id, names_since });
    Ok(SaveDraft { id: new, table, changes, zone: ZONE.to_owned(), restores })
}

fn require_saved(fate: SaveFate) -> Result<(), AppError> {
    match fate {
        SaveFate::Committed => Ok(()),
        SaveFate::Pending => {
            let message = "It is not known yet whether this change set was saved";
            Err(AppError::new(ErrorCode::Unavailable, message).with_hint("Try again in a moment"))
        }
        SaveFate::NotSaved | SaveFate::Unknown => {
            let message = "Only a change set that was saved can be undone";
            Err(AppError::new(ErrorCode::Conflict, message))
        }
    }
}

/// The version that rows were left in: a version is the lower half of its transaction's number.
fn version(xid: &str) -> String {
    let number: Option<u64> = xid.parse().ok();
    number.map_or_else(|| RowId::ANY_VERSION.to_owned(), |number| (number % (1 << 32)).to_string())
}

/// The change that undoes one row's, in the version that the change set left it in.
fn undo(change: RowChange, version: &str) -> Change {
    let row = RowId { key: change.key, version: version.to_owned() };
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

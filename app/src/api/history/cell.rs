//! Gives one changed cell's whole values.

use crate::error::AppError;
use crate::model::history::CellChange;
use crate::model::ids::{ChangeSetId, TableId};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Gives one changed cell's whole values.
#[server(name = ChangedCell, endpoint = "history/cell", input = Json, output = Json)]
pub async fn cell(
    table: TableId,
    change_set: ChangeSetId,
    row: u32,
    column: String,
) -> Result<CellChange, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.history.cell(&op, table, change_set, row, column).await
}

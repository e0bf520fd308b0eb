//! Undoes a change set, or one row of it, as a new change set.

use crate::error::AppError;
use crate::model::change::SaveOutcome;
use crate::model::ids::{ChangeSetId, TableId};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Undoes a change set, or one row of it, as a new change set, under an id that is carried out at
/// most once.
#[server(name = RestoreRows, endpoint = "history/restore", input = Json, output = Json)]
pub async fn restore(
    table: TableId,
    id: ChangeSetId,
    change_set: ChangeSetId,
    row: Option<u32>,
) -> Result<SaveOutcome, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.history.restore(&op, table, id, change_set, row).await
}

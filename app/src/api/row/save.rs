//! Saves changes, all or none.

use crate::error::AppError;
use crate::model::change::{Change, SaveOutcome};
use crate::model::ids::{ChangeSetId, TableId};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Saves changes, all or none, under an id that is carried out at most once.
#[server(name = SaveRows, endpoint = "row/save", input = Json, output = Json)]
pub async fn save(
    table: TableId,
    id: ChangeSetId,
    changes: Vec<Change>,
    zone: String,
) -> Result<SaveOutcome, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.rows.save(&op, table, id, changes, zone).await
}

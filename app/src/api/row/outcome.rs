//! Tells how a Save ended whose answer was lost.

use crate::error::AppError;
use crate::model::change::SaveFate;
use crate::model::ids::{ChangeSetId, TableId};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Tells how one's own Save ended; an id that is not known is given up, so that a Save that still
/// arrives under it is not carried out.
#[server(name = OutcomeOfSave, endpoint = "row/outcome", input = Json, output = Json)]
pub async fn outcome(table: TableId, id: ChangeSetId) -> Result<SaveFate, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.rows.outcome(&op, table, id).await
}

//! Saves changes, all or none.

use crate::error::AppError;
use crate::model::change::{Change, SaveOutcome};
use crate::model::ids::{ChangeSetId, TableId, UserId};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Saves changes, all or none, under an id that is carried out at most once. `by` is the person who
/// has made them, if the caller knows: in a session of anybody else nothing is saved.
#[server(name = SaveRows, endpoint = "row/save", input = Json, output = Json)]
pub async fn save(
    table: TableId,
    id: ChangeSetId,
    changes: Vec<Change>,
    zone: String,
    by: Option<UserId>,
) -> Result<SaveOutcome, AppError> {
    let (ports, op) = crate::ports::request()?;
    if by.is_some_and(|by| by != op.me.id) {
        let message = "Somebody else is signed in by now; nothing was saved";
        let hint = "Sign in as the person who made these changes, then save again";
        return Err(AppError::new(crate::error::ErrorCode::Conflict, message).with_hint(hint));
    }
    ports.rows.save(&op, table, id, changes, zone).await
}

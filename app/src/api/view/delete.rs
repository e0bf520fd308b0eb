//! Deletes a shared view.

use crate::error::AppError;
use crate::model::ids::{TableId, ViewId};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Deletes a shared view.
#[server(name = DeleteView, endpoint = "view/delete", input = Json, output = Json)]
pub async fn delete(table: TableId, id: ViewId) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.views.delete(&op, table, id).await
}

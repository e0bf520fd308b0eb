//! Disconnects a table; its rows stay in the target.

use crate::error::AppError;
use crate::model::ids::TableId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Disconnects a table; its rows stay in the target.
#[server(name = DisconnectTable, endpoint = "table/disconnect", input = Json, output = Json)]
pub async fn disconnect(id: TableId) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.disconnect(&op, id).await
}

//! Connects tables and views into a folder.

use crate::error::AppError;
use crate::model::ids::{ConnectionId, FolderId};
use crate::model::table::Table;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Connects tables and views into a folder.
#[server(name = ConnectTables, endpoint = "table/connect", input = Json, output = Json)]
pub async fn connect(
    folder: FolderId,
    connection: ConnectionId,
    names: Vec<String>,
) -> Result<Vec<Table>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.connect(&op, folder, connection, names).await
}

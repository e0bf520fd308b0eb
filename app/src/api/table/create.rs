//! Creates a table in the target and connects it.

use crate::error::AppError;
use crate::model::ids::{ConnectionId, FolderId};
use crate::model::table::{Table, TableDraft};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Creates a table in the target and connects it.
#[server(name = CreateTable, endpoint = "table/create", input = Json, output = Json)]
pub async fn create(
    folder: FolderId,
    connection: ConnectionId,
    draft: TableDraft,
) -> Result<Table, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.create(&op, folder, connection, draft).await
}

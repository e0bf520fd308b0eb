//! Gives the SQL that creating a table would run.

use crate::error::AppError;
use crate::model::ids::{ConnectionId, FolderId};
use crate::model::table::TableDraft;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Gives the SQL that creating a table would run.
#[server(name = PreviewTable, endpoint = "table/preview", input = Json, output = Json)]
pub async fn preview(
    folder: FolderId,
    connection: ConnectionId,
    draft: TableDraft,
) -> Result<String, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.preview(&op, folder, connection, draft).await
}

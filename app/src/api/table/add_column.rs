//! Adds a column in the target.

use crate::error::AppError;
use crate::model::ids::TableId;
use crate::model::table::ColumnDraft;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Adds a column in the target.
#[server(name = AddColumn, endpoint = "table/add_column", input = Json, output = Json)]
pub async fn add_column(id: TableId, draft: ColumnDraft) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.add_column(&op, id, draft).await
}

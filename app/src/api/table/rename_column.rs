//! Gives a column another name in the target.

use crate::error::AppError;
use crate::model::ids::TableId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Gives a column another name in the target.
#[server(name = RenameColumn, endpoint = "table/rename_column", input = Json, output = Json)]
pub async fn rename_column(id: TableId, column: String, name: String) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.rename_column(&op, id, column, name).await
}

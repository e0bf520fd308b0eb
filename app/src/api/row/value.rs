//! Gives one cell's whole value.

use crate::error::AppError;
use crate::model::ids::TableId;
use crate::model::page::RowId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Gives one cell's whole value.
#[server(name = CellValue, endpoint = "row/value", input = Json, output = Json)]
pub async fn value(
    table: TableId,
    row: RowId,
    column: String,
    zone: String,
) -> Result<Option<String>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.rows.value(&op, table, row, column, zone).await
}

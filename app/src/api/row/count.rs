//! Counts the rows that match a query.

use crate::error::AppError;
use crate::model::filter::RowQuery;
use crate::model::ids::TableId;
use crate::model::page::Total;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Counts the rows that match a query.
#[server(name = CountRows, endpoint = "row/count", input = Json, output = Json)]
pub async fn count(table: TableId, query: RowQuery, zone: String) -> Result<Total, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.rows.count(&op, table, query, zone).await
}

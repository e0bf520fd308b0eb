//! Opens a table.

use crate::error::AppError;
use crate::model::ids::TableId;
use crate::model::table::OpenTable;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Opens a table.
#[server(name = OpenTableOf, endpoint = "table/open", input = Json, output = Json)]
pub async fn open(id: TableId) -> Result<OpenTable, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.open(&op, id).await
}

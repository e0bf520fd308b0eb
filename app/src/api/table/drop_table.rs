//! Drops a table in the target.

use crate::error::AppError;
use crate::model::ids::TableId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Drops a table in the target.
#[server(name = DropTable, endpoint = "table/drop_table", input = Json, output = Json)]
pub async fn drop_table(id: TableId, confirmation: String) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.drop_table(&op, id, confirmation).await
}

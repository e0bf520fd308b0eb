//! Lists a folder's tables.

use crate::error::AppError;
use crate::model::ids::FolderId;
use crate::model::table::Table;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Lists a folder's tables.
#[server(name = ListTables, endpoint = "table/list", input = Json, output = Json)]
pub async fn list(folder: FolderId) -> Result<Vec<Table>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.list(&op, folder).await
}

//! Lists the connections that are available in a folder.

use crate::error::AppError;
use crate::model::ids::FolderId;
use crate::model::table::AvailableConnection;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Lists the connections that are available in a folder.
#[server(name = AvailableConnections, endpoint = "table/available", input = Json, output = Json)]
pub async fn available(folder: FolderId) -> Result<Vec<AvailableConnection>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.available(&op, folder).await
}

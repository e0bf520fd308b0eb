//! Lists all database connections.

use crate::error::AppError;
use crate::model::connection::Connection;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Lists all database connections.
#[server(name = ListConnections, endpoint = "connection/list", input = Json, output = Json)]
pub async fn list() -> Result<Vec<Connection>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.connections.list(&op).await
}

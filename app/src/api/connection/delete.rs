//! Deletes a connection that no table uses.

use crate::error::AppError;
use crate::model::ids::ConnectionId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Deletes a connection that no table uses.
#[server(name = DeleteConnection, endpoint = "connection/delete", input = Json, output = Json)]
pub async fn delete(id: ConnectionId) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.connections.delete(&op, id).await
}

//! Deletes a connection and disconnects the named tables, which must be all that use it.

use crate::error::AppError;
use crate::model::ids::ConnectionId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Deletes a connection and disconnects the named tables, which must be all that use it.
#[server(name = DeleteConnection, endpoint = "connection/delete", input = Json, output = Json)]
pub async fn delete(
    id: ConnectionId,
    #[server(default)] disconnect: Vec<String>,
) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.connections.delete(&op, id, disconnect).await
}

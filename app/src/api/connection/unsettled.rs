//! Counts the changes by a connection of which it is not known yet how they ended.

use crate::error::AppError;
use crate::model::ids::ConnectionId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Counts the changes by a connection of which it is not known yet how they ended.
#[server(name = CountUnsettled, endpoint = "connection/unsettled", input = Json, output = Json)]
pub async fn unsettled(id: ConnectionId) -> Result<usize, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.connections.unsettled(&op, id).await
}

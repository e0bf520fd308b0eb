//! Gives a stored connection as a draft for a new one, without its password.

use crate::error::AppError;
use crate::model::connection::ConnectionDraft;
use crate::model::ids::ConnectionId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Gives a stored connection as a draft for a new one, without its password.
#[server(name = CopyConnection, endpoint = "connection/copy", input = Json, output = Json)]
pub async fn copy(id: ConnectionId) -> Result<ConnectionDraft, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.connections.copy(&op, id).await
}

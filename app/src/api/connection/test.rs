//! Tests a stored connection as it stands.

use crate::error::AppError;
use crate::model::ids::ConnectionId;
use leptos::prelude::*;
use server_fn::codec::{ByteStream, Json, Streaming};

/// Tests a stored connection as it stands.
#[server(name = TestConnection, endpoint = "connection/test", input = Json, output = Streaming)]
pub async fn test(id: ConnectionId) -> Result<ByteStream<AppError>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.connections.test(&op, id).await.map(super::super::stream::encode)
}

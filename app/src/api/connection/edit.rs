//! Tests a stored connection with new values and stores them when the test passes.

use crate::error::AppError;
use crate::model::connection::ConnectionDraft;
use crate::model::ids::ConnectionId;
use leptos::prelude::*;
use server_fn::codec::{ByteStream, Json, Streaming};

/// Tests a stored connection with new values and stores them when the test passes.
#[server(name = EditConnection, endpoint = "connection/edit", input = Json, output = Streaming)]
pub async fn edit(
    id: ConnectionId,
    revision: i64,
    draft: ConnectionDraft,
) -> Result<ByteStream<AppError>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.connections.edit(&op, id, revision, draft).await.map(super::super::stream::encode)
}

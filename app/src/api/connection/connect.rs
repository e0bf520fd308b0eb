//! Tests a new connection, reporting each stage, and stores it when the test passes.

use crate::error::AppError;
use crate::model::connection::ConnectionDraft;
use leptos::prelude::*;
use server_fn::codec::{ByteStream, Json, Streaming};

/// Tests a new connection, reporting each stage, and stores it when the test passes.
#[server(name = ConnectDatabase, endpoint = "connection/connect", input = Json, output = Streaming)]
pub async fn connect(draft: ConnectionDraft) -> Result<ByteStream<AppError>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.connections.connect(&op, draft).await.map(super::super::stream::encode)
}

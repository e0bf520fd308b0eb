//! Tells who has a table open and what is saved there, as it happens.

use crate::error::AppError;
use crate::model::ids::TableId;
use leptos::prelude::*;
use server_fn::codec::{ByteStream, Json, Streaming};

/// Tells who has a table open and what is saved there, as it happens.
#[server(name = WatchTable, endpoint = "table/watch", input = Json, output = Streaming)]
pub async fn watch(id: TableId) -> Result<ByteStream<AppError>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.watch(&op, id).await.map(super::super::stream::encode)
}

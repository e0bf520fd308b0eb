//! Tells who has a table open and what is saved there, as it happens.

use crate::error::AppError;
use crate::model::ids::TableId;
use leptos::prelude::*;
use server_fn::codec::{ByteStream, Json, Streaming};

/// Tells who has a table open and what is saved there, as it happens; also what was saved since a
/// place in the audit log, where one is given.
#[server(name = WatchTable, endpoint = "table/watch", input = Json, output = Streaming)]
pub async fn watch(id: TableId, since: Option<i64>) -> Result<ByteStream<AppError>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.watch(&op, id, since).await.map(super::super::stream::encode)
}

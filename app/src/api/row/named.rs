//! Finds what texts may stand for in a foreign key.

use crate::error::AppError;
use crate::model::ids::TableId;
use crate::model::page::Named;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Finds what texts may stand for in a foreign key.
#[server(name = KeysNamed, endpoint = "row/named", input = Json, output = Json)]
pub async fn named(table: TableId, column: String, texts: Vec<String>) -> Result<Named, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.rows.named(&op, table, column, texts).await
}

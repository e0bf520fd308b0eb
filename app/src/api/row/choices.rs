//! Lists values that a foreign key may take.

use crate::error::AppError;
use crate::model::ids::TableId;
use crate::model::page::Choice;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Lists values that a foreign key may take.
#[server(name = KeyChoices, endpoint = "row/choices", input = Json, output = Json)]
pub async fn choices(
    table: TableId,
    column: String,
    search: String,
) -> Result<Vec<Choice>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.rows.choices(&op, table, column, search).await
}

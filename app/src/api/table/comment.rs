//! Writes the comment of a table or of one of its columns in the target.

use crate::error::AppError;
use crate::model::ids::TableId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Writes the comment of a table or of one of its columns in the target.
#[server(name = CommentTable, endpoint = "table/comment", input = Json, output = Json)]
pub async fn comment(id: TableId, column: Option<String>, comment: String) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.tables.comment(&op, id, column, comment).await
}

//! Keeps the person's own layout of a table.

use crate::error::AppError;
use crate::model::ids::TableId;
use crate::model::view::Layout;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Keeps the person's own layout of a table.
#[server(name = KeepLayout, endpoint = "view/keep_layout", input = Json, output = Json)]
pub async fn keep_layout(table: TableId, layout: Layout) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.views.keep_layout(&op, table, layout).await
}

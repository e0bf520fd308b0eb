//! Gives the person's own layout of a table.

use crate::error::AppError;
use crate::model::ids::TableId;
use crate::model::view::Layout;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Gives the person's own layout of a table.
#[server(name = OwnLayout, endpoint = "view/layout", input = Json, output = Json)]
pub async fn layout(table: TableId) -> Result<Layout, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.views.layout(&op, table).await
}

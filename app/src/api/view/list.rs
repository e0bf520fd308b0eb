//! Lists a table's shared views.

use crate::error::AppError;
use crate::model::ids::TableId;
use crate::model::view::SavedView;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Lists a table's shared views.
#[server(name = ListViews, endpoint = "view/list", input = Json, output = Json)]
pub async fn list(table: TableId) -> Result<Vec<SavedView>, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.views.list(&op, table).await
}

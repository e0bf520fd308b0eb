//! Saves a shared view.

use crate::error::AppError;
use crate::model::ids::{TableId, ViewId};
use crate::model::view::{SavedView, ViewDraft};
use leptos::prelude::*;
use server_fn::codec::Json;

/// Saves a shared view.
#[server(name = SaveView, endpoint = "view/save", input = Json, output = Json)]
pub async fn save(
    table: TableId,
    id: Option<ViewId>,
    draft: ViewDraft,
) -> Result<SavedView, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.views.save(&op, table, id, draft).await
}

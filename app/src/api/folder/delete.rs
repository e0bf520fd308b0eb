//! Deletes an empty folder.

use crate::error::AppError;
use crate::model::ids::FolderId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Deletes an empty folder.
#[server(name = DeleteFolder, endpoint = "folder/delete", input = Json, output = Json)]
pub async fn delete(id: FolderId) -> Result<(), AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.folders.delete(&op, id).await
}

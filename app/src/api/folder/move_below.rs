//! Puts a folder below another one, or at the top.

use crate::error::AppError;
use crate::model::folder::Folder;
use crate::model::ids::FolderId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Puts a folder below another one, or at the top.
#[server(name = MoveFolder, endpoint = "folder/move_below", input = Json, output = Json)]
pub async fn move_below(id: FolderId, parent: Option<FolderId>) -> Result<Folder, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.folders.move_below(&op, id, parent).await
}

//! Gives a folder another name.

use crate::error::AppError;
use crate::model::folder::Folder;
use crate::model::ids::FolderId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Gives a folder another name.
#[server(name = RenameFolder, endpoint = "folder/rename", input = Json, output = Json)]
pub async fn rename(id: FolderId, name: String) -> Result<Folder, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.folders.rename(&op, id, name).await
}

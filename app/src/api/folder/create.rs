//! Creates a folder.

use crate::error::AppError;
use crate::model::folder::Folder;
use crate::model::ids::FolderId;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Creates a folder.
#[server(name = CreateFolder, endpoint = "folder/create", input = Json, output = Json)]
pub async fn create(parent: Option<FolderId>, name: String) -> Result<Folder, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.folders.create(&op, parent, name).await
}

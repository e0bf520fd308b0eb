//! Gives the folders that the person may see.

use crate::error::AppError;
use crate::model::folder::FolderTree;
use leptos::prelude::*;
use server_fn::codec::Json;

/// Gives the folders that the person may see.
#[server(name = FolderTreeOf, endpoint = "folder/tree", input = Json, output = Json)]
pub async fn tree() -> Result<FolderTree, AppError> {
    let (ports, op) = crate::ports::request()?;
    ports.folders.tree(&op).await
}

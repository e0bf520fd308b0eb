//! What the server must be able to do with folders.

use super::Op;
use crate::error::AppError;
use crate::model::folder::{Folder, FolderTree};
use crate::model::ids::FolderId;
use async_trait::async_trait;

/// What may be done with folders; changing them needs Manage folders.
#[async_trait]
pub trait Folders: Send + Sync {
    /// Gives the folders that the person may see.
    async fn tree(&self, op: &Op) -> Result<FolderTree, AppError>;

    /// Creates a folder.
    async fn create(
        &self,
        op: &Op,
        parent: Option<FolderId>,
        name: String,
    ) -> Result<Folder, AppError>;

    /// Gives a folder another name.
    async fn rename(&self, op: &Op, id: FolderId, name: String) -> Result<Folder, AppError>;

    /// Puts a folder below another one, or at the top.
    async fn move_below(
        &self,
        op: &Op,
        id: FolderId,
        parent: Option<FolderId>,
    ) -> Result<Folder, AppError>;

    /// Deletes a folder that is empty and to which no connection is mapped.
    async fn delete(&self, op: &Op, id: FolderId) -> Result<(), AppError>;
}

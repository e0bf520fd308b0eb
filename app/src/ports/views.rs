//! Views of tables: shared ones, and everybody's own layout.

use super::Op;
use crate::error::AppError;
use crate::model::ids::{TableId, ViewId};
use crate::model::view::{Layout, SavedView, ViewDraft};
use async_trait::async_trait;

/// What may be done with views; all of it needs Read, changing a shared one Manage tables too.
#[async_trait]
pub trait Views: Send + Sync {
    /// Lists a table's shared views by name.
    async fn list(&self, op: &Op, table: TableId) -> Result<Vec<SavedView>, AppError>;

    /// Saves a shared view: a new one, or over a stored one.
    async fn save(
        &self,
        op: &Op,
        table: TableId,
        id: Option<ViewId>,
        draft: ViewDraft,
    ) -> Result<SavedView, AppError>;

    /// Deletes a shared view.
    async fn delete(&self, op: &Op, table: TableId, id: ViewId) -> Result<(), AppError>;

    /// Gives the person's own layout of a table.
    async fn layout(&self, op: &Op, table: TableId) -> Result<Layout, AppError>;

    /// Keeps the person's own layout of a table.
    async fn keep_layout(&self, op: &Op, table: TableId, layout: Layout) -> Result<(), AppError>;
}

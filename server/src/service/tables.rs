//! Tables: connected into folders, created, changed and dropped in their target.

mod change;
mod connect;
mod create;
mod reach;
mod record;
mod remove;

pub use reach::{Reached, lease, reach, require_table, unlocked};
pub use record::subject;
pub(in crate::service) use remove::disconnect_all;

use super::Site;
use super::watch::watch;
use crate::error::ServiceError;
use crate::store::connected_table;
use app::error::AppError;
use app::model::ids::{ConnectionId, FolderId, TableId};
use app::model::table::{
    AvailableConnection, ColumnDraft, OpenTable, Table, TableDraft, TargetTable,
};
use app::ports::{Op, TableEvents, Tables};
use async_trait::async_trait;
use std::sync::Arc;

/// Fills the port.
pub struct TableService(pub Arc<Site>);

#[async_trait]
impl Tables for TableService {
    async fn list(&self, op: &Op, folder: FolderId) -> Result<Vec<Table>, AppError> {
        if !reach::sees(op) {
            return Ok(Vec::new());
        }
        let mut line = self.0.store.read().await?;
        Ok(connected_table::in_folder(&mut line, folder).await.map_err(ServiceError::from)?)
    }

    async fn available(
        &self,
        op: &Op,
        folder: FolderId,
    ) -> Result<Vec<AvailableConnection>, AppError> {
        Ok(connect::available(&self.0, op, folder).await?)
    }

    async fn offers(
        &self,
        op: &Op,
        folder: FolderId,
        connection: ConnectionId,
    ) -> Result<Vec<TargetTable>, AppError> {
        Ok(connect::offers(&self.0, op, folder, connection).await?)
    }

    async fn connect(
        &self,
        op: &Op,
        folder: FolderId,
        connection: ConnectionId,
        names: Vec<String>,
    ) -> Result<Vec<Table>, AppError> {
        Ok(connect::connect(&self.0, op, folder, connection, names).await?)
    }

    async fn preview(
        &self,
        op: &Op,
        folder: FolderId,
        connection: ConnectionId,
        draft: TableDraft,
    ) -> Result<String, AppError> {
        Ok(create::preview(&self.0, op, folder, connection, draft).await?)
    }

    async fn create(
        &self,
        op: &Op,
        folder: FolderId,
        connection: ConnectionId,
        draft: TableDraft,
    ) -> Result<Table, AppError> {
        Ok(create::create(&self.0, op, folder, connection, draft).await?)
    }

    async fn open(&self, op: &Op, id: TableId) -> Result<OpenTable, AppError> {
        Ok(reach::open(&self.0, op, id).await?)
    }

    async fn add_column(&self, op: &Op, id: TableId, draft: ColumnDraft) -> Result<(), AppError> {
        Ok(change::add_column(&self.0, op, id, draft).await?)
    }

    async fn rename_column(
        &self,
        op: &Op,
        id: TableId,
        column: String,
        name: String,
    ) -> Result<(), AppError> {
        Ok(change::rename_column(&self.0, op, id, &column, &name).await?)
    }

    async fn comment(
        &self,
        op: &Op,
        id: TableId,
        column: Option<String>,
        comment: String,
    ) -> Result<(), AppError> {
        Ok(change::comment(&self.0, op, id, column.as_deref(), &comment).await?)
    }

    async fn disconnect(&self, op: &Op, id: TableId) -> Result<(), AppError> {
        Ok(remove::disconnect(&self.0, op, id).await?)
    }

    async fn drop_table(&self, op: &Op, id: TableId, confirmation: String) -> Result<(), AppError> {
        Ok(remove::drop_table(&self.0, op, id, &confirmation).await?)
    }

    async fn watch(&self, op: &Op, id: TableId) -> Result<TableEvents, AppError> {
        Ok(watch(&self.0, op, id).await?)
    }
}

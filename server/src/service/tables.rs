//! Tables: connected into folders, created, changed and dropped in their target.

mod apply;
mod change;
mod connect;
mod create;
mod reach;
mod record;
mod remove;
mod still;

pub use reach::{
    Reached, lease, reach, reach_by, reach_whole, require_table, require_way, unlocked,
};
pub use record::subject;
pub(in crate::service) use remove::disconnect_all;
pub use still::still_may;

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

/// Does what changes a target to its end, with its entry, even when the person has gone.
async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, ServiceError>> + Send + 'static,
) -> Result<T, AppError> {
    let done = tokio::spawn(work).await.map_err(ServiceError::from)?;
    Ok(done?)
}

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
        let (site, op) = (self.0.clone(), op.clone());
        to_the_end(async move { create::create(&site, &op, folder, connection, draft).await }).await
    }

    async fn open(&self, op: &Op, id: TableId) -> Result<OpenTable, AppError> {
        Ok(reach::open(&self.0, op, id).await?)
    }

    async fn add_column(&self, op: &Op, id: TableId, draft: ColumnDraft) -> Result<(), AppError> {
        let (site, op) = (self.0.clone(), op.clone());
        to_the_end(async move { change::add_column(&site, &op, id, draft).await }).await
    }

    async fn rename_column(
        &self,
        op: &Op,
        id: TableId,
        column: String,
        name: String,
    ) -> Result<(), AppError> {
        let (site, op) = (self.0.clone(), op.clone());
        to_the_end(async move { change::rename_column(&site, &op, id, &column, &name).await }).await
    }

    async fn comment(
        &self,
        op: &Op,
        id: TableId,
        column: Option<String>,
        comment: String,
    ) -> Result<(), AppError> {
        let (site, op) = (self.0.clone(), op.clone());
        to_the_end(
            async move { change::comment(&site, &op, id, column.as_deref(), &comment).await },
        )
        .await
    }

    async fn disconnect(&self, op: &Op, id: TableId) -> Result<(), AppError> {
        Ok(remove::disconnect(&self.0, op, id).await?)
    }

    async fn drop_table(&self, op: &Op, id: TableId, confirmation: String) -> Result<(), AppError> {
        let (site, op) = (self.0.clone(), op.clone());
        to_the_end(async move { remove::drop_table(&site, &op, id, &confirmation).await }).await
    }

    async fn watch(
        &self,
        op: &Op,
        id: TableId,
        since: Option<i64>,
    ) -> Result<TableEvents, AppError> {
        Ok(watch(&self.0, op, id, since).await?)
    }
}

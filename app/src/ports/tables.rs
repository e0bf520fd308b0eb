//! Tables: connecting, creating, changing, disconnecting them, and watching them.

use super::Op;
use crate::error::AppError;
use crate::model::ids::{ConnectionId, FolderId, TableId};
use crate::model::table::{
    AvailableConnection, ColumnDraft, OpenTable, Table, TableDraft, TargetTable,
};
use crate::model::watch::TableEvent;
use async_trait::async_trait;
use futures::stream::BoxStream;

/// What an open grid is told; dropping it says that the grid was closed.
pub type TableEvents = BoxStream<'static, TableEvent>;

/// What may be done with tables. Seeing them needs Read; all else needs Manage tables.
#[async_trait]
pub trait Tables: Send + Sync {
    /// Lists a folder's tables by name; none for those without Read.
    async fn list(&self, op: &Op, folder: FolderId) -> Result<Vec<Table>, AppError>;

    /// Lists the connections that are available in a folder.
    async fn available(
        &self,
        op: &Op,
        folder: FolderId,
    ) -> Result<Vec<AvailableConnection>, AppError>;

    /// Lists the tables and views of a connection's schema.
    async fn offers(
        &self,
        op: &Op,
        folder: FolderId,
        connection: ConnectionId,
    ) -> Result<Vec<TargetTable>, AppError>;

    /// Connects tables and views into a folder, all or none.
    async fn connect(
        &self,
        op: &Op,
        folder: FolderId,
        connection: ConnectionId,
        names: Vec<String>,
    ) -> Result<Vec<Table>, AppError>;

    /// Gives the SQL that creating a table would run.
    async fn preview(
        &self,
        op: &Op,
        folder: FolderId,
        connection: ConnectionId,
        draft: TableDraft,
    ) -> Result<String, AppError>;

    /// Creates a table in the target and connects it.
    async fn create(
        &self,
        op: &Op,
        folder: FolderId,
        connection: ConnectionId,
        draft: TableDraft,
    ) -> Result<Table, AppError>;

    /// Opens a table as it is now: its columns, its key, and what may be done with its rows.
    async fn open(&self, op: &Op, id: TableId) -> Result<OpenTable, AppError>;

    /// Adds a column in the target.
    async fn add_column(&self, op: &Op, id: TableId, draft: ColumnDraft) -> Result<(), AppError>;

    /// Gives a column another name in the target.
    async fn rename_column(
        &self,
        op: &Op,
        id: TableId,
        column: String,
        name: String,
    ) -> Result<(), AppError>;

    /// Writes the comment of a table, or of one of its columns, in the target; empty removes it.
    async fn comment(
        &self,
        op: &Op,
        id: TableId,
        column: Option<String>,
        comment: String,
    ) -> Result<(), AppError>;

    /// Disconnects a table; it and its rows stay in the target as they are.
    async fn disconnect(&self, op: &Op, id: TableId) -> Result<(), AppError>;

    /// Drops a table in the target, with its rows; its name must be typed to confirm.
    async fn drop_table(&self, op: &Op, id: TableId, confirmation: String) -> Result<(), AppError>;

    /// Tells who else has the table open and what is saved there, as it happens.
    async fn watch(
        &self,
        op: &Op,
        id: TableId,
        since: Option<i64>,
    ) -> Result<TableEvents, AppError>;
}

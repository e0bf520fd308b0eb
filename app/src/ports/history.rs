//! The history of rows, and bringing back what was.

use super::Op;
use crate::error::AppError;
use crate::model::change::SaveOutcome;
use crate::model::history::{CellChange, HistoryFilter, HistoryPage};
use crate::model::ids::{ChangeSetId, TableId};
use async_trait::async_trait;

/// What may be asked of a table's history; all of it needs Read, and where the table is disconnected
/// View audit log.
#[async_trait]
pub trait History: Send + Sync {
    /// Lists change sets, newest first, from before the given one on; at most 50 a page, fewer where
    /// they are large.
    async fn list(
        &self,
        op: &Op,
        table: TableId,
        filter: HistoryFilter,
        before: Option<ChangeSetId>,
    ) -> Result<HistoryPage, AppError>;

    /// Gives one cell's whole values, of which a page has only the starts.
    async fn cell(
        &self,
        op: &Op,
        table: TableId,
        change_set: ChangeSetId,
        row: u32,
        column: String,
    ) -> Result<CellChange, AppError>;

    /// Undoes a whole change set, or one row of it by its place, as a new change set under an id that
    /// is carried out at most once. It needs the authorisation for what it does to the rows.
    async fn restore(
        &self,
        op: &Op,
        table: TableId,
        id: ChangeSetId,
        change_set: ChangeSetId,
        row: Option<u32>,
    ) -> Result<SaveOutcome, AppError>;
}

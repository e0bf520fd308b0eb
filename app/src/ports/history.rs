//! The history of rows, and bringing back what was.

use super::Op;
use crate::error::AppError;
use crate::model::change::SaveOutcome;
use crate::model::history::{HistoryFilter, HistoryPage};
use crate::model::ids::{ChangeSetId, TableId};
use async_trait::async_trait;

/// What may be asked of a table's history; all of it needs Read.
#[async_trait]
pub trait History: Send + Sync {
    /// Lists change sets, newest first, from before the given one on; 50 a page.
    async fn list(
        &self,
        op: &Op,
        table: TableId,
        filter: HistoryFilter,
        before: Option<ChangeSetId>,
    ) -> Result<HistoryPage, AppError>;

    /// Undoes a whole change set, or one row of it by its place, as a new change set. It needs the
    /// authorisation for what it does to the rows.
    async fn restore(
        &self,
        op: &Op,
        table: TableId,
        change_set: ChangeSetId,
        row: Option<u32>,
    ) -> Result<SaveOutcome, AppError>;
}

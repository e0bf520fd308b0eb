//! Rows: reading pages of them and saving changes.

use super::Op;
use crate::error::AppError;
use crate::model::change::{Change, SaveFate, SaveOutcome};
use crate::model::filter::RowQuery;
use crate::model::ids::{ChangeSetId, TableId};
use crate::model::page::{Choice, Named, Page, PageRequest, RowId, Total};
use async_trait::async_trait;

/// What may be done with rows. Reading needs Read; saving needs Insert, Update and Delete as the
/// changes have it.
#[async_trait]
pub trait Rows: Send + Sync {
    /// Gives a page of rows.
    async fn page(&self, op: &Op, request: PageRequest) -> Result<Page, AppError>;

    /// Counts the rows that match a query.
    async fn count(
        &self,
        op: &Op,
        table: TableId,
        query: RowQuery,
        zone: String,
    ) -> Result<Total, AppError>;

    /// Gives one cell's whole value, NULL as none.
    async fn value(
        &self,
        op: &Op,
        table: TableId,
        row: RowId,
        column: String,
        zone: String,
    ) -> Result<Option<String>, AppError>;

    /// Lists values that a foreign key may take, those whose value or label contains a text; at
    /// most 50.
    async fn choices(
        &self,
        op: &Op,
        table: TableId,
        column: String,
        search: String,
    ) -> Result<Vec<Choice>, AppError>;

    /// Finds the values that a foreign key may take whose value or label is one of the texts but for
    /// capitals: of each text the likeliest few, those that are spelled exactly so first. At most
    /// `MOST_NAMES` texts are looked up.
    async fn named(
        &self,
        op: &Op,
        table: TableId,
        column: String,
        texts: Vec<String>,
    ) -> Result<Named, AppError>;

    /// Saves changes, all or none, as a change set of this id. An id that is known already, or was
    /// given up, is not carried out: the answer then says how it ended.
    ///
    /// # Errors
    /// `Invalid` with problems at cells where the database refuses values; `Conflict` where the id
    /// is another person's or another table's.
    async fn save(
        &self,
        op: &Op,
        table: TableId,
        id: ChangeSetId,
        changes: Vec<Change>,
        zone: String,
    ) -> Result<SaveOutcome, AppError>;

    /// Tells how one's own Save ended. An id that is not known is given up from now on.
    ///
    /// # Errors
    /// `NotFound` where the id is another person's or another table's.
    async fn outcome(&self, op: &Op, table: TableId, id: ChangeSetId)
    -> Result<SaveFate, AppError>;
}

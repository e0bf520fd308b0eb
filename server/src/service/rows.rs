//! Rows: pages of them, and changes to them.

mod early;
pub(in crate::service) mod fate;
mod page;
pub mod restoring;
pub mod save;
mod stage;

use super::Site;
use super::tables::{Reached, reach, reach_whole};
use crate::error::ServiceError;
use crate::target::read;
use app::error::AppError;
use app::model::access::SiteRight;
use app::model::change::{Change, SaveFate, SaveOutcome};
use app::model::filter::RowQuery;
use app::model::ids::{ChangeSetId, TableId};
use app::model::page::{Choice, MOST_NAMES, Named, Page, PageRequest, RowId, Total};
use app::ports::{Op, Rows};
use async_trait::async_trait;
use std::sync::Arc;

/// Fills the port.
pub struct RowService(pub Arc<Site>);

impl RowService {
    async fn reach(&self, op: &Op, table: TableId) -> Result<Reached, ServiceError> {
        reach(&self.0, op, table, SiteRight::Read).await
    }
}

#[async_trait]
impl Rows for RowService {
    async fn page(&self, op: &Op, request: PageRequest) -> Result<Page, AppError> {
        request.check().map_err(|problem| AppError::invalid(vec![problem]))?;
        Ok(page::page(&self.0, op, &request).await?)
    }

    async fn count(
        &self,
        op: &Op,
        table: TableId,
        query: RowQuery,
        zone: String,
    ) -> Result<Total, AppError> {
        query.check().map_err(|problem| AppError::invalid(vec![problem]))?;
        let mut reached = reach_whole(&self.0, op, table, SiteRight::Read).await?;
        Ok(read::count(&mut reached.lease, &reached.relation, &query, &zone).await?)
    }

    async fn value(
        &self,
        op: &Op,
        table: TableId,
        row: RowId,
        column: String,
        zone: String,
    ) -> Result<Option<String>, AppError> {
        let mut reached = self.reach(op, table).await?;
        let Reached { lease, relation, .. } = &mut reached;
        Ok(read::value(lease, relation, &row, &column, &zone).await?)
    }

    async fn choices(
        &self,
        op: &Op,
        table: TableId,
        column: String,
        search: String,
    ) -> Result<Vec<Choice>, AppError> {
        let mut reached = self.reach(op, table).await?;
        Ok(read::choices(&mut reached.lease, &reached.relation, &column, &search).await?)
    }

    async fn named(
        &self,
        op: &Op,
        table: TableId,
        column: String,
        mut texts: Vec<String>,
    ) -> Result<Named, AppError> {
        texts.truncate(MOST_NAMES);
        let mut reached = self.reach(op, table).await?;
        Ok(read::named(&mut reached.lease, &reached.relation, &column, &texts).await?)
    }

    async fn save(
        &self,
        op: &Op,
        table: TableId,
        id: ChangeSetId,
        changes: Vec<Change>,
        zone: String,
    ) -> Result<SaveOutcome, AppError> {
        let draft = save::SaveDraft { id, table, changes, zone, restores: None };
        Ok(save::save(&self.0, op, draft).await?)
    }

    async fn outcome(
        &self,
        op: &Op,
        table: TableId,
        id: ChangeSetId,
    ) -> Result<SaveFate, AppError> {
        Ok(fate::outcome(&self.0, op, table, id).await?)
    }
}

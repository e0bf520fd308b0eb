//! The history of rows, and bringing back what was.

mod restore;

use super::Site;
use super::rows::save::save;
use super::tables::require_table;
use crate::authz::require_here;
use crate::error::ServiceError;
use crate::store::change_set;
use app::error::AppError;
use app::model::access::SiteRight;
use app::model::change::SaveOutcome;
use app::model::history::{HistoryFilter, HistoryPage};
use app::model::ids::{ChangeSetId, TableId};
use app::ports::{History, Op};
use async_trait::async_trait;
use std::sync::Arc;

/// Fills the port.
pub struct HistoryService(pub Arc<Site>);

#[async_trait]
impl History for HistoryService {
    async fn list(
        &self,
        op: &Op,
        table: TableId,
        filter: HistoryFilter,
        before: Option<ChangeSetId>,
    ) -> Result<HistoryPage, AppError> {
        Ok(list(&self.0, op, table, &filter, before).await?)
    }

    async fn restore(
        &self,
        op: &Op,
        table: TableId,
        change_set: ChangeSetId,
        row: Option<u32>,
    ) -> Result<SaveOutcome, AppError> {
        let draft = restore::draft(&self.0, op, table, change_set, row).await?;
        Ok(save(&self.0, op, draft).await?)
    }
}

async fn list(
    site: &Site,
    op: &Op,
    table: TableId,
    filter: &HistoryFilter,
    before: Option<ChangeSetId>,
) -> Result<HistoryPage, ServiceError> {
    let mut line = site.store.read().await?;
    require_table(&mut line, op, table).await?;
    require_here(op, SiteRight::Read)?;
    Ok(change_set::list(&mut line, table, filter, before).await?)
}

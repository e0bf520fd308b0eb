//! The history of rows, and bringing back what was.

mod names;
mod restore;
mod subject;

use super::Site;
use super::rows::save::save;
use crate::error::ServiceError;
use crate::store::change_set::{self, Part};
use crate::store::table_change::Rename;
use app::error::AppError;
use app::model::change::SaveOutcome;
use app::model::history::{CellChange, HistoryFilter, HistoryPage};
use app::model::ids::{ChangeSetId, TableId};
use app::ports::{History, Op};
use async_trait::async_trait;
pub(in crate::service) use names::{renames, since};
use std::sync::Arc;
pub(in crate::service) use subject::{Subject, require_subject};

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
        self.0.settling.over().await;
        Ok(list(&self.0, op, table, &filter, before).await?)
    }

    async fn cell(
        &self,
        op: &Op,
        table: TableId,
        change_set: ChangeSetId,
        row: u32,
        column: String,
    ) -> Result<CellChange, AppError> {
        Ok(cell(&self.0, op, table, change_set, row, &column).await?)
    }

    async fn restore(
        &self,
        op: &Op,
        table: TableId,
        id: ChangeSetId,
        change_set: ChangeSetId,
        row: Option<u32>,
    ) -> Result<SaveOutcome, AppError> {
        self.0.settling.over().await;
        let draft = restore::draft(&self.0, op, (table, id), change_set, row).await?;
        Ok(save(&self.0, op, draft).await?)
    }
}

async fn list(
    site: &Site,
    op: &Op,
    id: TableId,
    filter: &HistoryFilter,
    before: Option<ChangeSetId>,
) -> Result<HistoryPage, ServiceError> {
    let mut line = site.store.read().await?;
    let subject = require_subject(&mut line, op, id).await?;
    let renames = names::renames(&mut line, &subject).await?;
    let part = part(filter, &renames)?;
    let mut page = change_set::list(&mut line, subject.whose(), &part, before).await?;
    for set in &mut page.change_sets {
        names::tell(&mut line, &renames, set).await?;
    }
    Ok(HistoryPage { disconnected: subject.disconnected(), ..page })
}

/// What a filter lets through, where columns had other names.
pub(in crate::service) fn part(
    filter: &HistoryFilter,
    renames: &[Rename],
) -> Result<Part, ServiceError> {
    let columns = filter.column.iter().flat_map(|column| names::ever(renames, column));
    Ok(Part::new(filter, &columns.collect::<Vec<_>>())?)
}

async fn cell(
    site: &Site,
    op: &Op,
    id: TableId,
    change_set: ChangeSetId,
    position: u32,
    column: &str,
) -> Result<CellChange, ServiceError> {
    let mut line = site.store.read().await?;
    let subject = require_subject(&mut line, op, id).await?;
    subject.require(&mut line, change_set).await?;
    let row = change_set::row(&mut line, change_set, position).await?;
    let cells = row.into_iter().flat_map(|row| row.cells);
    let found = cells.into_iter().find(|cell| cell.column == column);
    Ok(found.ok_or_else(|| AppError::not_found("changed cell"))?)
}

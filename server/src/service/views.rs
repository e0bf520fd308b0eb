//! Views of tables: shared ones, and everybody's own layout.

use super::Site;
use super::tables::{require_table, subject};
use crate::audit::{Deed, record};
use crate::authz::require_here;
use crate::error::ServiceError;
use crate::store::{Line, saved_view, violates};
use app::error::{AppError, Problem};
use app::model::access::SiteRight;
use app::model::audit::AuditAction;
use app::model::ids::{TableId, ViewId};
use app::model::name::check_name;
use app::model::table::Table;
use app::model::view::{Layout, MAX_WIDTH, MIN_WIDTH, SavedView, ViewDraft};
use app::ports::{Op, Views};
use async_trait::async_trait;
use std::sync::Arc;
use uuid::Uuid;

/// The most columns that a layout names: a table of PostgreSQL has no more.
const MOST_COLUMNS: usize = 1_600;

/// How large a view may be, or somebody's own layout, in bytes as they are stored.
const LARGEST: usize = 256 << 10;
/// How large the views of a table may be together, in bytes as they are stored.
const ROOM: i64 = 1 << 20;
/// The most views of a table.
const MOST_VIEWS: i64 = 200;

/// Fills the port.
pub struct ViewService(pub Arc<Site>);

#[async_trait]
impl Views for ViewService {
    async fn list(&self, op: &Op, table: TableId) -> Result<Vec<SavedView>, AppError> {
        let mut line = self.0.store.read().await?;
        readable(&mut line, op, table).await?;
        Ok(saved_view::list(&mut line, table).await.map_err(ServiceError::from)?)
    }

    async fn save(
        &self,
        op: &Op,
        table: TableId,
        id: Option<ViewId>,
        draft: ViewDraft,
    ) -> Result<SavedView, AppError> {
        Ok(save(&self.0, op, table, id, draft).await?)
    }

    async fn delete(&self, op: &Op, table: TableId, id: ViewId) -> Result<(), AppError> {
        Ok(delete(&self.0, op, table, id).await?)
    }

    async fn layout(&self, op: &Op, table: TableId) -> Result<Layout, AppError> {
        let mut line = self.0.store.read().await?;
        readable(&mut line, op, table).await?;
        let own = saved_view::own_layout(&mut line, op.me.id, table).await;
        Ok(own.map_err(ServiceError::from)?.unwrap_or_default())
    }

    async fn keep_layout(&self, op: &Op, table: TableId, layout: Layout) -> Result<(), AppError> {
        Ok(keep_layout(&self.0, op, table, layout).await?)
    }
}

async fn readable(line: &mut Line, op: &Op, id: TableId) -> Result<Table, ServiceError> {
    let table = require_table(line, op, id).await?;
    require_here(op, SiteRight::Read)?;
    Ok(table)
}

async fn save(
    site: &Site,
    op: &Op,
    table: TableId,
    id: Option<ViewId>,
    draft: ViewDraft,
) -> Result<SavedView, ServiceError> {
    let mut write = site.store.write().await?;
    let table = readable(&mut write, op, table).await?;
    require_here(op, SiteRight::ManageTables)?;
    let name = check_name(&draft.name).map_err(|problem| AppError::invalid(vec![problem]))?;
    draft.query.check().map_err(|problem| AppError::invalid(vec![problem]))?;
    let layout = checked(draft.layout)?;
    let view = SavedView {
        id: id.unwrap_or_else(|| ViewId(Uuid::now_v7())),
        name,
        query: draft.query,
        layout,
    };
    check_room(&mut write, table.id, &view).await?;
    let stored = match id {
        None => saved_view::insert(&mut write, table.id, &view).await,
        Some(id) => {
            require_view(&mut write, table.id, id).await?;
            saved_view::update(&mut write, &view).await
        }
    };
    stored.map_err(taken)?;
    let deed = Deed::new(AuditAction::ViewSaved, Some(subject(&table))).note(view.name.clone());
    record(&mut write, op, deed).await?;
    write.commit().await?;
    Ok(view)
}

async fn delete(site: &Site, op: &Op, table: TableId, id: ViewId) -> Result<(), ServiceError> {
    let mut write = site.store.write().await?;
    let table = readable(&mut write, op, table).await?;
    require_here(op, SiteRight::ManageTables)?;
    let view = require_view(&mut write, table.id, id).await?;
    saved_view::delete(&mut write, id).await?;
    let deed = Deed::new(AuditAction::ViewDeleted, Some(subject(&table))).note(view.name);
    record(&mut write, op, deed).await?;
    Ok(write.commit().await?)
}

async fn require_view(
    line: &mut Line,
    table: TableId,
    id: ViewId,
) -> Result<SavedView, ServiceError> {
    let found = saved_view::list(line, table).await?.into_iter().find(|view| view.id == id);
    Ok(found.ok_or_else(|| AppError::not_found("view"))?)
}

/// Everybody who opens the table loads all of its views.
async fn check_room(line: &mut Line, table: TableId, view: &SavedView) -> Result<(), ServiceError> {
    let own = saved_view::bytes(view)?;
    let (others, bytes) = saved_view::others(line, table, view.id).await?;
    let together = bytes.saturating_add(i64::try_from(own).unwrap_or(i64::MAX));
    let (message, hint) = if own > LARGEST {
        ("This view is too large to be kept", "Compare with fewer or shorter values")
    } else if others >= MOST_VIEWS || together > ROOM {
        ("This table has too many views", "Delete views that nobody needs any more")
    } else {
        return Ok(());
    };
    let problem = Problem::form("too_large", message).hint(hint);
    Err(AppError::invalid(vec![problem]).into())
}

async fn keep_layout(
    site: &Site,
    op: &Op,
    table: TableId,
    layout: Layout,
) -> Result<(), ServiceError> {
    let layout = checked(layout)?;
    let mut write = site.store.write().await?;
    readable(&mut write, op, table).await?;
    saved_view::keep_layout(&mut write, op.me.id, table, &layout).await?;
    Ok(write.commit().await?)
}

/// A layout within bounds; widths beyond them are drawn to the nearest.
fn checked(mut layout: Layout) -> Result<Layout, AppError> {
    if layout.columns.len() > MOST_COLUMNS {
        let message = format!("A layout has at most {MOST_COLUMNS} columns");
        return Err(AppError::invalid(vec![Problem::form("too_many_columns", message)]));
    }
    let bytes = layout.columns.iter().map(|column| column.column.len()).sum::<usize>();
    if bytes > LARGEST {
        let message = "The names of a layout’s columns are too long";
        return Err(AppError::invalid(vec![Problem::form("too_large", message)]));
    }
    for column in &mut layout.columns {
        column.width = column.width.map(|width| width.clamp(MIN_WIDTH, MAX_WIDTH));
    }
    Ok(layout)
}

fn taken(error: sqlx::Error) -> ServiceError {
    if !violates(&error, "saved_view_name", "saved_view.name_key") {
        return error.into();
    }
    let problem = Problem::field("name", "taken", "There is a view of this name already");
    AppError::invalid(vec![problem.hint("Choose another name")]).into()
}

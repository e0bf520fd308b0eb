//! Creating tables in a target.

use super::apply::apply;
use super::connect::{table, way};
use super::reach::{lease_for, writable};
use super::record::named;
use crate::error::ServiceError;
use crate::service::Site;
use crate::store::connected_table::{self, Way};
use crate::target::ddl;
use app::error::{AppError, ErrorCode, Problem};
use app::model::audit::AuditAction;
use app::model::ident::Ident;
use app::model::ids::{ConnectionId, FolderId};
use app::model::table::{Table, TableDraft, field};
use app::ports::Op;

/// Gives the SQL that creating a table would run.
pub async fn preview(
    site: &Site,
    op: &Op,
    folder: FolderId,
    id: ConnectionId,
    draft: TableDraft,
) -> Result<String, ServiceError> {
    let (found, _) = way(site, op, folder, id).await?;
    let checked = draft.check().map_err(AppError::invalid)?;
    let schema = Ident::new(found.schema).map_err(|_| AppError::not_found("schema"))?;
    Ok(ddl::preview(&schema, &checked))
}

/// Creates a table and connects it.
pub async fn create(
    site: &Site,
    op: &Op,
    folder: FolderId,
    id: ConnectionId,
    draft: TableDraft,
) -> Result<Table, ServiceError> {
    let (found, here) = way(site, op, folder, id).await?;
    writable(&found)?;
    let checked = draft.check().map_err(AppError::invalid)?;
    if here.contains(checked.name.as_str()) {
        let message = "A table of this name is connected in this folder already";
        let problem = Problem::field(field::NAME, "taken", message);
        return Err(AppError::invalid(vec![problem.hint("Choose another name")]).into());
    }
    let prepared = ddl::create(lease_for(site, op, &found).await?, &checked).await?;
    let new = table(&found, folder, checked.name.as_str().to_owned());
    let deed = (AuditAction::TableCreated, named(&new));
    let way = Way { table: new, revision: found.revision, available: true };
    apply(site, op, &way, deed, prepared).await?;
    let mut line = site.store.read().await?;
    // What it was made for may have gone meanwhile; the entry says so.
    let connected = connected_table::get(&mut line, way.table.id).await?;
    let message = "The table was created, but could not be connected in this folder";
    Ok(connected.ok_or_else(|| AppError::new(ErrorCode::Conflict, message))?)
}

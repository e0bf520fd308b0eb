//! Creating tables in a target.

use super::connect::{store, table, way};
use super::reach::lease_for;
use crate::error::ServiceError;
use crate::service::Site;
use crate::target::ddl;
use app::error::{AppError, ErrorCode, Problem};
use app::model::audit::AuditAction;
use app::model::connection::Connection;
use app::model::ident::Ident;
use app::model::ids::{ConnectionId, FolderId};
use app::model::table::{Lock, Table, TableDraft, field};
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
    let mut lease = lease_for(site, op, &found).await?;
    ddl::create(&mut lease, &checked).await?;
    let new = table(&found, folder, checked.name.as_str().to_owned());
    store(site, op, std::slice::from_ref(&new), AuditAction::TableCreated).await?;
    Ok(new)
}

/// Refuses to change the target of a read-only connection.
///
/// # Errors
/// `Forbidden`.
pub(super) fn writable(found: &Connection) -> Result<(), AppError> {
    if found.read_only {
        return Err(AppError::new(ErrorCode::Forbidden, Lock::ReadOnlyConnection.sentence()));
    }
    Ok(())
}

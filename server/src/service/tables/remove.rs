//! Disconnecting tables, which leaves them as they are, and dropping them, which does not.

use super::reach::{reach, require_table};
use super::record::subject;
use crate::audit::{Deed, Origin, record};
use crate::authz::require_here;
use crate::error::ServiceError;
use crate::service::Site;
use crate::store::{Line, connected_table, dropped_table};
use crate::target::ddl;
use app::error::{AppError, ErrorCode, Problem};
use app::model::access::SiteRight;
use app::model::audit::AuditAction;
use app::model::ids::TableId;
use app::model::table::{Lock, Table, field};
use app::ports::Op;

/// Disconnects a table.
pub async fn disconnect(site: &Site, op: &Op, id: TableId) -> Result<(), ServiceError> {
    let mut write = site.store.write().await?;
    let table = require_table(&mut write, op, id).await?;
    require_here(op, SiteRight::ManageTables)?;
    remove(&mut write, op, &table, AuditAction::TableDisconnected).await?;
    Ok(write.commit().await?)
}

/// Disconnects tables together with something else, in its transaction.
///
/// # Errors
/// When the store fails.
pub(in crate::service) async fn disconnect_all(
    line: &mut Line,
    op: &Op,
    tables: &[Table],
) -> Result<(), ServiceError> {
    for table in tables {
        remove(line, op, table, AuditAction::TableDisconnected).await?;
    }
    Ok(())
}

async fn remove(
    line: &mut Line,
    op: &Op,
    table: &Table,
    action: AuditAction,
) -> Result<(), ServiceError> {
    connected_table::delete(line, table.id).await?;
    Ok(record(line, Origin::from(op), Deed::new(action, Some(subject(table)))).await?)
}

/// Drops a table in its target and disconnects it wherever it was connected.
pub async fn drop_table(
    site: &Site,
    op: &Op,
    id: TableId,
    confirmation: &str,
) -> Result<(), ServiceError> {
    let mut reached = reach(site, op, id, SiteRight::ManageTables).await?;
    if reached.table.read_only {
        let error = AppError::new(ErrorCode::Forbidden, Lock::ReadOnlyConnection.sentence());
        return Err(error.into());
    }
    if confirmation != reached.table.name {
        let problem =
            Problem::field(field::CONFIRMATION, "name_differs", "This is not the table’s name");
        let hint = format!("Type {} to drop it", reached.table.name);
        return Err(AppError::invalid(vec![problem.hint(hint)]).into());
    }
    ddl::drop_table(&mut reached.lease, &reached.table.name).await?;
    let mut write = site.store.write().await?;
    let (connection, name) = (reached.table.connection, &reached.table.name);
    let all = connected_table::of_connection(&mut write, connection).await?;
    for table in all.iter().filter(|table| table.name == *name) {
        remove(&mut write, op, table, AuditAction::TableDropped).await?;
    }
    // A table that is created under its name later has a history of its own.
    dropped_table::note(&mut write, connection, name, site.clock.now()).await?;
    Ok(write.commit().await?)
}

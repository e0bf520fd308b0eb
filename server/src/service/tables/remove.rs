//! Disconnecting tables, which leaves them as they are, and dropping them, which does not.

use super::apply::apply;
use super::reach::{Reached, reach_writable, require_table};
use super::record::subject;
use crate::audit::{Deed, Origin, record};
use crate::authz::require_here;
use crate::error::ServiceError;
use crate::service::Site;
use crate::store::{Line, connected_table};
use crate::target::ddl;
use app::error::{AppError, ErrorCode, Problem};
use app::model::access::SiteRight;
use app::model::audit::AuditAction;
use app::model::ids::TableId;
use app::model::table::{Table, field};
use app::ports::Op;

/// Disconnects a table.
pub async fn disconnect(site: &Site, op: &Op, id: TableId) -> Result<(), ServiceError> {
    let mut write = site.store.write().await?;
    let table = require_table(&mut write, op, id).await?;
    require_here(op, SiteRight::ManageTables)?;
    remove(&mut write, op, &table).await?;
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
        remove(line, op, table).await?;
    }
    Ok(())
}

async fn remove(line: &mut Line, op: &Op, table: &Table) -> Result<(), ServiceError> {
    connected_table::delete(line, table.id).await?;
    let deed = Deed::new(AuditAction::TableDisconnected, Some(subject(table)));
    Ok(record(line, Origin::from(op), deed).await?)
}

/// Drops a table in its target and disconnects it wherever it was connected.
pub async fn drop_table(
    site: &Site,
    op: &Op,
    id: TableId,
    confirmation: &str,
) -> Result<(), ServiceError> {
    let Reached { way, lease, relation, .. } = reach_writable(site, op, id).await?;
    if !relation.kind.is_table() {
        let message = "Only tables can be dropped here, and this is something else";
        let error = AppError::new(ErrorCode::Forbidden, message);
        return Err(error.with_hint("Disconnect it, and drop it in the database itself").into());
    }
    if confirmation != way.table.name {
        let problem =
            Problem::field(field::CONFIRMATION, "name_differs", "This is not the table’s name");
        let hint = format!("Type {} to drop it", way.table.name);
        return Err(AppError::invalid(vec![problem.hint(hint)]).into());
    }
    let prepared = ddl::drop_table(lease, &way.table.name).await?;
    apply(site, op, &way, (AuditAction::TableDropped, Vec::new()), prepared).await
}

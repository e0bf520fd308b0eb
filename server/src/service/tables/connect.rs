//! Connecting existing tables and views into a folder.

use super::reach::{available_in, lease_for};
use super::record::{named, subject};
use crate::audit::{Deed, record};
use crate::authz::{present, require};
use crate::error::ServiceError;
use crate::service::Site;
use crate::store::{Line, connected_table, connection, folder, violates};
use crate::target::catalog;
use app::error::{AppError, ErrorCode, Problem};
use app::model::access::SiteRight;
use app::model::audit::AuditAction;
use app::model::connection::Connection;
use app::model::ids::{ConnectionId, FolderId, TableId};
use app::model::table::{AvailableConnection, Table, TargetTable, field};
use app::ports::Op;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The most tables that are connected at once.
const AT_ONCE: usize = 500;

/// Lists the connections that are available in a folder.
pub async fn available(
    site: &Site,
    op: &Op,
    folder: FolderId,
) -> Result<Vec<AvailableConnection>, ServiceError> {
    require(op, SiteRight::ManageTables)?;
    let mut line = site.store.read().await?;
    require_folder(&mut line, folder).await?;
    let found = connection::list(&mut line).await?;
    let here = found.into_iter().filter(|one| one.scope.covers(folder));
    Ok(here
        .map(|one| AvailableConnection { id: one.id, name: one.name, read_only: one.read_only })
        .collect())
}

/// Lists the tables and views of a connection's schema.
pub async fn offers(
    site: &Site,
    op: &Op,
    folder: FolderId,
    id: ConnectionId,
) -> Result<Vec<TargetTable>, ServiceError> {
    let (found, here) = way(site, op, folder, id).await?;
    let mut lease = lease_for(site, op, &found).await?;
    let mut offers = catalog::list(&mut lease).await?;
    for offer in &mut offers {
        offer.connected = here.contains(&offer.name);
    }
    Ok(offers)
}

/// Connects tables and views, all or none.
pub async fn connect(
    site: &Site,
    op: &Op,
    folder: FolderId,
    id: ConnectionId,
    names: Vec<String>,
) -> Result<Vec<Table>, ServiceError> {
    let (found, _) = way(site, op, folder, id).await?;
    let names: BTreeSet<String> = names.into_iter().collect();
    if names.is_empty() || names.len() > AT_ONCE {
        let message = format!("Choose between 1 and {AT_ONCE} tables");
        return Err(AppError::invalid(vec![Problem::form("choose_tables", message)]).into());
    }
    let mut lease = lease_for(site, op, &found).await?;
    let offers = catalog::list(&mut lease).await?;
    drop(lease);
    check_offered(&names, &offers)?;
    let tables: Vec<_> = names.into_iter().map(|name| table(&found, folder, name)).collect();
    store(site, op, &tables, AuditAction::TableConnected).await?;
    Ok(tables)
}

/// The connection, and the names of its tables that are connected in the folder already.
pub(super) async fn way(
    site: &Site,
    op: &Op,
    folder: FolderId,
    id: ConnectionId,
) -> Result<(Connection, BTreeSet<String>), ServiceError> {
    require(op, SiteRight::ManageTables)?;
    let mut line = site.store.read().await?;
    require_folder(&mut line, folder).await?;
    let found = available_in(&mut line, id, folder).await?;
    let here = connected_table::in_folder(&mut line, folder).await?;
    let own = here.into_iter().filter(|table| table.connection == id);
    Ok((found, own.map(|table| table.name).collect()))
}

async fn require_folder(line: &mut Line, id: FolderId) -> Result<(), ServiceError> {
    if folder::tree(line).await?.get(id).is_some() {
        return Ok(());
    }
    Err(AppError::not_found("folder").into())
}

/// Every name must be one that the catalog has and the role may read.
fn check_offered(names: &BTreeSet<String>, offers: &[TargetTable]) -> Result<(), AppError> {
    let problem = |name: &String| {
        let offer = offers.iter().find(|offer| offer.name == *name);
        match offer {
            None => Some(
                Problem::form("table_gone", format!("There is no table named {name} any more"))
                    .hint("Load the list again"),
            ),
            Some(offer) if !offer.privileges.select => {
                let message = format!("The login role may not read {name} (SELECT)");
                let problem = Problem::form("table_denied", message);
                Some(match &offer.grant_sql {
                    Some(sql) => problem.hint(sql.clone()),
                    None => problem,
                })
            }
            Some(_) => None,
        }
    };
    let problems: Vec<_> = names.iter().filter_map(problem).collect();
    if problems.is_empty() { Ok(()) } else { Err(AppError::invalid(problems)) }
}

/// A table that is about to be stored.
pub(super) fn table(found: &Connection, folder: FolderId, name: String) -> Table {
    Table {
        id: TableId(Uuid::now_v7()),
        folder,
        connection: found.id,
        connection_name: found.name.clone(),
        read_only: found.read_only,
        schema: found.schema.clone(),
        name,
    }
}

/// Stores tables with their entries, all or none.
pub(super) async fn store(
    site: &Site,
    op: &Op,
    tables: &[Table],
    action: AuditAction,
) -> Result<(), ServiceError> {
    let mut write = site.store.write().await?;
    require(&present(&mut write, op, site.clock.now()).await?, SiteRight::ManageTables)?;
    for table in tables {
        // The connection may have been unmapped, and the folder deleted, since we looked.
        available_in(&mut write, table.connection, table.folder).await?;
        require_folder(&mut write, table.folder).await?;
        let inserted = connected_table::insert(&mut write, table, op.at).await;
        inserted.map_err(|error| taken(error, &table.name))?;
        let deed = Deed::new(action, Some(subject(table))).changes(named(table));
        record(&mut write, op, deed).await?;
    }
    Ok(write.commit().await?)
}

fn taken(error: sqlx::Error, name: &str) -> ServiceError {
    if !violates(&error, "connected_table_name", "connected_table.name") {
        return error.into();
    }
    let message = format!("{name} is connected in this folder already");
    let problem = Problem::field(field::NAME, "taken", message);
    AppError { problems: vec![problem], ..AppError::new(ErrorCode::Conflict, "Connected already") }
        .into()
}

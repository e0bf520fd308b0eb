//! The way to a table: found, allowed, its connection opened, its columns known.

use crate::authz::{locks, require_here};
use crate::error::ServiceError;
use crate::secrets::open as open_secret;
use crate::service::Site;
use crate::store::connected_table::{self, Way};
use crate::store::{Line, audit_entry, connection};
use crate::target::catalog::{self, Relation};
use crate::target::pools::{Claim, Lease};
use app::error::{AppError, ErrorCode};
use app::model::access::SiteRight;
use app::model::connection::{CheckedConnection, Connection, ConnectionDraft};
use app::model::ids::{ConnectionId, FolderId, TableId};
use app::model::table::{Lock, OpenTable, RowAccess, Table};
use app::ports::Op;
use std::sync::Arc;

/// A table with a session to its target.
pub struct Reached {
    /// The way to it, as it was found.
    pub way: Way,
    /// A session to the target.
    pub lease: Lease,
    /// What the table is like in the target.
    pub relation: Arc<Relation>,
    /// What the person may do with its rows.
    pub access: RowAccess,
}

/// Tells whether somebody may know of tables at all.
pub fn sees(op: &Op) -> bool {
    op.me.access.may(SiteRight::Read) || op.me.access.may(SiteRight::ManageTables)
}

/// Finds a table that the person may know of.
///
/// # Errors
/// `NotFound`, whether it does not exist or not for them.
pub async fn require_table(line: &mut Line, op: &Op, id: TableId) -> Result<Table, ServiceError> {
    let found = if sees(op) { connected_table::get(line, id).await? } else { None };
    Ok(found.ok_or_else(|| AppError::not_found("table"))?)
}

/// Opens the way to a table for somebody with a right.
///
/// # Errors
/// `NotFound` before `Forbidden`; then what keeps the target from being reached.
pub async fn reach(
    site: &Site,
    op: &Op,
    id: TableId,
    right: SiteRight,
) -> Result<Reached, ServiceError> {
    reach_as(site, op, id, right, Claim::of(op.me.id)).await
}

/// Opens the way to a table for reading all of it.
///
/// # Errors
/// As `reach`.
pub async fn reach_whole(
    site: &Site,
    op: &Op,
    id: TableId,
    right: SiteRight,
) -> Result<Reached, ServiceError> {
    reach_as(site, op, id, right, Claim::of(op.me.id).long()).await
}

async fn reach_as(
    site: &Site,
    op: &Op,
    id: TableId,
    right: SiteRight,
    claim: Claim,
) -> Result<Reached, ServiceError> {
    let way = require_way(&mut *site.store.read().await?, op, id, right).await?;
    reach_by(site, op, way, claim).await
}

/// Finds the way to a table for somebody with a right.
///
/// # Errors
/// `NotFound` before `Forbidden`.
pub async fn require_way(
    line: &mut Line,
    op: &Op,
    id: TableId,
    right: SiteRight,
) -> Result<Way, ServiceError> {
    let found = if sees(op) { connected_table::way(line, id).await? } else { None };
    let way = found.ok_or_else(|| AppError::not_found("table"))?;
    require_here(op, right)?;
    if !way.available {
        return Err(AppError::not_found("database connection").into());
    }
    Ok(way)
}

/// Opens a way that was found.
///
/// # Errors
/// What keeps the target from being reached.
pub async fn reach_by(
    site: &Site,
    op: &Op,
    way: Way,
    claim: Claim,
) -> Result<Reached, ServiceError> {
    let mut lease = lease_by(site, &way, claim).await?;
    let relation = catalog::open(&mut lease, &way.table.name).await?;
    let access = may_with(op, &way.table, &relation);
    Ok(Reached { way, lease, relation, access })
}

async fn lease_by(site: &Site, way: &Way, claim: Claim) -> Result<Lease, ServiceError> {
    let id = way.table.connection;
    site.pools.lease(id, way.revision, claim, || stored(site, id)).await
}

/// A connection as it is stored by now, with its password.
async fn stored(site: &Site, id: ConnectionId) -> Result<CheckedConnection, ServiceError> {
    let found = connection::get(&mut *site.store.read().await?, id).await?;
    checked(site, &found.ok_or_else(|| AppError::not_found("database connection"))?).await
}

/// Opens the way to a table for somebody who changes the table itself.
///
/// # Errors
/// As `reach`; `Forbidden` where the connection only reads.
pub async fn reach_writable(site: &Site, op: &Op, id: TableId) -> Result<Reached, ServiceError> {
    let reached = reach(site, op, id, SiteRight::ManageTables).await?;
    if reached.way.table.read_only {
        return Err(read_only().into());
    }
    Ok(reached)
}

/// Refuses to change the target of a read-only connection.
///
/// # Errors
/// `Forbidden`.
pub fn writable(found: &Connection) -> Result<(), AppError> {
    if found.read_only { Err(read_only()) } else { Ok(()) }
}

fn read_only() -> AppError {
    AppError::new(ErrorCode::Forbidden, Lock::ReadOnlyConnection.sentence())
}

/// Finds a connection that is available in a folder.
///
/// # Errors
/// `NotFound`, whether it does not exist or is not mapped to the folder.
pub async fn available_in(
    line: &mut Line,
    id: ConnectionId,
    folder: FolderId,
) -> Result<Connection, ServiceError> {
    let found = connection::get(line, id).await?.filter(|found| found.scope.covers(folder));
    Ok(found.ok_or_else(|| AppError::not_found("database connection"))?)
}

/// A session to a connection's target, for what the product does by itself.
///
/// # Errors
/// What keeps the target from being reached.
pub async fn lease(site: &Site, found: &Connection) -> Result<Lease, ServiceError> {
    claimed(site, Claim::SYSTEM, found).await
}

/// A session to a connection's target, for somebody.
///
/// # Errors
/// What keeps the target from being reached.
pub async fn lease_for(site: &Site, op: &Op, found: &Connection) -> Result<Lease, ServiceError> {
    claimed(site, Claim::of(op.me.id), found).await
}

async fn claimed(site: &Site, claim: Claim, found: &Connection) -> Result<Lease, ServiceError> {
    site.pools.lease(found.id, found.revision, claim, || checked(site, found)).await
}

/// A stored connection with its password, for opening sessions.
async fn checked(site: &Site, found: &Connection) -> Result<CheckedConnection, ServiceError> {
    let mut line = site.store.read().await?;
    let sealed = connection::sealed_password(&mut line, found.id).await?;
    let sealed = sealed.ok_or_else(|| AppError::not_found("database connection"))?;
    let mut draft = ConnectionDraft::from(found);
    draft.password = open_secret(&site.keys, found.id, &sealed)?;
    Ok(draft.check_edit().map_err(AppError::invalid)?)
}

/// What may be done with the rows: by the person's rights first, then by the connection, then by
/// what the target allows.
pub fn may_with(op: &Op, table: &Table, relation: &Relation) -> RowAccess {
    let target = if table.read_only {
        RowAccess::locked(&Lock::ReadOnlyConnection)
    } else {
        relation.access.clone()
    };
    locks(op, target)
}

/// Opens a table as it is in the target now, whatever was known of it: whoever opens it again does
/// so because it looks wrong.
///
/// # Errors
/// As `reach`.
pub async fn open(site: &Site, op: &Op, id: TableId) -> Result<OpenTable, ServiceError> {
    let manages = op.me.access.may(SiteRight::ManageTables);
    let right = if manages { SiteRight::ManageTables } else { SiteRight::Read };
    site.settling.over().await;
    let mut line = site.store.read().await?;
    let (seen, _) = audit_entry::end(&mut line).await?;
    let way = require_way(&mut line, op, id, right).await?;
    drop(line);
    let mut lease = lease_by(site, &way, Claim::of(op.me.id)).await?;
    let relation = catalog::open_anew(&mut lease, &way.table.name).await?;
    Ok(OpenTable {
        access: may_with(op, &way.table, &relation),
        table: way.table,
        kind: relation.kind,
        comment: relation.comment.clone(),
        columns: relation.columns.clone(),
        key: relation.key.clone(),
        manages,
        estimate: relation.estimate,
        seen,
    })
}

/// Refuses what a lock forbids, saying why.
///
/// # Errors
/// `Forbidden` with the lock's sentence.
pub fn unlocked(lock: Option<&Lock>) -> Result<(), AppError> {
    match lock {
        None => Ok(()),
        Some(Lock::MissingRight(right)) => Err(crate::authz::forbidden_here(right)),
        Some(lock) => Err(AppError::new(ErrorCode::Forbidden, lock.sentence())),
    }
}

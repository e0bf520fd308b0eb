//! What a request may do, asked for again before it is written down.
//!
//! A Save or a change of a table may wait for locks for many seconds, in which a right may be taken
//! away or the connection be changed.

use super::reach::{available_in, may_with, require_way};
use crate::authz::{present, require};
use crate::error::ServiceError;
use crate::store::Line;
use crate::store::connected_table::Way;
use crate::target::catalog::Relation;
use app::error::{AppError, ErrorCode};
use app::model::access::SiteRight;
use app::model::table::RowAccess;
use app::ports::Op;
use chrono::{DateTime, Utc};

/// What somebody may do by now with the rows of a table that they reached before.
///
/// # Errors
/// As `still_reaches`.
pub async fn still_may(
    line: &mut Line,
    op: &Op,
    now: DateTime<Utc>,
    way: &Way,
    relation: &Relation,
) -> Result<RowAccess, ServiceError> {
    let op = still_reaches(line, op, now, way, SiteRight::Read).await?;
    Ok(may_with(&op, &way.table, relation))
}

/// Refuses to go on by a way that was found before, where it is not open any more; gives the request
/// with what the person may do by now.
///
/// # Errors
/// `NotFound` or `Forbidden` where they may not go that way any more; `Conflict` where it has changed.
pub async fn still_reaches(
    line: &mut Line,
    op: &Op,
    now: DateTime<Utc>,
    way: &Way,
    right: SiteRight,
) -> Result<Op, ServiceError> {
    let op = present(line, op, now).await?;
    if require_way(line, &op, way.table.id, right).await? != *way {
        return Err(changed().into());
    }
    Ok(op)
}

/// The same for a table that is about to be created, which nobody reaches yet.
///
/// # Errors
/// As `still_reaches`.
pub async fn still_creates(
    line: &mut Line,
    op: &Op,
    now: DateTime<Utc>,
    way: &Way,
) -> Result<(), ServiceError> {
    require(&present(line, op, now).await?, SiteRight::ManageTables)?;
    let found = available_in(line, way.table.connection, way.table.folder).await?;
    if found.revision == way.revision { Ok(()) } else { Err(changed().into()) }
}

fn changed() -> AppError {
    let message = "The database connection was changed meanwhile, and nothing was saved";
    AppError::new(ErrorCode::Conflict, message).with_hint("Save again; nothing you typed is lost")
}

//! What a request may do, asked for again before it is written down.
//!
//! A Save or a change of a table may wait for locks for many seconds, in which a right may be taken
//! away or the connection be changed.

use super::reach::{may_with, require_way, writable};
use crate::authz::require_here;
use crate::error::ServiceError;
use crate::store::connected_table::Way;
use crate::store::{Line, connection, user};
use crate::target::catalog::Relation;
use app::error::{AppError, ErrorCode};
use app::model::access::SiteRight;
use app::model::account::Me;
use app::model::ids::ConnectionId;
use app::model::table::RowAccess;
use app::ports::Op;

/// What somebody may do by now with the rows of a table that they reached before.
///
/// # Errors
/// `Forbidden` where they may not even read any more; `Conflict` where the way has changed.
pub async fn still_may(
    line: &mut Line,
    op: &Op,
    way: &Way,
    relation: &Relation,
) -> Result<RowAccess, ServiceError> {
    let op = present(line, op).await?;
    let now = require_way(line, &op, way.table.id, SiteRight::Read).await?;
    if now != *way {
        return Err(changed().into());
    }
    Ok(may_with(&op, &way.table, relation))
}

/// Refuses to change tables of a connection for somebody who may not any more.
///
/// # Errors
/// `Forbidden`, or `Conflict` where the connection is gone or has another revision.
pub async fn still_manages(
    line: &mut Line,
    op: &Op,
    id: ConnectionId,
    revision: i64,
) -> Result<(), ServiceError> {
    require_here(&present(line, op).await?, SiteRight::ManageTables)?;
    let found = connection::get(line, id).await?.filter(|found| found.revision == revision);
    Ok(writable(&found.ok_or_else(changed)?)?)
}

/// The same request with what the person may do by now.
///
/// # Errors
/// `Forbidden` where they may not even sign in.
pub async fn present(line: &mut Line, op: &Op) -> Result<Op, ServiceError> {
    let user = user::get(line, op.me.id).await?;
    let Some(user) = user.filter(|user| user.active) else {
        let message = "Your account was deactivated meanwhile";
        return Err(AppError::new(ErrorCode::Forbidden, message).into());
    };
    let me = Me { access: user.access, ..op.me.clone() };
    Ok(Op { me, ..op.clone() })
}

fn changed() -> AppError {
    let message = "The database connection was changed meanwhile, and nothing was saved";
    AppError::new(ErrorCode::Conflict, message).with_hint("Save again; nothing you typed is lost")
}

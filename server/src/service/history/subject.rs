//! Whose history is asked for, and whether the person may read it.
//!
//! A table's history is that of its name in its connection, so that it goes on where the table is
//! disconnected and connected again. What is left of a table that is disconnected is for those who
//! read the audit log.

use crate::authz::require_here;
use crate::error::ServiceError;
use crate::service::tables::require_table;
use crate::store::change_set::{self, ChangeSetHead, Whose};
use crate::store::{Line, connected_table, dropped_table};
use app::error::AppError;
use app::model::access::SiteRight;
use app::model::ids::{ChangeSetId, ConnectionId, TableId};
use app::model::table::Table;
use app::ports::Op;
use chrono::{DateTime, Utc};

/// A table whose history may be read.
pub(in crate::service) enum Subject {
    /// It is connected; with the time when one of its name was dropped.
    Connected(Table, Option<DateTime<Utc>>),
    /// Only its history is left, with the connection and the name that it had.
    Disconnected(TableId, (ConnectionId, String)),
}

/// Finds whose history it is.
///
/// # Errors
/// `NotFound` before `Forbidden`.
pub(in crate::service) async fn require_subject(
    line: &mut Line,
    op: &Op,
    id: TableId,
) -> Result<Subject, ServiceError> {
    let may_audit = op.me.access.may(SiteRight::ViewAuditLog);
    if may_audit && connected_table::get(line, id).await?.is_none() {
        let target = change_set::target_of(line, id).await?;
        let target = target.ok_or_else(|| AppError::not_found("table"))?;
        return Ok(Subject::Disconnected(id, target));
    }
    connected(line, op, id).await
}

/// Finds the history of a table that is connected.
///
/// # Errors
/// `NotFound` before `Forbidden`.
pub(super) async fn connected(
    line: &mut Line,
    op: &Op,
    id: TableId,
) -> Result<Subject, ServiceError> {
    let table = require_table(line, op, id).await?;
    require_here(op, SiteRight::Read)?;
    let after = dropped_table::last(line, table.connection, &table.name).await?;
    Ok(Subject::Connected(table, after))
}

impl Subject {
    /// As the store is asked for it.
    pub(in crate::service) fn whose(&self) -> Whose<'_> {
        match self {
            Self::Disconnected(id, _) => Whose::Id(*id),
            Self::Connected(table, after) => {
                Whose::Target { connection: table.connection, name: &table.name, after: *after }
            }
        }
    }

    /// The connection and the name of the table.
    pub(in crate::service) fn target(&self) -> (ConnectionId, &str) {
        match self {
            Self::Connected(table, _) => (table.connection, &table.name),
            Self::Disconnected(_, (connection, name)) => (*connection, name),
        }
    }

    /// The name of a table that is disconnected.
    pub(super) fn disconnected(self) -> Option<String> {
        match self {
            Self::Connected(..) => None,
            Self::Disconnected(_, (_, name)) => Some(name),
        }
    }

    /// Finds one of its change sets.
    ///
    /// # Errors
    /// `NotFound`, whether there is none or it is of another table.
    pub(super) async fn require(
        &self,
        line: &mut Line,
        id: ChangeSetId,
    ) -> Result<ChangeSetHead, ServiceError> {
        let head = change_set::get(line, id).await?.filter(|head| self.has(head));
        Ok(head.ok_or_else(|| AppError::not_found("change set"))?)
    }

    fn has(&self, head: &ChangeSetHead) -> bool {
        match self.whose() {
            Whose::Id(table) => head.table == table,
            Whose::Target { connection, name, after } => {
                head.connection == connection
                    && head.table_name == name
                    && after.is_none_or(|after| head.at > after)
            }
        }
    }
}

//! The tables that use a connection: what would take their way from them is refused.

use crate::error::ServiceError;
use crate::service::Site;
use crate::service::settle::{Unsettled, note};
use crate::service::tables::disconnect_all;
use crate::store::change_set::ChangeSetHead;
use crate::store::table_change::TableChange;
use crate::store::{Line, connected_table, target_change};
use app::error::{AppError, ErrorCode, Problem};
use app::model::connection::{Connection, Scope, field};
use app::model::history::ChangeState;
use app::model::ids::{ChangeSetId, ConnectionId};
use app::model::table::Table;
use app::ports::Op;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Error;
use std::collections::BTreeSet;

/// For how long a change that was prepared may be under way, at this instance or another: as long as
/// a commit is waited for, and half as long again for clocks that differ.
const UNDER_WAY: TimeDelta = TimeDelta::minutes(2);

/// Refuses a mapping that leaves out a folder with tables of the connection.
///
/// # Errors
/// `Invalid` at “Mapped folders”, naming the tables.
pub(super) async fn check_covered(
    line: &mut Line,
    id: ConnectionId,
    scope: &Scope,
) -> Result<(), ServiceError> {
    let tables = connected_table::of_connection(line, id).await?;
    let orphans: Vec<_> = tables.iter().filter(|table| !scope.covers(table.folder)).collect();
    if orphans.is_empty() {
        return Ok(());
    }
    let message = format!("Tables in other folders use this connection: {}", names(&orphans));
    let problem = Problem::field(field::SCOPE, "tables_orphaned", message)
        .hint("Keep their folders, or disconnect the tables first");
    Err(AppError::invalid(vec![problem]).into())
}

/// Disconnects the tables that use a connection before it goes, where the person knows of all of
/// them.
///
/// # Errors
/// `Conflict`, naming the tables.
pub(super) async fn release(
    line: &mut Line,
    op: &Op,
    old: &Connection,
    known: &[String],
) -> Result<(), ServiceError> {
    let tables = connected_table::of_connection(line, old.id).await?;
    let known: BTreeSet<_> = known.iter().collect();
    if !tables.iter().all(|table| known.contains(&table.name)) {
        let tables: Vec<&Table> = tables.iter().collect();
        let message = format!("Tables use this connection: {}", names(&tables));
        let error = AppError::new(ErrorCode::Conflict, message);
        return Err(error.with_hint("Disconnect them in the same step, or first").into());
    }
    disconnect_all(line, op, &tables).await
}

/// Counts the changes by a connection of which it is not known yet how they ended.
pub(super) async fn unsettled(line: &mut Line, id: ConnectionId) -> Result<usize, Error> {
    let rows = target_change::prepared_by::<ChangeSetHead>(line, id).await?;
    let tables = target_change::prepared_by::<TableChange>(line, id).await?;
    Ok(rows.len() + tables.len())
}

/// Settles as unknown what is not settled yet by a connection that goes, where its target is gone:
/// nobody can find out any more how it ended. Gives the number of changes.
///
/// # Errors
/// `Conflict` where one may be under way, since it can still be found out how it ends.
pub(super) async fn give_up(
    line: &mut Line,
    site: &Site,
    op: &Op,
    (id, silent): (ConnectionId, &BTreeSet<ChangeSetId>),
) -> Result<usize, ServiceError> {
    let over = site.clock.now() - UNDER_WAY;
    let gone = |change: &ChangeSetId, at| silent.contains(change) && at <= over;
    let rows = give_up_each::<ChangeSetHead>(line, op, id, gone).await?;
    Ok(rows + give_up_each::<TableChange>(line, op, id, gone).await?)
}

async fn give_up_each<T: Unsettled>(
    line: &mut Line,
    op: &Op,
    id: ConnectionId,
    gone: impl Fn(&ChangeSetId, DateTime<Utc>) -> bool,
) -> Result<usize, ServiceError> {
    let changes: Vec<T> = target_change::prepared_by(line, id).await?;
    for change in &changes {
        let named = change.named();
        if !gone(&named.id, named.at) {
            let message = format!("A change of {} may still be under way", named.table_name);
            let error = AppError::new(ErrorCode::Conflict, message);
            return Err(error.with_hint("Try again in two minutes").into());
        }
        note(line, op, change, ChangeState::Unknown).await?;
    }
    Ok(changes.len())
}

/// At another place, nobody could find out any more how a change ended.
///
/// # Errors
/// `Conflict`.
pub(super) async fn check_settled(line: &mut Line, id: ConnectionId) -> Result<(), ServiceError> {
    let what = if !target_change::prepared_by::<ChangeSetHead>(line, id).await?.is_empty() {
        "some saved rows whether the database kept them"
    } else if !target_change::prepared_by::<TableChange>(line, id).await?.is_empty() {
        "a change of a table whether the database kept it"
    } else {
        return Ok(());
    };
    let error = AppError::new(ErrorCode::Conflict, format!("It is not yet known of {what}"));
    Err(error.with_hint("Wait until the database answers again").into())
}

fn names(tables: &[&Table]) -> String {
    let names: BTreeSet<_> = tables.iter().map(|table| table.name.as_str()).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

//! Tables `change_set` and `row_change`: what was changed in the rows of targets.

mod digest;
mod history;
mod later;
mod question;
mod rows;
mod shown;

pub use digest::digest;
pub use history::{Part, Room, heads, list, rows_from};
pub use later::{Later, next_change, with_same_number};
pub use question::{Period, Whose};
pub use rows::{count, keys, row, rows};

use super::Line;
use super::audit_entry::{actor, read_actor};
use super::target_change::{self, TargetChange};
use super::user::parse;
use crate::clock::{from_micros, to_micros};
use app::model::audit::{Actor, AuditAction};
use app::model::history::{ChangeState, RowChange};
use app::model::ids::{ChangeSetId, ConnectionId, TableId};
use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{Error, FromRow};

/// A change set without its rows.
#[derive(Clone, Debug)]
pub struct ChangeSetHead {
    /// Identifies it.
    pub id: ChangeSetId,
    /// The table.
    pub table: TableId,
    /// The table's name at that time.
    pub table_name: String,
    /// The connection that reached it.
    pub connection: ConnectionId,
    /// Who.
    pub actor: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// How far it got.
    pub state: ChangeState,
    /// The target's transaction.
    pub xid: String,
    /// What the target's rows tell of it, as JSON.
    pub evidence: String,
    /// The change set that it restored, if it did.
    pub restores: Option<ChangeSetId>,
}

#[derive(FromRow)]
struct HeadRow {
    id: String,
    table_id: String,
    table_name: String,
    connection_id: String,
    actor_kind: String,
    actor_id: Option<String>,
    actor_email: Option<String>,
    at: i64,
    state: String,
    xid: String,
    evidence: String,
    restores: Option<String>,
}

impl TryFrom<HeadRow> for ChangeSetHead {
    type Error = Error;

    fn try_from(row: HeadRow) -> Result<Self, Error> {
        let state = ChangeState::from_code(&row.state);
        Ok(Self {
            id: parse(&row.id)?,
            table: parse(&row.table_id)?,
            table_name: row.table_name,
            connection: parse(&row.connection_id)?,
            actor: read_actor(&row.actor_kind, row.actor_id, row.actor_email)?,
            at: from_micros(row.at),
            state: state.ok_or_else(|| Error::Decode("an unknown state".into()))?,
            xid: row.xid,
            evidence: row.evidence,
            restores: row.restores.as_deref().map(parse).transpose()?,
        })
    }
}

const COLUMNS: &str = "id, table_id, table_name, connection_id, actor_kind, actor_id, actor_email, \
    at, state, xid, evidence, restores";

impl TargetChange for ChangeSetHead {
    const TABLE: &'static str = "change_set";
    const COLUMNS: &'static str = COLUMNS;

    fn read(row: &AnyRow) -> Result<Self, Error> {
        HeadRow::from_row(row)?.try_into()
    }
}

/// Inserts a change set with its rows; tells whether its id was free, neither taken nor voided.
pub async fn insert(
    line: &mut Line,
    head: &ChangeSetHead,
    changes: &[RowChange],
) -> Result<bool, Error> {
    let (kind, id, email) = actor(&head.actor);
    let done = sqlx::query(
        "insert into change_set
             (id, table_id, table_name, connection_id, actor_kind, actor_id, actor_email, at,
              state, xid, evidence, restores)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
          where not exists (select 1 from voided_save where id = $1)
             on conflict (id) do nothing",
    )
    .bind(head.id.to_string())
    .bind(head.table.to_string())
    .bind(head.table_name.clone())
    .bind(head.connection.to_string())
    .bind(kind)
    .bind(id)
    .bind(email)
    .bind(to_micros(head.at))
    .bind(head.state.code())
    .bind(head.xid.clone())
    .bind(head.evidence.clone())
    .bind(head.restores.map(|id| id.to_string()))
    .execute(&mut *line)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    rows::insert(line, head, changes).await?;
    Ok(true)
}

/// Finds a change set.
pub async fn get(line: &mut Line, id: ChangeSetId) -> Result<Option<ChangeSetHead>, Error> {
    target_change::get(line, id).await
}

/// Tells the connection and the name of a table that something was once saved in under an id.
pub async fn target_of(
    line: &mut Line,
    table: TableId,
) -> Result<Option<(ConnectionId, String)>, Error> {
    let found: Option<(String, String)> = sqlx::query_as(
        "select connection_id, table_name
           from change_set
          where table_id = $1
          order by at desc, id desc
          limit 1",
    )
    .bind(table.to_string())
    .fetch_optional(line)
    .await?;
    found.map(|(connection, name)| Ok((parse(&connection)?, name))).transpose()
}

/// Gives the change sets that were found committed between two positions of the chain, the first left
/// out, in this table or wherever else the same one is connected; in the order of the chain, since
/// they are committed in another order than they are prepared.
pub async fn committed_between(
    line: &mut Line,
    table: TableId,
    (after, last): (i64, i64),
) -> Result<Vec<ChangeSetHead>, Error> {
    let found: Vec<String> = sqlx::query_scalar(
        "select entry.change_set_id
           from (select position, action, subject_kind, subject_id, change_set_id
                   from audit_entry
                  where position > $2
                    and position <= $3
                  order by position
                  limit 1000) entry
          where entry.action = 'rows_committed'
            and entry.subject_kind = 'table'
            and entry.subject_id in (select other.id
                                       from connected_table own
                                       join connected_table other
                                         on other.connection_id = own.connection_id
                                        and other.name = own.name
                                      where own.id = $1)
          order by entry.position",
    )
    .bind(table.to_string())
    .bind(after)
    .bind(last)
    .fetch_all(&mut *line)
    .await?;
    let mut heads = Vec::with_capacity(found.len());
    for id in found {
        heads.extend(get(line, parse(&id)?).await?);
    }
    Ok(heads)
}

/// The entry that says how a change set ended; one that is prepared has none yet.
pub fn settled_by(state: ChangeState) -> AuditAction {
    match state {
        ChangeState::Prepared => AuditAction::RowsPrepared,
        ChangeState::Committed => AuditAction::RowsCommitted,
        ChangeState::Aborted => AuditAction::RowsAborted,
        ChangeState::Unknown => AuditAction::RowsUnknown,
    }
}

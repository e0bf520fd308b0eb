//! Table `table_change`: what was changed in tables of targets themselves.

use super::Line;
use super::audit_entry::{self, actor, read_actor};
use super::target_change::TargetChange;
use super::user::parse;
use crate::clock::{from_micros, to_micros};
use app::model::audit::{Actor, AuditAction, FieldChange};
use app::model::history::ChangeState;
use app::model::ids::{ChangeSetId, ConnectionId, FolderId, TableId};
use chrono::{DateTime, Utc};
use sqlx::any::AnyRow;
use sqlx::{Error, FromRow};

/// One change of a table.
#[derive(Clone, Debug)]
pub struct TableChange {
    /// Identifies it.
    pub id: ChangeSetId,
    /// What it is, by the entry that it has once it is committed.
    pub action: AuditAction,
    /// The table.
    pub table: TableId,
    /// Its name at that time.
    pub table_name: String,
    /// The folder in which it is connected, or shall be.
    pub folder: FolderId,
    /// The connection that reached it.
    pub connection: ConnectionId,
    /// Who.
    pub actor: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// How far it got.
    pub state: ChangeState,
    /// The SQL that the target runs.
    pub statements: String,
    /// From what to what, as the entry shows it.
    pub changes: Vec<FieldChange>,
    /// The target's transaction.
    pub xid: String,
    /// What the target's catalog tells of it, as JSON.
    pub evidence: String,
}

#[derive(FromRow)]
struct ChangeRow {
    id: String,
    action: String,
    table_id: String,
    table_name: String,
    folder_id: String,
    connection_id: String,
    actor_kind: String,
    actor_id: Option<String>,
    actor_email: Option<String>,
    at: i64,
    state: String,
    statements: String,
    changes: String,
    xid: String,
    evidence: String,
}

impl TryFrom<ChangeRow> for TableChange {
    type Error = Error;

    fn try_from(row: ChangeRow) -> Result<Self, Error> {
        let unknown = |what: &str| Error::Decode(format!("an unknown {what}").into());
        Ok(Self {
            id: parse(&row.id)?,
            action: AuditAction::from_code(&row.action).ok_or_else(|| unknown("action"))?,
            table: parse(&row.table_id)?,
            table_name: row.table_name,
            folder: parse(&row.folder_id)?,
            connection: parse(&row.connection_id)?,
            actor: read_actor(&row.actor_kind, row.actor_id, row.actor_email)?,
            at: from_micros(row.at),
            state: ChangeState::from_code(&row.state).ok_or_else(|| unknown("state"))?,
            statements: row.statements,
            changes: fields(&row.changes)?,
            xid: row.xid,
            evidence: row.evidence,
        })
    }
}

impl TargetChange for TableChange {
    const TABLE: &'static str = "table_change";
    const COLUMNS: &'static str = "id, action, table_id, table_name, folder_id, connection_id, \
        actor_kind, actor_id, actor_email, at, state, statements, changes, xid, evidence";

    fn read(row: &AnyRow) -> Result<Self, Error> {
        ChangeRow::from_row(row)?.try_into()
    }
}

/// Inserts a change.
pub async fn insert(line: &mut Line, change: &TableChange) -> Result<(), Error> {
    let (kind, id, email) = actor(&change.actor);
    sqlx::query(
        "insert into table_change
             (id, action, table_id, table_name, folder_id, connection_id, actor_kind, actor_id,
              actor_email, at, state, statements, changes, xid, evidence)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(change.id.to_string())
    .bind(change.action.code())
    .bind(change.table.to_string())
    .bind(change.table_name.clone())
    .bind(change.folder.to_string())
    .bind(change.connection.to_string())
    .bind(kind)
    .bind(id)
    .bind(email)
    .bind(to_micros(change.at))
    .bind(change.state.code())
    .bind(change.statements.clone())
    .bind(written(&change.changes)?)
    .bind(change.xid.clone())
    .bind(change.evidence.clone())
    .execute(line)
    .await?;
    Ok(())
}

/// A column that was given another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// Where in the chain of the audit log that was prepared, when nobody else was at the table.
    pub position: i64,
    /// The name before.
    pub old: String,
    /// The name after.
    pub new: String,
}

/// What a column is called in the field of a change, which has a name before and one after where it
/// was renamed.
pub const COLUMN: &str = "Column";

/// The columns that a change renamed: from what, to what.
pub fn renamed(changes: &[FieldChange]) -> Vec<(String, String)> {
    let columns = changes.iter().filter(|change| change.field == COLUMN);
    columns.filter_map(|change| change.old.clone().zip(change.new.clone())).collect()
}

/// Lists the columns of a table that were renamed, the oldest first.
pub async fn renames(
    line: &mut Line,
    connection: ConnectionId,
    table: &str,
) -> Result<Vec<Rename>, Error> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "select entry.position, table_change.changes
           from table_change
           join audit_entry entry on entry.change_set_id = table_change.id
                                 and entry.digest is not null
          where table_change.connection_id = $1
            and table_change.table_name = $2
            and table_change.action = $3
            and table_change.state = 'committed'
          order by entry.position",
    )
    .bind(connection.to_string())
    .bind(table.to_owned())
    .bind(AuditAction::TableChanged.code())
    .fetch_all(line)
    .await?;
    let mut renames = Vec::new();
    for (position, changes) in rows {
        let pairs = renamed(&fields(&changes)?);
        renames.extend(pairs.into_iter().map(|(old, new)| Rename { position, old, new }));
    }
    Ok(renames)
}

/// The entry that says how a change ended; one that is prepared has none yet.
pub fn settled_by(change: &TableChange) -> AuditAction {
    match change.state {
        ChangeState::Prepared => AuditAction::TableChangePrepared,
        ChangeState::Committed => change.action,
        ChangeState::Aborted => AuditAction::TableChangeAborted,
        ChangeState::Unknown => AuditAction::TableChangeUnknown,
    }
}

/// What binds a change into the chain of the audit log; how it ended is an entry of its own.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn digest(change: &TableChange) -> Result<String, Error> {
    let (kind, id, email) = actor(&change.actor);
    let columns = [
        Some(change.id.to_string()),
        Some(change.action.code().to_owned()),
        Some(change.table.to_string()),
        Some(change.table_name.clone()),
        Some(change.folder.to_string()),
        Some(change.connection.to_string()),
        Some(kind.to_owned()),
        id,
        email,
        Some(to_micros(change.at).to_string()),
        Some(change.statements.clone()),
        Some(written(&change.changes)?),
        Some(change.xid.clone()),
        Some(change.evidence.clone()),
    ];
    Ok(audit_entry::digest(columns.iter().map(Option::as_deref)))
}

fn written(changes: &[FieldChange]) -> Result<String, Error> {
    serde_json::to_string(changes).map_err(|error| Error::Encode(error.into()))
}

fn fields(changes: &str) -> Result<Vec<FieldChange>, Error> {
    serde_json::from_str(changes).map_err(|error| Error::Decode(error.into()))
}

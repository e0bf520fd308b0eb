//! What later change sets tell of an earlier one.

use super::{COLUMNS, ChangeSetHead, HeadRow, rows};
use crate::store::Line;
use app::model::history::RowDeed;
use app::model::ids::ChangeSetId;
use sqlx::{Error, FromRow};

/// A change of a row by a later change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// Whether there was a row with this key before it.
    pub was_there: bool,
    /// What the later change set left as evidence, as JSON.
    pub evidence: String,
}

#[derive(FromRow)]
struct LaterRow {
    deed: String,
    row_key: String,
    old_key: Option<String>,
    evidence: String,
}

/// Finds the first change of a row by a change set that was prepared after another one, whatever
/// became of either. Only the start of a key is in the index. Both had to wait for the row, so the
/// first is over when the second is prepared.
pub async fn next_change(
    line: &mut Line,
    head: &ChangeSetHead,
    key: &[String],
) -> Result<Option<Later>, Error> {
    let key = rows::write(key)?;
    let found: Option<LaterRow> = sqlx::query_as(
        "select row_change.deed, row_change.row_key, row_change.old_key, change_set.evidence
           from row_change
           join change_set on change_set.id = row_change.change_set_id
           join audit_entry on audit_entry.change_set_id = change_set.id
                           and audit_entry.digest is not null
          where row_change.table_id in (select other.table_id
                                          from change_set other
                                         where other.connection_id = $2
                                           and other.table_name = $3)
            and ((substr(row_change.row_key, 1, 500) = $5 and row_change.row_key = $1)
                 or (substr(row_change.old_key, 1, 500) = $5 and row_change.old_key = $1))
            and audit_entry.position > (select own.position
                                          from audit_entry own
                                         where own.change_set_id = $4
                                           and own.digest is not null)
          order by audit_entry.position,
                   case when row_change.deed <> 'inserted'
                         and coalesce(row_change.old_key, row_change.row_key) = $1
                        then 0 else 1 end
          limit 1",
    )
    .bind(key.clone())
    .bind(head.connection.to_string())
    .bind(head.table_name.clone())
    .bind(head.id.to_string())
    .bind(key.chars().take(500).collect::<String>())
    .fetch_optional(line)
    .await?;
    Ok(found.map(|row| Later {
        was_there: row.deed != RowDeed::Inserted.code()
            && row.old_key.unwrap_or(row.row_key) == key,
        evidence: row.evidence,
    }))
}

/// Lists the change sets that were prepared after another one with the same number of a transaction
/// and by the same connection.
pub async fn with_same_number(
    line: &mut Line,
    head: &ChangeSetHead,
) -> Result<Vec<ChangeSetHead>, Error> {
    let sql = format!(
        "select {COLUMNS}
           from change_set
          where connection_id = $1
            and xid = $2
            and (select max(position) from audit_entry
                  where change_set_id = change_set.id and digest is not null)
              > (select max(position) from audit_entry
                  where change_set_id = $3 and digest is not null)"
    );
    let rows: Vec<HeadRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(head.connection.to_string())
        .bind(head.xid.clone())
        .bind(ChangeSetId::to_string(&head.id))
        .fetch_all(line)
        .await?;
    rows.into_iter().map(ChangeSetHead::try_from).collect()
}

//! The rows of change sets.

use super::ChangeSetHead;
use crate::store::Line;
use app::model::history::{RowChange, RowDeed};
use app::model::ids::ChangeSetId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::{Error, FromRow};
use std::fmt::Write as _;

/// How many rows go into one statement; each takes seven of SQLite's 32,766 parameters.
const AT_ONCE: usize = 100;

#[derive(FromRow)]
struct ChangeRow {
    position: i64,
    deed: String,
    row_key: String,
    old_key: Option<String>,
    cells: String,
}

impl TryFrom<ChangeRow> for RowChange {
    type Error = Error;

    fn try_from(row: ChangeRow) -> Result<Self, Error> {
        let deed = RowDeed::from_code(&row.deed);
        Ok(Self {
            position: u32::try_from(row.position).map_err(|error| Error::Decode(error.into()))?,
            deed: deed.ok_or_else(|| Error::Decode("an unknown deed".into()))?,
            key: read(&row.row_key)?,
            old_key: row.old_key.as_deref().map(read).transpose()?,
            cells: read(&row.cells)?,
        })
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, Error> {
    serde_json::from_str(json).map_err(|error| Error::Decode(error.into()))
}

/// A key or cells as they are stored and hashed.
pub(super) fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Encode(error.into()))
}

pub(super) async fn insert(
    line: &mut Line,
    head: &ChangeSetHead,
    changes: &[RowChange],
) -> Result<(), Error> {
    for some in changes.chunks(AT_ONCE) {
        let sql = sqlx::AssertSqlSafe(statement(some.len()));
        let mut query = sqlx::query(sql);
        for change in some {
            query = query
                .bind(head.id.to_string())
                .bind(i64::from(change.position))
                .bind(head.table.to_string())
                .bind(change.deed.code())
                .bind(write(&change.key)?)
                .bind(change.old_key.as_ref().map(write).transpose()?)
                .bind(write(&change.cells)?);
        }
        query.execute(&mut *line).await?;
    }
    Ok(())
}

fn statement(rows: usize) -> String {
    let mut sql = "insert into row_change
             (change_set_id, position, table_id, deed, row_key, old_key, cells)
         values "
        .to_owned();
    for row in 0..rows {
        let comma = if row == 0 { "" } else { ", " };
        let first = row * 7 + 1;
        // Writing to a text cannot fail.
        let _ = write!(
            sql,
            "{comma}(${}, ${}, ${}, ${}, ${}, ${}, ${})",
            first,
            first + 1,
            first + 2,
            first + 3,
            first + 4,
            first + 5,
            first + 6
        );
    }
    sql
}

/// Gives a change set's rows in their order, at most so many.
pub async fn rows(line: &mut Line, id: ChangeSetId, most: i64) -> Result<Vec<RowChange>, Error> {
    matching(line, id, "", "", most).await
}

/// Gives those of a change set's rows that have a key, now or before, and a changed column, as the
/// JSON of cells begins with it; empty texts let all through.
pub(super) async fn matching(
    line: &mut Line,
    id: ChangeSetId,
    key: &str,
    column: &str,
    most: i64,
) -> Result<Vec<RowChange>, Error> {
    let rows: Vec<ChangeRow> = sqlx::query_as(
        "select position, deed, row_key, old_key, cells
           from row_change
          where change_set_id = $1
            and ($2 = '' or row_key = $2 or old_key = $2)
            and ($3 = '' or replace(cells, $3, '') <> cells)
          order by position
          limit $4",
    )
    .bind(id.to_string())
    .bind(key.to_owned())
    .bind(column.to_owned())
    .bind(most)
    .fetch_all(line)
    .await?;
    rows.into_iter().map(RowChange::try_from).collect()
}

/// Counts a change set's rows.
pub(super) async fn count(line: &mut Line, id: ChangeSetId) -> Result<u32, Error> {
    let count: i64 = sqlx::query_scalar("select count(*) from row_change where change_set_id = $1")
        .bind(id.to_string())
        .fetch_one(line)
        .await?;
    u32::try_from(count).map_err(|error| Error::Decode(error.into()))
}

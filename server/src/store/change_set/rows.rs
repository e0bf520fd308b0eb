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
pub(super) struct ChangeRow {
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

/// Gives a change set's rows in their order.
pub async fn rows(line: &mut Line, id: ChangeSetId) -> Result<Vec<RowChange>, Error> {
    let rows: Vec<ChangeRow> = sqlx::query_as(
        "select position, deed, row_key, old_key, cells
           from row_change
          where change_set_id = $1
          order by position",
    )
    .bind(id.to_string())
    .fetch_all(line)
    .await?;
    rows.into_iter().map(RowChange::try_from).collect()
}

/// Finds one of a change set's rows by its place.
pub async fn row(
    line: &mut Line,
    id: ChangeSetId,
    position: u32,
) -> Result<Option<RowChange>, Error> {
    let row: Option<ChangeRow> = sqlx::query_as(
        "select position, deed, row_key, old_key, cells
           from row_change
          where change_set_id = $1
            and position = $2",
    )
    .bind(id.to_string())
    .bind(i64::from(position))
    .fetch_optional(line)
    .await?;
    row.map(RowChange::try_from).transpose()
}

/// Gives the keys of a change set's rows as they were before, at most so many.
pub async fn keys(line: &mut Line, id: ChangeSetId, most: u32) -> Result<Vec<Vec<String>>, Error> {
    let keys: Vec<String> = sqlx::query_scalar(
        "select coalesce(old_key, row_key)
           from row_change
          where change_set_id = $1
          order by position
          limit $2",
    )
    .bind(id.to_string())
    .bind(i64::from(most))
    .fetch_all(line)
    .await?;
    keys.iter().map(|key| read(key)).collect()
}

/// Counts a change set's rows.
pub async fn count(line: &mut Line, id: ChangeSetId) -> Result<u32, Error> {
    let count: i64 = sqlx::query_scalar("select count(*) from row_change where change_set_id = $1")
        .bind(id.to_string())
        .fetch_one(line)
        .await?;
    u32::try_from(count).map_err(|error| Error::Decode(error.into()))
}

//! Changes of targets, of rows or of tables themselves: each is written down as prepared before its
//! target commits it, and settled once. Here is the one way in which they are found, listed and
//! settled.

use super::Line;
use app::model::history::ChangeState;
use app::model::ids::{ChangeSetId, ConnectionId};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Error};

/// A kind of change.
pub trait TargetChange: Sized {
    /// The store's table that keeps it, with an id, a connection, a moment and a state.
    const TABLE: &'static str;
    /// The columns that it is read from.
    const COLUMNS: &'static str;

    /// Reads it.
    fn read(row: &AnyRow) -> Result<Self, Error>;
}

/// Finds a change.
pub async fn get<T: TargetChange>(line: &mut Line, id: ChangeSetId) -> Result<Option<T>, Error> {
    let sql = format!("select {} from {} where id = $1", T::COLUMNS, T::TABLE);
    let row = sqlx::query(AssertSqlSafe(sql)).bind(id.to_string()).fetch_optional(line).await?;
    row.as_ref().map(T::read).transpose()
}

/// Lists the changes of which it is not known how they ended, the oldest first.
pub async fn prepared<T: TargetChange>(line: &mut Line) -> Result<Vec<T>, Error> {
    let sql =
        format!("select {} from {} where state = 'prepared' order by at, id", T::COLUMNS, T::TABLE);
    let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(line).await?;
    rows.iter().map(T::read).collect()
}

/// Lists those by a connection.
pub async fn prepared_by<T: TargetChange>(
    line: &mut Line,
    connection: ConnectionId,
) -> Result<Vec<T>, Error> {
    let sql = format!(
        "select {} from {} where state = 'prepared' and connection_id = $1 order by at, id",
        T::COLUMNS,
        T::TABLE
    );
    let rows = sqlx::query(AssertSqlSafe(sql)).bind(connection.to_string()).fetch_all(line).await?;
    rows.iter().map(T::read).collect()
}

/// Writes how a prepared change ended; tells whether nobody had done so before.
pub async fn settle<T: TargetChange>(
    line: &mut Line,
    id: ChangeSetId,
    state: ChangeState,
) -> Result<bool, Error> {
    let sql = format!("update {} set state = $2 where id = $1 and state = 'prepared'", T::TABLE);
    let done = sqlx::query(AssertSqlSafe(sql))
        .bind(id.to_string())
        .bind(state.code())
        .execute(line)
        .await?;
    Ok(done.rows_affected() == 1)
}

//! Table `dropped_table`: until when a name's history is of a table that is gone.

use super::Line;
use crate::clock::{from_micros, to_micros};
use app::model::ids::ConnectionId;
use chrono::{DateTime, Utc};
use sqlx::Error;

/// Notes that all change sets until now are of a table that was dropped.
pub async fn note(
    line: &mut Line,
    connection: ConnectionId,
    name: &str,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "insert into dropped_table (connection_id, name, dropped_at)
         values ($1, $2, $3)
         on conflict (connection_id, name) do update
            set dropped_at = excluded.dropped_at",
    )
    .bind(connection.to_string())
    .bind(name.to_owned())
    .bind(to_micros(at))
    .execute(line)
    .await?;
    Ok(())
}

/// Tells when a table of a name was dropped the last time.
pub async fn last(
    line: &mut Line,
    connection: ConnectionId,
    name: &str,
) -> Result<Option<DateTime<Utc>>, Error> {
    let at: Option<i64> = sqlx::query_scalar(
        "select dropped_at
           from dropped_table
          where connection_id = $1
            and name = $2",
    )
    .bind(connection.to_string())
    .bind(name.to_owned())
    .fetch_optional(line)
    .await?;
    Ok(at.map(from_micros))
}

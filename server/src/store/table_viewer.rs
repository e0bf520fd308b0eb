//! Table `table_viewer`: who has a table open now.

use super::Line;
use super::user::parse;
use crate::clock::to_micros;
use app::model::ids::{TableId, UserId};
use app::model::watch::Viewer;
use chrono::{DateTime, Utc};
use sqlx::{Error, FromRow};
use uuid::Uuid;

#[derive(FromRow)]
struct ViewerRow {
    id: String,
    name: String,
}

/// Says that somebody has a table open, under a mark of its own.
pub async fn beat(
    line: &mut Line,
    mark: Uuid,
    table: TableId,
    user: UserId,
    at: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query(
        "insert into table_viewer (id, table_id, user_id, seen_at)
         values ($1, $2, $3, $4)
         on conflict (id) do update
            set seen_at = excluded.seen_at",
    )
    .bind(mark.to_string())
    .bind(table.to_string())
    .bind(user.to_string())
    .bind(to_micros(at))
    .execute(line)
    .await?;
    Ok(())
}

/// Says that it was closed.
pub async fn leave(line: &mut Line, mark: Uuid) -> Result<(), Error> {
    sqlx::query("delete from table_viewer where id = $1")
        .bind(mark.to_string())
        .execute(line)
        .await?;
    Ok(())
}

/// Forgets those who were not heard of since a point in time.
pub async fn forget(line: &mut Line, before: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query("delete from table_viewer where seen_at < $1")
        .bind(to_micros(before))
        .execute(line)
        .await?;
    Ok(())
}

/// Lists who has a table open, each person once, by name.
pub async fn list(
    line: &mut Line,
    table: TableId,
    since: DateTime<Utc>,
) -> Result<Vec<Viewer>, Error> {
    let rows: Vec<ViewerRow> = sqlx::query_as(
        "select distinct site_user.id, site_user.name
           from table_viewer
           join site_user on site_user.id = table_viewer.user_id
          where table_viewer.table_id = $1
            and table_viewer.seen_at >= $2
          order by site_user.name, site_user.id",
    )
    .bind(table.to_string())
    .bind(to_micros(since))
    .fetch_all(line)
    .await?;
    rows.into_iter().map(|row| Ok(Viewer { id: parse(&row.id)?, name: row.name })).collect()
}

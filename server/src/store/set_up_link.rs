//! Table `set_up_link`: the one-time link for the first administrator.

use super::Line;
use crate::clock::to_micros;
use chrono::{DateTime, Utc};
use sqlx::Error;

/// Makes a link the only valid one.
pub async fn replace(line: &mut Line, token_hash: &str, at: DateTime<Utc>) -> Result<(), Error> {
    delete_all(line).await?;
    sqlx::query("insert into set_up_link (token_hash, created_at) values ($1, $2)")
        .bind(token_hash.to_owned())
        .bind(to_micros(at))
        .execute(line)
        .await?;
    Ok(())
}

/// Tells whether a link is valid.
pub async fn exists(line: &mut Line, token_hash: &str) -> Result<bool, Error> {
    let found: Option<String> =
        sqlx::query_scalar("select token_hash from set_up_link where token_hash = $1")
            .bind(token_hash.to_owned())
            .fetch_optional(line)
            .await?;
    Ok(found.is_some())
}

/// Makes every link invalid.
pub async fn delete_all(line: &mut Line) -> Result<(), Error> {
    sqlx::query("delete from set_up_link").execute(line).await?;
    Ok(())
}

//! Table `sign_in_failure`: recent failed sign-ins, by account and by address.

use super::Line;
use crate::clock::to_micros;
use chrono::{DateTime, Utc};
use sqlx::Error;

/// Notes a failure and forgets old ones.
pub async fn insert(
    line: &mut Line,
    subject: &str,
    at: DateTime<Utc>,
    forget_before: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query("delete from sign_in_failure where at < $1")
        .bind(to_micros(forget_before))
        .execute(&mut *line)
        .await?;
    sqlx::query("insert into sign_in_failure (subject, at) values ($1, $2)")
        .bind(subject.to_owned())
        .bind(to_micros(at))
        .execute(line)
        .await?;
    Ok(())
}

/// Counts a subject's failures since a point in time.
pub async fn count(line: &mut Line, subject: &str, since: DateTime<Utc>) -> Result<i64, Error> {
    sqlx::query_scalar("select count(*) from sign_in_failure where subject = $1 and at >= $2")
        .bind(subject.to_owned())
        .bind(to_micros(since))
        .fetch_one(line)
        .await
}

/// Forgets a subject's failures, after a success.
pub async fn delete(line: &mut Line, subject: &str) -> Result<(), Error> {
    sqlx::query("delete from sign_in_failure where subject = $1")
        .bind(subject.to_owned())
        .execute(line)
        .await?;
    Ok(())
}

//! Table `voided_save`: ids of change sets that must not be carried out any more.
//!
//! Invariant: an id is in `change_set` or in `voided_save`, never in both. Whoever writes it into
//! one looks into the other in the same transaction of `Store::write`, which lets one writer in at a
//! time.

use super::Line;
use crate::clock::to_micros;
use app::model::ids::ChangeSetId;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Error;

/// How long an id is kept; no request is under way for so long.
const KEPT: TimeDelta = TimeDelta::days(1);

/// Voids an id, and forgets those that were voided long ago.
pub async fn insert(line: &mut Line, id: ChangeSetId, at: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query("delete from voided_save where voided_at < $1")
        .bind(to_micros(at - KEPT))
        .execute(&mut *line)
        .await?;
    sqlx::query(
        "insert into voided_save (id, voided_at)
         values ($1, $2)
             on conflict (id) do nothing",
    )
    .bind(id.to_string())
    .bind(to_micros(at))
    .execute(line)
    .await?;
    Ok(())
}

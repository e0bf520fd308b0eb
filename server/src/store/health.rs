//! The health columns of table `connection`: how it was when last tested, and whose turn it is.

use super::Line;
use super::user::parse;
use crate::clock::{from_micros, to_micros};
use app::model::connection::Health;
use app::model::ids::ConnectionId;
use app::model::probe::Cause;
use chrono::{DateTime, Utc};
use sqlx::{Error, FromRow};

#[derive(FromRow)]
pub(super) struct HealthRow {
    checked_at: Option<i64>,
    latency_ms: Option<i64>,
    failure_cause: Option<String>,
    failure_message: Option<String>,
    warnings: String,
}

impl HealthRow {
    /// None where the connection was never tested.
    pub(super) fn health(self) -> Result<Option<Health>, Error> {
        let (Some(checked_at), Some(latency)) = (self.checked_at, self.latency_ms) else {
            return Ok(None);
        };
        let cause = self.failure_cause.as_deref().and_then(Cause::from_code);
        let warnings = serde_json::from_str(&self.warnings);
        Ok(Some(Health {
            checked_at: from_micros(checked_at),
            latency_ms: u64::try_from(latency).unwrap_or_default(),
            failure: cause.map(|cause| (cause, self.failure_message.unwrap_or_default())),
            warnings: warnings.map_err(|error| Error::Decode(error.into()))?,
        }))
    }
}

/// Writes what a test of a revision found; tells whether that revision is still there.
pub async fn set(
    line: &mut Line,
    id: ConnectionId,
    revision: i64,
    health: &Health,
) -> Result<bool, Error> {
    let (cause, message) = match &health.failure {
        Some((cause, message)) => (Some(cause.code()), Some(message.clone())),
        None => (None, None),
    };
    let warnings = serde_json::to_string(&health.warnings);
    let done = sqlx::query(
        "update connection
            set checked_at = $2, latency_ms = $3, failure_cause = $4, failure_message = $5,
                warnings = $6
          where id = $1
            and revision = $7",
    )
    .bind(id.to_string())
    .bind(to_micros(health.checked_at))
    .bind(i64::try_from(health.latency_ms).unwrap_or(i64::MAX))
    .bind(cause)
    .bind(message)
    .bind(warnings.map_err(|error| Error::Encode(error.into()))?)
    .bind(revision)
    .execute(line)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the connections whose last check began before a point in time; no other instance gets
/// them until they are due again.
pub async fn claim(
    line: &mut Line,
    due_before: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<Vec<ConnectionId>, Error> {
    let ids: Vec<String> = sqlx::query_scalar(
        "update connection
            set check_claimed_at = $2
          where check_claimed_at < $1
      returning id",
    )
    .bind(to_micros(due_before))
    .bind(to_micros(at))
    .fetch_all(line)
    .await?;
    ids.iter().map(|id| parse(id)).collect()
}

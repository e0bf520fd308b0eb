//! Keeping the health column fresh: every connection is tested again in the background.

use super::Site;
use super::attempt::test;
use super::connections::open_for_test;
use crate::error::ServiceError;
use crate::store::health;
use app::model::ids::ConnectionId;
use chrono::TimeDelta;
use futures::{StreamExt, stream};
use std::time::Duration;

/// How old a check may become.
pub const EVERY: TimeDelta = TimeDelta::seconds(60);
/// How often we look whose turn it is.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// How many are tested at once.
const AT_ONCE: usize = 4;

/// Tests forever; ends when it is dropped.
pub async fn keep_fresh(site: Site) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = check_due(&site).await {
            tracing::warn!(%error, "the health of connections could not be checked");
        }
    }
}

/// Tests the connections whose check is due.
///
/// # Errors
/// When the store fails; a connection that fails its test is not an error.
pub async fn check_due(site: &Site) -> Result<(), ServiceError> {
    let now = site.clock.now();
    let due = {
        let mut write = site.store.write().await?;
        let due = health::claim(&mut write, now - EVERY, now).await?;
        write.commit().await?;
        due
    };
    let checks = stream::iter(due).map(|id| async move {
        if let Err(error) = check(site, id).await {
            tracing::warn!(%error, connection = %id, "a connection could not be checked");
        }
    });
    checks.buffer_unordered(AT_ONCE).for_each(|()| std::future::ready(())).await;
    Ok(())
}

async fn check(site: &Site, id: ConnectionId) -> Result<(), ServiceError> {
    let stored = open_for_test(site, id).await?;
    let finding = test(site, stored.checked, None).await;
    let Some(found) = finding.health() else { return Ok(()) };
    let mut write = site.store.write().await?;
    // Changed or deleted meanwhile, it is another connection than the one that was tested.
    health::set(&mut write, id, stored.old.revision, found).await?;
    Ok(write.commit().await?)
}

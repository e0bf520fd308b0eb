//! Being there: a mark in the store as long as somebody has a table open.

use crate::error::ServiceError;
use crate::service::Site;
use crate::store::table_viewer;
use app::model::ids::TableId;
use app::model::watch::Viewer;
use app::ports::Op;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// How often somebody who is there says so.
const BEAT_EVERY: TimeDelta = TimeDelta::seconds(15);
/// After how long without a beat somebody is taken for gone, as when an instance was killed.
const GONE_AFTER: TimeDelta = TimeDelta::seconds(45);

/// One open grid; dropping it says that it was closed.
pub(super) struct Presence {
    site: Site,
    op: Op,
    table: TableId,
    mark: Uuid,
    beat_at: DateTime<Utc>,
}

impl Presence {
    /// Says that somebody opened a table.
    pub(super) async fn enter(site: &Site, op: &Op, table: TableId) -> Result<Self, ServiceError> {
        let (mark, now) = (Uuid::now_v7(), site.clock.now());
        let mut write = site.store.write().await?;
        table_viewer::forget(&mut write, now - GONE_AFTER).await?;
        table_viewer::beat(&mut write, mark, table, op.me.id, now).await?;
        write.commit().await?;
        site.watchers.wake(table);
        Ok(Self { site: site.clone(), op: op.clone(), table, mark, beat_at: now })
    }

    /// Says that the person is still there, when it is time, and lists who is.
    pub(super) async fn beat(&mut self, site: &Site) -> Result<Vec<Viewer>, ServiceError> {
        let now = site.clock.now();
        if now - self.beat_at >= BEAT_EVERY {
            let mut write = site.store.write().await?;
            table_viewer::beat(&mut write, self.mark, self.table, self.op.me.id, now).await?;
            write.commit().await?;
            self.beat_at = now;
        }
        let mut line = site.store.read().await?;
        Ok(table_viewer::list(&mut line, self.table, now - GONE_AFTER).await?)
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let (site, table, mark) = (self.site.clone(), self.table, self.mark);
        let leave = async move {
            let left = async {
                let mut write = site.store.write().await?;
                table_viewer::leave(&mut write, mark).await?;
                Ok::<_, ServiceError>(write.commit().await?)
            };
            // A mark that stays behind counts no more after a while.
            if let Err(error) = left.await {
                tracing::debug!(%error, "a mark stays behind");
            }
            site.watchers.wake(table);
        };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(leave);
        }
    }
}

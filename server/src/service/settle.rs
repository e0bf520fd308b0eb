//! Settling changes of targets: finding out what became of those that nobody was there to see end.

mod rows;
mod tables;

use super::Site;
use crate::audit::{Deed, Origin, record};
use crate::error::ServiceError;
use crate::store::Line;
use crate::store::change_set::ChangeSetHead;
use crate::store::table_change::TableChange;
use crate::store::target_change::{self, TargetChange};
use app::model::audit::Actor;
use app::model::history::ChangeState;
use app::model::ids::{ChangeSetId, TableId};
use std::time::Duration;

/// How often we look for changes to settle.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// How one kind of change is settled.
pub trait Unsettled: TargetChange + Send + Sync {
    /// Identifies the change.
    fn id(&self) -> ChangeSetId;

    /// The table that it is about.
    fn table(&self) -> TableId;

    /// Asks the target what became of it.
    fn ask(&self, site: &Site) -> impl Future<Output = Result<ChangeState, ServiceError>> + Send;

    /// Does what follows from how it ended, and gives the entries that say so.
    fn follow(
        &self,
        line: &mut Line,
        state: ChangeState,
    ) -> impl Future<Output = Result<Vec<Deed>, ServiceError>> + Send;
}

/// Settles forever; ends when it is dropped.
pub async fn keep_settled(site: Site) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = settle_all(&site).await {
            tracing::warn!(%error, "changes could not be settled");
        }
    }
}

/// Settles every prepared change whose target can be asked; one that cannot be does not stop the
/// others.
///
/// # Errors
/// When the store fails.
pub async fn settle_all(site: &Site) -> Result<(), ServiceError> {
    settle_each::<ChangeSetHead>(site).await?;
    settle_each::<TableChange>(site).await
}

async fn settle_each<T: Unsettled>(site: &Site) -> Result<(), ServiceError> {
    let prepared: Vec<T> = {
        let mut line = site.store.read().await?;
        target_change::prepared(&mut line).await?
    };
    for change in prepared {
        if let Err(error) = settle_now(site, &change).await {
            tracing::warn!(%error, change = %change.id(), "a change is not settled yet");
        }
    }
    Ok(())
}

/// Asks the target what became of a change and writes it down; one that is under way stays prepared.
///
/// # Errors
/// When the target or the store cannot be reached.
pub async fn settle_now<T: Unsettled>(
    site: &Site,
    change: &T,
) -> Result<ChangeState, ServiceError> {
    let state = change.ask(site).await?;
    if state != ChangeState::Prepared {
        settle(site, system(site), change, state).await?;
    }
    Ok(state)
}

/// What the product does by itself.
fn system(site: &Site) -> Origin {
    Origin { actor: Actor::System, address: None, request_id: None, at: site.clock.now() }
}

/// Writes down how a change ended, unless somebody did meanwhile, with what follows, and tells who
/// has the table open.
///
/// # Errors
/// When the store fails.
pub async fn settle<T: Unsettled>(
    site: &Site,
    origin: impl Into<Origin>,
    change: &T,
    state: ChangeState,
) -> Result<(), ServiceError> {
    let origin = origin.into();
    // Lost in a power cut, it is found out again from the target.
    let mut write = site.store.write_recoverable().await?;
    if target_change::settle::<T>(&mut write, change.id(), state).await? {
        for deed in change.follow(&mut write, state).await? {
            record(&mut write, origin.clone(), deed.about(change.id())).await?;
        }
    }
    write.commit().await?;
    site.watchers.wake(change.table());
    Ok(())
}

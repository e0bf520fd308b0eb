//! Settling change sets: finding out what became of those that nobody was there to see end.

use super::Site;
use super::tables::lease;
use crate::audit::{Deed, Origin, record};
use crate::error::ServiceError;
use crate::store::change_set::{self, ChangeSetHead};
use crate::store::{connected_table, connection};
use crate::target::catalog;
use crate::target::write;
use app::model::audit::{Actor, Subject, SubjectKind};
use app::model::history::ChangeState;
use std::time::Duration;

/// How often we look for change sets to settle.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Settles forever; ends when it is dropped.
pub async fn keep_settled(site: Site) {
    let mut ticks = tokio::time::interval(LOOK_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = settle_all(&site).await {
            tracing::warn!(%error, "change sets could not be settled");
        }
    }
}

/// Settles every prepared change set whose target can be asked; one that cannot does not stop the
/// others.
///
/// # Errors
/// When the store fails.
pub async fn settle_all(site: &Site) -> Result<(), ServiceError> {
    let prepared = {
        let mut line = site.store.read().await?;
        change_set::prepared(&mut line).await?
    };
    for head in prepared {
        if let Err(error) = settle_now(site, &head).await {
            tracing::warn!(%error, change_set = %head.id, "a change set is not settled yet");
        }
    }
    Ok(())
}

/// Asks the target what became of a change set and writes it down; one that is under way stays
/// prepared.
///
/// # Errors
/// When the target or the store cannot be reached.
pub async fn settle_now(site: &Site, head: &ChangeSetHead) -> Result<ChangeState, ServiceError> {
    let state = ask(site, head).await?;
    if state != ChangeState::Prepared {
        let origin =
            Origin { actor: Actor::System, address: None, request_id: None, at: site.clock.now() };
        settle(site, origin, head, state).await?;
    }
    Ok(state)
}

async fn ask(site: &Site, head: &ChangeSetHead) -> Result<ChangeState, ServiceError> {
    let mut line = site.store.read().await?;
    let Some(found) = connection::get(&mut line, head.connection).await? else {
        return Ok(ChangeState::Unknown);
    };
    // The table may have another name now; then its rows tell nothing, and the transaction does.
    let table = connected_table::get(&mut line, head.table).await?;
    drop(line);
    let mut lease = lease(site, &found).await?;
    let name = table.map_or_else(|| head.table_name.clone(), |table| table.name);
    let relation = catalog::open(&mut lease, &name).await.ok();
    let evidence = serde_json::from_str(&head.evidence);
    let evidence = evidence.map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(write::settle(&mut lease, relation.as_deref(), &head.xid, &evidence).await?)
}

/// Writes down how a change set ended, unless somebody did meanwhile, and tells who has the table
/// open.
///
/// # Errors
/// When the store fails.
pub async fn settle(
    site: &Site,
    origin: impl Into<Origin>,
    head: &ChangeSetHead,
    state: ChangeState,
) -> Result<(), ServiceError> {
    // Lost in a power cut, it is found out again from the target.
    let mut write = site.store.write_recoverable().await?;
    if change_set::settle(&mut write, head.id, state).await? {
        let (id, name) = (head.table.to_string(), head.table_name.clone());
        let subject = Subject { kind: SubjectKind::Table, id, name };
        let deed = Deed::new(change_set::settled_by(state), Some(subject)).about(head.id);
        record(&mut write, origin, deed).await?;
    }
    write.commit().await?;
    site.watchers.wake(head.table);
    Ok(())
}

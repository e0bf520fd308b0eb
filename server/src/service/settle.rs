//! Settling change sets: finding out what became of those that nobody was there to see end.

mod tables;

pub use tables::{settle as settle_table, settle_now as settle_table_now};

use super::Site;
use super::tables::lease;
use crate::audit::{Deed, Origin, record};
use crate::error::ServiceError;
use crate::store::change_set::{self, ChangeSetHead};
use crate::store::{connected_table, connection};
use crate::target::transaction::outcome;
use crate::target::write::Evidence;
use crate::target::write::settle::{self, Sights};
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

/// Settles every prepared change set, and change of a table, whose target can be asked; one that
/// cannot be does not stop the others.
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
    tables::settle_all(site).await
}

/// What the product does by itself.
fn system(site: &Site) -> Origin {
    Origin { actor: Actor::System, address: None, request_id: None, at: site.clock.now() }
}

/// Asks the target what became of a change set and writes it down; one that is under way stays
/// prepared.
///
/// # Errors
/// When the target or the store cannot be reached.
pub async fn settle_now(site: &Site, head: &ChangeSetHead) -> Result<ChangeState, ServiceError> {
    let state = ask(site, head).await?;
    if state != ChangeState::Prepared {
        settle(site, system(site), head, state).await?;
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
    let evidence = evidence(&head.evidence)?;
    if let Some(state) = outcome(&mut lease, &head.xid, evidence.origin.as_ref()).await? {
        return Ok(state);
    }
    let name = table.map_or_else(|| head.table_name.clone(), |table| table.name);
    let sights = settle::look(&mut lease, &name, &evidence).await?;
    drop(lease);
    by_rows(site, head, &evidence, sights).await
}

/// What the rows tell: as they are, or as later change sets found them. Those are looked for last,
/// since each is written down before the rows show it.
async fn by_rows(
    site: &Site,
    head: &ChangeSetHead,
    own: &Evidence,
    mut sights: Sights,
) -> Result<ChangeState, ServiceError> {
    let mut line = site.store.read().await?;
    for other in change_set::with_same_number(&mut line, head).await? {
        if evidence(&other.evidence)?.place() == own.place() {
            return Ok(ChangeState::Aborted);
        }
    }
    for (key, sight) in &mut sights {
        if let Some(later) = change_set::next_change(&mut line, head, key).await? {
            *sight = evidence(&later.evidence)?.sight(key, later.was_there);
        }
    }
    Ok(settle::by_rows(own, &sights))
}

fn evidence(json: &str) -> Result<Evidence, ServiceError> {
    let read = serde_json::from_str(json);
    Ok(read.map_err(|error| sqlx::Error::Decode(error.into()))?)
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

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
use app::model::audit::{Subject, SubjectKind};
use app::model::history::ChangeState;
use app::model::ids::{ChangeSetId, ConnectionId, TableId};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio::task::{AbortHandle, JoinSet};

/// How often we look for changes to settle.
pub const LOOK_EVERY: Duration = Duration::from_secs(5);

/// A change by its name.
#[derive(Clone, Copy, Debug)]
pub struct Named<'c> {
    /// Identifies it.
    pub id: ChangeSetId,
    /// When it was prepared.
    pub at: DateTime<Utc>,
    /// The table that it is about.
    pub table: TableId,
    /// The table's name then.
    pub table_name: &'c str,
}

impl Named<'_> {
    /// The table as the audit log names it.
    fn subject(&self) -> Subject {
        let (id, name) = (self.table.to_string(), self.table_name.to_owned());
        Subject { kind: SubjectKind::Table, id, name }
    }
}

/// How one kind of change is settled.
pub trait Unsettled: TargetChange + Send + Sync {
    /// Which change it is, and of which table.
    fn named(&self) -> Named<'_>;

    /// Asks the target what became of it.
    fn ask(&self, site: &Site) -> impl Future<Output = Result<ChangeState, ServiceError>> + Send;

    /// Does what follows from how it ended, and gives the entries that say so.
    fn follow(
        &self,
        line: &mut Line,
        state: ChangeState,
    ) -> impl Future<Output = Result<Vec<Deed>, ServiceError>> + Send;
}

/// Settles forever, with a look every so often; ends when it is dropped.
pub async fn keep_settled(site: Site, every: Duration) {
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut turns = Turns::default();
    loop {
        ticks.tick().await;
        match groups(&site).await {
            Ok(groups) => turns.begin(&site, groups),
            Err(error) => tracing::warn!(%error, "changes could not be settled"),
        }
    }
}

/// The connections whose changes are being settled; dropping it ends that.
#[derive(Default)]
struct Turns {
    tasks: JoinSet<()>,
    running: BTreeMap<ConnectionId, AbortHandle>,
}

impl Turns {
    /// Gives each group a turn, unless one of its connection is under way: a silent target takes
    /// longer than a round.
    fn begin(&mut self, site: &Site, groups: BTreeMap<ConnectionId, Group>) {
        while self.tasks.try_join_next().is_some() {}
        self.running.retain(|_, turn| !turn.is_finished());
        for (id, group) in groups {
            let site = site.clone();
            let turn = async move {
                if let Err(error) = settle_in_turn(&site, &group, &mut group.ids()).await {
                    tracing::warn!(%error, connection = %id, "changes wait until their target answers");
                }
            };
            self.running.entry(id).or_insert_with(|| self.tasks.spawn(turn));
        }
    }
}

/// What is to be settled by one connection.
#[derive(Default)]
struct Group {
    rows: Vec<ChangeSetHead>,
    tables: Vec<TableChange>,
}

impl Group {
    fn ids(&self) -> BTreeSet<ChangeSetId> {
        let rows = self.rows.iter().map(|change| change.id);
        rows.chain(self.tables.iter().map(|change| change.id)).collect()
    }
}

/// Settles every prepared change whose target can be asked, once; one that cannot be does not keep
/// the others waiting.
///
/// # Errors
/// When the store fails.
pub async fn settle_all(site: &Site) -> Result<(), ServiceError> {
    let mut turns = Turns::default();
    turns.begin(site, groups(site).await?);
    turns.tasks.join_all().await;
    Ok(())
}

/// What is to be settled, by connections.
async fn groups(site: &Site) -> Result<BTreeMap<ConnectionId, Group>, ServiceError> {
    let mut groups: BTreeMap<ConnectionId, Group> = BTreeMap::new();
    let mut line = site.store.read().await?;
    for change in target_change::prepared::<ChangeSetHead>(&mut line).await? {
        groups.entry(change.connection).or_default().rows.push(change);
    }
    for change in target_change::prepared::<TableChange>(&mut line).await? {
        groups.entry(change.connection).or_default().tables.push(change);
    }
    Ok(groups)
}

/// Settles the prepared changes by a connection, as far as its target can be asked, and gives those
/// of which it could not, because it is gone. What came since is not among them, nor what it has
/// answered for.
///
/// # Errors
/// When the store fails, or the target has only no place for us now.
pub async fn settle_by(
    site: &Site,
    connection: ConnectionId,
) -> Result<BTreeSet<ChangeSetId>, ServiceError> {
    site.settling.over().await;
    let mut line = site.store.read().await?;
    let rows = target_change::prepared_by(&mut line, connection).await?;
    let tables = target_change::prepared_by(&mut line, connection).await?;
    drop(line);
    let group = Group { rows, tables };
    let mut silent = group.ids();
    match settle_in_turn(site, &group, &mut silent).await {
        Err(error) if may_be_asked(&error) => Err(error),
        _ => Ok(silent),
    }
}

async fn settle_in_turn(
    site: &Site,
    group: &Group,
    silent: &mut BTreeSet<ChangeSetId>,
) -> Result<(), ServiceError> {
    settle_each(site, &group.rows, silent).await?;
    settle_each(site, &group.tables, silent).await
}

/// Settles one change after the other, and takes those of which the target has answered, or may still
/// be asked, out of the silent ones.
///
/// # Errors
/// Where the target cannot be asked at all, since each attempt may take as long as one waits for a
/// dead host.
async fn settle_each<T: Unsettled>(
    site: &Site,
    changes: &[T],
    silent: &mut BTreeSet<ChangeSetId>,
) -> Result<(), ServiceError> {
    for change in changes {
        let Err(error) = settle_now(site, change).await else {
            silent.remove(&change.named().id);
            continue;
        };
        if may_be_asked(&error) {
            silent.remove(&change.named().id);
        }
        match error {
            ServiceError::Target(error) if error.is_no_session() => return Err(error.into()),
            error => {
                tracing::warn!(%error, change = %change.named().id, "a change is not settled yet");
            }
        }
    }
    Ok(())
}

/// Whether a target may still be asked: it has answered and the store failed, or it is only busy.
fn may_be_asked(error: &ServiceError) -> bool {
    match error {
        ServiceError::Store(_) => true,
        ServiceError::Target(error) => error.is_passing(),
        _ => false,
    }
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
        settle(site, Origin::system(site.clock.now()), change, state).await?;
    }
    Ok(state)
}

/// Writes down how a change ended, and tells who has the table open.
///
/// # Errors
/// When the store fails.
pub async fn settle<T: Unsettled>(
    site: &Site,
    origin: impl Into<Origin>,
    change: &T,
    state: ChangeState,
) -> Result<(), ServiceError> {
    // Lost in a power cut, it is found out again from the target.
    let mut write = site.store.write_recoverable().await?;
    note(&mut write, origin, change, state).await?;
    write.commit().await?;
    site.watchers.wake(change.named().table);
    Ok(())
}

/// Writes down how a change ended, unless somebody did meanwhile, with what follows.
///
/// # Errors
/// When the store fails.
pub async fn note<T: Unsettled>(
    line: &mut Line,
    origin: impl Into<Origin>,
    change: &T,
    state: ChangeState,
) -> Result<(), ServiceError> {
    let (origin, id) = (origin.into(), change.named().id);
    if target_change::settle::<T>(line, id, state).await? {
        for deed in change.follow(line, state).await? {
            record(line, origin.clone(), deed.about(id)).await?;
        }
    }
    Ok(())
}

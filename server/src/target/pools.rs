//! Sessions with targets: one small pool for each revision of a connection.
//!
//! Works behind `PgBouncer` in transaction mode: nothing is left behind in a session, and a session
//! that is given up inside a transaction is closed, never used again.

mod lease;
mod opener;
mod pipeline;
mod settings;
mod shares;
mod shelf;

pub use lease::Lease;
pub(super) use pipeline::{Answer, Failed};
pub(super) use settings::{Mode, Zone, begun};
pub(super) use shares::Places;
pub use shares::{Claim, Share, Work};

use super::Reach;
use super::catalog::Relation;
use super::diagnostics::TargetError;
use super::read::AnchorKey;
use super::transaction::Life;
use crate::memory::Memory;
use app::model::connection::CheckedConnection;
use app::model::ids::ConnectionId;
use deadpool::Runtime;
use deadpool::managed::{Pool, PoolError, QueueMode, Timeouts};
use opener::Opener;
use shares::Shares;
use shelf::Shelf;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// The most sessions of one connection.
const MOST: usize = 8;
/// How long somebody waits for a session.
const WAIT: Duration = Duration::from_secs(5);
/// How long a session may lie idle.
const IDLE: Duration = Duration::from_mins(5);
/// How often idle sessions are looked for.
const SWEEP: Duration = Duration::from_mins(1);
/// How long what the catalog said of a table is believed.
const BELIEVED: Duration = Duration::from_secs(30);

/// The sessions of every connection.
#[derive(Clone)]
pub struct Pools(Arc<Inner>);

struct Inner {
    reach: Reach,
    targets: Mutex<HashMap<ConnectionId, Arc<Target>>>,
    shelf: Arc<Shelf>,
}

/// One connection's sessions, and what we know of its tables.
pub(super) struct Target {
    /// Tells its anchors from those of others.
    pub(super) number: u64,
    revision: i64,
    pub(super) sessions: Pool<Opener>,
    pub(super) relations: Memory<String, Arc<Relation>>,
    pub(super) shelf: Arc<Shelf>,
    /// How many rows PostgreSQL expects a query to find.
    pub(super) plans: Memory<AnchorKey, u64>,
    /// Of which life of the server its processes are.
    pub(super) lives: Memory<String, Life>,
    /// Who uses how many of the sessions.
    shares: Shares,
}

impl Pools {
    /// No session yet.
    pub fn new(reach: Reach) -> Self {
        Self(Arc::new(Inner { reach, targets: Mutex::default(), shelf: Arc::default() }))
    }

    /// A session; `connection` is asked only when there is no pool for this revision yet.
    ///
    /// # Errors
    /// As `connection` says; `Unreachable` when no session can be opened, `Full` when none gets free.
    pub async fn lease<F, E>(
        &self,
        id: ConnectionId,
        revision: i64,
        claim: Claim,
        connection: impl FnOnce() -> F,
    ) -> Result<Lease, E>
    where
        F: Future<Output = Result<CheckedConnection, E>>,
        E: From<TargetError>,
    {
        let target = match self.known(id, revision) {
            Some(target) => target,
            None => self.remember(id, revision, connection().await?)?,
        };
        Ok(target.lease(claim).await?)
    }

    /// Closes the sessions of a connection and forgets what is known of its tables.
    pub fn forget(&self, id: ConnectionId) {
        if let Some(target) = self.targets().remove(&id) {
            target.sessions.close();
        }
    }

    /// Forgets where the rows of a table are, since somebody saved elsewhere.
    pub fn forget_anchors(&self, id: ConnectionId, table: &str) {
        if let Some(target) = self.targets().get(&id) {
            target.forget_anchors(table);
        }
    }

    fn known(&self, id: ConnectionId, revision: i64) -> Option<Arc<Target>> {
        // A request that read the store before an edit gets the sessions of after it.
        self.targets().get(&id).filter(|target| target.revision >= revision).cloned()
    }

    fn remember(
        &self,
        id: ConnectionId,
        revision: i64,
        connection: CheckedConnection,
    ) -> Result<Arc<Target>, TargetError> {
        let mut targets = self.targets();
        if let Some(target) = targets.get(&id).filter(|target| target.revision >= revision) {
            return Ok(target.clone());
        }
        let target = Arc::new(Target::new(revision, connection, &self.0)?);
        if let Some(old) = targets.insert(id, target.clone()) {
            old.sessions.close();
        }
        Ok(target)
    }

    fn targets(&self) -> std::sync::MutexGuard<'_, HashMap<ConnectionId, Arc<Target>>> {
        self.0.targets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Target {
    fn new(
        revision: i64,
        connection: CheckedConnection,
        pools: &Inner,
    ) -> Result<Self, TargetError> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let builder = Pool::builder(Opener { connection, reach: pools.reach.clone() })
            .max_size(MOST)
            .queue_mode(QueueMode::Lifo)
            .runtime(Runtime::Tokio1);
        let sessions = builder.build();
        let sessions = sessions.map_err(|error| TargetError::Lost(error.to_string()))?;
        sweep(&sessions, pools.shelf.clone());
        Ok(Self {
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
            revision,
            sessions,
            relations: Memory::new(BELIEVED),
            shelf: pools.shelf.clone(),
            plans: Memory::new(BELIEVED),
            lives: Memory::new(BELIEVED),
            shares: Shares::default(),
        })
    }

    /// A session for a claim; whoever has to wait for one waits so long and no longer.
    async fn lease(self: &Arc<Self>, claim: Claim) -> Result<Lease, TargetError> {
        let until = Instant::now() + WAIT;
        let places = self.shares.take(claim, until).await?;
        self.lease_at(claim, places, until).await
    }

    /// Places for a claim, where they are free at once.
    pub(super) fn places(&self, claim: Claim) -> Option<Places> {
        self.shares.try_take(claim)
    }

    /// A session for places that are taken already.
    pub(super) async fn lease_for(
        self: &Arc<Self>,
        claim: Claim,
        places: Places,
    ) -> Result<Lease, TargetError> {
        self.lease_at(claim, places, Instant::now() + WAIT).await
    }

    async fn lease_at(
        self: &Arc<Self>,
        claim: Claim,
        places: Places,
        until: Instant,
    ) -> Result<Lease, TargetError> {
        let wait = Some(until.saturating_duration_since(Instant::now()));
        let timeouts = Timeouts { wait, create: None, recycle: None };
        match self.sessions.timeout_get(&timeouts).await {
            Ok(session) => Ok(Lease::new(session, self.clone(), claim, places)),
            Err(PoolError::Backend(failure)) => Err(TargetError::Unreachable(failure)),
            Err(PoolError::Timeout(_)) => Err(TargetError::Full(Share::Everybody)),
            // The connection was changed or deleted meanwhile.
            Err(_) => Err(TargetError::Lost("closed".to_owned())),
        }
    }

    /// Closes the sessions that lie idle, without a good-bye.
    fn close_idle(&self) {
        drop(self.sessions.retain(|_, _| false).removed);
    }

    /// Forgets where the rows of a table are.
    pub(super) fn forget_anchors(&self, table: &str) {
        self.shelf.forget(|key| key.target == self.number && key.table == table);
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        self.shelf.forget(|key| key.target == self.number);
    }
}

/// Closes sessions that lie idle and forgets what is not believed any more, for as long as there is
/// the pool.
fn sweep(sessions: &Pool<Opener>, shelf: Arc<Shelf>) {
    let sessions = sessions.weak();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(SWEEP).await;
            let Some(sessions) = sessions.upgrade() else { return };
            shelf.sweep();
            let idle = sessions.retain(|_, metrics| metrics.last_used() < IDLE).removed;
            drop(sessions);
            for session in idle {
                session.close().await;
            }
        }
    });
}

//! Sessions with targets: one small pool for each revision of a connection.
//!
//! Works behind `PgBouncer` in transaction mode: nothing is left behind in a session, and a session
//! that is given up inside a transaction is closed, never used again.

mod lease;
mod memory;
mod opener;
mod pipeline;
mod scans;
mod settings;

pub use lease::Lease;
pub(super) use memory::Memory;
pub(super) use pipeline::{Answer, Failed};
pub(super) use settings::{Mode, Zone, begun};

use super::Reach;
use super::catalog::Relation;
use super::diagnostics::TargetError;
use super::read::{AnchorKey, Anchors};
use app::model::connection::CheckedConnection;
use app::model::ids::ConnectionId;
use deadpool::Runtime;
use deadpool::managed::{Pool, PoolError, QueueMode, Timeouts};
use opener::Opener;
use scans::Scans;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

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
/// How long the anchors of a table are believed.
const ANCHORED: Duration = Duration::from_mins(1);

/// The sessions of every connection.
#[derive(Clone)]
pub struct Pools(Arc<Inner>);

struct Inner {
    reach: Reach,
    targets: Mutex<HashMap<ConnectionId, Arc<Target>>>,
}

/// One connection's sessions, and what we know of its tables.
pub(super) struct Target {
    revision: i64,
    pub(super) sessions: Pool<Opener>,
    pub(super) relations: Memory<String, Arc<Relation>>,
    pub(super) anchors: Memory<AnchorKey, Arc<Anchors>>,
    /// The scans of whole tables that are under way.
    pub(super) scans: Scans,
}

impl Pools {
    /// No session yet.
    pub fn new(reach: Reach) -> Self {
        Self(Arc::new(Inner { reach, targets: Mutex::default() }))
    }

    /// A session; `connection` is asked only when there is no pool for this revision yet.
    ///
    /// # Errors
    /// As `connection` says; `Unreachable` when no session can be opened, `Busy` when none is free.
    pub async fn lease<F, E>(
        &self,
        id: ConnectionId,
        revision: i64,
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
        Ok(target.lease().await?)
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
        let target = Arc::new(Target::new(revision, connection, self.0.reach.clone())?);
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
        reach: Reach,
    ) -> Result<Self, TargetError> {
        let timeouts = Timeouts { wait: Some(WAIT), create: None, recycle: None };
        let builder = Pool::builder(Opener { connection, reach })
            .max_size(MOST)
            .queue_mode(QueueMode::Lifo)
            .timeouts(timeouts)
            .runtime(Runtime::Tokio1);
        let sessions = builder.build();
        let sessions = sessions.map_err(|error| TargetError::Lost(error.to_string()))?;
        sweep(&sessions);
        Ok(Self {
            revision,
            sessions,
            relations: Memory::new(BELIEVED),
            anchors: Memory::new(ANCHORED),
            scans: Scans::default(),
        })
    }

    /// A session.
    pub(super) async fn lease(self: &Arc<Self>) -> Result<Lease, TargetError> {
        match self.sessions.get().await {
            Ok(session) => Ok(Lease::new(session, self.clone())),
            Err(PoolError::Backend(failure)) => Err(TargetError::Unreachable(failure)),
            Err(_) => Err(TargetError::Busy),
        }
    }

    /// Forgets where the rows of a table are.
    pub(super) fn forget_anchors(&self, table: &str) {
        self.anchors.forget(|key| key.table == table);
    }
}

/// Closes sessions that lie idle, for as long as there is the pool.
fn sweep(sessions: &Pool<Opener>) {
    let sessions = sessions.weak();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(SWEEP).await;
            let Some(sessions) = sessions.upgrade() else { return };
            let idle = sessions.retain(|_, metrics| metrics.last_used() < IDLE).removed;
            drop(sessions);
            for session in idle {
                session.close().await;
            }
        }
    });
}

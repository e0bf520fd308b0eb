//! Watching a table: who has it open, and what is saved there, as it happens.
//!
//! Everything goes by the store, so that several instances tell the same; whoever saves in this
//! instance wakes the watchers at once, the others look every two seconds.

mod presence;
mod seats;

use super::Site;
use super::tables::require_table;
use crate::authz::{present, require_here};
use crate::error::ServiceError;
use crate::store::{audit_entry, change_set, user};
use app::model::access::SiteRight;
use app::model::audit::Actor;
use app::model::history::SHOWN_ROWS;
use app::model::ids::TableId;
use app::model::watch::{TableEvent, Viewer};
use app::ports::{Op, TableEvents};
use futures::{StreamExt, stream};
use presence::Presence;
use seats::{Seat, Seats};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::sync::broadcast::{self, Receiver, Sender, error::RecvError};

/// How often a watcher looks when nobody wakes it.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How many entries of the audit log are looked through at once.
const AT_ONCE: i64 = 1_000;
/// How many wake-ups may be waiting; whoever misses some just looks.
const WAITING: usize = 256;

/// Wakes the watchers of this instance.
#[derive(Clone, Debug)]
pub struct Watchers {
    news: Sender<News>,
    seats: Seats,
}

/// What watchers are woken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum News {
    /// Something happened at a table.
    Of(TableId),
    /// The server stops; whoever watches begins again at another one.
    Stop,
}

impl Default for Watchers {
    fn default() -> Self {
        Self { news: broadcast::channel(WAITING).0, seats: Seats::default() }
    }
}

impl Watchers {
    /// Says that something happened at a table.
    pub fn wake(&self, table: TableId) {
        // Nobody watches anything: then there is nobody to wake.
        let _ = self.news.send(News::Of(table));
    }

    /// Ends all watching, so that a server that stops need not wait for open grids.
    pub fn stop(&self) {
        let _ = self.news.send(News::Stop);
    }
}

/// Why a watcher goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Woken {
    /// It is time to look.
    Look,
    /// There is nothing more to come.
    Over,
}

/// One watcher.
struct Watch {
    site: Site,
    op: Op,
    table: TableId,
    wake: Receiver<News>,
    presence: Presence,
    viewers: Option<Vec<Viewer>>,
    /// Where the chain of the audit log ended when we last looked.
    last: i64,
    /// Whether there is more of it than was looked through.
    behind: bool,
    waiting: VecDeque<TableEvent>,
    _seat: Seat,
}

/// Begins to watch a table, from a place in the audit log on, or from now on.
///
/// # Errors
/// `NotFound` or `Forbidden`; `TooManyAttempts` where the person watches so many already.
pub async fn watch(
    site: &Site,
    op: &Op,
    table: TableId,
    since: Option<i64>,
) -> Result<TableEvents, ServiceError> {
    let mut line = site.store.read().await?;
    require_table(&mut line, op, table).await?;
    require_here(op, SiteRight::Read)?;
    let (end, _) = audit_entry::end(&mut line).await?;
    drop(line);
    let seat = site.watchers.seats.take(op.me.id)?;
    let watch = Watch {
        site: site.clone(),
        op: op.clone(),
        table,
        wake: site.watchers.news.subscribe(),
        presence: Presence::enter(site, op, table).await?,
        viewers: None,
        last: since.map_or(end, |since| since.min(end)),
        behind: false,
        waiting: VecDeque::new(),
        _seat: seat,
    };
    Ok(stream::unfold(watch, next).boxed())
}

/// The next event; none once the person may not watch any more.
async fn next(mut watch: Watch) -> Option<(TableEvent, Watch)> {
    loop {
        if let Some(event) = watch.waiting.pop_front() {
            return Some((event, watch));
        }
        if watch.viewers.is_some() && watch.woken().await == Woken::Over {
            return None;
        }
        if let Err(error) = watch.look().await {
            tracing::info!(%error, "a watcher ends");
            return None;
        }
    }
}

impl Watch {
    /// Waits until something happened at the table, or for a while; not while there is more to see.
    async fn woken(&mut self) -> Woken {
        let woken = async {
            loop {
                match self.wake.recv().await {
                    Ok(News::Of(table)) if table != self.table => {}
                    Ok(News::Of(_)) | Err(RecvError::Lagged(_)) => return Woken::Look,
                    Ok(News::Stop) | Err(RecvError::Closed) => return Woken::Over,
                }
            }
        };
        let wait = if self.behind { Duration::ZERO } else { LOOK_EVERY };
        tokio::time::timeout(wait, woken).await.unwrap_or(Woken::Look)
    }

    async fn look(&mut self) -> Result<(), ServiceError> {
        self.require_still().await?;
        let viewers = self.presence.beat(&self.site).await?;
        if self.viewers.as_ref() != Some(&viewers) {
            self.viewers = Some(viewers.clone());
            self.waiting.push_back(TableEvent::Viewers(viewers));
        }
        let mut line = self.site.store.read().await?;
        let (end, _) = audit_entry::end(&mut line).await?;
        let last = end.min(self.last.saturating_add(AT_ONCE));
        for head in change_set::committed_between(&mut line, self.table, (self.last, last)).await? {
            let Actor::Person { id, email } = head.actor else { continue };
            let name = user::get(&mut line, id).await?.map_or(email, |user| user.name);
            let keys = change_set::keys(&mut line, head.id, SHOWN_ROWS + 1).await?;
            let keys = Some(keys).filter(|keys| keys.len() <= SHOWN_ROWS as usize);
            let by = Viewer { id, name };
            self.waiting.push_back(TableEvent::Saved { id: head.id, by, keys });
        }
        self.last = last;
        self.behind = last < end;
        Ok(())
    }

    /// A watcher lives long: session and right are asked for again each time.
    async fn require_still(&self) -> Result<(), ServiceError> {
        let mut line = self.site.store.read().await?;
        let op = present(&mut line, &self.op, self.site.clock.now()).await?;
        require_table(&mut line, &op, self.table).await?;
        Ok(require_here(&op, SiteRight::Read)?)
    }
}

//! Going a way to a table while the store is still asked for it.
//!
//! Invariant: nobody gets anything before the store has said, after they asked, that this way is open.
//! Where somebody was there lately, the same way is gone again meanwhile; if the store says anything
//! else, what came of that is thrown away.

use crate::error::ServiceError;
use crate::service::Site;
use crate::service::tables::require_way;
use crate::store::connected_table::Way;
use app::model::access::SiteRight;
use app::model::ids::TableId;
use app::ports::Op;
use futures::future::{Either, OptionFuture, select};
use std::pin::pin;

/// Does something by the way to a table that `asked` tells, beginning with what is remembered of it.
pub(super) async fn by_way<T, E, F>(
    site: &Site,
    op: &Op,
    table: TableId,
    asked: impl Future<Output = Result<Way, E>>,
    go: impl Fn(Way) -> F,
) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
{
    let key = (op.me.id, table);
    let known = site.ways.get(&key).filter(|_| op.me.access.may(SiteRight::Read));
    let early = OptionFuture::from(known.clone().map(&go));
    // What takes longer is begun first.
    let (way, early) = match select(pin!(early), pin!(asked)).await {
        Either::Left((early, way)) => (way.await?, early),
        Either::Right((way, early)) => {
            let way = way?;
            let early = if known.as_ref() == Some(&way) { early.await } else { None };
            (way, early)
        }
    };
    if let Some(done) = early.filter(|_| known.as_ref() == Some(&way)) {
        return done;
    }
    let done = go(way.clone()).await?;
    site.ways.put(key, way);
    Ok(done)
}

/// Asks the store for the way to a table whose rows somebody reads.
pub(super) async fn ask(site: &Site, op: &Op, table: TableId) -> Result<Way, ServiceError> {
    require_way(&mut *site.store.read().await?, op, table, SiteRight::Read).await
}
